//! What holds whatever people do, tried at random on both databases.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::Facts;
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::TestDb;

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config {
        cases,
        ..Config::default()
    })
}

/// A change that somebody may make to an opportunity; some are refused.
fn a_change() -> impl Strategy<Value = Json> {
    let line = (1..2_000_000_i64, 0..50_000_i64, 0..=100_u8, any::<bool>()).prop_map(|(quantity, price, discount, keep)| {
        json!({ "quantity": format!("{}.{:06}", quantity / 1_000_000, quantity % 1_000_000), "unit_price": format!("{}.{:02}", price / 100, price % 100),
            "discount_percent": discount.to_string(), "keep": keep })
    });
    prop_oneof![
        4 => prop::collection::vec(line, 0..5).prop_map(|lines| json!({ "lines": lines })),
        1 => (0..100_000_i64, prop_oneof!["EUR", "JPY", "KWD"]).prop_map(|(minor, currency)| json!({ "amount": { "amount_minor": minor, "currency": currency } })),
        1 => prop_oneof!["EUR", "JPY", "KWD"].prop_map(|currency| json!({ "currency": currency })),
        1 => (0..=100_u8).prop_map(|percent| json!({ "probability": percent.to_string() })),
        1 => "[a-z]{1,8}".prop_map(|name| json!({ "name": name })),
    ]
}

/// Lines marked to be kept take the ids of lines that are there.
fn with_ids(mut change: Json, now: &Json) -> Json {
    let known: Vec<Json> = now["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["id"].clone())
        .collect();
    for (i, line) in change["lines"]
        .as_array_mut()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let keep = line.as_object_mut().unwrap().remove("keep") == Some(json!(true));
        if let (true, Some(id)) = (keep, known.get(i)) {
            line["id"] = id.clone();
        }
    }
    change
}

fn derived_again(db: &TestDb, document: &Document) -> Document {
    let facts = Facts {
        now: guanxi_persistence::database::now(),
        today: guanxi_persistence::database::now().utc_day(),
        actor: None,
        zone: "UTC".to_owned(),
        calendar: &guanxi_persistence::engine::calendar::WORLD,
        company_currency: db.db.world().workspace.company_currency,
        undoing: false,
        importing: false,
        active_users: std::sync::Arc::default(),
        custom: std::sync::Arc::default(),
        ids: Vec::new(),
        loaded: Default::default(),
    };
    let mut again = document.clone();
    (document.entity.derive)(&facts, &mut again).unwrap();
    again
}

#[test]
fn derived_values_equal_their_recomputation() {
    let dbs = TestDb::both();
    let deals = dbs.each_ref().map(|db| {
        let pipeline = db.create(&PIPELINE, json!({ "name": "Direct" })).id();
        db.create(
            &STAGE,
            json!({ "name": "New", "pipeline_id": pipeline, "probability": "10" }),
        );
        db.create(&OPPORTUNITY, json!({ "name": "Deal" })).id()
    });
    runner(60)
        .run(&a_change(), |change| {
            for (db, id) in dbs.iter().zip(deals) {
                let now = db.get(&db.system(), &OPPORTUNITY, id).unwrap();
                drop(db.patch(&OPPORTUNITY, id, with_ids(change.clone(), &now)));
                let stored = db
                    .db
                    .read(|r| r.document(&db.system(), &OPPORTUNITY, id))
                    .unwrap();
                prop_assert_eq!(&derived_again(db, &stored), &stored);
                let nets: i64 = stored.rows("lines").len().try_into().unwrap();
                if nets > 0 {
                    let json = db.get(&db.system(), &OPPORTUNITY, id).unwrap();
                    let sum: i64 = json["lines"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|line| line["net"]["amount_minor"].as_i64().unwrap())
                        .sum();
                    prop_assert_eq!(json["amount"]["amount_minor"].as_i64(), Some(sum));
                }
            }
            let amounts = [0, 1].map(|i| {
                dbs[i]
                    .get(&dbs[i].system(), &OPPORTUNITY, deals[i])
                    .unwrap()["weighted"]
                    .clone()
            });
            prop_assert_eq!(&amounts[0], &amounts[1]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn paging_neither_loses_nor_repeats_under_inserts() {
    let dbs = TestDb::both();
    let strategy = (
        1..7_usize,
        0..4_usize,
        prop::collection::vec("[a-z]{1,3}", 1..25),
        prop::collection::vec("[a-z]{1,3}", 0..10),
    );
    runner(12)
        .run(&strategy, |(limit, sort, before, meanwhile)| {
            for db in &dbs {
                let tier = Uuid::now_v7().to_string();
                let create = |name: &str| {
                    db.create(
                        &ACCOUNT,
                        json!({ "name": name, "tier": tier, "website": null }),
                    )
                    .id()
                    .to_string()
                };
                let there: Vec<String> = before.iter().map(|name| create(name)).collect();
                let filter = guanxi_domain::kernel::filter::Filter::equals(
                    "tier",
                    guanxi_domain::kernel::value::Value::text(tier.as_str()),
                );
                let sort = ["name", "-name", "website", "-created_at"][sort];
                let mut inserts = meanwhile.iter();
                let (mut seen, mut cursor): (Vec<String>, _) = (Vec::new(), None);
                loop {
                    let query = Query {
                        filter: Some(filter.clone()),
                        sort: vec![Sort::parse(sort)],
                        limit,
                        cursor,
                        ..Query::default()
                    };
                    let page = db.list(&db.system(), &ACCOUNT, &query).unwrap();
                    seen.extend(
                        page["data"]
                            .as_array()
                            .unwrap()
                            .iter()
                            .map(|row| row["id"].as_str().unwrap().to_owned()),
                    );
                    inserts.next().map(|name| create(name));
                    cursor = page["next_cursor"].as_str().map(str::to_owned);
                    if cursor.is_none() {
                        break;
                    }
                }
                let mut once = seen.clone();
                once.sort();
                once.dedup();
                prop_assert_eq!(once.len(), seen.len(), "no row twice");
                prop_assert!(
                    there.iter().all(|id| seen.contains(id)),
                    "every row that was there"
                );
            }
            Ok(())
        })
        .unwrap();
}
