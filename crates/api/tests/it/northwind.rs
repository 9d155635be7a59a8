//! The files of a real firm through the whole of Guanxi: by the command and by the API they become
//! the same records, every row is accounted for, and the sums are right to the cent.

use std::collections::BTreeMap;
use std::path::Path;

use guanxi_client::Aggregate;
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::imports::{post, run};
use crate::on_each_database;
use crate::process::{self, places, said};
use crate::server::{Place, TestApp};
use crate::session::Session;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/northwind");

/// Each file with its rows, and of those: created, skipped, warned.
const FILES: [(&str, [i64; 4]); 8] = [
    ("employees.csv", [9, 9, 0, 0]),
    ("customers.csv", [93, 93, 0, 2]),
    ("suppliers.csv", [29, 29, 0, 0]),
    ("shippers.csv", [3, 3, 0, 0]),
    ("categories.csv", [8, 0, 8, 0]),
    ("products.csv", [77, 77, 0, 0]),
    ("orders.csv", [830, 830, 0, 0]),
    ("order_details.csv", [2_155, 2_155, 0, 0]),
];
/// Rows of all files.
const ROWS: i64 = 3_204;
/// Rows that become something.
const RECORDS: i64 = 3_196;

/// Net sales per employee in cents, by name.
fn expected() -> Vec<(String, i64)> {
    const SOLD: &str = include_str!("../../../../docs/examples/northwind/sold.json");
    let sold: BTreeMap<String, i64> = serde_json::from_str(SOLD).unwrap();
    sold.into_iter().collect()
}
/// All of them together.
const TOTAL: i64 = 126_579_329;

fn mapping() -> String {
    format!("{FOLDER}/northwind.toml")
}

async fn aggregate(session: &Session<'_>, plural: &str, question: &Aggregate) -> Vec<Json> {
    let body = serde_json::to_value(question).unwrap();
    let answer = post(session, &format!("/{plural}/aggregate"), &body).await;
    let groups = &answer.expect(200).json()["groups"];
    groups.as_array().unwrap().clone()
}

async fn count(session: &Session<'_>, plural: &str, filter: Json) -> i64 {
    let question = Aggregate::new().filter(filter).count();
    let groups = aggregate(session, plural, &question).await;
    groups[0]["values"]["count"].as_i64().unwrap()
}

/// The only amount of a group.
#[track_caller]
fn dollars(group: &Json) -> i64 {
    let sums = group["values"]["sum_amount"].as_array().unwrap();
    assert_eq!(
        (sums.len(), &sums[0]["currency"]),
        (1, &json!("USD")),
        "{group}"
    );
    sums[0]["amount_minor"].as_i64().unwrap()
}

/// Those who sold something: name and id, by name.
async fn sellers(session: &Session<'_>) -> Vec<(String, String)> {
    let expected = expected();
    let users = session.get("/users?limit=200").await.expect(200).rows();
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let mut sellers: Vec<_> = users
        .iter()
        .map(|user| (text(&user["family_name"]), text(&user["id"])))
        .filter(|(name, _)| expected.iter().any(|(seller, _)| seller == name))
        .collect();
    sellers.sort();
    sellers
}

/// What is won per employee, asked as a report asks.
async fn sold(session: &Session<'_>) -> Vec<(String, i64)> {
    let question = Aggregate::new()
        .filter(json!({ "field": "status", "value": "won" }))
        .by("owner_id")
        .measure("sum", "amount");
    let groups = aggregate(session, "opportunities", &question).await;
    assert_eq!(groups.len(), expected().len());
    let mut sold = Vec::new();
    for (name, id) in sellers(session).await {
        let of = |group: &&Json| group["keys"]["owner_id"] == json!(id);
        sold.push((name, dollars(groups.iter().find(of).unwrap())));
    }
    sold
}

/// The total of the column "won" on the board, asked as the board asks: inside the default pipeline,
/// with the filter of whoever looks at it.
async fn won_on_the_board(session: &Session<'_>, filter: Json) -> (i64, i64) {
    let pipelines = session.get("/pipelines?filter%5Bis_default%5D=true").await;
    let pipeline = pipelines.expect(200).rows()[0]["id"].clone();
    let within = json!({ "field": "pipeline_id", "op": "eq", "value": pipeline });
    let query = json!({ "filter": within, "limit": 100 });
    let stages = post(session, "/stages/query", &query)
        .await
        .expect(200)
        .rows();
    let won = stages
        .iter()
        .find(|stage| stage["category"] == "won")
        .unwrap();
    let question = Aggregate::new()
        .filter(json!({ "and": [within, filter] }))
        .by("stage_id")
        .count()
        .measure("sum", "amount")
        .measure("sum", "weighted");
    let groups = aggregate(session, "opportunities", &question).await;
    let column = groups
        .iter()
        .find(|group| group["keys"]["stage_id"] == won["id"]);
    let column = column.unwrap();
    (column["values"]["count"].as_i64().unwrap(), dollars(column))
}

/// All of the firm is there, and its sums are right.
async fn the_firm_is_there(session: &Session<'_>) {
    let all = json!({ "and": [] });
    let customers = json!({ "field": "types", "op": "has", "value": "customer" });
    assert_eq!(count(session, "accounts", customers).await, 93);
    for (plural, number) in [
        ("accounts", 125),
        ("contacts", 122),
        ("products", 77),
        ("opportunities", 830),
    ] {
        assert_eq!(
            count(session, plural, all.clone()).await,
            number,
            "{plural}"
        );
    }
    assert_eq!(sold(session).await, expected());
    assert_eq!(won_on_the_board(session, all).await, (830, TOTAL));
    for ((name, id), (_, cents)) in sellers(session).await.into_iter().zip(expected()) {
        let own = json!({ "field": "owner_id", "op": "eq", "value": id });
        assert_eq!(
            won_on_the_board(session, own).await.1,
            cents,
            "{name} on the board"
        );
    }
}

