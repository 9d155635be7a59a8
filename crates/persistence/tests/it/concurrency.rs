//! Many writers at once: nothing lost, nothing skipped, one winner.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::platform::custom_fields::CUSTOM_FIELD;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_persistence::events::Position;
use guanxi_persistence::import;
use guanxi_persistence::{Error, Expect, How};
use serde_json::json;
use uuid::Uuid;

use crate::imports::{finished, found, prepare, start};
use crate::on_each_database;
use crate::support::{TestDb, object};

/// Firms under the keys of another system.
const FIRMS: &str = r#"
    system = "erp"
    [[file]]
    name = "firms.csv"
    [[file.record]]
    entity = "account"
    key = "{Code}"
    fields.name = "{Firm}"
"#;

/// Rows whose keys others bring too.
const CONTESTED: usize = 120;

fn rows_of(from: &str) -> Vec<(String, Vec<u8>)> {
    let rows = (0..CONTESTED).map(|i| format!("K{i},{from} {i}\n"));
    let text = "Code,Firm\n".to_owned() + &rows.collect::<String>();
    vec![("firms.csv".to_owned(), text.into_bytes())]
}

/// Puts every contested key, one by one, the last first.
fn put_all(db: &TestDb) -> std::thread::JoinHandle<usize> {
    let (db, actor) = (db.db.clone(), db.system());
    std::thread::spawn(move || {
        let put = |i: usize| {
            let actor = actor.clone();
            let body = object(&json!({ "name": format!("put {i}") }));
            let write = db.write(move |tx| {
                let key = format!("K{i}");
                tx.upsert(&actor, &ACCOUNT, "external.erp", &key, &body, How::Plain)
            });
            usize::from(write.unwrap().1)
        };
        (0..CONTESTED).rev().map(put).sum()
    })
}

/// Works on what is queued, as a server does.
fn worker(db: &TestDb, name: &'static str) -> std::thread::JoinHandle<()> {
    let db = db.db.clone();
    let stop = AtomicBool::new(false);
    std::thread::spawn(move || while import::work(&db, name, None, &stop, &mut |_| {}).unwrap() {})
}

