//! A running server looks after the event log, and the command shows what was done to it.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guanxi_api::app::App;
use guanxi_api::server;
use guanxi_api::settings::{DataOptions, ServeOptions, Settings};
use guanxi_persistence::Location;

use crate::process::{Running, places, run, said};
use crate::server::Place;

const LONG: Duration = Duration::from_secs(30);

/// What a check says when everything is linked; the head of the chain.
fn linked(place: &Place) -> String {
    let began = Instant::now();
    loop {
        let out = said(&run(place, &["check"]), 0).0;
        if out.contains("\n  0 wait to be linked\n") {
            let head = out.lines().find_map(|line| line.strip_prefix("  head "));
            return head.unwrap().to_owned();
        }
        assert!(began.elapsed() < LONG, "{out}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn what_was_done_to_the_log_is_named() {
    for place in places() {
        let server = Running::start(&place, 2);
        said(&run(&place, &["demo", "--scale", "1"]), 0);
        let head = linked(&place);
        assert_eq!(server.terminate().0, Some(0));
        said(&run(&place, &["check", "--head", &head]), 0);
        said(&run(&place, &["check", "--head", "1:2"]), 2);
        let (n, _) = head.split_once(':').unwrap();
        let foreign = format!("{n}:{}", "0".repeat(64));
        let (out, _) = said(&run(&place, &["check", "--head", &foreign]), 3);
        assert!(
            out.contains(&format!("does not pass through the noted head {n}")),
            "{out}"
        );
        place.tamper("UPDATE event_log SET verb = 'won' WHERE seq = 9");
        let (out, error) = said(&run(&place, &["check"]), 3);
        assert!(
            out.contains("event 9 (link 9) is not what was written"),
            "{out}"
        );
        assert!(
            out.contains("looked at 8 events that fit") && error.contains("1 fault\n"),
            "{out}{error}"
        );
    }
}

#[actix_web::test]
async fn a_running_server_makes_the_months_to_come() {
    let place = Place::postgres();
    let app = App::new(
        place.open(),
        Settings::new(&DataOptions::default(), &ServeOptions::default()).unwrap(),
    )
    .unwrap();
    let all = months(&place);
    assert!(all >= 13, "{all}");
    place.tamper(
        "DO $$ BEGIN EXECUTE (SELECT 'DROP TABLE ' || max(c.relname::text) FROM pg_inherits i \
         JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'event_log'::regclass \
         AND c.relname <> 'event_log_default'); END $$",
    );
    assert_eq!(months(&place), all - 1);
    server::spawn_beside(&app);
    let began = Instant::now();
    while months(&place) < all {
        assert!(began.elapsed() < LONG, "no month is made");
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    }
}

fn months(place: &Place) -> i64 {
    let Location::Postgres(url) = place.location() else {
        panic!("PostgreSQL only")
    };
    let count = "(SELECT COUNT(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid \
                 WHERE i.inhparent = 'event_log'::regclass AND c.relname <> 'event_log_default')";
    let mut conn = PgConnection::establish(url).unwrap();
    diesel::select(diesel::dsl::sql::<BigInt>(count))
        .get_result(&mut conn)
        .unwrap()
}
