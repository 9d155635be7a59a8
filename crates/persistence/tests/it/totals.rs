//! Totals kept beside records: always what the records come to, whoever writes, and for whoever asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure};
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::Expect;
use guanxi_persistence::infra::integrity::{Asked, CHECKS};
use guanxi_persistence::reports::keeping;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;

/// Counts and sums by a field; `scanned` asks in a way that only looking at each record can answer.
fn summary(db: &TestDb, actor: &Actor, by: &[&str], scanned: bool) -> Json {
    let measure = |function, path: Option<&str>| Measure {
        function,
        path: path.map(Into::into),
    };
    let world = db.db.world();
    let lens = Lens {
        entity: &OPPORTUNITY,
        custom: &world.custom,
        actor,
    };
    let all = json!({ "field": "name", "op": "empty", "value": false });
    let ask = Aggregate {
        filter: scanned.then(|| Filter::from_json(&lens, &all, "/filter").unwrap()),
        group: by
            .iter()
            .map(|path| Group {
                path: (*path).into(),
                bucket: None,
            })
            .collect(),
        measures: vec![
            measure(Function::Count, None),
            measure(Function::Sum, Some("amount")),
            measure(Function::Sum, Some("weighted")),
        ],
    };
    db.db
        .read(|r| r.aggregate(actor, &OPPORTUNITY, &ask))
        .unwrap()["groups"]
        .clone()
}

fn assert_agree(db: &TestDb, actor: &Actor) {
    for by in [
        &[][..],
        &["stage_id"],
        &["status"],
        &["owner_id", "forecast_category"],
        &["pipeline_id", "stage_id"],
    ] {
        assert_eq!(
            summary(db, actor, by, false),
            summary(db, actor, by, true),
            "{by:?}"
        );
    }
    assert_eq!(faults(db), 0);
}

fn faults(db: &TestDb) -> u64 {
    let check = CHECKS.iter().find(|check| check.name == "totals").unwrap();
    check
        .run(&db.db, &Asked::default(), &mut |_| {})
        .unwrap()
        .faults
}

fn make(db: &TestDb, i: usize, owner: Uuid) -> Uuid {
    let currency = ["EUR", "USD", "JPY"][i % 3];
    let amount =
        (!i.is_multiple_of(4)).then(|| json!({ "amount_minor": 1_000 + i, "currency": currency }));
    let body = json!({ "name": format!("Sale {i}"), "amount": amount, "owner_id": owner });
    db.create(&OPPORTUNITY, body).id()
}

fn delete(db: &TestDb, id: Uuid) {
    let system = db.system();
    db.write(move |tx| tx.delete(&system, &OPPORTUNITY, id, Expect::Any))
        .unwrap();
}

/// Two people who see their own sales only.
fn people(db: &TestDb) -> [Actor; 2] {
    let pipeline = db.create(&PIPELINE, json!({ "name": "Direct", "is_default": true }));
    for (position, category) in ["open", "won", "lost"].into_iter().enumerate() {
        db.create(
            &STAGE,
            json!({
                "name": category, "pipeline_id": pipeline.id(), "position": position, "category": category,
                "probability": "20",
            }),
        );
    }
    let own = Grant {
        read: Reach::Own,
        ..Grant::default()
    };
    let rights = Rights([("opportunity".to_owned(), own)].into());
    ["anders", "berglund"].map(|name| db.person(name, &rights, None, None))
}

fn ids(people: &[Actor; 2]) -> [Uuid; 2] {
    [0, 1].map(|at| people[at].user.unwrap())
}

