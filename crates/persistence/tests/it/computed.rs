//! Fields that depend on the moment: SQL on both databases says what the domain says.

use guanxi_domain::access::{Actor, Channel};
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::{Scene, matches, utc_start};
use guanxi_domain::kernel::filter::{Filter, OPS, Op};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure, Query, Sort};
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::value_json;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::opportunity_contacts::OPPORTUNITY_CONTACT;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::How;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, object};

/// A moment from which all others are told.
const BASE: &str = "2026-03-01T12:00:00Z";
const DAY: i64 = 86_400_000_000;

fn base() -> Instant {
    BASE.parse().unwrap()
}

fn later(micros: i64) -> Instant {
    Instant::from_micros(base().micros() + micros)
}

fn import(db: &TestDb, entity: &'static Entity, body: Json) -> Uuid {
    let system = db.system();
    db.write(move |tx| tx.create(&system, entity, &object(&body), How::Import))
        .unwrap()
        .id()
}

/// Opportunities made one to nine days before the base, open, won and lost, and tasks around it.
fn setup(db: &TestDb) -> Vec<Uuid> {
    let pipeline = db.create(&PIPELINE, json!({ "name": "Direct", "is_default": true }));
    let stages = [("open", "10"), ("won", "100"), ("lost", "0")].map(|(category, probability)| {
        let body = json!({ "pipeline_id": pipeline.id(), "name": category, "category": category, "probability": probability });
        db.create(&STAGE, body).id()
    });
    let mut made = Vec::new();
    for i in 0..9_i64 {
        let (created, entered) = (later(-i * DAY - i), later(-i * DAY + 7 * i));
        let mut body = json!({
            "id": Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_3000 + i as u128),
            "name": format!("Deal {i}"), "created_at": created.to_string(), "stage_entered_at": entered.to_string(),
            "amount": { "amount_minor": 100 * i, "currency": "EUR" },
            "stage_id": stages[0],
        });
        match i % 3 {
            1 => {
                body["stage_id"] = json!(stages[1]);
                // One was won before it was written down.
                body["won_at"] = json!(later((4 - i) * DAY).to_string());
            }
            2 => {
                body["stage_id"] = json!(stages[2]);
                body["lost_reason"] = json!("price");
                body["lost_at"] = json!(later(-DAY).to_string());
            }
            _ => {}
        }
        made.push(import(db, &OPPORTUNITY, body));
    }
    made
}

fn tasks(db: &TestDb) -> Vec<Uuid> {
    let due = |i: i64| match i {
        0 => Json::Null,
        i => json!(later((i - 4) * DAY).utc_day().to_string()),
    };
    let made = (0..8).map(|i| {
        let status = if i % 4 == 3 { "done" } else { "open" };
        import(
            db,
            &ACTIVITY,
            json!({
                "id": Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_4000 + i as u128),
                "kind": "task", "subject": format!("Task {i}"), "due_on": due(i), "status": status,
            }),
        )
    });
    made.collect()
}

fn documents(db: &TestDb, entity: &'static Entity, ids: &[Uuid]) -> Vec<Document> {
    let read = |id: &Uuid| db.db.read(|r| r.document(&db.system(), entity, *id));
    ids.iter().map(|id| read(id).unwrap()).collect()
}

/// A page as it was at a moment.
fn page_at(
    db: &TestDb,
    now: Instant,
    actor: &Actor,
    entity: &'static Entity,
    query: &Query,
) -> Json {
    let body = db.db.read(|r| {
        r.now = now;
        r.list(actor, entity, query)
    });
    serde_json::from_slice(&body.unwrap()).unwrap()
}

fn by_id(filter: Filter) -> Query {
    Query {
        filter: Some(filter),
        sort: vec![Sort::parse("id")],
        ..Query::default()
    }
}

fn ids(page: &Json) -> Vec<Uuid> {
    let rows = page["data"].as_array().unwrap().iter();
    rows.map(|row| row["id"].as_str().unwrap().parse().unwrap())
        .collect()
}

fn a_test() -> impl Strategy<Value = (bool, Json)> {
    let number = prop_oneof![(-1..12_i64).prop_map(|n| json!(n)), Just(Json::Null)];
    let path = prop_oneof![Just("days_in_stage"), Just("age_days"), Just("is_overdue")];
    (path, 0..OPS.len(), number, 0..10_i64, any::<bool>()).prop_map(
        |(path, op, first, second, yes)| {
            let task = path == "is_overdue";
            let (op, name) = OPS[op];
            let one = if task { json!(yes) } else { first };
            let value = match op {
                Op::In | Op::Nin => json!([one, second]),
                Op::Empty => json!(yes),
                _ => one,
            };
            (task, json!({ "field": path, "op": name, "value": value }))
        },
    )
}

