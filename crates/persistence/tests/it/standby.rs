//! A replica of PostgreSQL answers, and takes no writes.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_persistence::{Database, Error, How, Location};
use serde_json::json;

use crate::support::{TestDb, object};

#[test]
fn who_reached_a_replica_is_to_try_again() {
    let db = TestDb::postgres();
    let Location::Postgres(url) = &db.location else {
        panic!("{:?}", db.location);
    };
    let url = format!("{url}?options=-c%20default_transaction_read_only%3Don");
    let replica = Database::open(&Location::Postgres(url)).unwrap();
    let actor = db.system();
    let written = replica.write(move |tx| {
        let body = object(&json!({ "name": "nowhere" }));
        tx.create(&actor, &ACCOUNT, &body, How::Plain)
    });
    assert!(
        matches!(written, Err(Error::Unavailable(_))),
        "{:?}",
        written.err()
    );
}
