//! Measurements for Prometheus: what happened is counted where it happens, how things stand is looked at when
//! somebody reads. No label has more values than the code knows by itself.

mod process;
mod reading;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use guanxi_persistence::vitals::{COMMIT_SECONDS, COMMIT_WRITES};
use metrics::{Unit, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

pub use reading::{configure, keep_up};

/// How long answers take; by route, method and status.
const REQUEST_SECONDS: &str = "guanxi_http_request_duration_seconds";
const CONNECTIONS: &str = "guanxi_database_connections";
const CONNECTIONS_MAX: &str = "guanxi_database_connections_max";
const WRITES_WAITING: &str = "guanxi_writes_waiting";
const EVENTS_BEHIND: &str = "guanxi_events_behind";
const JOBS: &str = "guanxi_jobs";
const READY: &str = "guanxi_ready";
const BUILD: &str = "guanxi_build_info";
const MEMORY: &str = "guanxi_process_memory_bytes";
const FILES: &str = "guanxi_process_open_files";
const FILES_MAX: &str = "guanxi_process_open_files_max";
const STARTED: &str = "guanxi_process_start_time_seconds";

const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];
const WRITES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// What was measured; one for the process. Nobody measures when another library of the process does already.
pub fn start() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE.get_or_init(install).as_ref()
}

fn install() -> Option<PrometheusHandle> {
    let built = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(COMMIT_WRITES.to_owned()), &WRITES)
        .and_then(|builder| builder.set_buckets(&SECONDS));
    let recorder = match built {
        Ok(builder) => builder.build_recorder(),
        Err(error) => {
            tracing::error!(%error, "nothing can be measured");
            return None;
        }
    };
    let handle = recorder.handle();
    if let Err(error) = metrics::set_global_recorder(recorder) {
        tracing::error!(%error, "nothing can be measured");
        return None;
    }
    describe();
    Some(handle)
}

fn describe() {
    describe_histogram!(REQUEST_SECONDS, Unit::Seconds, "Time until an answer began");
    describe_histogram!(
        COMMIT_WRITES,
        "Writes that shared one commit of the SQLite file"
    );
    describe_histogram!(
        COMMIT_SECONDS,
        Unit::Seconds,
        "Time of a commit of the SQLite file, from its first write on"
    );
    describe_gauge!(CONNECTIONS, "Connections to the database, busy and idle");
    describe_gauge!(
        CONNECTIONS_MAX,
        "Connections to the database that there may be"
    );
    describe_gauge!(
        WRITES_WAITING,
        "Writes that wait for the writer of the SQLite file"
    );
    describe_gauge!(
        EVENTS_BEHIND,
        "Events that a reader of the event log has not met yet"
    );
    describe_gauge!(JOBS, "Jobs by kind and state");
    describe_gauge!(READY, "Whether the server can work: 1 yes, 0 no");
    describe_gauge!(BUILD, "The version, and the kind of database; always 1");
    describe_gauge!(MEMORY, Unit::Bytes, "Memory of the process that is in use");
    describe_gauge!(FILES, "Files and connections that the process has open");
    describe_gauge!(
        FILES_MAX,
        "Files and connections that the process may have open"
    );
    describe_gauge!(STARTED, Unit::Seconds, "When the process began, since 1970");
}

/// Notes an answer. Methods that nobody knows are one, or strangers could fill the memory with them.
pub fn answered(route: Option<&str>, method: &Method, status: StatusCode, took: Duration) {
    const KNOWN: [Method; 7] = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
    ];
    let method = KNOWN.iter().find(|known| *known == method);
    let labels = [
        ("route", Arc::<str>::from(route.unwrap_or("-")).into()),
        (
            "method",
            metrics::SharedString::from(method.map_or("other", known_name)),
        ),
        ("status", status.as_str().to_owned().into()),
    ];
    metrics::histogram!(REQUEST_SECONDS, &labels).record(took);
}

fn known_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "OPTIONS",
    }
}
