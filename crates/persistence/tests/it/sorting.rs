//! Another order of names: computed beside the one in use, put to use at once, taken up again wherever it was left.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_persistence::engine::keys::Collation;
use guanxi_persistence::infra::integrity::{Asked, CHECKS};
use guanxi_persistence::infra::sorting::{self, Turn};
use guanxi_persistence::infra::workspace::Wishes;
use guanxi_persistence::{Expect, settings};
use serde_json::json;

use crate::on_each_database;
use crate::support::TestDb;

/// More than are read at a time.
const MANY: usize = 1_200;

fn fill(db: &TestDb) {
    db.write(|tx| {
        let system = guanxi_domain::access::Actor::system();
        for i in 0..MANY {
            let name = char::from_u32(0x4E00 + u32::try_from(i * 7).unwrap()).unwrap();
            let body = json!({ "name": format!("{name}{i}") });
            tx.create(
                &system,
                &ACCOUNT,
                body.as_object().unwrap(),
                guanxi_persistence::How::Plain,
            )?;
        }
        Ok(())
    })
    .unwrap();
}

fn wish(db: &TestDb, collation: Collation) {
    let wishes = Wishes {
        collation: Some(collation),
        ..Wishes::default()
    };
    let system = db.system();
    db.write(move |tx| tx.change_workspace(&system, Expect::Any, &wishes))
        .unwrap();
}

/// The first names as a list shows them, page after page.
fn names(db: &TestDb) -> Vec<String> {
    let mut query = Query {
        sort: vec![Sort::parse("name")],
        limit: 200,
        ..Query::default()
    };
    let mut names = Vec::new();
    loop {
        let page = db.list(&db.system(), &ACCOUNT, &query).unwrap();
        let rows = page["data"].as_array().unwrap().clone();
        names.extend(
            rows.iter()
                .map(|row| row["name"].as_str().unwrap().to_owned()),
        );
        query.cursor = page["next_cursor"].as_str().map(str::to_owned);
        if query.cursor.is_none() {
            return names;
        }
    }
}

fn ordered(names: &[String], collation: Collation) -> bool {
    names.is_sorted_by_key(|name| collation.sort_key(name))
}

/// Some turns of the job, as one process does them before it is gone.
fn turns(db: &TestDb, worker: &str, most: usize) -> usize {
    let done = |_: &usize| sorting::turn(&db.db, worker).unwrap() == Turn::Again;
    (0..most).take_while(done).count()
}

/// Lets the time pass that others may take to hear of the change, or a lease takes to run out.
fn later(db: &TestDb) {
    db.tamper("UPDATE jobs SET run_at = created_at WHERE state = 'waiting'");
    db.tamper("UPDATE jobs SET leased_until = created_at WHERE state = 'running'");
}

fn collation(db: &TestDb) -> (Collation, Option<Collation>) {
    let found = db
        .db
        .read(|reader| Ok(settings::workspace(reader.conn())?))
        .unwrap();
    (found.collation, found.next_collation)
}

on_each_database! {
    fn readers_see_one_order_or_the_other_and_the_job_goes_on_where_it_stood(db) {
        fill(&db);
        assert!(!sorting::is_due(&db.db).unwrap());
        wish(&db, Collation::Stroke);
        assert_eq!(collation(&db), (Collation::Root, Some(Collation::Stroke)));
        // Each process is gone after a turn or two, and its lease with it.
        for round in 0..200 {
            let (now, next) = collation(&db);
            let names = names(&db);
            assert_eq!(names.len(), MANY, "none is lost while names are sorted");
            assert!(ordered(&names, now), "after {round}: {now:?}");
            if next.is_none() {
                break;
            }
            later(&db);
            assert!(sorting::is_due(&db.db).unwrap());
            turns(&db, &format!("process {round}"), 2);
        }
        assert_eq!(collation(&db), (Collation::Stroke, None));
        later(&db);
        while sorting::is_due(&db.db).unwrap() {
            turns(&db, "last", 100);
            later(&db);
        }
        assert!(ordered(&names(&db), Collation::Stroke));
        assert_eq!(db.count("SELECT COUNT(*) FROM sort_keys"), 0, "nothing is left behind");
        assert_eq!(db.count("SELECT COUNT(*) FROM jobs WHERE state <> 'done'"), 0);
        let keys = CHECKS.iter().find(|check| check.name == "keys").unwrap();
        assert_eq!(keys.run(&db.db, &Asked::default(), &mut |_| {}).unwrap().faults, 0);
    }

    fn what_changes_meanwhile_is_sorted_too(db) {
        fill(&db);
        wish(&db, Collation::Pinyin);
        // Everything is computed, and nothing is in use yet.
        for _ in 0..4 {
            turns(&db, "one", 1);
        }
        let late = db.create(&ACCOUNT, json!({ "name": "阿里" })).id();
        while collation(&db).1.is_some() {
            turns(&db, "one", 1);
        }
        // A node that had not heard yet writes by the old order.
        let (id, bytes) = match db.location {
            guanxi_persistence::Location::Postgres(_) => (format!("'{late}'"), "BYTEA"),
            guanxi_persistence::Location::Sqlite(_) => (format!("X'{}'", late.simple()), "BLOB"),
        };
        assert!(ordered(&names(&db), Collation::Pinyin));
        db.tamper(&format!("UPDATE accounts SET name_sort = CAST('x' AS {bytes}) WHERE id = {id}"));
        later(&db);
        while sorting::is_due(&db.db).unwrap() {
            turns(&db, "one", 100);
            later(&db);
        }
        let keys = CHECKS.iter().find(|check| check.name == "keys").unwrap();
        assert_eq!(keys.run(&db.db, &Asked::default(), &mut |_| {}).unwrap().faults, 0);
    }

    fn another_wish_takes_the_place_of_the_first(db) {
        fill(&db);
        wish(&db, Collation::Pinyin);
        turns(&db, "one", 3);
        wish(&db, Collation::Stroke);
        turns(&db, "one", 3);
        wish(&db, Collation::Root);
        assert_eq!(collation(&db), (Collation::Root, None), "nothing else is wanted");
        later(&db);
        turns(&db, "one", 100);
        assert!(!sorting::is_due(&db.db).unwrap());
        assert!(ordered(&names(&db), Collation::Root));
        assert_eq!(db.count("SELECT COUNT(*) FROM sort_keys"), 0);
    }
}
