//! Whether the process lives, and whether it can do its work.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::{HttpResponse, rt};
use guanxi_persistence::infra::probe;
use serde_json::json;
use tokio::sync::watch;

use crate::app::App;
use crate::refusal::Refusal;

/// What the last look showed, and whether somebody looks now.
#[derive(Default)]
pub struct Health(Mutex<State>);

#[derive(Default)]
struct State {
    last: Option<(Instant, bool)>,
    looking: Option<watch::Receiver<Option<bool>>>,
}

/// How long a look counts: asking often must not load the database.
const FRESH: Duration = Duration::from_secs(1);
/// How long whoever asks waits for a look. A database behind a dead line may not answer for minutes, and whoever
/// balances load must know long before.
const PATIENCE: Duration = Duration::from_secs(4);

/// What is known at once, or where it will be told.
enum Known {
    Well(bool),
    Soon(watch::Receiver<Option<bool>>),
}

impl Health {
    /// What the last look showed; where it is too old one look is begun, however many ask.
    fn known(&self, app: &App) -> Known {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, well)) = state.last
            && at.elapsed() < FRESH
        {
            return Known::Well(well);
        }
        if let Some(looking) = &state.looking {
            return Known::Soon(looking.clone());
        }
        let (tell, told) = watch::channel(None);
        state.looking = Some(told.clone());
        let app = app.clone();
        rt::spawn(async move {
            let well = look(&app).await;
            app.health.remember(well);
            tell.send_replace(Some(well));
        });
        Known::Soon(told)
    }

    fn remember(&self, well: bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = State {
            last: Some((Instant::now(), well)),
            looking: None,
        };
    }
}

/// The process answers.
pub async fn live() -> HttpResponse {
    well()
}

/// The database answers, takes writes, and has the schema of this version.
pub async fn ready(app: App) -> Result<HttpResponse, Refusal> {
    if is_ready(&app).await {
        Ok(well())
    } else {
        Err(Refusal::unavailable("not_ready"))
    }
}

/// Whether the server can do its work, told within a few seconds.
pub async fn is_ready(app: &App) -> bool {
    let mut told = match app.health.known(app) {
        Known::Well(well) => return well,
        Known::Soon(told) => told,
    };
    let answer = told.wait_for(Option::is_some);
    match rt::time::timeout(PATIENCE, answer).await {
        Ok(Ok(well)) => well.unwrap_or_default(),
        _ => false,
    }
}

async fn look(app: &App) -> bool {
    let read = app.read(|reader| probe::read(reader.conn())).await;
    if read.is_err() {
        return false;
    }
    let written = app
        .write(|tx| {
            let now = tx.now;
            probe::write(tx.conn(), now)
        })
        .await;
    written.is_ok()
}

fn well() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}
