//! The event log of PostgreSQL has a part for every month before it begins.

use std::str::FromStr;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::Location;
use guanxi_persistence::events::{Event, Position};
use serde_json::json;

use crate::support::TestDb;

/// The first column of the first row, as text.
fn ask(db: &TestDb, sql: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        text: String,
    }
    let Location::Postgres(url) = &db.location else {
        panic!("PostgreSQL only")
    };
    let mut conn = PgConnection::establish(url).unwrap();
    let rows: Vec<Row> = diesel::sql_query(sql).load(&mut conn).unwrap();
    rows.into_iter().map(|row| row.text).collect()
}

fn count(db: &TestDb, table: &str) -> i64 {
    let Location::Postgres(url) = &db.location else {
        panic!("PostgreSQL only")
    };
    let mut conn = PgConnection::establish(url).unwrap();
    let sql = format!("(SELECT COUNT(*) FROM {table})");
    diesel::select(diesel::dsl::sql::<BigInt>(&sql))
        .get_result(&mut conn)
        .unwrap()
}

fn months(db: &TestDb) -> Vec<String> {
    ask(
        db,
        "SELECT c.relname::text AS text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid \
         WHERE i.inhparent = 'event_log'::regclass AND c.relname <> 'event_log_default' ORDER BY 1",
    )
}

/// The only event; it may have to wait for older transactions of other tests.
fn events(db: &TestDb) -> Vec<Event> {
    for _ in 0..2_000 {
        let events = db.db.events_after(Position::default(), 10).unwrap();
        if !events.is_empty() {
            assert_eq!(events.len(), 1);
            return events;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("no event can be read");
}

#[test]
fn nodes_that_make_months_at_once_make_each_once() {
    let db = TestDb::postgres();
    let far = Instant::from_str("2031-11-30T23:59:59Z").unwrap();
    let nodes: Vec<_> = (0..8)
        .map(|_| {
            let db = db.db.clone();
            std::thread::spawn(move || db.prepare_months(far).unwrap())
        })
        .collect();
    let mut made: Vec<String> = nodes
        .into_iter()
        .flat_map(|node| node.join().unwrap())
        .collect();
    made.sort();
    let expected: Vec<String> = (0..13)
        .map(|i| {
            format!(
                "event_log_{}_{:02}",
                2031 + (10 + i) / 12,
                (10 + i) % 12 + 1
            )
        })
        .collect();
    assert_eq!(made, expected);
    assert!(months(&db).ends_with(&expected));
    assert!(db.db.prepare_months(far).unwrap().is_empty());
}

#[test]
fn a_late_month_takes_what_waits_in_the_default_part() {
    let db = TestDb::postgres();
    db.create(&ACCOUNT, json!({ "name": "Now" }));
    let before = events(&db);
    db.tamper("UPDATE event_log SET happened_at = '2040-02-29T12:00:00Z'");
    assert_eq!(count(&db, "event_log_default"), 1);
    let then = Instant::from_str("2040-02-01T00:00:00Z").unwrap();
    assert_eq!(db.db.prepare_months(then).unwrap().len(), 13);
    assert_eq!(count(&db, "event_log_default"), 0);
    assert_eq!(count(&db, "event_log_2040_02"), 1);
    let after = events(&db);
    assert_eq!(after[0].position, before[0].position);
    // The month is a full part: it takes events and answers by record.
    db.tamper(
        "INSERT INTO event_log (entity, record_id, version, verb, channel, happened_at, changes) \
         SELECT entity, record_id, 2, verb, channel, '2040-02-01T00:00:00Z', changes FROM event_log",
    );
    assert_eq!(count(&db, "event_log_2040_02"), 2);
    let indexes = ask(
        &db,
        "SELECT COUNT(*)::text AS text FROM pg_indexes WHERE tablename = 'event_log_2040_02'",
    );
    assert_eq!(indexes, ["4"]);
}

#[test]
fn busy_logs_are_not_waited_for_long() {
    let db = TestDb::postgres();
    let far = Instant::from_str("2032-01-01T00:00:00Z").unwrap();
    let Location::Postgres(url) = &db.location else {
        panic!("PostgreSQL only")
    };
    let mut reader = PgConnection::establish(url).unwrap();
    reader.begin_test_transaction().unwrap();
    diesel::sql_query("LOCK TABLE event_log_default IN ACCESS SHARE MODE")
        .execute(&mut reader)
        .unwrap();
    let began = std::time::Instant::now();
    assert!(db.db.prepare_months(far).is_err());
    assert!(began.elapsed() < std::time::Duration::from_secs(10));
    drop(reader);
    assert_eq!(db.db.prepare_months(far).unwrap().len(), 13);
}

#[test]
fn a_write_that_waits_for_its_month_to_be_made_is_done_all_the_same() {
    let db = TestDb::postgres();
    let name = chrono::Utc::now().format("event_log_%Y_%m").to_string();
    let sql = format!(
        "SELECT pg_get_expr(relpartbound, oid) AS text FROM pg_class WHERE relname = '{name}'"
    );
    let bounds = ask(&db, &sql).remove(0);
    db.tamper(&format!("DROP TABLE {name}"));
    let Location::Postgres(url) = &db.location else {
        panic!("PostgreSQL only")
    };
    // Made late, while somebody writes: the part is not there yet when the event is on its way.
    let mut maker = PgConnection::establish(url).unwrap();
    let execute =
        |maker: &mut PgConnection, sql: &str| diesel::sql_query(sql).execute(maker).unwrap();
    execute(&mut maker, "BEGIN");
    execute(
        &mut maker,
        &format!("CREATE TABLE {name} (LIKE event_log INCLUDING DEFAULTS)"),
    );
    execute(
        &mut maker,
        "LOCK TABLE event_log_default IN ACCESS EXCLUSIVE MODE",
    );
    std::thread::scope(|scope| {
        let written =
            scope.spawn(|| db.create_as(&db.system(), &ACCOUNT, json!({ "name": "Now" })));
        std::thread::sleep(std::time::Duration::from_millis(700));
        execute(
            &mut maker,
            &format!("ALTER TABLE event_log ATTACH PARTITION {name} {bounds}"),
        );
        execute(&mut maker, "COMMIT");
        written.join().unwrap().unwrap();
    });
    assert_eq!(count(&db, &name), 1);
    assert_eq!(count(&db, "event_log_default"), 0);
}