on_each_database! {
    fn totals_follow_every_write(db) {
        let owners = ids(&people(&db));
        let ids: Vec<Uuid> = (0..12).map(|i| make(&db, i, owners[i % 2])).collect();
        assert_agree(&db, &db.system());
        db.patch(&OPPORTUNITY, ids[1], json!({ "probability": "35" })).unwrap();
        db.patch(&OPPORTUNITY, ids[2], json!({ "owner_id": owners[1], "forecast_category": "commit" })).unwrap();
        db.patch(&OPPORTUNITY, ids[3], json!({ "amount": { "amount_minor": 5, "currency": "GBP" } })).unwrap();
        db.patch(&OPPORTUNITY, ids[5], json!({ "amount": null })).unwrap();
        db.verb(&OPPORTUNITY, ids[6], "lose", json!({ "lost_reason": "price" })).unwrap();
        db.verb(&OPPORTUNITY, ids[6], "reopen", json!({ "reopen_reason": "asked again" })).unwrap();
        db.verb(&OPPORTUNITY, ids[7], "lose", json!({ "lost_reason": "timing" })).unwrap();
        assert_agree(&db, &db.system());
        for id in &ids[8..] {
            delete(&db, *id);
        }
        assert_agree(&db, &db.system());
        let (system, back) = (db.system(), ids[9]);
        db.write(move |tx| tx.restore(&system, &OPPORTUNITY, back, Expect::Any)).unwrap();
        assert_agree(&db, &db.system());
    }

    fn whoever_sees_less_is_told_less(db) {
        let people = people(&db);
        for i in 0..6 {
            make(&db, i, ids(&people)[usize::from(i > 3)]);
        }
        let rep = db.actor(ids(&people)[0]);
        let own = summary(&db, &rep, &["status"], false);
        assert_eq!(own[0]["values"]["count"], 4);
        assert_agree(&db, &rep);
    }

    fn adding_up_loses_nothing_of_those_who_write_meanwhile(db) {
        let owner = ids(&people(&db))[0];
        let stop = Arc::new(AtomicBool::new(false));
        let adder = {
            let (db, stop) = (db.db.clone(), Arc::clone(&stop));
            std::thread::spawn(move || {
                let mut times = 0;
                while !stop.load(Ordering::Relaxed) {
                    times += keeping::add_up_totals(&db).unwrap();
                }
                times
            })
        };
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let db = &db;
                scope.spawn(move || {
                    for i in 0..200 {
                        let id = make(db, writer * 200 + i, owner);
                        if i.is_multiple_of(5) {
                            delete(db, id);
                        }
                    }
                });
            }
        });
        stop.store(true, Ordering::Relaxed);
        let times = adder.join().unwrap();
        assert!(times > 0, "nothing was added up meanwhile");
        assert_agree(&db, &db.system());
        keeping::add_up_totals(&db.db).unwrap();
        assert_agree(&db, &db.system());
    }

    fn what_is_added_up_rests(db) {
        let owner = ids(&people(&db))[0];
        // More totals than may wait: each stage of many pipelines is one.
        db.tamper(
            "INSERT INTO opportunity_totals (status, amount_minor, weighted_minor, records) \
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) \
             SELECT 'made up ' || i, 0, 0, 1 FROM n",
        );
        assert_eq!(keeping::add_up_totals(&db.db).unwrap(), 0);
        let id = make(&db, 1, owner);
        db.tamper("DELETE FROM opportunity_totals WHERE status LIKE 'made up %'");
        for probability in 0..300 {
            let body = json!({ "probability": (probability % 100).to_string() });
            db.patch(&OPPORTUNITY, id, body).unwrap();
        }
        assert_eq!(keeping::add_up_totals(&db.db).unwrap(), 1);
        assert_eq!(db.count("SELECT COUNT(*) FROM opportunity_totals"), 1);
        assert_eq!(keeping::add_up_totals(&db.db).unwrap(), 0);
        assert_agree(&db, &db.system());
    }

    fn what_went_wrong_is_found_told_and_mended(db) {
        let owner = ids(&people(&db))[0];
        for i in 0..5 {
            make(&db, i, owner);
        }
        db.tamper("UPDATE opportunity_totals SET amount_minor = amount_minor + 1, records = records + 1");
        assert!(faults(&db) > 0);
        assert!(keeping::prove_totals(&db.db).unwrap() > 0);
        assert_agree(&db, &db.system());
        assert_eq!(keeping::prove_totals(&db.db).unwrap(), 0);
    }
}