fn in_memory(filter: &Filter, documents: &[Document], now: Instant) -> Vec<Uuid> {
    let scene = Scene {
        clock: Clock::utc(now),
        day_start: &utc_start,
        me: None,
        fold: str::to_owned,
        related: &|_, _| None,
    };
    let passing = documents
        .iter()
        .filter(|document| matches(filter, document, &scene));
    passing.map(Document::id).collect()
}

/// Values that a page shows, and those that the domain works out.
fn shown_and_told(page: &Json, documents: &[Document], now: Instant) -> [Vec<Json>; 2] {
    let mut values = [Vec::new(), Vec::new()];
    for (row, document) in page["data"].as_array().unwrap().iter().zip(documents) {
        for computed in document.entity.computed {
            values[0].push(row[computed.field.name].clone());
            values[1].push(value_json(&computed.of(document, Clock::utc(now))));
        }
    }
    values
}

#[test]
fn sql_and_evaluator_agree_at_any_moment_on_both_databases() {
    let dbs = TestDb::both();
    let made = dbs.each_ref().map(|db| {
        let (deals, tasks) = (setup(db), tasks(db));
        [
            documents(db, &OPPORTUNITY, &deals),
            documents(db, &ACTIVITY, &tasks),
        ]
    });
    let actor = Actor::system();
    let world = dbs[0].db.world();
    let read = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(Config {
        cases: 300,
        ..Config::default()
    });
    // Whole days and a few microseconds beside them: where one day becomes the next.
    let moment = (-2..12_i64, -20..80_i64).prop_map(|(days, micros)| later(days * DAY + micros));
    runner
        .run(
            &(a_test(), a_test(), any::<bool>(), moment),
            |(one, other, both, now)| {
                let entity: &'static Entity = if one.0 { &ACTIVITY } else { &OPPORTUNITY };
                let tests = if one.0 == other.0 {
                    vec![one.1, other.1]
                } else {
                    vec![one.1]
                };
                let json = json!({ (if both { "and" } else { "or" }): tests });
                let lens = Lens {
                    entity,
                    custom: &world.custom,
                    actor: &actor,
                };
                let Ok(filter) = Filter::from_json(&lens, &json, "/filter") else {
                    return Ok(());
                };
                read.set(read.get() + 1);
                for (db, made) in dbs.iter().zip(&made) {
                    let documents = &made[usize::from(entity.is(&ACTIVITY))];
                    let page = page_at(db, now, &actor, entity, &by_id(filter.clone()));
                    prop_assert_eq!(
                        ids(&page),
                        in_memory(&filter, documents, now),
                        "{} at {}",
                        json,
                        now
                    );
                    let all = page_at(db, now, &actor, entity, &by_id(Filter::all([])));
                    let [shown, told] = shown_and_told(&all, documents, now);
                    prop_assert_eq!(shown, told, "at {}", now);
                }
                Ok(())
            },
        )
        .unwrap();
    assert!(read.get() > 80, "only {} filters were sensible", read.get());
}

fn count_of(documents: &[Document], name: &str, now: Instant) -> Vec<Value> {
    let computed = |document: &Document| {
        document
            .entity
            .computed(name)
            .unwrap()
            .of(document, Clock::utc(now))
    };
    documents.iter().map(computed).collect()
}

