//! Many operations in one request.

use serde_json::{Value as Json, json};

use crate::on_each_database;

fn statuses(rows: &[Json]) -> Vec<u64> {
    rows.iter()
        .map(|row| row["status"].as_u64().unwrap())
        .collect()
}

on_each_database! {
    async fn each_row_is_answered_for_itself(app) {
        let admin = app.set_up().await;
        let old = admin.create("products", &json!({ "name": "Old", "sku": "A" })).await;
        let answer = admin.post("/products/batch", &json!({ "operations": [
            { "op": "create", "body": { "name": "New", "sku": "B" } },
            { "op": "create", "body": { "name": "Clash", "sku": "A" } },
            { "op": "create", "body": { "nope": 1 } },
            { "op": "patch", "id": old.id(), "version": 1, "body": { "family": "Tea" } },
            { "op": "patch", "id": old.id(), "version": 1, "body": { "family": "Coffee" } },
            { "op": "upsert", "key": "sku", "value": "B", "body": { "family": "Tea" } },
            { "op": "delete", "id": old.id() },
            { "op": "restore", "id": old.id() },
            { "op": "juggle" },
            7,
        ] })).await.expect(200);
        let rows = answer.rows();
        assert_eq!(statuses(&rows), [201, 409, 422, 200, 412, 200, 200, 200, 422, 422]);
        let places: Vec<_> = rows.iter().map(|row| row["index"].as_u64().unwrap()).collect();
        assert_eq!(places, (0..10).collect::<Vec<_>>());
        assert_eq!(rows[2]["problem"]["errors"][0]["pointer"], json!("/body/nope"));
        assert_eq!(rows[4]["problem"]["current"]["family"], json!("Tea"));
        assert_eq!(rows[3]["version"], json!(2));
        assert_eq!(admin.get("/products").await.rows().len(), 2);
    }

    async fn all_or_nothing_when_asked_for(app) {
        let admin = app.set_up().await;
        let operations = json!([
            { "op": "create", "body": { "name": "One" } },
            { "op": "create", "body": { "name": "" } },
            { "op": "create", "body": { "name": "Three" } },
        ]);
        let answer = admin.post("/accounts/batch", &json!({ "atomic": true, "operations": operations })).await.expect(200);
        assert_eq!(statuses(&answer.rows()), [424, 422, 424]);
        assert_eq!(answer.rows()[0]["problem"]["code"], json!("batch_rolled_back"));
        assert!(admin.get("/accounts").await.rows().is_empty());
        let answer = admin.post("/accounts/batch", &json!({ "atomic": false, "operations": operations })).await.expect(200);
        assert_eq!(statuses(&answer.rows()), [201, 422, 201]);
        let answer = admin.post("/accounts/batch?validate_only=true", &json!({ "operations": operations })).await.expect(200);
        assert_eq!(statuses(&answer.rows()), [201, 422, 201]);
        assert_eq!(admin.get("/accounts").await.rows().len(), 2);
    }

    async fn a_thousand_fit_and_more_do_not(app) {
        let admin = app.set_up().await;
        let batch = |count: usize| {
            let one = |n| json!({ "op": "create", "body": { "name": format!("Tag {n}") } });
            json!({ "operations": (0..count).map(one).collect::<Vec<_>>() })
        };
        let answer = admin.post("/tags/batch", &batch(1_000)).await.expect(200);
        assert!(statuses(&answer.rows()).iter().all(|status| *status == 201));
        admin.post("/tags/batch", &batch(1_001)).await.expect(422);
        assert!(admin.post("/tags/batch", &batch(0)).await.expect(200).rows().is_empty());
        for body in [json!({}), json!({ "operations": {} }), json!({ "operations": [], "atomic": 1 }), json!({ "ops": [] })] {
            admin.post("/tags/batch", &body).await.expect(422);
        }
    }

    async fn a_batch_is_taken_back_but_for_what_others_touched_since(app) {
        let admin = app.set_up().await;
        let mut ids = Vec::new();
        for name in ["One", "Two", "Three"] {
            ids.push(admin.create("accounts", &json!({ "name": name, "industry": "Tea" })).await.id());
        }
        let change = |id: &String| json!({ "op": "patch", "id": id, "version": 1, "body": { "industry": "Coffee" } });
        let mut operations: Vec<_> = ids[..2].iter().map(change).collect();
        operations.push(json!({ "op": "delete", "id": ids[2], "version": 1 }));
        let done = admin.post("/accounts/batch", &json!({ "operations": operations })).await.expect(200).rows();
        admin.patch(&format!("/accounts/{}", ids[1]), 2, &json!({ "industry": "Milk" })).await.expect(200);
        let back: Vec<_> = done.iter().map(|row| json!({ "op": "revert", "id": row["id"], "version": row["version"] })).collect();
        let answer = admin.post("/accounts/batch", &json!({ "operations": back })).await.expect(200).rows();
        assert_eq!(statuses(&answer), [200, 409, 200]);
        assert_eq!(answer[1]["problem"]["errors"][0]["code"], json!("changed_since"));
        let mut industries = Vec::new();
        for id in &ids {
            industries.push(admin.get(&format!("/accounts/{id}")).await.expect(200).json()["industry"].clone());
        }
        assert_eq!(industries, [json!("Tea"), json!("Milk"), json!("Tea")]);
        let strange = [json!({ "op": "revert", "id": ids[0] }), json!({ "op": "revert", "id": ids[0], "version": 99 })];
        let answer = admin.post("/accounts/batch", &json!({ "operations": strange })).await.expect(200);
        assert_eq!(statuses(&answer.rows()), [422, 422]);
    }

    async fn verbs_run_in_batches(app) {
        let admin = app.set_up().await;
        let made = admin.create("activities", &json!({ "kind": "task", "subject": "Call back" })).await;
        let answer = admin.post("/activities/batch", &json!({ "operations": [
            { "op": "verb", "id": made.id(), "verb": "complete", "body": {} },
            { "op": "verb", "id": made.id(), "verb": "complete" },
            { "op": "verb", "id": made.id(), "verb": "juggle" },
        ] })).await.expect(200);
        assert_eq!(statuses(&answer.rows()), [200, 409, 404]);
    }
}
