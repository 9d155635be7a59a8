//! Whether the process lives, and whether it can do its work.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::HttpResponse;
use guanxi_persistence::infra::probe;
use serde_json::json;

use crate::app::App;
use crate::refusal::Refusal;

/// What the last look showed.
#[derive(Default)]
pub struct Health(Mutex<Option<(Instant, bool)>>);

/// How long a look counts: asking often must not load the database.
const FRESH: Duration = Duration::from_secs(1);

impl Health {
    fn recent(&self) -> Option<bool> {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.filter(|(at, _)| at.elapsed() < FRESH)
            .map(|(_, well)| well)
    }

    fn remember(&self, well: bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), well));
    }
}

/// The process answers.
pub async fn live() -> HttpResponse {
    well()
}

/// The database answers, takes writes, and has the schema of this version.
pub async fn ready(app: App) -> Result<HttpResponse, Refusal> {
    let well_now = match app.health.recent() {
        Some(known) => known,
        None => {
            let looked = look(&app).await;
            app.health.remember(looked);
            looked
        }
    };
    if well_now {
        Ok(well())
    } else {
        Err(Refusal::unavailable("not_ready"))
    }
}

async fn look(app: &App) -> bool {
    let read = app.read(|reader| probe::read(reader.conn())).await;
    let written = app
        .write(|tx| {
            let now = tx.now;
            probe::write(tx.conn(), now)
        })
        .await;
    read.is_ok() && written.is_ok()
}

fn well() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}
