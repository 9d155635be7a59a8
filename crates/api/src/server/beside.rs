//! What runs beside the requests: following the event log, and work that is done later.

use std::time::Duration;

use actix_web::rt;
use guanxi_persistence::infra::sorting::{self, Turn};
use guanxi_persistence::{Database, Error};
use uuid::Uuid;

use crate::app::{App, blocking};
use crate::imports;
use crate::live;
use crate::logging::dam;
use crate::{metrics, operations};

/// How often to look whether names are to be sorted anew.
const SORTING: Duration = Duration::from_secs(2);
/// How often to link new events; nobody waits for it.
const LINK: Duration = Duration::from_secs(1);
/// How soon to try again when the database does not take it.
const PAUSE: Duration = Duration::from_secs(10);
/// How often budgets that nobody uses any more are forgotten.
const TIDY: Duration = Duration::from_secs(10 * 60);

/// Starts it; it ends with the runtime.
pub fn spawn(app: &App) {
    imports::spawn(app);
    live::spawn(app);
    operations::keep_beating(app);
    operations::keep_working(app);
    metrics::keep_up();
    dam::keep_telling();
    let sorting = app.clone();
    rt::spawn(async move {
        let worker = format!("node {}", Uuid::now_v7());
        loop {
            rt::time::sleep(SORTING).await;
            sort_names(&sorting, &worker).await;
        }
    });
    let budgets = app.clone();
    rt::spawn(async move {
        loop {
            rt::time::sleep(TIDY).await;
            budgets.budgets.tidy();
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
