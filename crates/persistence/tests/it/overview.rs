//! An account at a glance: one question, a fixed number of statements, and nothing that the reader may not see.

use std::collections::BTreeMap;

use chrono::{Duration, Utc};
use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::overview::Around;
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_domain::sales::leads::LEAD;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::{Error, How};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, object};

fn day(days: i64) -> String {
    (Utc::now() + Duration::days(days)).date_naive().to_string()
}

fn pipeline(db: &TestDb) {
    let pipeline = db
        .create(&PIPELINE, json!({ "name": "Sales", "is_default": true }))
        .id();
    for (position, name, category) in [(1, "New", "open"), (2, "Won", "won"), (3, "Lost", "lost")] {
        db.create(&STAGE, json!({ "name": name, "pipeline_id": pipeline, "position": position, "category": category }));
    }
}

/// An account in a group, with people, sales in two currencies, and activities on all of them.
fn account(db: &TestDb) -> Uuid {
    pipeline(db);
    let parent = db.create(&ACCOUNT, json!({ "name": "Group" })).id();
    let id = db
        .create(&ACCOUNT, json!({ "name": "Harbour", "parent_id": parent }))
        .id();
    for name in ["Harbour North", "Harbour South"] {
        db.create(&ACCOUNT, json!({ "name": name, "parent_id": id }));
    }
    let anna = db
        .create(
            &CONTACT,
            json!({ "family_name": "Nagy", "given_name": "Anna", "account_id": id }),
        )
        .id();
    let sale = |name: &str, minor: i64, currency: &str| {
        let amount = json!({ "amount_minor": minor, "currency": currency });
        let body = json!({ "name": name, "account_id": id, "currency": currency, "amount": amount, "close_on": day(30), "primary_contact_id": anna });
        db.create(&OPPORTUNITY, body).id()
    };
    let crane = sale("Crane", 500_000, "EUR");
    sale("Second crane", 100_000, "EUR");
    sale("Care", 70_000, "USD");
    let won = sale("Won long ago", 900_000, "EUR");
    db.verb(&OPPORTUNITY, won, "win", json!({})).unwrap();
    let activity = |anchor: (&str, Uuid), body: Json| {
        let mut body = body;
        body["anchor_entity"] = json!(anchor.0);
        body["anchor_id"] = json!(anchor.1);
        db.create(&ACTIVITY, body);
    };
    activity(
        ("account", id),
        json!({ "kind": "task", "subject": "Late", "due_on": day(-3) }),
    );
    activity(
        ("opportunity", crane),
        json!({ "kind": "call", "subject": "Later", "due_on": day(-2) }),
    );
    activity(
        ("contact", anna),
        json!({ "kind": "meeting", "subject": "Soon", "due_on": day(2) }),
    );
    activity(
        ("account", id),
        json!({ "kind": "call", "subject": "Talked", "done_at": "2026-01-02T10:00:00Z" }),
    );
    activity(
        ("account", id),
        json!({ "kind": "note", "subject": "Only a note" }),
    );
    let lead = db.create(&LEAD, json!({ "company": "Harbour" })).id();
    db.verb(&LEAD, lead, "accept", json!({})).unwrap();
    db.verb(&LEAD, lead, "qualify", json!({})).unwrap();
    db.verb(
        &LEAD,
        lead,
        "convert",
        json!({ "converted_account_id": id }),
    )
    .unwrap();
    id
}

fn overview(db: &TestDb, actor: &Actor, id: Uuid) -> Json {
    let told = db
        .db
        .read(|reader| reader.overview(actor, &ACCOUNT, id))
        .unwrap();
    serde_json::to_value(told).unwrap()
}

fn titles(block: &Json, field: &str) -> Vec<String> {
    let rows = block["data"].as_array().unwrap().iter();
    rows.map(|row| row[field].as_str().unwrap().to_owned())
        .collect()
}

/// Somebody who reads this far, with other rights on some entities.
fn reader(db: &TestDb, name: &str, read: Reach, hidden: &[&str], other: &[(&str, Reach)]) -> Actor {
    let grant = |read| Grant {
        read,
        hidden: hidden.iter().map(|&field| field.to_owned()).collect(),
        ..Grant::default()
    };
    let other = other
        .iter()
        .map(|(entity, read)| ((*entity).to_owned(), grant(*read)));
    let rights = std::iter::once(("*".to_owned(), grant(read))).chain(other);
    db.person(
        name,
        &Rights(rights.collect::<BTreeMap<_, _>>()),
        None,
        None,
    )
}

