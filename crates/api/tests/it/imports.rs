//! Imports over HTTP.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::session::{Answer, Session};

pub const MAPPING: &str = include_str!("../fixtures/import/firm.toml");
pub const CUSTOMERS: &str = include_str!("../fixtures/import/customers.csv");
const ORDERS: &str = include_str!("../fixtures/import/orders.csv");
const LINES: &str = include_str!("../fixtures/import/lines.csv");

pub fn files() -> [(&'static str, &'static str); 3] {
    [
        ("customers.csv", CUSTOMERS),
        ("orders.csv", ORDERS),
        ("lines.csv", LINES),
    ]
}

pub async fn put(session: &Session<'_>, id: &str, name: &str, text: &str) -> Answer {
    let path = format!("/api/v1/imports/{id}/files/{name}");
    let request = session
        .request(Method::PUT, &path)
        .header("content-type", "text/csv")
        .body(text.to_owned());
    session.send(request).await
}

pub async fn post(session: &Session<'_>, path: &str, body: &Json) -> Answer {
    session
        .send(
            session
                .request(Method::POST, &format!("/api/v1{path}"))
                .json(body),
        )
        .await
}

async fn make(session: &Session<'_>) -> String {
    post(session, "/imports", &json!({ "mapping": MAPPING }))
        .await
        .expect(201)
        .id()
}

/// Makes an import and sends its files.
async fn send(session: &Session<'_>) -> String {
    let id = make(session).await;
    for (name, text) in files() {
        put(session, &id, name, text).await.expect(200);
    }
    id
}