on_each_database! {
    fn readers_of_the_log_skip_nothing_under_twenty_writers(db) {
        let done = Arc::new(AtomicBool::new(false));
        let reader = {
            let (db, done) = (db.db.clone(), Arc::clone(&done));
            std::thread::spawn(move || {
                let (mut seen, mut position) = (Vec::new(), Position::default());
                // Events wait for every older transaction of the whole server, other databases included,
                // so an empty answer after the last write is not yet the end.
                let mut patience = 0;
                loop {
                    let finished = done.load(Ordering::SeqCst);
                    let events = db.events_after(position, 50).unwrap();
                    if let Some(last) = events.last() {
                        position = last.position;
                    }
                    let empty = events.is_empty();
                    seen.extend(events.into_iter().map(|event| event.record_id));
                    patience = if empty && finished { patience + 1 } else { 0 };
                    if patience > 2_500 || seen.len() >= 200 && empty {
                        return seen;
                    }
                    if empty {
                        std::thread::sleep(Duration::from_millis(4));
                    }
                }
            })
        };
        let writers: Vec<_> = (0..20_u64).map(|writer| {
            let (db, actor) = (db.db.clone(), db.system());
            std::thread::spawn(move || (0..10_u64).map(|i| {
                let actor = actor.clone();
                db.write(move |tx| {
                    let document = tx.create(&actor, &ACCOUNT, &object(&json!({ "name": format!("{writer}/{i}") })), How::Plain)?;
                    // The event is written, its transaction is still open: others overtake it.
                    std::thread::sleep(Duration::from_millis((writer * 7 + i * 13) % 11));
                    Ok(document.id())
                }).unwrap()
            }).collect::<Vec<Uuid>>())
        }).collect();
        let written: Vec<Uuid> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        done.store(true, Ordering::SeqCst);
        let seen = reader.join().unwrap();
        assert_eq!(seen.len(), written.len(), "each event once");
        assert_eq!(seen.into_iter().collect::<HashSet<Uuid>>(), written.into_iter().collect::<HashSet<Uuid>>());
    }

    fn what_a_writer_was_told_is_known_at_once(db) {
        let stop = Arc::new(AtomicBool::new(false));
        let lookers: Vec<_> = (0..12)
            .map(|_| {
                let (db, stop) = (db.db.clone(), Arc::clone(&stop));
                std::thread::spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        // Looks for news of other nodes, as servers do all the time.
                        db.refresh_world().unwrap();
                    }
                })
            })
            .collect();
        for i in 0..50 {
            let name = format!("extra_{i}");
            db.create(&CUSTOM_FIELD, json!({ "entity_name": "account", "name": name, "kind": "int", "position": i }));
            let known = db.db.world().custom.of(&ACCOUNT).iter().any(|field| field.name == name);
            assert!(known, "{name} was stored, and nobody knows it");
        }
        stop.store(true, Ordering::Relaxed);
        lookers.into_iter().for_each(|looker| looker.join().unwrap());
    }

    fn of_many_editors_of_one_version_one_wins(db) {
        let id = db.create(&ACCOUNT, json!({ "name": "0" })).id();
        let mut increments = 0;
        for round in 0..10 {
            let editors: Vec<_> = (0..10).map(|editor| {
                let (db, actor) = (db.db.clone(), db.system());
                std::thread::spawn(move || db.write(move |tx| {
                    let body = object(&json!({ "name": format!("{round}/{editor}") }));
                    tx.patch(&actor, &ACCOUNT, id, Expect::Version(round + 1), &body, How::Plain)
                }))
            }).collect();
            let outcomes: Vec<_> = editors.into_iter().map(|editor| editor.join().unwrap()).collect();
            increments += outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(Error::Stale(_)))), "{outcomes:?}");
        }
        assert_eq!(increments, 10);
        assert_eq!(db.get(&db.system(), &ACCOUNT, id).unwrap()["version"], 11);
    }

    fn of_many_equal_keys_one_is_stored(db) {
        let writers: Vec<_> = (0..20).map(|i| {
            let (db, actor) = (db.db.clone(), db.system());
            std::thread::spawn(move || db.write(move |tx| {
                tx.create(&actor, &PRODUCT, &object(&json!({ "name": format!("{i}"), "sku": "same" })), How::Plain)
            }))
        }).collect();
        let outcomes: Vec<_> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(Error::Conflict(_)))), "{outcomes:?}");
    }

    fn of_many_first_writers_of_one_external_id_one_creates(db) {
        let start = Arc::new(Barrier::new(20));
        let writers: Vec<_> = (0..20).map(|i| {
            let (db, actor, start) = (db.db.clone(), db.system(), Arc::clone(&start));
            std::thread::spawn(move || {
                start.wait();
                db.write(move |tx| {
                    let body = object(&json!({ "name": format!("{i}") }));
                    let (document, created) = tx.upsert(&actor, &ACCOUNT, "external.northwind", "ALFKI", &body, How::Plain)?;
                    Ok((document.id(), created))
                })
            })
        }).collect();
        let outcomes: Vec<(Uuid, bool)> = writers.into_iter().map(|writer| writer.join().unwrap().unwrap()).collect();
        assert_eq!(outcomes.iter().filter(|(_, created)| *created).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().map(|(id, _)| *id).collect::<HashSet<Uuid>>().len(), 1, "{outcomes:?}");
        assert_eq!(db.names(&db.system(), &ACCOUNT, &Query::default()).len(), 1);
    }

    fn two_imports_and_a_writer_of_the_same_external_ids_make_one_record_each(db) {
        let imports = ["one", "two"].map(|from| prepare(&db.db, &db.system(), FIRMS, &rows_of(from)).unwrap());
        imports.iter().for_each(|id| start(&db.db, &db.system(), *id, false));
        let workers = [worker(&db, "one"), worker(&db, "two")];
        let put = put_all(&db).join().unwrap();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        let imported: i64 = imports.map(|id| {
            let total = finished(&found(&db, id)).progress.total();
            assert_eq!((total.failed, total.rows), (0, CONTESTED as i64));
            total.created
        }).iter().sum();
        let listed = db.list(&db.system(), &ACCOUNT, &Query { total: true, limit: 1, ..Query::default() }).unwrap();
        assert_eq!(listed["total"]["total"], CONTESTED, "one record a key");
        assert_eq!(put as i64 + imported, CONTESTED as i64, "each made once");
    }

    fn two_moves_at_once_close_no_circle(db) {
        for _ in 0..10 {
            let a = db.create(&ACCOUNT, json!({ "name": "a" })).id();
            let b = db.create(&ACCOUNT, json!({ "name": "b" })).id();
            let under = |child: Uuid, parent: Uuid| {
                let (db, actor) = (db.db.clone(), db.system());
                std::thread::spawn(move || db.write(move |tx| {
                    tx.patch(&actor, &ACCOUNT, child, Expect::Any, &object(&json!({ "parent_id": parent })), How::Plain)
                }))
            };
            let outcomes = [under(a, b), under(b, a)].map(|thread| thread.join().unwrap());
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        }
    }
}

#[test]
fn of_two_writers_in_a_deadlock_the_loser_runs_again() {
    let db = TestDb::postgres();
    let [one, two] = ["1", "2"].map(|name| db.create(&ACCOUNT, json!({ "name": name })).id());
    let both = Arc::new(Barrier::new(2));
    let writer = |first: Uuid, second: Uuid| {
        let (db, actor, both) = (db.db.clone(), db.system(), Arc::clone(&both));
        let mut runs = 0;
        std::thread::spawn(move || {
            db.write(move |tx| {
                runs += 1;
                let body = object(&json!({ "description": first }));
                tx.patch(&actor, &ACCOUNT, first, Expect::Any, &body, How::Plain)?;
                if runs == 1 {
                    both.wait();
                }
                tx.patch(&actor, &ACCOUNT, second, Expect::Any, &body, How::Plain)?;
                Ok(runs)
            })
        })
    };
    let writers = [writer(one, two), writer(two, one)];
    let runs = writers.map(|writer| writer.join().unwrap().unwrap());
    // A busy server may choose both.
    assert!(runs.into_iter().any(|runs| runs > 1), "{runs:?}");
}
