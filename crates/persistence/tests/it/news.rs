//! Whoever follows the event log is woken soon after a commit, on every node.

use std::time::{Duration, Instant};

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_persistence::{Database, Dialect};
use serde_json::json;

use crate::on_each_database;
use crate::support::TestDb;

const LONG: Duration = Duration::from_secs(30);

on_each_database! {
    fn a_commit_wakes_who_waits_here(db) {
        let seen = db.db.wait_for_news(0, Duration::ZERO);
        let waiting = { let db = db.db.clone(); std::thread::spawn(move || (db.wait_for_news(seen, LONG), Instant::now())) };
        let began = Instant::now();
        db.create(&ACCOUNT, json!({ "name": "News" }));
        let (now, woken) = waiting.join().unwrap();
        assert!(now > seen && woken - began < Duration::from_secs(5));
        // Writes that leave no event, and such as are taken back, wake nobody.
        db.db.secret("test").unwrap();
        let refused = db.create_as(&db.system(), &ACCOUNT, json!({}));
        assert!(refused.is_err());
        assert_eq!(db.db.wait_for_news(now, Duration::from_millis(50)), now);
    }
}

#[test]
fn other_nodes_are_woken_at_most_so_often() {
    let db = TestDb::postgres();
    let other = Database::open(&db.location).unwrap();
    assert_eq!(other.dialect(), Dialect::Postgres);
    let _telling = db.db.share_news().unwrap();
    let _hearing = other.share_news().unwrap();
    // Until the other listens, it hears nothing.
    let mut seen = 0;
    let mut tries = 0;
    while seen == 0 {
        db.create(&ACCOUNT, json!({ "name": "Is anybody there?" }));
        seen = other.wait_for_news(0, Duration::from_millis(200));
        tries += 1;
        assert!(tries < 100, "nothing is heard");
    }
    std::thread::sleep(Duration::from_millis(300));
    let seen = other.wait_for_news(0, Duration::ZERO);
    let began = Instant::now();
    let mut written = 0_u128;
    while began.elapsed() < Duration::from_millis(1_000) {
        db.create(&ACCOUNT, json!({ "name": "News" }));
        written += 1;
    }
    let took = began.elapsed().as_millis();
    std::thread::sleep(Duration::from_millis(300));
    let told = u128::from(other.wait_for_news(0, Duration::ZERO) - seen);
    assert!(
        told >= 1 && told <= took / 50 + 2,
        "{told} wake-ups for {written} writes in {took} ms"
    );
    assert!(written > told, "{written}");
}
