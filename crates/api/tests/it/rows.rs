//! Rows that records own, added one by one.

use serde_json::json;

use crate::firm::{Firm, Persona};
use crate::on_each_database;

on_each_database! {
    async fn a_row_is_added_behind_those_that_are_there(app) {
        let admin = app.set_up().await;
        let account = admin.create("accounts", &json!({ "name": "Acme" })).await.expect(201).id();
        let sale = admin.create("opportunities", &json!({
            "name": "Autumn", "account_id": account, "currency": "EUR",
            "lines": [{ "description": "First", "quantity": "1", "unit_price": "10" }],
        })).await.expect(201);
        let path = format!("/opportunities/{}/lines", sale.id());
        let second = json!({ "description": "Second", "quantity": "2", "unit_price": "5.5" });
        let added = admin.post_once(&path, &second, "again").await.expect(200);
        let record = added.json();
        let lines: Vec<_> = record["lines"].as_array().unwrap().iter().map(|line| line["description"].clone()).collect();
        assert_eq!(lines, ["First", "Second"]);
        assert_eq!(record["lines"][0], sale.json()["lines"][0], "the others stay as they are");
        assert_eq!(record["amount"], json!({ "amount_minor": 2_100, "currency": "EUR" }));
        assert_eq!(added.header("etag"), Some("\"2\""));
        admin.post_once(&path, &second, "again").await.expect(200);
        let tried = admin.post(&format!("{path}?validate_only=true"), &second).await.expect(200).json();
        assert_eq!(tried["lines"].as_array().unwrap().len(), 3);
        let now = admin.get(&format!("/opportunities/{}", sale.id())).await.expect(200).json();
        assert_eq!(now["lines"].as_array().unwrap().len(), 2, "once, and a trial leaves nothing");

        let refused = admin.post(&path, &json!({ "quantity": "many", "colour": "red" })).await.expect(422);
        let mut reasons = refused.reasons();
        reasons.sort();
        assert_eq!(reasons, [("/colour".to_owned(), "unknown_field".to_owned()), ("/quantity".to_owned(), "not_a_decimal".to_owned())]);
        let twice = json!({ "id": record["lines"][0]["id"], "quantity": "1" });
        assert_eq!(admin.post(&path, &twice).await.expect(422).reasons(), [("/id".to_owned(), "duplicate_row".to_owned())]);
        admin.call(reqwest::Method::POST, &path, &second, &[("if-match", "\"1\"")]).await.expect(412);
        admin.post(&format!("/opportunities/{}/wheels", sale.id()), &second).await.expect(404);
        let city = json!({ "kind": "main", "city": "Rome" });
        let account = admin.post(&format!("/accounts/{account}/addresses"), &city).await.expect(200).json();
        assert_eq!(account["addresses"][0]["city"], "Rome");
    }

    async fn rows_are_added_by_whoever_may_change_the_record(app) {
        let firm = Firm::found(&app).await;
        let rep = firm.of(Persona::Rep);
        let id = rep.create("accounts", &json!({ "name": "Acme" })).await.expect(201).id();
        let (path, row) = (format!("/accounts/{id}/addresses"), json!({ "city": "Rome" }));
        firm.of(Persona::Rep2).post(&path, &row).await.expect(404);
        firm.of(Persona::ReadOnly).post(&path, &row).await.expect(403);
        firm.of(Persona::Mgr).post(&path, &row).await.expect(200);
    }
}
