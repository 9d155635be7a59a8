//! Reading the measurements: at an address of its own.

use std::time::Duration;

use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, WWW_AUTHENTICATE};
use actix_web::rt;
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};
use guanxi_persistence::{Dialect, vitals};
use metrics::gauge;

use super::{
    BUILD, CONNECTIONS, CONNECTIONS_MAX, EVENTS_BEHIND, JOBS, READY, WRITES_WAITING, process, start,
};
use crate::app::{App, blocking};
use crate::frame::at;
use crate::health;

/// What is answered at that address.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(at("/metrics").get(read).finish())
        .service(at("/health/live").get(health::live).finish())
        .service(at("/health/ready").get(health::ready).finish());
}

/// How often single measurements are added up while nobody reads, so that they take no room.
const KEEP_UP: Duration = Duration::from_secs(10);

/// Adds up what was measured, for as long as the process lives.
pub fn keep_up() {
    if let Some(handle) = start() {
        rt::spawn(async move {
            loop {
                rt::time::sleep(KEEP_UP).await;
                handle.run_upkeep();
            }
        });
    }
}

async fn read(request: HttpRequest, app: App) -> HttpResponse {
    let shown = request.headers().get(AUTHORIZATION);
    let shown = shown.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let admitted = app
        .settings
        .metrics
        .as_ref()
        .is_some_and(|door| door.admits(shown));
    if !admitted {
        return HttpResponse::Unauthorized()
            .insert_header((WWW_AUTHENTICATE, "Bearer"))
            .body("the token in GUANXI_METRICS_TOKEN is needed\n");
    }
    let Some(handle) = start() else {
        return HttpResponse::ServiceUnavailable().finish();
    };
    look(&app).await;
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(handle.render())
}

/// Looks how things stand. A database that does not answer is told by what it is, not by an error.
async fn look(app: &App) {
    process::measure(app.began);
    let database = match app.db.dialect() {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgresql",
    };
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION"), "database" => database).set(1.0);
    let now = app.db.vitals();
    gauge!(CONNECTIONS, "state" => "busy").set(now.busy);
    gauge!(CONNECTIONS, "state" => "idle").set(now.idle);
    gauge!(CONNECTIONS_MAX).set(now.most);
    if let Some(waiting) = now.writes_waiting {
        gauge!(WRITES_WAITING).set(u32::try_from(waiting).unwrap_or(u32::MAX));
    }
    let ready = health::is_ready(app).await;
    gauge!(READY).set(u8::from(ready));
    if ready {
        backlog(app).await;
    }
}

async fn backlog(app: &App) {
    let db = app.db.clone();
    let asked = blocking(move || Ok(db.read(|reader| vitals::backlog(reader.conn())))).await;
    let Ok(Ok(found)) = asked else {
        return;
    };
    let behind =
        |place: i64| u32::try_from((found.newest_event - place).max(0)).unwrap_or(u32::MAX);
    gauge!(EVENTS_BEHIND, "reader" => "chain").set(behind(found.newest_link));
    gauge!(EVENTS_BEHIND, "reader" => "live").set(behind(app.live.position().seq));
    for state in ["waiting", "running", "done"] {
        for kind in vitals::KINDS {
            // Kinds without any are told as 0, or they would be missed.
            let same = found.jobs.iter().find(|(k, s, _)| k == kind && s == state);
            let count = same.map_or(0, |(.., count)| *count);
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            gauge!(JOBS, "kind" => kind, "state" => state).set(count);
        }
    }
}
