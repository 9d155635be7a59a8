//! Records from the cradle to the bin and back.

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::on_each_database;

on_each_database! {
    async fn a_record_lives_dies_and_comes_back(app) {
        let admin = app.set_up().await;
        let made = admin.create("accounts", &json!({ "name": "怡海軟件", "custom": {} })).await.expect(201);
        let path = format!("/accounts/{}", made.id());
        assert_eq!(made.header("location"), Some(format!("/api/v1{path}").as_str()));
        assert_eq!(made.header("etag"), Some("\"1\""));

        let got = admin.get(&path).await.expect(200);
        assert_eq!(got.json(), made.json());
        assert_eq!(got.header("etag"), Some("\"1\""));
        let same = admin.get_with(&path, &[("if-none-match", "\"1\"")]).await.expect(304);
        assert!(same.bytes.is_empty());
        admin.get_with(&path, &[("if-none-match", "\"0\"")]).await.expect(200);

        let changed = admin.patch(&path, 1, &json!({ "industry": "Software" })).await.expect(200);
        assert_eq!(changed.header("etag"), Some("\"2\""));
        assert_eq!(changed.json()["name"], json!("怡海軟件"));

        let deleted = admin.delete(&path, 2).await.expect(200);
        assert!(deleted.json()["deleted_at"].is_string());
        admin.get(&path).await.expect(404);
        assert_eq!(admin.get("/accounts?deleted=true").await.ids(), [made.id()]);
        let back = admin.post(&format!("{path}/restore"), &json!({})).await.expect(200);
        assert_eq!(back.version(), 4);
        admin.get(&path).await.expect(200);
    }

    async fn preconditions_are_asked_for_and_hold(app) {
        let admin = app.set_up().await;
        let made = admin.create("accounts", &json!({ "name": "One" })).await.expect(201);
        let path = format!("/accounts/{}", made.id());
        let body = json!({ "industry": "Food" });
        for method in [Method::PATCH, Method::DELETE] {
            let refused = admin.call(method, &path, &body, &[]).await.expect(428);
            assert_eq!(refused.code(), "precondition_required");
        }
        admin.patch(&path, 1, &body).await.expect(200);
        let stale = admin.patch(&path, 1, &json!({ "industry": "Steel" })).await.expect(412);
        assert_eq!(stale.json()["current"]["industry"], json!("Food"));
        assert_eq!(stale.json()["current"]["version"], json!(2));
        admin.delete(&path, 1).await.expect(412);
        for bad in ["2", "W/\"2\"", "\"x\"", ""] {
            admin.patch(&path, bad, &body).await.expect(400);
        }
        admin.patch(&path, "*", &json!({ "industry": "Steel" })).await.expect(200);
        assert_eq!(admin.get(&path).await.json()["industry"], json!("Steel"));
    }

    async fn verbs_move_states_and_nothing_else_does(app) {
        let admin = app.set_up().await;
        let contact = admin.create("contacts", &json!({ "family_name": "王", "given_name": "小明" })).await.id();
        let body = json!({ "name": "Big one", "amount": { "amount_minor": 100, "currency": "EUR" } });
        let made = admin.create("opportunities", &body).await.expect(201);
        let path = format!("/opportunities/{}", made.id());
        let refused = admin.patch(&path, 1, &json!({ "status": "won" })).await.expect(422);
        assert_eq!(refused.reasons(), [("/status".to_owned(), "read_only".to_owned())]);
        admin.post(&format!("{path}/win"), &json!({})).await.expect(422);
        let input = json!({ "close_on": "2026-12-24", "primary_contact_id": contact });
        let stale = admin.call(Method::POST, &format!("{path}/win"), &input, &[("if-match", "\"9\"")]).await;
        stale.expect(412);
        let won = admin.post(&format!("{path}/win"), &input).await.expect(200).json();
        assert_eq!(won["status"], json!("won"));
        let again = admin.post(&format!("{path}/win"), &input).await.expect(409);
        assert_eq!(again.code(), "wrong_state");
        admin.post(&format!("{path}/juggle"), &json!({})).await.expect(404);
        for reserved in ["query", "batch", "by", "merge"] {
            admin.post(&format!("{path}/{reserved}"), &json!({})).await.expect(404);
        }
    }

    async fn a_change_can_be_taken_back(app) {
        let admin = app.set_up().await;
        let made = admin.create("accounts", &json!({ "name": "One", "industry": "Food" })).await;
        let path = format!("/accounts/{}", made.id());
        admin.patch(&path, 1, &json!({ "industry": "Steel" })).await.expect(200);
        let events = admin.get(&format!("{path}/events")).await.expect(200).rows();
        assert_eq!(events[0]["verb"], json!("updated"));
        assert_eq!(events[1]["verb"], json!("created"));
        let event = events[0]["id"].to_string();
        let back = admin.post(&format!("{path}/revert"), &json!({ "event_id": event })).await.expect(200).json();
        assert_eq!(back["industry"], json!("Food"));
        admin.post(&format!("{path}/revert"), &json!({ "event_id": event })).await.expect(409);
        admin.post(&format!("{path}/revert"), &json!({})).await.expect(422);
        admin.post(&format!("{path}/revert"), &json!({ "event_id": "soon" })).await.expect(422);
        let page = admin.get(&format!("{path}/events?limit=1")).await.json();
        assert_eq!(page["has_more"], json!(true));
        let cursor = page["next_cursor"].as_str().unwrap();
        let next = admin.get(&format!("{path}/events?limit=1&cursor={cursor}")).await.expect(200).rows();
        assert_eq!(next[0]["id"], events[0]["id"]);
    }

    async fn records_are_found_by_keys_of_others(app) {
        let admin = app.set_up().await;
        let body = json!({ "name": "Chai", "list_price": { "amount_minor": 1800, "currency": "EUR" } });
        let made = admin.put("/products/by/sku/NW-1", &body).await.expect(201);
        let again = admin.put("/products/by/sku/NW-1", &json!({ "name": "Chai tea" })).await.expect(200);
        assert_eq!((again.id(), again.json()["list_price"].clone()), (made.id(), made.json()["list_price"].clone()));
        let outside = admin.put("/accounts/by/external.erp/4711%2F%E6%B5%B7", &json!({ "name": "ERP" })).await.expect(201);
        let same = admin.put("/accounts/by/external.erp/4711%2F%E6%B5%B7", &json!({ "industry": "x" })).await.expect(200);
        assert_eq!(outside.id(), same.id());
        admin.put("/products/by/name/Chai", &json!({})).await.expect(422);
        admin.put("/products/by/sku/a%00b", &json!({ "name": "x" })).await.expect(422);
    }

    async fn trying_stores_nothing(app) {
        let admin = app.set_up().await;
        let tried = admin.post("/accounts?validate_only=true", &json!({ "name": "Maybe" })).await.expect(200);
        assert_eq!(tried.json()["name"], json!("Maybe"));
        assert!(tried.header("etag").is_none() && tried.header("location").is_none());
        admin.post("/accounts?validate_only=true", &json!({})).await.expect(422);
        admin.post("/accounts?validate_only=perhaps", &json!({ "name": "x" })).await.expect(400);
        assert!(admin.get("/accounts").await.rows().is_empty());
        let made = admin.create("accounts", &json!({ "name": "Real" })).await;
        let path = format!("/accounts/{}", made.id());
        let tried = admin.patch(&format!("{path}?validate_only=true"), 1, &json!({ "name": "Other" })).await.expect(200);
        assert_eq!(tried.json()["name"], json!("Other"));
        admin.delete(&format!("{path}?validate_only=true"), 1).await.expect(200);
        admin.put("/accounts/by/external.x/1?validate_only=true", &json!({ "name": "x" })).await.expect(200);
        assert_eq!(admin.get(&path).await.json(), made.json());
        assert_eq!(admin.get("/accounts").await.rows().len(), 1);
    }

    async fn sparse_and_expanded_records_have_no_tag(app) {
        let admin = app.set_up().await;
        let account = admin.create("accounts", &json!({ "name": "Parent" })).await.id();
        let contact = admin.create("contacts", &json!({ "family_name": "Anders", "account_id": account })).await.id();
        let path = format!("/contacts/{contact}");
        let sparse = admin.get(&format!("{path}?fields=name,account_id")).await.expect(200);
        assert_eq!(sparse.json().as_object().unwrap().keys().cloned().collect::<Vec<_>>().len(), 3);
        assert!(sparse.header("etag").is_none());
        let expanded = admin.get(&format!("{path}?expand=account_id")).await.expect(200);
        assert!(expanded.header("etag").is_none());
        assert!(expanded.json().to_string().contains("Parent"));
        let unknown: Json = admin.get(&format!("{path}?fields=nope")).await.expect(422).json();
        assert_eq!(unknown["errors"][0]["code"], json!("unknown_field"));
        admin.get(&format!("{path}?colour=red")).await.expect(400);
    }

    async fn heads_have_no_bodies(app) {
        let admin = app.set_up().await;
        let made = admin.create("accounts", &json!({ "name": "One" })).await;
        let head = admin.request(Method::HEAD, &format!("/api/v1/accounts/{}", made.id()));
        let head = admin.send(head).await.expect(200);
        assert!(head.bytes.is_empty());
        assert_eq!(head.header("etag"), Some("\"1\""));
    }
}
