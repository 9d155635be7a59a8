//! Imports whose worker is killed, and imports beside other writers. The kills are real: a process of
//! its own does the work.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::query::Query;
use guanxi_persistence::import::{self, State};
use guanxi_persistence::{Database, Location};
use serde_json::json;
use uuid::Uuid;

use crate::imports::{Files, finished, found, prepare, start};
use crate::on_each_database;
use crate::support::TestDb;

const MAPPING: &str = r#"
    system = "load"
    [[file]]
    name = "firms.csv"
    [[file.record]]
    entity = "account"
    key = "{No}"
    same_name = "ignore"
    fields.name = "{Name}"
    fields.parent_id = { key = "{Above}" }
"#;

/// Names the database in which a process of its own works.
const CHILD: &str = "GUANXI_TEST_IMPORT_WORKER";

/// Every third row waits for one that stands further down.
fn firms(rows: usize) -> Files {
    let line = |i: usize| match i % 3 {
        0 => format!("{i},Firm {i},{}\n", (i + 40).min(rows - 3) / 3 * 3 + 1),
        _ => format!("{i},Firm {i},\n"),
    };
    let text: String = (0..rows).map(line).collect();
    vec![(
        "firms.csv".into(),
        format!("No,Name,Above\n{text}").into_bytes(),
    )]
}

/// The work itself, when a test below started this process for it; nothing otherwise.
#[test]
fn a_worker_of_its_own() {
    let Ok(place) = std::env::var(CHILD) else {
        return;
    };
    let db = Database::open(&Location::parse(&place)).unwrap();
    let worker = Uuid::now_v7().to_string();
    import::release_all(&db).unwrap();
    let never = AtomicBool::new(false);
    while import::work(&db, &worker, None, &never, &mut |_| {}).unwrap() {}
}

fn place(db: &TestDb) -> String {
    match &db.location {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(url) => url.clone(),
    }
}

/// How many accounts there are, and how many of them have a name that another has.
fn accounts(db: &TestDb) -> (usize, usize) {
    let mut names: Vec<String> = Vec::new();
    let mut cursor = None;
    loop {
        let page = db
            .list(
                &db.system(),
                &ACCOUNT,
                &Query {
                    limit: 200,
                    cursor,
                    ..Query::default()
                },
            )
            .unwrap();
        let rows = page["data"].as_array().unwrap();
        names.extend(
            rows.iter()
                .map(|row| row["name"].as_str().unwrap().to_owned()),
        );
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    names.sort();
    (
        names.len(),
        names.windows(2).filter(|pair| pair[0] == pair[1]).count(),
    )
}

on_each_database! {
    fn a_killed_worker_loses_and_doubles_nothing(db) {
        const ROWS: usize = 600;
        let id = prepare(&db.db, &db.system(), MAPPING, &firms(ROWS)).unwrap();
        start(&db.db, &db.system(), id, false);
        let mut kills = 0;
        loop {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["import_faults::a_worker_of_its_own", "--exact"])
                .env(CHILD, place(&db))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Killed somewhere after it got on, at any point of a turn.
            let before = found(&db, id).progress.total().done();
            let chance = i64::from(Uuid::now_v7().as_bytes()[15]) + 1;
            while child.try_wait().unwrap().is_none() && found(&db, id).progress.total().done() < before + chance / 4 {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_micros(chance.unsigned_abs() * 20));
            drop(child.kill());
            child.wait().unwrap();
            let now = found(&db, id);
            if now.state == State::Finished {
                break;
            }
            assert!(now.state.is_under_way(), "never complete while rows are missing: {now:?}");
            kills += 1;
            assert!(kills < 100, "{now:?}");
        }
        assert!(kills > 1, "the worker was too quick to be killed");
        let done = finished(&found(&db, id)).progress.total();
        assert_eq!((done.rows, done.created, done.done()), (600, 600, 600), "{done:?}");
        assert_eq!(accounts(&db), (600, 0));
    }

    fn a_lease_of_a_clock_that_was_ahead_holds_nothing_up(db) {
        let id = prepare(&db.db, &db.system(), MAPPING, &firms(30)).unwrap();
        start(&db.db, &db.system(), id, false);
        let ahead = "2126-01-01T00:00:00Z".parse::<guanxi_domain::kernel::time::Instant>().unwrap();
        db.write(move |tx| {
            let text = "UPDATE jobs SET state = 'running', leased_by = 'gone', leased_until = ";
            let mut sql = guanxi_persistence::sql::Sql::text(tx.conn().dialect(), text);
            sql.bind(ahead);
            Ok(sql.execute(tx.conn())?)
        }).unwrap();
        let never = AtomicBool::new(false);
        while import::work(&db.db, "another", None, &never, &mut |_| {}).unwrap() {}
        assert_eq!(finished(&found(&db, id)).progress.total().created, 30);
    }

    fn others_write_while_an_import_runs(db) {
        let id = prepare(&db.db, &db.system(), MAPPING, &firms(400)).unwrap();
        start(&db.db, &db.system(), id, false);
        let over = AtomicBool::new(false);
        let (slowest, writes) = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..6).map(|writer| {
                let (db, over) = (&db, &over);
                scope.spawn(move || {
                    let (mut slowest, mut writes) = (Duration::ZERO, 0);
                    while !over.load(Ordering::Relaxed) {
                        let began = Instant::now();
                        db.create(&ACCOUNT, json!({ "name": format!("Writer {writer}") }));
                        slowest = slowest.max(began.elapsed());
                        writes += 1;
                    }
                    (slowest, writes)
                })
            }).collect();
            let never = AtomicBool::new(false);
            while import::work(&db.db, "import", None, &never, &mut |_| {}).unwrap() {}
            over.store(true, Ordering::Relaxed);
            writers.into_iter().map(|writer| writer.join().unwrap()).fold((Duration::ZERO, 0), |a, b| (a.0.max(b.0), a.1 + b.1))
        });
        assert_eq!(finished(&found(&db, id)).progress.total().created, 400);
        assert!(writes > 20, "{writes}");
        assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    }
}
