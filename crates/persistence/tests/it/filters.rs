//! The filter tree gives the same answer in SQL, on both databases, and in memory.

use std::collections::BTreeMap;

use guanxi_domain::access::Actor;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::{Scene, matches, utc_start};
use guanxi_domain::kernel::filter::{Filter, OPS, Op};
use guanxi_domain::kernel::path::{Lens, resolve};
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::platform::custom_fields::CUSTOM_FIELD;
use guanxi_persistence::engine::keys::match_key;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::TestDb;

/// Paths with the values that are tried on them.
const PATHS: [(&str, &[&str]); 14] = [
    (
        "name",
        &[r#""Acme""#, r#""acme""#, r#""台灣""#, r#""""#, r#""é""#],
    ),
    ("tier", &[r#""A""#, r#""a""#, r#""""#, "null"]),
    ("types", &[r#""customer""#, r#""partner""#]),
    ("size_band", &[r#""1""#, r#""2_9""#, "null"]),
    (
        "credit_limit",
        &[
            r#"{"amount_minor":5,"currency":"EUR"}"#,
            r#"{"amount_minor":5,"currency":"USD"}"#,
            "null",
        ],
    ),
    ("credit_limit.currency", &[r#""EUR""#, "null"]),
    (
        "created_at",
        &[
            r#""2026-11-20T00:00:00Z""#,
            r#""@today""#,
            r#""@this_year""#,
        ],
    ),
    ("parent_id", &["null"]),
    ("parent_id.name", &[r#""Acme""#, r#""a""#]),
    ("contact_points.value", &[r#""a@x.org""#, r#""x.org""#]),
    ("custom.region", &[r#""north""#, "null"]),
    ("custom.seats", &["3", "10", "null"]),
    (
        "custom.signed_on",
        &[r#""2026-02-28""#, r#""@today""#, "null"],
    ),
    ("custom.vip", &["true", "false", "null"]),
];

fn setup(db: &TestDb) -> Vec<Document> {
    for (name, kind) in [
        ("region", "text"),
        ("seats", "int"),
        ("signed_on", "day"),
        ("vip", "bool"),
    ] {
        db.create(
            &CUSTOM_FIELD,
            json!({ "entity_name": "account", "name": name, "kind": kind }),
        );
    }
    let types: [&[&str]; 3] = [&[], &["customer"], &["customer", "partner"]];
    let tiers = ["A", "a", ""];
    let mut parent = Json::Null;
    for (i, name) in [
        "Acme",
        "acme",
        "ACMÉ",
        "台灣大哥大",
        "台湾",
        "Beta",
        "éclair",
        "b",
    ]
    .iter()
    .enumerate()
    {
        let or_null = |step: usize, value: Json| if i % step == 0 { Json::Null } else { value };
        let currency = if i % 2 == 0 { "EUR" } else { "USD" };
        let document = db.create(&ACCOUNT, json!({
            "id": Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_2000 + i as u128),
            "name": name, "tier": or_null(3, json!(tiers[i % 3])), "types": (types[i % 3]),
            "size_band": or_null(2, json!("2_9")), "credit_limit": or_null(4, json!({ "amount_minor": i, "currency": currency })),
            "parent_id": parent, "contact_points": if i % 2 == 0 { json!([]) } else { json!([{ "kind": "email", "value": "a@x.org" }, { "kind": "email", "value": "B@x.org" }]) },
            "custom": { "region": or_null(3, json!("north")), "seats": or_null(2, json!(i)), "signed_on": or_null(3, json!("2026-02-28")), "vip": or_null(4, json!(i % 2 == 0)) },
        }));
        parent = if i % 3 == 0 {
            Json::Null
        } else {
            json!(document.id())
        };
    }
    let world = db.db.world();
    let page = db
        .list(
            &db.system(),
            &ACCOUNT,
            &Query {
                sort: vec![Sort::parse("id")],
                fields: None,
                ..Query::default()
            },
        )
        .unwrap();
    let ids = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().parse::<Uuid>().unwrap());
    let documents: Vec<_> = ids
        .map(|id| {
            db.db
                .read(|r| r.document(&db.system(), &ACCOUNT, id))
                .unwrap()
        })
        .collect();
    assert_eq!(world.custom.of(&ACCOUNT).len(), 4);
    documents
}

fn a_test() -> impl Strategy<Value = Json> {
    (0..PATHS.len(), 0..OPS.len(), 0..5_usize, 0..5_usize).prop_map(|(path, op, first, second)| {
        let (path, values) = PATHS[path];
        let value = |at: usize| serde_json::from_str::<Json>(values[at % values.len()]).unwrap();
        let (op, name) = OPS[op];
        let value = match op {
            Op::In | Op::Nin => json!([value(first), value(second)]),
            Op::Empty => json!(first % 2 == 0),
            _ => value(first),
        };
        json!({ "field": path, "op": name, "value": value })
    })
}

fn a_filter() -> impl Strategy<Value = Json> {
    a_test().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|parts| json!({ "and": parts })),
            prop::collection::vec(inner, 0..3).prop_map(|parts| json!({ "or": parts })),
        ]
    })
}

/// What the evaluator in the domain lets through.
fn in_memory(filter: &Filter, documents: &[Document], now: Instant) -> Vec<Uuid> {
    let by_id: BTreeMap<Uuid, &Document> = documents
        .iter()
        .map(|document| (document.id(), document))
        .collect();
    let related = |_: &'static Entity, id: Uuid| by_id.get(&id).map(|document| (*document).clone());
    let scene = Scene {
        clock: Clock::utc(now),
        day_start: &utc_start,
        me: None,
        fold: match_key,
        related: &related,
    };
    documents
        .iter()
        .filter(|document| matches(filter, document, &scene))
        .map(Document::id)
        .collect()
}

fn in_sql(db: &TestDb, actor: &Actor, filter: &Filter) -> Vec<Uuid> {
    let query = Query {
        filter: Some(filter.clone()),
        sort: vec![Sort::parse("id")],
        ..Query::default()
    };
    let page = db.list(actor, &ACCOUNT, &query).unwrap();
    page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().parse().unwrap())
        .collect()
}

#[test]
fn sql_and_evaluator_agree_on_both_databases() {
    let dbs = TestDb::both();
    let documents = dbs.each_ref().map(setup);
    let actor = Actor::system();
    let world = dbs[0].db.world();
    let lens = Lens {
        entity: &ACCOUNT,
        custom: &world.custom,
        actor: &actor,
    };
    let now = guanxi_persistence::database::now();
    let read = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(Config {
        cases: 400,
        ..Config::default()
    });
    runner
        .run(&a_filter(), |json| {
            let Ok(filter) = Filter::from_json(&lens, &json, "/filter") else {
                return Ok(());
            };
            read.set(read.get() + 1);
            for (db, documents) in dbs.iter().zip(&documents) {
                prop_assert_eq!(
                    in_sql(db, &actor, &filter),
                    in_memory(&filter, documents, now),
                    "{}",
                    json
                );
            }
            Ok(())
        })
        .unwrap();
    assert!(
        read.get() > 100,
        "most filters tried must be sensible ones, {} were",
        read.get()
    );
}

#[test]
fn every_path_and_operator_is_met() {
    let actor = Actor::system();
    let db = TestDb::sqlite();
    setup(&db);
    let world = db.db.world();
    let lens = Lens {
        entity: &ACCOUNT,
        custom: &world.custom,
        actor: &actor,
    };
    for (path, _) in PATHS {
        assert!(resolve(&lens, path).is_ok(), "{path}");
    }
}