/// Asks until the import is done; fails when it stands still for a minute.
pub async fn ended(session: &Session<'_>, id: &str) -> Json {
    let mut moved = (json!(null), Instant::now());
    loop {
        let import = session
            .get(&format!("/imports/{id}"))
            .await
            .expect(200)
            .json();
        let total = &import["total"];
        let sum: i64 = [
            "created",
            "updated",
            "unchanged",
            "skipped",
            "failed",
            "unprocessed",
        ]
        .iter()
        .map(|name| total[name].as_i64().unwrap())
        .sum();
        assert_eq!(
            sum,
            total["rows"].as_i64().unwrap(),
            "at any moment: {import}"
        );
        if !["waiting", "running"].contains(&import["state"].as_str().unwrap()) {
            return import;
        }
        if moved.0 != import["total"] {
            moved = (import["total"].clone(), Instant::now());
        }
        let still = moved.1.elapsed();
        assert!(still < Duration::from_secs(60), "it stands still: {import}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub async fn run(session: &Session<'_>, id: &str, dry_run: bool) -> Json {
    let started = post(
        session,
        &format!("/imports/{id}/start"),
        &json!({ "dry_run": dry_run }),
    )
    .await
    .expect(202);
    assert_eq!(started.json()["dry_run"], dry_run);
    let import = ended(session, id).await;
    assert_eq!(import["state"], "finished", "{import}");
    import
}

fn outcomes(import: &Json) -> Vec<[i64; 4]> {
    let number = |file: &Json, name: &str| file[name].as_i64().unwrap();
    let files = import["files"].as_array().unwrap();
    files
        .iter()
        .map(|file| ["created", "unchanged", "failed", "warned"].map(|name| number(file, name)))
        .collect()
}

async fn count(session: &Session<'_>, plural: &str) -> usize {
    session
        .get(&format!("/{plural}?limit=200"))
        .await
        .expect(200)
        .rows()
        .len()
}

on_each_database! {
    async fn files_come_in_by_make_send_start_and_ask(app) {
        let admin = app.set_up().await;
        let id = send(&admin).await;
        let dry = run(&admin, &id, true).await;
        assert_eq!(outcomes(&dry), [[2, 0, 1, 1], [2, 0, 0, 0], [3, 0, 0, 0]]);
        assert_eq!(count(&admin, "accounts").await, 0, "a dry run leaves nothing");
        let real = run(&admin, &id, false).await;
        assert_eq!((&real["files"], &real["records"]), (&dry["files"], &dry["records"]));
        assert_eq!(count(&admin, "accounts").await, 2);
        // The board's totals and the sums agree: 2 × 9.99 × 0.85 + 5 = 21.98, and 3 × 1.5 = 4.50.
        let sums = json!({ "group": [{ "field": "stage_id" }], "measures": [{ "function": "sum", "field": "amount" }], "filter": { "field": "status", "value": "won" } });
        let sums = post(&admin, "/opportunities/aggregate", &sums).await.expect(200).json();
        assert_eq!(sums["groups"][0]["values"]["sum_amount"], json!([{ "amount_minor": 2_648, "currency": "USD" }]), "{sums}");
        let order = &admin.get("/opportunities?filter%5Bname%5D=Order%2010").await.expect(200).rows()[0];
        assert_eq!((order["won_at"].as_str(), order["status"].as_str()), (Some("2020-02-29T00:00:00Z"), Some("won")));
        let events = admin.get(&format!("/opportunities/{}/events", order["id"].as_str().unwrap())).await.expect(200).rows();
        assert_eq!((events[0]["verb"].as_str(), events[0]["channel"].as_str()), (Some("imported"), Some("import")));

        let errors = admin.get(&format!("/imports/{id}/errors")).await.expect(200);
        assert!(errors.header("content-type").unwrap().starts_with("text/csv"));
        let text = String::from_utf8(errors.bytes).unwrap();
        assert!(text.contains("customers.csv,4,error,name,Name,required,Fill this in.,\"C,,\""), "{text}");
        let own = admin.get(&format!("/imports/{id}/errors?file=customers.csv")).await.expect(200);
        assert_eq!(String::from_utf8(own.bytes).unwrap(), "Key,Name,Person,import_line,import_reason\nC,,,4,Fill this in.\n");

        let again = send(&admin).await;
        assert_eq!(outcomes(&run(&admin, &again, false).await), [[0, 2, 1, 1], [0, 2, 0, 0], [0, 3, 0, 0]]);
        let list = admin.get("/imports?limit=1").await.expect(200).json();
        assert_eq!((list["data"][0]["id"].as_str(), list["has_more"].as_bool()), (Some(again.as_str()), Some(true)));
        let next = admin.get(&format!("/imports?cursor={}", list["next_cursor"].as_str().unwrap())).await.expect(200);
        assert_eq!(next.ids(), [id]);
    }

    async fn what_cannot_be_done_is_told(app) {
        let admin = app.set_up().await;
        let refused = post(&admin, "/imports", &json!({ "mapping": { "system": "x", "file": [{ "name": "a.csv", "record": [{ "entity": "account", "fields": { "nam": "{A}" } }] }] } })).await.expect(422);
        let reasons = refused.reasons();
        for expected in [("/mapping/file/0/record/0/key", "key_needed"), ("/mapping/file/0/record/0/fields/nam", "unknown_field")] {
            assert!(reasons.contains(&(expected.0.to_owned(), expected.1.to_owned())), "{reasons:?}");
        }
        assert_eq!(post(&admin, "/imports", &json!({ "mapping": "system = 1" })).await.expect(422).reasons()[0].1, "not_a_mapping");
        post(&admin, "/imports", &json!({ "mapping": MAPPING, "x": 1 })).await.expect(422);
        let id = make(&admin).await;
        put(&admin, &id, "other.csv", "a").await.expect(404);
        assert_eq!(post(&admin, &format!("/imports/{id}/start"), &json!({})).await.expect(422).reasons().len(), 3, "three files are missing");
        let json = admin.request(Method::PUT, &format!("/api/v1/imports/{id}/files/lines.csv")).json(&json!({}));
        admin.send(json).await.expect(415);
        post(&admin, &format!("/imports/{id}/start"), &json!({ "dry_run": "yes" })).await.expect(422);
        assert_eq!(post(&admin, &format!("/imports/{id}/cancel"), &json!({})).await.expect(409).code(), "import_not_running");
        for (name, text) in files() {
            let text = if name == "orders.csv" { "No,Customer\n10,A\n" } else { text };
            put(&admin, &id, name, text).await.expect(200);
        }
        post(&admin, &format!("/imports/{id}/start"), &json!({})).await.expect(202);
        let failed = ended(&admin, &id).await;
        assert_eq!((failed["state"].as_str(), failed["fault"]["file"].as_str()), (Some("failed"), Some("orders.csv")));
        assert_eq!(failed["fault"]["errors"][0]["message"], "The column On is missing.");
        assert_eq!(count(&admin, "accounts").await, 0, "nothing is brought in");
        put(&admin, &id, "orders.csv", ORDERS).await.expect(200);
        run(&admin, &id, false).await;
        assert_eq!(post(&admin, &format!("/imports/{id}/start"), &json!({})).await.expect(409).code(), "import_finished");
    }

    async fn imports_belong_to_whoever_made_them(app) {
        let firm = crate::firm::Firm::found(&app).await;
        let mgr = firm.of(crate::firm::Persona::Mgr);
        let rep = firm.of(crate::firm::Persona::Rep);
        post(rep, "/imports", &json!({ "mapping": MAPPING })).await.expect(403);
        let id = send(mgr).await;
        for path in [format!("/imports/{id}"), format!("/imports/{id}/errors")] {
            rep.get(&path).await.expect(404);
        }
        put(rep, &id, "lines.csv", LINES).await.expect(404);
        post(rep, &format!("/imports/{id}/start"), &json!({})).await.expect(404);
        let admin = firm.of(crate::firm::Persona::Admin);
        admin.get(&format!("/imports/{id}")).await.expect(200);
        post(admin, &format!("/imports/{id}/start"), &json!({})).await.expect(403);
        assert_eq!(admin.get("/imports").await.expect(200).ids(), std::slice::from_ref(&id), "who sees everything sees it");
        assert_eq!(rep.get("/imports").await.expect(200).ids(), [""; 0]);
        run(mgr, &id, false).await;
        let owner = mgr.get("/accounts").await.expect(200).rows()[0]["owner_id"].clone();
        assert_eq!(owner, json!(firm.ids[&crate::firm::Persona::Mgr]), "who imports owns what the files give to nobody");
    }

    async fn a_key_makes_one_import_and_starts_it_once(app) {
        let admin = app.set_up().await;
        let keyed = |path: &str, key: &str, body: Json| {
            admin.request(Method::POST, &format!("/api/v1{path}")).header("idempotency-key", key).json(&body)
        };
        let body = json!({ "mapping": MAPPING });
        let first = admin.send(keyed("/imports", "one", body.clone())).await.expect(201);
        let again = admin.send(keyed("/imports", "one", body)).await.expect(201);
        assert_eq!((first.id(), again.header("idempotency-replayed")), (again.id(), Some("true")));
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(admin.send(keyed("/imports", "one", json!({ "mapping": {} }))).await.expect(422).code(), "invalid");
        let other = MAPPING.replace("system = \"shop\"", "system = \"other\"");
        assert_eq!(admin.send(keyed("/imports", "one", json!({ "mapping": other }))).await.expect(422).code(), "key_reused");
        let id = first.id();
        let tried = admin.send(keyed("/imports?validate_only=true", "two", json!({ "mapping": MAPPING }))).await.expect(200);
        admin.get(&format!("/imports/{}", tried.id())).await.expect(404);
        for (name, text) in files() {
            put(&admin, &id, name, text).await.expect(200);
        }
        let start = format!("/imports/{id}/start");
        admin.send(keyed(&start, "go", json!({}))).await.expect(202);
        ended(&admin, &id).await;
        let replayed = admin.send(keyed(&start, "go", json!({}))).await.expect(202);
        assert_eq!(replayed.header("idempotency-replayed"), Some("true"));
    }

    async fn a_mapping_file_is_taken_as_it_is(app) {
        let admin = app.set_up().await;
        let file = |text: &str| admin.request(Method::POST, "/api/v1/imports").header("content-type", "application/toml").body(text.to_owned());
        let made = admin.send(file(MAPPING)).await.expect(201);
        assert_eq!(made.json()["files"].as_array().unwrap().len(), 3);
        assert_eq!(admin.send(file("system = 1")).await.expect(422).reasons(), [(String::new(), "not_a_mapping".to_owned())]);
        let wrong = MAPPING.replace("entity = \"account\"", "entity = \"acount\"");
        let place = &admin.send(file(&wrong)).await.expect(422).reasons()[0].0;
        assert!(place.starts_with("/file/0/record/0"), "{place}");
        admin.send(file(MAPPING).header("content-encoding", "gzip")).await.expect(415);
    }

    async fn long_files_come_in_pieces_and_an_import_can_be_stopped(app) {
        let admin = app.set_up().await;
        let id = send(&admin).await;
        let note = "x".repeat(2_000);
        let rows: String = (0..2_000).map(|i| format!("K{i},Firm {i},,{note}\n")).collect();
        let long = format!("Key,Name,Person,Note\n{rows}");
        assert!(long.len() > 3 * 1024 * 1024);
        let sent = put(&admin, &id, "customers.csv", &long).await.expect(200).json();
        assert_eq!(sent["files"][0]["size"], json!(long.len()));
        post(&admin, &format!("/imports/{id}/start"), &json!({})).await.expect(202);
        assert_eq!(put(&admin, &id, "lines.csv", LINES).await.expect(409).code(), "import_under_way");
        let began = Instant::now();
        loop {
            let import = admin.get(&format!("/imports/{id}")).await.expect(200).json();
            if import["total"]["created"].as_i64().unwrap() > 0 {
                break;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "{import}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let stopped = post(&admin, &format!("/imports/{id}/cancel"), &json!({})).await.expect(200).json();
        assert_eq!(stopped["state"], "cancelled");
        let created = stopped["total"]["created"].as_i64().unwrap();
        assert!((1..2_000).contains(&created), "{stopped}");
        assert!(stopped["total"]["unprocessed"].as_i64().unwrap() > 0, "{stopped}");
        // What is in stays in; started again, the rest comes in.
        let done = run(&admin, &id, false).await;
        let first = &done["files"][0];
        assert_eq!(first["created"].as_i64().unwrap() + first["unchanged"].as_i64().unwrap(), 2_000, "{done}");
        assert!(first["unchanged"].as_i64().unwrap() >= created, "{done}");
    }

    async fn half_a_file_is_none(app) {
        let admin = app.set_up().await;
        let id = send(&admin).await;
        let head = |length: usize| {
            let token = admin.token().unwrap();
            format!("PUT /api/v1/imports/{id}/files/lines.csv HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: text/csv\r\nContent-Length: {length}\r\n\r\n")
        };
        let huge = app.raw(head(2 << 30).as_bytes());
        assert!(huge.starts_with("HTTP/1.1 413") && huge.contains("too_large"), "{huge}");
        let import = admin.get(&format!("/imports/{id}")).await.expect(200).json();
        assert_eq!(import["files"][2]["is_complete"], true, "nothing was touched");
        app.raw(format!("{}Order,Pro", head(1_000)).as_bytes());
        let import = admin.get(&format!("/imports/{id}")).await.expect(200).json();
        assert_eq!(import["files"][2]["is_complete"], false, "{import}");
        let refused = post(&admin, &format!("/imports/{id}/start"), &json!({})).await.expect(422);
        assert_eq!(refused.reasons()[0].1, "missing_file");
    }
}
