//! Lists, questions, sums, search, the catalogue.

use serde_json::json;

use crate::on_each_database;
use crate::session::Session;

async fn three(admin: &Session<'_>) {
    for (name, industry) in [
        ("Alfreds", "Food"),
        ("Berglunds", "Food"),
        ("怡海軟件", "Software"),
    ] {
        admin
            .create("accounts", &json!({ "name": name, "industry": industry }))
            .await
            .expect(201);
    }
}

fn names(rows: &[serde_json::Value]) -> Vec<String> {
    rows.iter()
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect()
}

on_each_database! {
    async fn parameters_and_trees_ask_the_same(app) {
        let admin = app.set_up().await;
        three(&admin).await;
        let listed = admin.get("/accounts?filter[industry]=Food&filter[name.ne]=Alfreds&sort=-name&include=total").await.expect(200);
        assert_eq!(names(&listed.rows()), ["Berglunds"]);
        assert_eq!(listed.json()["total"], json!({ "total": 1, "exact": true }));
        let asked = admin.post("/accounts/query", &json!({
            "filter": { "and": [
                { "field": "industry", "op": "eq", "value": "Food" },
                { "field": "name", "op": "ne", "value": "Alfreds" },
            ] },
            "sort": ["-name"], "include": ["total"],
        })).await.expect(200);
        assert_eq!(asked.bytes, listed.bytes);
    }

    async fn pages_follow_each_other(app) {
        let admin = app.set_up().await;
        three(&admin).await;
        let first = admin.get("/accounts?limit=2&sort=name&fields=name").await.expect(200).json();
        assert_eq!(first["has_more"], json!(true));
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = admin.get(&format!("/accounts?limit=2&sort=name&fields=name&cursor={cursor}")).await.expect(200);
        assert_eq!(names(&second.rows()), ["怡海軟件"]);
        let other_order = admin.get(&format!("/accounts?sort=-name&cursor={cursor}")).await.expect(400);
        assert_eq!(other_order.code(), "bad_cursor");
        admin.get(&format!("/accounts?sort=name&cursor={}x", &cursor[..cursor.len() - 1])).await.expect(400);
        admin.get("/accounts?cursor=").await.expect(400);
    }

    async fn what_is_not_known_is_refused(app) {
        let admin = app.set_up().await;
        for (question, status, code) in [
            ("colour=red", 400, "unknown_parameter"),
            ("limit=0", 400, "not_a_limit"),
            ("limit=201", 400, "not_a_limit"),
            ("limit=1&limit=2", 400, "given_twice"),
            ("include=everything", 400, "unknown_value"),
            ("deleted=maybe", 400, "not_a_boolean"),
            ("sort=a,b,c,d,e", 400, "too_many_sorts"),
            ("cursor=tampered", 400, "bad_cursor"),
            ("q=%ff", 400, "not_utf8"),
            ("filter[nope]=1", 422, "invalid"),
            ("sort=nope", 422, "invalid"),
            ("fields=nope", 422, "invalid"),
            ("expand=nope", 422, "invalid"),
            ("filter[name.contains.x]=1", 422, "invalid"),
            ("filter[created_at]=yesterday", 422, "invalid"),
            ("filter[name]=a%00b", 422, "invalid"),
        ] {
            let refused = admin.get(&format!("/accounts?{question}")).await.expect(status);
            assert_eq!(refused.code(), code, "{question}");
        }
        for body in [
            json!({ "colour": "red" }), json!({ "limit": 0 }), json!({ "limit": "10" }), json!({ "sort": "name" }),
            json!({ "filter": [] }), json!({ "filter": { "xor": [] } }), json!({ "filter": { "field": "nope" } }),
            json!({ "fields": [1] }), json!({ "deleted": 1 }), json!({ "cursor": 1 }),
        ] {
            admin.post("/accounts/query", &body).await.expect(422);
        }
        admin.post("/accounts/query?limit=1", &json!({})).await.expect(400);
    }

    async fn costly_questions_are_refused_quickly(app) {
        let admin = app.set_up().await;
        let started = std::time::Instant::now();
        let mut deep = json!({ "field": "name", "value": "x" });
        for _ in 0..50 {
            deep = json!({ "and": [deep] });
        }
        admin.post("/accounts/query", &json!({ "filter": deep })).await.expect(422);
        let many: Vec<_> = (0..10_000).map(|n| n.to_string()).collect();
        let test = json!({ "field": "name", "op": "in", "value": many });
        admin.post("/accounts/query", &json!({ "filter": test })).await.expect(422);
        let long = "x".repeat(10_000);
        admin.post("/accounts/query", &json!({ "q": long })).await.expect(400);
        assert!(started.elapsed() < std::time::Duration::from_secs(2));
    }

    async fn sums_are_made_by_groups(app) {
        let admin = app.set_up().await;
        for (name, minor, currency) in [("a", 100, "EUR"), ("b", 250, "EUR"), ("c", 300, "TWD")] {
            let body = json!({ "name": name, "amount": { "amount_minor": minor, "currency": currency } });
            admin.create("opportunities", &body).await.expect(201);
        }
        let body = json!({
            "group": [{ "field": "stage_id" }],
            "measures": [{ "function": "count" }, { "function": "sum", "field": "amount" }],
        });
        let answer = admin.post("/opportunities/aggregate", &body).await.expect(200);
        let text = answer.json().to_string();
        assert!(text.contains("350") && text.contains("300"), "{text}");
        for body in [
            json!({}), json!({ "measures": [] }), json!({ "measures": [{ "function": "median" }] }),
            json!({ "measures": [{ "function": "sum", "field": "nope" }] }),
            json!({ "measures": [{ "function": "count" }], "group": [{ "field": "nope" }] }),
            json!({ "measures": [{ "function": "count" }], "group": [{ "field": "created_at", "bucket": "eon" }] }),
            json!({ "measures": [{ "function": "count", "of": "x" }] }), json!({ "measures": ["count"] }),
        ] {
            admin.post("/opportunities/aggregate", &body).await.expect(422);
        }
    }

    async fn words_are_found_across_entities(app) {
        let admin = app.set_up().await;
        three(&admin).await;
        let hits = admin.get("/search?q=%E6%80%A1%E6%B5%B7").await.expect(200).rows();
        assert_eq!(hits.len(), 1);
        assert_eq!(hits[0]["entity"], json!("account"));
        assert!(admin.get("/search?q=%E6%80%A1%E6%B5%B7&entities=contact").await.rows().is_empty());
        assert_eq!(admin.get("/search").await.expect(400).code(), "required");
        assert_eq!(admin.get("/search?q=a&entities=unicorn").await.expect(400).code(), "unknown_entity");
        admin.get("/search?q=a&limit=1000").await.expect(400);
    }

    async fn the_catalogue_has_a_tag(app) {
        let admin = app.set_up().await;
        let meta = admin.get("/meta").await.expect(200);
        let tag = meta.header("etag").unwrap().to_owned();
        admin.get_with("/meta", &[("if-none-match", &tag)]).await.expect(304);
        let field = json!({ "entity_name": "account", "name": "region", "kind": "text" });
        admin.create("custom_fields", &field).await.expect(201);
        let changed = admin.get_with("/meta", &[("if-none-match", &tag)]).await.expect(200);
        assert!(String::from_utf8_lossy(&changed.bytes).contains("\"region\""));
        let body = json!({ "name": "North", "custom": { "region": "北區" } });
        let made = admin.create("accounts", &body).await.expect(201);
        assert_eq!(made.json()["custom"]["region"], json!("北區"));
        assert_eq!(admin.get("/accounts?filter[custom.region]=%E5%8C%97%E5%8D%80").await.ids(), [made.id()]);
    }
}
