//! Deals over the API: criteria told in words, how deals stand, sums in the company's currency.

use serde_json::{Value as Json, json};

use crate::on_each_database;

on_each_database! {
    async fn what_is_missing_is_told_in_words_before_and_when_one_tries(app) {
        let admin = app.set_up().await;
        let stages = admin.get("/stages?sort=position").await.expect(200).json();
        let stage = |n: usize| stages["data"][n]["id"].clone();
        let filter = json!({ "and": [
            { "field": "forecast_category", "op": "in", "value": ["commit", "best_case"] },
            { "field": "account_id.industry", "op": "empty", "value": false },
        ] });
        let first = stage(0).as_str().unwrap_or_default().to_owned();
        admin.patch(&format!("/stages/{first}"), "*", &json!({ "exit_filter": filter, "exit_fields": ["close_on"] })).await.expect(200);
        let deal = admin.create("opportunities", &json!({ "name": "Crane" })).await.expect(201).id();
        let refused = admin.post(&format!("/opportunities/{deal}/move"), &json!({ "stage_id": stage(1) })).await.expect(422).json();
        let messages = |errors: &Json| -> Vec<String> {
            errors.as_array().into_iter().flatten().map(|one| one["message"].as_str().unwrap_or_default().to_owned()).collect()
        };
        let told = messages(&refused["errors"]);
        assert_eq!(told.len(), 3);
        let plain = |text: &str| text.replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(plain(&told[1]), "Before “Qualification” is left, Forecast must be one of Commit, Best case.");
        assert_eq!(plain(&told[2]), "Before “Qualification” is left, Account › Industry must be filled.");
        let standing = admin.post("/opportunities/standing", &json!({ "ids": [deal] })).await.expect(200).json();
        assert_eq!(messages(&standing["data"][0]["missing"]), told);
        assert_eq!(standing["data"][0]["is_stalled"], json!(true));
        for (body, code) in [(json!({}), "required"), (json!({ "ids": ["x"] }), "not_an_id"), (json!({ "ids": [], "x": 1 }), "unknown_field")] {
            let refused = admin.post("/opportunities/standing", &body).await.expect(422);
            assert_eq!(refused.json()["errors"][0]["code"], code);
        }
        let pipeline = stages["data"][0]["pipeline_id"].as_str().unwrap_or_default();
        let pace = admin.get(&format!("/pipelines/{pipeline}/pace")).await.expect(200).json();
        assert_eq!(pace, json!({ "data": [] }));
    }

    async fn sums_are_restated_when_asked_and_wins_are_counted(app) {
        let admin = app.set_up().await;
        admin.create("currency_rates", &json!({ "currency": "USD", "valid_on": "2026-01-01", "rate": "0.5" })).await.expect(201);
        let amount = json!({ "amount_minor": 1_001, "currency": "USD" });
        admin.create("opportunities", &json!({ "name": "Crane", "currency": "USD", "amount": amount })).await.expect(201);
        let ask = |rates_on: Json| json!({ "measures": [{ "function": "sum", "field": "amount" }], "rates_on": rates_on });
        let told = admin.post("/opportunities/aggregate", &ask(json!("2026-06-01"))).await.expect(200).json();
        assert_eq!(told["groups"][0]["values"]["sum_amount_converted"], json!({ "amount_minor": 501, "currency": "EUR", "missing": [] }));
        let plain = admin.post("/opportunities/aggregate", &ask(Json::Null)).await.expect(200).json();
        assert_eq!(plain["rates"], Json::Null);
        admin.post("/opportunities/aggregate", &ask(json!("soon"))).await.expect(422);
        for by in ["competitor", "product", "segment", "reason"] {
            let told = admin.post("/opportunities/win_loss", &json!({ "by": by })).await.expect(200).json();
            assert_eq!(told, json!({ "data": [], "truncated": false }), "{by}");
        }
        admin.post("/opportunities/win_loss", &json!({ "by": "moon" })).await.expect(422);
    }
}