/// Without statistics SQLite takes the index with the most equal columns; one of a state alone would look through all
/// that is open.
#[test]
fn what_is_around_a_record_is_found_by_the_record() {
    let db = TestDb::sqlite();
    let around = Around {
        id: Uuid::now_v7(),
        today: Utc::now().date_naive(),
        found: BTreeMap::from([("people", vec![Uuid::now_v7(); 12])]),
    };
    for block in ACCOUNT.overview {
        let query = Query {
            filter: Some((block.which)(&around)),
            sort: block.sort.iter().map(|sort| Sort::parse(sort)).collect(),
            limit: block.limit,
            ..Query::default()
        };
        let entity = (block.entity)();
        let plan = db
            .db
            .read(|reader| reader.explain(&db.system(), entity, &query))
            .unwrap();
        let by_record = ["account_id", "anchor_id", "contact_id", "parent_id"];
        let found = by_record
            .iter()
            .any(|column| plan.contains(&format!("{column}=?")));
        assert!(found && !plan.contains("SCAN t "), "{}: {plan}", block.name);
    }
}

on_each_database! {
    fn everything_around_an_account_is_told_at_once(db) {
        let id = account(&db);
        let told = overview(&db, &db.system(), id);
        assert_eq!(told["account"]["name"], "Harbour");
        assert_eq!((&told["people"]["count"], &told["people"]["data"][0]["contact"]["name"]), (&json!(1), &json!("Anna Nagy")));
        let sales = &told["opportunities"];
        assert_eq!(sales["count"], 3, "{sales}");
        let mut sums: Vec<_> = sales["sum_amount"].as_array().unwrap().clone();
        sums.sort_by_key(|sum| sum["currency"].to_string());
        assert_eq!(sums, [json!({ "amount_minor": 600_000, "currency": "EUR" }), json!({ "amount_minor": 70_000, "currency": "USD" })]);
        assert_eq!(titles(&told["overdue"], "subject"), ["Late", "Later"]);
        assert_eq!(told["overdue"]["count"], 2);
        assert_eq!(titles(&told["next"], "subject"), ["Soon"]);
        assert_eq!(titles(&told["last_contacts"], "subject"), ["Talked"], "a note is no contact");
        assert_eq!(titles(&told["leads"], "company"), ["Harbour"]);
        assert_eq!(titles(&told["subsidiaries"], "name"), ["Harbour North", "Harbour South"]);
    }

    fn each_block_keeps_to_the_rights_of_its_reader(db) {
        let id = account(&db);
        let names = |told: &Json| told.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let no_sales = reader(&db, "saleless", Reach::All, &[], &[("opportunity", Reach::None), ("lead", Reach::None)]);
        let told = overview(&db, &no_sales, id);
        assert_eq!(names(&told), ["account", "last_contacts", "next", "overdue", "people", "refusals", "subsidiaries"]);
        assert_eq!(titles(&told["overdue"], "subject"), ["Late"], "what hangs on sales is not around");
        let own_sales = reader(&db, "own", Reach::All, &[], &[("opportunity", Reach::Own)]);
        let sales = &overview(&db, &own_sales, id)["opportunities"];
        assert_eq!((&sales["count"], &sales["data"]), (&json!(0), &json!([])), "those of others are none");
        let no_amounts = reader(&db, "amountless", Reach::All, &["amount", "due_on", "parent_id"], &[]);
        let told = overview(&db, &no_amounts, id);
        assert_eq!(names(&told), ["account", "last_contacts", "leads", "opportunities", "people", "refusals"], "what is decided by hidden fields is not told");
        assert!(told["opportunities"].get("sum_amount").is_none());
        assert!(told["opportunities"]["data"][0].get("amount").is_none());
        let stranger = reader(&db, "stranger", Reach::Own, &[], &[]);
        let refused = db.db.read(|reader| reader.overview(&stranger, &ACCOUNT, id));
        assert!(matches!(refused, Err(Error::NotFound)));
    }

    fn the_number_of_statements_does_not_grow(db) {
        let id = account(&db);
        let run = || {
            let before = db.db.statements().run();
            overview(&db, &db.system(), id);
            db.db.statements().run() - before
        };
        let few = run();
        db.write(move |tx| {
            let system = Actor::system();
            for i in 0..60 {
                let body = json!({ "name": format!("Sale {i}"), "account_id": id, "close_on": day(i) });
                tx.create(&system, &OPPORTUNITY, &object(&body), How::Plain)?;
                let body = json!({ "family_name": format!("Person {i}"), "account_id": id });
                tx.create(&system, &CONTACT, &object(&body), How::Plain)?;
                let body = json!({ "kind": "call", "subject": "Call", "due_on": day(i - 30), "anchor_entity": "account", "anchor_id": id });
                tx.create(&system, &ACTIVITY, &object(&body), How::Plain)?;
            }
            Ok(())
        }).unwrap();
        let told = overview(&db, &db.system(), id);
        assert_eq!((told["opportunities"]["count"].as_i64(), told["people"]["count"].as_i64()), (Some(63), Some(61)));
        assert_eq!(told["opportunities"]["has_more"], true);
        let many = run();
        assert!(many <= few + 1 && many <= 32, "{few} statements, then {many}");
    }
}
