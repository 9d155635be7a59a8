//! What runs beside the requests: following the event log, and tidying up.

use std::time::Duration;

use actix_web::rt;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::database::now;
use guanxi_persistence::engine::timers;
use guanxi_persistence::infra::sorting::{self, Turn};
use guanxi_persistence::infra::{failures, idempotency, sessions};
use guanxi_persistence::reports::keeping;
use guanxi_persistence::{Database, Error};
use uuid::Uuid;

use crate::app::{App, blocking};
use crate::auth::oldest_failure;
use crate::imports;
use crate::live;
use crate::logging::dam;
use crate::metrics;
use crate::records::KEPT_FOR;
use crate::refusal::Refusal;

/// How often time uses the verbs that it may.
const TIMERS: Duration = Duration::from_secs(60);
/// How often to look whether figures are to be kept: periods that are over, the week's forecast.
const KEEPING: Duration = Duration::from_secs(15 * 60);
/// How often to look whether names are to be sorted anew.
const SORTING: Duration = Duration::from_secs(2);
/// How often to link new events; nobody waits for it.
const LINK: Duration = Duration::from_secs(1);
/// How soon to try again when the database does not take it.
const PAUSE: Duration = Duration::from_secs(10);
/// How often to hold kept totals against the records, the first time some minutes after the start.
const PROVING: Duration = Duration::from_secs(24 * 3600);
const TIDY: Duration = Duration::from_secs(10 * 60);
/// How often to see that the event log has its months; it has them for a year ahead.
const MONTHS: Duration = Duration::from_secs(24 * 3600);
/// How soon to try again what did not work.
const AGAIN: Duration = Duration::from_secs(600);
/// Microseconds for which sessions that ran out are remembered.
const OLD_SESSIONS: i64 = 30 * 24 * 3600 * 1_000_000;

/// Starts it; it ends with the runtime.
pub fn spawn(app: &App) {
    imports::spawn(app);
    live::spawn(app);
    metrics::keep_up();
    dam::keep_telling();
    let timers = app.clone();
    rt::spawn(async move {
        loop {
            rt::time::sleep(TIMERS).await;
            use_timers(&timers).await;
            add_up_totals(&timers).await;
        }
    });
    let keeping = app.clone();
    rt::spawn(async move {
        loop {
            rt::time::sleep(KEEPING).await;
            keep_figures(&keeping).await;
        }
    });
    let sorting = app.clone();
    rt::spawn(async move {
        let worker = format!("node {}", Uuid::now_v7());
        loop {
            rt::time::sleep(SORTING).await;
            sort_names(&sorting, &worker).await;
        }
    });
    let tidy = app.clone();
    rt::spawn(async move {
        loop {
            rt::time::sleep(TIDY).await;
            tidy_up(&tidy).await;
        }
    });
    let links = app.clone();
    rt::spawn(async move {
        loop {
            let pause = if link_events(&links).await {
                LINK
            } else {
                PAUSE
            };
            rt::time::sleep(pause).await;
        }
    });
    let totals = app.clone();
    rt::spawn(async move {
        rt::time::sleep(TIDY).await;
        loop {
            prove_totals(&totals).await;
            rt::time::sleep(PROVING).await;
        }
    });
    let months = app.clone();
    rt::spawn(async move {
        loop {
            let pause = if prepare_months(&months).await {
                MONTHS
            } else {
                AGAIN
            };
            rt::time::sleep(pause).await;
        }
    });
}

async fn prepare_months(app: &App) -> bool {
    let db = app.db.clone();
    match blocking(move || Ok(db.prepare_months(now()))).await {
        Ok(Ok(made)) => {
            for name in made {
                tracing::info!(name, "made a month of the event log");
            }
            true
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "months of the event log could not be made");
            false
        }
        Err(_) => false,
    }
}

async fn use_timers(app: &App) {
    let db = app.db.clone();
    match blocking(move || Ok(timers::use_due(&db))).await {
        Ok(Ok(0)) | Err(_) => {}
        Ok(Ok(records)) => tracing::info!(records, "moved on by time"),
        Ok(Err(error)) => tracing::warn!(%error, "what is due cannot be moved on"),
    }
}

async fn add_up_totals(app: &App) {
    let db = app.db.clone();
    if let Ok(Err(error)) = blocking(move || Ok(keeping::add_up_totals(&db))).await {
        tracing::warn!(%error, "totals cannot be added up now");
    }
}

async fn prove_totals(app: &App) {
    let db = app.db.clone();
    match blocking(move || Ok(keeping::prove_totals(&db))).await {
        Ok(Ok(0)) | Err(_) => {}
        Ok(Ok(wrong)) => tracing::error!(
            wrong,
            "totals were not what the records come to, and were made anew"
        ),
        Ok(Err(error)) => tracing::warn!(%error, "totals cannot be proven now"),
    }
}

async fn keep_figures(app: &App) {
    let db = app.db.clone();
    match blocking(move || Ok(keeping::keep(&db))).await {
        Ok(Ok(kept)) if kept == keeping::Kept::default() => {}
        Ok(Ok(kept)) => {
            tracing::info!(
                targets = kept.targets,
                figures = kept.figures,
                "figures kept"
            );
        }
        Ok(Err(error)) => tracing::warn!(%error, "figures cannot be kept now"),
        Err(_) => {}
    }
}

/// Binds what is new in the event log to what was there before; false when that cannot be done now.
async fn link_events(app: &App) -> bool {
    loop {
        let db = app.db.clone();
        match blocking(move || Ok(db.extend_chain())).await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => return true,
            Ok(Err(error)) => {
                tracing::warn!(%error, "events cannot be linked now");
                return false;
            }
            Err(_) => return false,
        }
    }
}

/// Does what there is to do, piece by piece, so that a server that stops waits for one piece only.
async fn sort_names(app: &App, worker: &str) {
    let mut may_be_due = ask(app, sorting::is_due).await;
    while may_be_due {
        let worker = worker.to_owned();
        let turn = move |db: &Database| Ok(sorting::turn(db, &worker)? == Turn::Again);
        may_be_due = ask(app, turn).await;
    }
}

/// Whether there is more to do; not now, when that cannot be told.
async fn ask(
    app: &App,
    question: impl FnOnce(&Database) -> Result<bool, Error> + Send + 'static,
) -> bool {
    let db = app.db.clone();
    match blocking(move || Ok(question(&db))).await {
        Ok(Ok(more)) => more,
        Ok(Err(error)) => {
            tracing::warn!(%error, "names cannot be sorted anew now");
            false
        }
        Err(_) => false,
    }
}

async fn tidy_up(app: &App) {
    app.budgets.tidy();
    let forgotten: Result<usize, Refusal> = app
        .write(|tx| {
            let now = tx.now;
            let before = |micros: i64| Instant::from_micros(now.micros() - micros);
            Ok(idempotency::forget_before(tx.conn(), before(KEPT_FOR))?
                + sessions::forget_before(tx.conn(), before(OLD_SESSIONS))?
                + failures::forget_before(tx.conn(), oldest_failure(now))?)
        })
        .await;
    match forgotten {
        Ok(rows) => tracing::debug!(rows, "tidied up"),
        Err(refusal) => tracing::warn!(%refusal, "could not tidy up"),
    }
}
