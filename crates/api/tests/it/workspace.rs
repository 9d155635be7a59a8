//! What the whole workspace shares: who changes it, with what consequences.

use std::time::{Duration, Instant};

use guanxi_domain::access::WORKSPACE;
use guanxi_persistence::Database;
use guanxi_persistence::events::{Event, Position};
use serde_json::{Value as Json, json};

use crate::firm::{Firm, Persona};
use crate::on_each_database;
use crate::process::{Running, places, run, said};
use crate::session::Session;

/// Names in three orders: by the root (radicals), by pinyin, by strokes.
const NAMES: [&str; 4] = ["乘風", "人和", "阿里", "一心"];
const BY_PINYIN: [&str; 4] = ["阿里", "乘風", "人和", "一心"];
const BY_STROKES: [&str; 4] = ["一心", "人和", "阿里", "乘風"];

async fn names(session: &Session<'_>) -> Vec<Json> {
    let rows = session.get("/accounts?sort=name").await.expect(200).rows();
    rows.iter().map(|row| row["name"].clone()).collect()
}

/// Waits until no other order is being prepared.
async fn sorted(session: &Session<'_>) -> Json {
    let began = Instant::now();
    loop {
        let workspace = session.get("/workspace").await.expect(200).json();
        if workspace["next_collation"].is_null() {
            return workspace;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "{workspace}");
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The only event of the workspace after its first start; readers wait for transactions that still run.
fn told(db: &Database) -> Event {
    let began = Instant::now();
    loop {
        let log = db.events_after(Position::default(), 1_000).unwrap();
        let mut told = log
            .into_iter()
            .filter(|event| event.entity == WORKSPACE && event.version > 0);
        match (told.next(), told.next()) {
            (Some(event), None) => return event,
            (None, _) if began.elapsed() < Duration::from_secs(20) => {
                std::thread::sleep(Duration::from_millis(50));
            }
            other => panic!("{other:?}"),
        }
    }
}

on_each_database! {
    async fn administrators_change_it_and_everybody_sees_it(app) {
        let firm = Firm::found(&app).await;
        let admin = firm.of(Persona::Admin);
        let first = admin.get("/workspace").await.expect(200);
        let tag = first.header("etag").unwrap().to_owned();
        assert_eq!(first.json(), json!({
            "version": 1, "name": "Test", "company_currency": "EUR", "time_zone": "Europe/Berlin", "language": "en",
            "collation": "root", "next_collation": null,
        }));
        let wishes = json!({ "name": " 怡海 ", "company_currency": "TWD", "time_zone": "Asia/Taipei", "language": "zh-Hant" });
        let changed = admin.patch("/workspace", tag.as_str(), &wishes).await.expect(200);
        assert_eq!(changed.json()["name"], json!("怡海"));
        assert_eq!(changed.header("etag"), Some("\"2\""));
        let seen = firm.of(Persona::Rep).get("/meta").await.expect(200).json()["workspace"].clone();
        assert_eq!(seen, json!({
            "name": "怡海", "company_currency": "TWD", "time_zone": "Asia/Taipei", "language": "zh-Hant", "may_change": false,
        }));
        assert_eq!(admin.get("/meta").await.json()["workspace"]["may_change"], json!(true));

        let stale = admin.patch("/workspace", tag.as_str(), &json!({ "name": "Late" })).await.expect(412);
        assert_eq!(stale.json()["current"]["name"], json!("怡海"));
        let same = admin.patch("/workspace", "\"2\"", &json!({ "name": "怡海" })).await.expect(200);
        assert_eq!(same.json()["version"], json!(2), "what is said again changes nothing");
        let bare = admin.request(reqwest::Method::PATCH, "/api/v1/workspace").body("{}")
            .header("content-type", "application/json");
        admin.send(bare).await.expect(428);

        let event = told(&app.app.db);
        let change = json!({ "field": "time_zone", "old": "Europe/Berlin", "new": "Asia/Taipei" });
        let changes: Json = serde_json::from_str(&event.changes).unwrap();
        assert!(changes.as_array().unwrap().contains(&change), "{changes}");
        assert_eq!((event.version, event.actor.is_some()), (2, true));
    }

    async fn what_cannot_be_is_named(app) {
        let firm = Firm::found(&app).await;
        let admin = firm.of(Persona::Admin);
        let wishes = json!({
            "name": " ", "company_currency": "EURO", "time_zone": "Berlin", "language": "de", "collation": "radical", "version": 7,
        });
        let refused = admin.patch("/workspace", "*", &wishes).await.expect(422);
        let mut places: Vec<_> = refused.reasons().into_iter().map(|(place, _)| place).collect();
        places.sort();
        assert_eq!(places, ["/collation", "/company_currency", "/language", "/name", "/time_zone", "/version"]);
        for persona in [Persona::Mgr, Persona::Rep, Persona::ReadOnly] {
            firm.of(persona).get("/workspace").await.expect(403);
            firm.of(persona).patch("/workspace", "*", &json!({ "name": "Mine" })).await.expect(403);
        }
    }

    async fn the_currency_stays_once_there_are_amounts(app) {
        let admin = app.set_up().await;
        admin.patch("/workspace", "*", &json!({ "company_currency": "JPY" })).await.expect(200);
        let price = json!({ "amount_minor": 100, "currency": "JPY" });
        let product = admin.create("products", &json!({ "name": "Tea", "list_price": price })).await.expect(201).id();
        let refused = admin.patch("/workspace", "*", &json!({ "name": "Other", "company_currency": "EUR" })).await.expect(422);
        assert_eq!(refused.reasons(), [("/company_currency".to_owned(), "currency_in_use".to_owned())]);
        // One in the bin may come back.
        admin.delete(&format!("/products/{product}"), "*").await.expect(200);
        admin.patch("/workspace", "*", &json!({ "company_currency": "EUR" })).await.expect(422);
        let kept = admin.patch("/workspace", "*", &json!({ "company_currency": "JPY", "name": "Other" })).await.expect(200);
        assert_eq!(kept.json()["name"], json!("Other"));
    }

    async fn rates_are_against_the_currency(app) {
        let admin = app.set_up().await;
        let rate = json!({ "currency": "USD", "valid_on": "2026-01-01", "rate": "0.9" });
        admin.create("currency_rates", &rate).await.expect(201);
        admin.patch("/workspace", "*", &json!({ "company_currency": "USD" })).await.expect(422);
    }

    async fn another_order_of_names_comes_by_itself(app) {
        let admin = app.set_up().await;
        for name in NAMES {
            admin.create("accounts", &json!({ "name": name })).await.expect(201);
        }
        let before = names(&admin).await;
        let asked = admin.patch("/workspace", "*", &json!({ "collation": "pinyin" })).await.expect(200).json();
        assert_eq!((&asked["collation"], &asked["next_collation"]), (&json!("root"), &json!("pinyin")));
        assert_eq!(names(&admin).await, before, "lists stay as they are until then");
        let done = sorted(&admin).await;
        assert_eq!(done["collation"], json!("pinyin"));
        assert_eq!(names(&admin).await, BY_PINYIN);
        // What is made from now on stands where it belongs; another wish takes the place of the first.
        admin.patch("/workspace", "*", &json!({ "collation": "root" })).await.expect(200);
        admin.patch("/workspace", "*", &json!({ "collation": "stroke" })).await.expect(200);
        let done = sorted(&admin).await;
        assert_eq!(done["collation"], json!("stroke"));
        assert_eq!(names(&admin).await, BY_STROKES);
        let taken_back = admin.patch("/workspace", "*", &json!({ "collation": "root" })).await.expect(200);
        assert_eq!(taken_back.json()["next_collation"], json!("root"));
        let taken_back = admin.patch("/workspace", "*", &json!({ "collation": "stroke" })).await.expect(200).json();
        assert_eq!((&taken_back["collation"], &taken_back["next_collation"]), (&json!("stroke"), &json!(null)));
        assert_eq!(names(&admin).await, BY_STROKES);
    }
}

/// An administrator made before the first start closes the wizard; everything it asks for can be set all the same.
#[test]
fn an_administrator_of_the_command_line_sets_the_workspace_up() {
    for place in places() {
        let create = [
            "user",
            "create",
            "boss@example.com",
            "--family-name",
            "Boss",
            "--role",
            "administrator",
        ];
        let (out, _) = said(&run(&place, &create), 0);
        let password = out.trim().strip_prefix("password: ").unwrap().to_owned();
        let server = Running::start(&place, 1);
        let changed = curl(&server.url, "boss@example.com", &password);
        assert_eq!(changed["name"], json!("Northwind"));
        assert_eq!(changed["company_currency"], json!("TWD"));
    }
}

/// Signs in and changes the workspace, as a script would.
fn curl(url: &str, login: &str, password: &str) -> Json {
    let client = guanxi_client::Client::new(url);
    let runtime = actix_web::rt::System::new();
    runtime.block_on(async {
        client.sign_in(login, password).await.unwrap();
        let changes = json!({ "name": "Northwind", "company_currency": "TWD" });
        let changes = changes.as_object().unwrap();
        let changed = client
            .patch_workspace(guanxi_client::Expect::Version(1), changes)
            .await
            .unwrap();
        serde_json::to_value(changed).unwrap()
    })
}
