//! A database comes through whole: into a backup, out of it, and into the other database.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::platform::custom_fields::CUSTOM_FIELD;
use guanxi_persistence::events::Position;
use guanxi_persistence::infra::integrity::{Asked, CHECKS};
use guanxi_persistence::transfer::{self, Arrived, Progress, TransferError};
use guanxi_persistence::{Database, Location};
use serde_json::json;
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, server_url, with_database};

/// A place for files, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("guanxi-transfer-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A place of each kind with nothing in it, not even tables.
fn empty_places(folder: &Folder) -> [Location; 2] {
    let name = format!("transfer_{}", Uuid::now_v7().simple());
    let mut conn = PgConnection::establish(&server_url()).unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    [
        Location::Sqlite(folder.file(&format!("{name}.sqlite"))),
        Location::Postgres(with_database(&server_url(), &name)),
    ]
}

fn quiet(_: Progress<'_>) {}

/// Records of all sorts of values, one of them gone, a custom field with an index, and a linked log.
fn fill(db: &TestDb) -> Uuid {
    db.create(
        &CUSTOM_FIELD,
        json!({ "entity_name": "account", "name": "zeal", "kind": "int", "is_indexed": true }),
    );
    db.create(
        &CUSTOM_FIELD,
        json!({ "entity_name": "account", "name": "about", "kind": "text" }),
    );
    let account = db.create(
        &ACCOUNT,
        json!({
            "name": "關係 'Quotes' \\ \"and\" 🖋", "website": "https://example.com",
            "credit_limit": { "amount_minor": 9_007_199_254_740_993_i64, "currency": "TWD" },
            "custom": { "zeal": 7, "about": "it's" },
        }),
    );
    let gone = db.create(&ACCOUNT, json!({ "name": "Gone" }));
    let actor = db.system();
    let id = gone.id();
    db.write(move |tx| tx.delete(&actor, &ACCOUNT, id, guanxi_persistence::Expect::Any))
        .unwrap();
    sequences(&db.db);
    while db.db.extend_chain().unwrap() {}
    account.id()
}

/// Nothing is wrong with a database.
#[track_caller]
fn assert_whole(db: &Database) {
    for check in CHECKS {
        let found = check.run(db, &Asked::default(), &mut |_| {}).unwrap();
        assert_eq!(found.faults, 0, "{}: {:?}", check.name, found.first);
    }
}

/// The numbers of all events, in the order of readers. They meet none while an older transaction runs anywhere on the
/// server, such as one of another test.
fn sequences(db: &Database) -> Vec<i64> {
    let newest = db
        .read(|reader| guanxi_persistence::events::newest(reader.conn()))
        .unwrap();
    let began = Instant::now();
    loop {
        let events = db.events_after(Position::default(), 10_000).unwrap();
        let numbers: Vec<i64> = events.iter().map(|event| event.position.seq).collect();
        if numbers.contains(&newest) {
            return numbers;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{newest}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The database that came out of it is the one that went in, and goes on from there.
#[track_caller]
fn assert_same(before: &TestDb, account: Uuid, place: &Location, arrived: &Arrived) {
    let db = Database::open(place).unwrap();
    assert_eq!(db.pending_migrations().unwrap(), 0);
    db.refresh_world().unwrap();
    assert_whole(&db);
    assert!(!arrived.chain_begins_anew);
    let folder = Folder::new();
    let again = transfer::backup(place, &folder.file("again"), "1", &mut quiet).unwrap();
    let (mut sent, mut came) = (arrived.backup.totals.clone(), again.totals);
    // Where it is noted how the words of the search are made is in both, and both are told apart by nothing else.
    for totals in [&mut sent, &mut came] {
        assert!(totals.tables.remove("settings").is_some());
    }
    assert_eq!(came, sent);
    let read = |db: &Database| {
        let answer = db.read(|reader| {
            reader.get(
                &before.system(),
                &ACCOUNT,
                account,
                &guanxi_persistence::Ask::default(),
            )
        });
        answer.unwrap().body
    };
    assert_eq!(read(&db), read(&before.db), "byte by byte");
    let log = sequences(&db);
    assert_eq!(log, sequences(&before.db), "in the order of readers");
    let actor = before.system();
    let body = crate::support::object(&json!({ "name": "Next" }));
    db.write(move |tx| tx.create(&actor, &ACCOUNT, &body, guanxi_persistence::How::Plain))
        .unwrap();
    assert_eq!(sequences(&db).last(), Some(&(log.last().unwrap() + 1)));
    while db.extend_chain().unwrap() {}
    assert_whole(&db);
    let query = Query::default();
    let found = db.read(|reader| reader.list(&before.system(), &ACCOUNT, &query));
    let found: serde_json::Value = serde_json::from_slice(&found.unwrap()).unwrap();
    assert_eq!(found["data"].as_array().unwrap().len(), 2);
}

/// The indexes of custom fields are part of no migration.
fn custom_indexes(place: &Location) -> i64 {
    let db = Database::open(place).unwrap();
    let holder = match place {
        Location::Sqlite(_) => {
            "SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'custom\\_0%' ESCAPE '\\'"
        }
        Location::Postgres(_) => {
            "SELECT COUNT(*) FROM pg_indexes WHERE indexname LIKE 'custom\\_0%'"
        }
    };
    drop(db);
    count(place, holder)
}

fn count(place: &Location, sql: &str) -> i64 {
    use diesel::RunQueryDsl;
    let query = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!(
        "({sql})"
    )));
    match place {
        Location::Postgres(url) => query.get_result(&mut PgConnection::establish(url).unwrap()),
        Location::Sqlite(path) => query
            .get_result(&mut diesel::SqliteConnection::establish(&path.to_string_lossy()).unwrap()),
    }
    .unwrap()
}

on_each_database! {
    fn a_backup_comes_back_on_either_database(db) {
        let folder = Folder::new();
        let account = fill(&db);
        let file = folder.file("one.backup.gz");
        let made = transfer::backup(&db.location, &file, "1", &mut quiet).unwrap();
        assert_eq!(transfer::examine(&file, &mut quiet).unwrap(), made);
        for place in empty_places(&folder) {
            let arrived = transfer::restore(&file, &place, false, &mut quiet).unwrap();
            assert_eq!(arrived.backup, made);
            assert_same(&db, account, &place, &arrived);
            assert_eq!(custom_indexes(&place), 1);
        }
    }

    fn a_database_moves_to_either_database(db) {
        let folder = Folder::new();
        let account = fill(&db);
        for place in empty_places(&folder) {
            let arrived = transfer::transfer(&db.location, &place, "1", false, &mut quiet).unwrap();
            assert_same(&db, account, &place, &arrived);
        }
        let same = transfer::transfer(&db.location, &db.location, "1", true, &mut quiet);
        assert!(matches!(same, Err(TransferError::SamePlace)));
    }

    fn a_backup_holds_the_moment_at_which_it_was_begun(db) {
        let folder = Folder::new();
        fill(&db);
        let (file, mut written) = (folder.file("one"), 0);
        let before = db.newest_event();
        let made = transfer::backup(&db.location, &file, "1", &mut |_| {
            if written < 20 {
                written += 1;
                db.create(&ACCOUNT, json!({ "name": format!("late {written}") }));
            }
        });
        let made = made.unwrap();
        assert_eq!(written, 20);
        assert_eq!(made.totals.tables["accounts"].rows, 2);
        for place in empty_places(&folder) {
            transfer::restore(&file, &place, false, &mut quiet).unwrap();
            let restored = Database::open(&place).unwrap();
            assert_eq!(sequences(&restored).last(), Some(&before));
            assert_whole(&restored);
        }
    }

    fn what_is_written_meanwhile_stops_a_move(db) {
        let folder = Folder::new();
        fill(&db);
        for place in empty_places(&folder) {
            let mut first = true;
            let moved = transfer::transfer(&db.location, &place, "1", false, &mut |_| {
                if std::mem::take(&mut first) {
                    db.create(&ACCOUNT, json!({ "name": "late" }));
                }
            });
            assert!(matches!(moved, Err(TransferError::WrittenMeanwhile)), "{moved:?}");
            assert!(!transfer::holds_data(&place).unwrap());
        }
    }

    fn a_place_with_data_is_only_replaced_when_told(db) {
        let folder = Folder::new();
        let account = fill(&db);
        let file = folder.file("one");
        transfer::backup(&db.location, &file, "1", &mut quiet).unwrap();
        for place in empty_places(&folder) {
            transfer::restore(&file, &place, false, &mut quiet).unwrap();
            let former = Database::open(&place).unwrap();
            let actor = db.system();
            let body = crate::support::object(&json!({ "name": "Former" }));
            former.write(move |tx| tx.create(&actor, &ACCOUNT, &body, guanxi_persistence::How::Plain)).unwrap();
            drop(former);
            let refused = transfer::restore(&file, &place, false, &mut quiet).unwrap_err();
            assert!(refused.to_string().contains("holds data already"), "{refused}");
            assert_eq!(count(&place, "SELECT COUNT(*) FROM accounts"), 3);
            let arrived = transfer::restore(&file, &place, true, &mut quiet).unwrap();
            assert_same(&db, account, &place, &arrived);
            if let Some(aside) = &arrived.aside {
                let former = Location::Sqlite(aside.clone());
                assert_eq!(count(&former, "SELECT COUNT(*) FROM accounts"), 3);
            } else {
                assert!(matches!(place, Location::Postgres(_)));
            }
        }
    }

    fn a_damaged_backup_is_refused_and_changes_nothing(db) {
        use std::io::{Read, Write};
        let folder = Folder::new();
        fill(&db);
        let file = folder.file("one");
        transfer::backup(&db.location, &file, "1", &mut quiet).unwrap();
        let again = transfer::backup(&db.location, &file, "1", &mut quiet).unwrap_err();
        assert!(matches!(again, TransferError::Exists(_)));
        let bytes = std::fs::read(&file).unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
        let packed = |text: &str| {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            out.write_all(text.as_bytes()).unwrap();
            out.finish().unwrap()
        };
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        let lines: Vec<&str> = text.lines().collect();
        let accounts = lines.iter().position(|line| line.contains("\"table\":\"accounts\"")).unwrap();
        let without_a_row: Vec<&str> = lines.iter().enumerate()
            .filter(|(at, _)| *at != accounts + 1).map(|(_, line)| *line).collect();
        let damaged = [
            b"no backup".to_vec(),
            Vec::new(),
            bytes[..bytes.len() - 20].to_vec(),
            flipped,
            packed(&text.replace("Gone", "Come")),
            packed(&(without_a_row.join("\n") + "\n")),
            packed(&text.replace("\"guanxi_backup\":1", "\"guanxi_backup\":2")),
            packed(&(text.clone() + "[]\n")),
            packed(&text.replace("20261122", "29990101")),
        ];
        for place in empty_places(&folder) {
            for (number, bytes) in damaged.iter().enumerate() {
                let file = folder.file("damaged");
                std::fs::write(&file, bytes).unwrap();
                let refused = transfer::restore(&file, &place, false, &mut quiet).unwrap_err();
                match number {
                    8 => assert!(matches!(refused, TransferError::Newer { .. }), "{refused}"),
                    _ => assert!(matches!(refused, TransferError::Damaged(..)), "{number}: {refused}"),
                }
                assert!(!transfer::holds_data(&place).unwrap(), "{number}");
            }
        }
    }
}

/// Two transactions that overlap: readers meet the events of the first one first, though their numbers are higher.
#[test]
fn the_order_of_readers_comes_through() {
    let db = TestDb::postgres();
    fill(&db);
    let (started, wait) = std::sync::mpsc::channel();
    let (go, going) = std::sync::mpsc::channel::<()>();
    let (slow, actor) = (db.db.clone(), db.system());
    let going = std::sync::Arc::new(std::sync::Mutex::new(going));
    let slow = std::thread::spawn(move || {
        slow.write(move |tx| {
            // A change that gives the transaction its number, before the other one begins.
            let create = |tx: &mut guanxi_persistence::Tx, name: &str| {
                let body = crate::support::object(&json!({ "name": name }));
                tx.create(&actor, &ACCOUNT, &body, guanxi_persistence::How::Plain)
            };
            create(tx, "slow 1")?;
            started.send(()).unwrap();
            going.lock().unwrap().recv().unwrap();
            create(tx, "slow 2").map(drop)
        })
        .unwrap();
    });
    wait.recv().unwrap();
    db.create(&ACCOUNT, json!({ "name": "quick" }));
    go.send(()).unwrap();
    slow.join().unwrap();
    let order = sequences(&db.db);
    while db.db.extend_chain().unwrap() {}
    assert!(!order.is_sorted(), "they did overlap: {order:?}");
    let folder = Folder::new();
    let [sqlite, postgres] = empty_places(&folder);
    let arrived = transfer::transfer(&db.location, &postgres, "1", false, &mut quiet).unwrap();
    assert!(!arrived.chain_begins_anew);
    let moved = Database::open(&postgres).unwrap();
    assert_eq!(sequences(&moved), order);
    assert_whole(&moved);
    let arrived = transfer::transfer(&db.location, &sqlite, "1", false, &mut quiet).unwrap();
    assert!(arrived.chain_begins_anew);
    let moved = Database::open(&sqlite).unwrap();
    while moved.extend_chain().unwrap() {}
    assert_whole(&moved);
}