on_each_database! {
    fn pages_keep_to_the_moment_of_the_first_one(db) {
        let made = setup(&db);
        let actor = db.system();
        for sort in ["days_in_stage", "-days_in_stage", "age_days", "-age_days"] {
            let mut query = Query { sort: vec![Sort::parse(sort)], limit: 2, ..Query::default() };
            let whole = Query { limit: 50, ..query.clone() };
            let expected = ids(&page_at(&db, base(), &actor, &OPPORTUNITY, &whole));
            assert_eq!(expected.len(), made.len());
            let mut seen = Vec::new();
            for turn in 0.. {
                // Every page is read a day later: by then every sale is a day older.
                let page = page_at(&db, later(turn * DAY), &actor, &OPPORTUNITY, &query);
                seen.extend(ids(&page));
                query.cursor = page["next_cursor"].as_str().map(str::to_owned);
                if query.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{sort}");
        }
    }

    fn sums_and_groups_are_those_of_the_values_shown(db) {
        let deals = documents(&db, &OPPORTUNITY, &setup(&db));
        let now = later(DAY / 2);
        let ages = count_of(&deals, "age_days", now).into_iter().map(|age| age.as_int().unwrap()).collect::<Vec<_>>();
        let standing: Vec<_> = count_of(&deals, "days_in_stage", now).iter().filter_map(Value::as_int).collect();
        let measure = |function, path: &str| Measure { function, path: Some(path.into()) };
        let ask = Aggregate {
            measures: vec![
                measure(Function::Sum, "age_days"), measure(Function::Max, "age_days"), measure(Function::Min, "days_in_stage"),
                measure(Function::Count, "days_in_stage"), measure(Function::Avg, "age_days"),
            ],
            ..Aggregate::default()
        };
        let run = |entity: &'static Entity, ask: &Aggregate| db.db.read(|r| { r.now = now; r.aggregate(&db.system(), entity, ask) }).unwrap()["groups"].clone();
        let values = &run(&OPPORTUNITY, &ask)[0]["values"];
        assert_eq!(values["sum_age_days"], json!(ages.iter().sum::<i64>()));
        assert_eq!(values["max_age_days"], json!(ages.iter().max()));
        assert_eq!(values["min_days_in_stage"], json!(standing.iter().min()));
        assert_eq!(values["count_days_in_stage"], json!(standing.len()));
        assert_eq!(values["avg_age_days"], json!(format!("{:.6}", ages.iter().sum::<i64>() as f64 / ages.len() as f64)));

        let tasks = documents(&db, &ACTIVITY, &tasks(&db));
        let late = count_of(&tasks, "is_overdue", now).iter().filter(|value| **value == Value::Bool(true)).count();
        let group = Group { path: "is_overdue".into(), bucket: None };
        let groups = run(&ACTIVITY, &Aggregate { group: vec![group], ..Aggregate::default() });
        assert!(late > 0 && late < tasks.len());
        assert_eq!(groups, json!([
            { "keys": { "is_overdue": false }, "values": { "count": tasks.len() - late } },
            { "keys": { "is_overdue": true }, "values": { "count": late } },
        ]));
    }

    fn they_are_reached_through_relations(db) {
        let deals = setup(&db);
        let contact = db.create(&CONTACT, json!({ "family_name": "Ito" })).id();
        for deal in &deals {
            db.create(&OPPORTUNITY_CONTACT, json!({ "opportunity_id": deal, "contact_id": contact }));
        }
        let older = Query {
            filter: Some(Filter::test("opportunity_id.days_in_stage", Op::Gte, Value::Int(3))),
            sort: vec![Sort::parse("-opportunity_id.days_in_stage")],
            expand: vec!["opportunity_id".into()],
            ..Query::default()
        };
        let page = page_at(&db, later(DAY), &db.system(), &OPPORTUNITY_CONTACT, &older);
        let rows = page["data"].as_array().unwrap();
        let shown: Vec<_> = rows.iter().map(|row| row["opportunity"]["days_in_stage"].clone()).collect();
        // Entered seven and four days before, less a few microseconds.
        assert_eq!(shown, [json!(6), json!(3)]);
    }

    fn a_day_ends_where_the_viewer_lives(db) {
        import(&db, &ACTIVITY, json!({ "kind": "task", "subject": "x", "due_on": "2026-03-01" }));
        let late = |zone: &str| {
            let actor = Actor { zone: zone.into(), channel: Channel::Api, ..db.system() };
            let overdue = Query { filter: Some(Filter::equals("is_overdue", Value::Bool(true))), ..Query::default() };
            let found = page_at(&db, "2026-03-01T20:00:00Z".parse().unwrap(), &actor, &ACTIVITY, &overdue);
            let all = page_at(&db, "2026-03-01T20:00:00Z".parse().unwrap(), &actor, &ACTIVITY, &Query::default());
            assert_eq!(all["data"][0]["is_overdue"], json!(found["data"].as_array().unwrap().len() == 1));
            all["data"][0]["is_overdue"].clone()
        };
        assert_eq!(late("UTC"), json!(false));
        assert_eq!(late("Asia/Taipei"), json!(true));
    }
}
