//! `GET /auth/state`: what a client must know before anybody is signed in.

use actix_web::HttpResponse;
use serde_json::json;

use super::setup;
use crate::app::App;
use crate::refusal::Refusal;

/// Whether the workspace is still to be set up, and which version this is.
pub async fn state(app: App) -> Result<HttpResponse, Refusal> {
    let needs_setup = setup::is_needed(&app).await?;
    Ok(HttpResponse::Ok().json(json!({
        "needs_setup": needs_setup,
        "version": env!("CARGO_PKG_VERSION"),
    })))
}
