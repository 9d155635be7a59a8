//! A running server looks after the event log.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use guanxi_api::app::App;
use guanxi_api::server;
use guanxi_api::settings::{DataOptions, ServeOptions, Settings};
use guanxi_persistence::Location;

use crate::server::Place;

const LONG: Duration = Duration::from_secs(30);

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