/// Every record with its version, to see whether anything changes.
async fn versions(session: &Session<'_>) -> Vec<(Json, Json)> {
    let mut versions = Vec::new();
    for plural in ["users", "accounts", "contacts", "products", "opportunities"] {
        let mut cursor = String::new();
        loop {
            let path = format!("/{plural}?limit=200&fields=name,version&sort=created_at{cursor}");
            let page = session.get(&path).await.expect(200).json();
            let rows = page["data"].as_array().unwrap();
            versions.extend(
                rows.iter()
                    .map(|row| (row["id"].clone(), row["version"].clone())),
            );
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
    }
    versions
}

/// Makes the import over HTTP and sends its files.
async fn send(session: &Session<'_>) -> String {
    let text = std::fs::read_to_string(mapping()).unwrap();
    let made = post(session, "/imports", &json!({ "mapping": text })).await;
    let id = made.expect(201).id();
    for (name, _) in FILES {
        let path = format!("/api/v1/imports/{id}/files/{name}");
        let bytes = std::fs::read(Path::new(FOLDER).join(name)).unwrap();
        let request = session.request(Method::PUT, &path);
        let request = request.header("content-type", "text/csv").body(bytes);
        session.send(request).await.expect(200);
    }
    id
}

fn number(counts: &Json, name: &str) -> i64 {
    counts[name].as_i64().unwrap()
}

/// The rows of each file are accounted for: all created, or, the second time, all unchanged.
fn accounted_for(import: &Json, as_what: &str) {
    let files = import["files"].as_array().unwrap();
    assert_eq!(files.len(), FILES.len());
    for (file, (name, [rows, done, skipped, warned])) in files.iter().zip(FILES) {
        assert_eq!(file["name"], name);
        let found = ["rows", as_what, "skipped", "warned"].map(|count| number(file, count));
        assert_eq!(found, [rows, done, skipped, warned], "{file}");
        assert_eq!(
            number(file, "failed") + number(file, "unprocessed"),
            0,
            "{file}"
        );
    }
    let total = &import["total"];
    let found = ["rows", as_what, "skipped"].map(|count| number(total, count));
    assert_eq!(found, [ROWS, RECORDS, ROWS - RECORDS]);
}

on_each_database! {
    async fn a_real_firm_comes_in_over_the_api(app) {
        let admin = app.set_up().await;
        let id = send(&admin).await;
        let dry = run(&admin, &id, true).await;
        accounted_for(&dry, "created");
        let none = count(&admin, "accounts", json!({ "and": [] })).await;
        assert_eq!(none, 0, "a dry run leaves nothing");
        let real = run(&admin, &id, false).await;
        assert_eq!(real["files"], dry["files"], "a dry run counts exactly");
        the_firm_is_there(&admin).await;

        let warnings = admin.get(&format!("/imports/{id}/errors")).await.expect(200);
        let warnings = String::from_utf8(warnings.bytes).unwrap();
        let lines: Vec<_> = warnings.lines().skip(1).map(|line| line.split(',').take(3).collect::<Vec<_>>()).collect();
        assert_eq!(lines, [["customers.csv", "85", "warning"], ["customers.csv", "86", "warning"]], "{warnings}");

        let before = versions(&admin).await;
        let again = send(&admin).await;
        accounted_for(&run(&admin, &again, false).await, "unchanged");
        assert_eq!(versions(&admin).await, before, "a second import changes nothing");
    }
}

/// The summary's line of a file: rows, created, updated, unchanged, skipped, failed, warnings.
fn line(out: &str, name: &str) -> Vec<i64> {
    let line = out.lines().find(|line| line.starts_with(name));
    let numbers = line.unwrap_or_else(|| panic!("{out}")).split_whitespace();
    numbers
        .skip(1)
        .map(|number| number.parse().unwrap())
        .collect()
}

fn command(place: &Place, more: &[&str]) -> String {
    let mapping = mapping();
    let arguments = [&["import", mapping.as_str()], more].concat();
    said(&process::run(place, &arguments), 0).0
}

#[test]
fn a_real_firm_comes_in_by_one_command() {
    for place in places() {
        let dry = command(&place, &["--dry-run"]);
        let real = command(&place, &[]);
        assert_eq!(dry, format!("dry run: this is what would happen\n{real}"));
        for (name, [rows, created, skipped, warned]) in FILES {
            assert_eq!(line(&real, name), [rows, created, 0, 0, skipped, 0, warned]);
        }
        assert_eq!(
            line(&real, "total"),
            [ROWS, RECORDS, 0, 0, ROWS - RECORDS, 0, 2]
        );
        let again = command(&place, &[]);
        assert_eq!(
            line(&again, "total"),
            [ROWS, 0, 0, RECORDS, ROWS - RECORDS, 0, 2]
        );

        let app = TestApp::over(place, Default::default(), |_| {});
        actix_web::rt::System::new().block_on(async {
            let admin = app.set_up().await;
            the_firm_is_there(&admin).await;
            // The API knows what the command brought in.
            let before = versions(&admin).await;
            let id = send(&admin).await;
            accounted_for(&run(&admin, &id, false).await, "unchanged");
            assert_eq!(versions(&admin).await, before, "nothing changes");
        });
    }
}
