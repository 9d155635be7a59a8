//! `GET /auth/sessions` and `DELETE /auth/sessions/{id}`: where the caller is signed in.

use actix_web::HttpResponse;
use actix_web::web::Path;
use guanxi_domain::kernel::wire;
use guanxi_persistence::Error;
use guanxi_persistence::infra::sessions::{self, Session};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// The caller's live sessions, newest first.
pub async fn list(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let (user, own) = (caller.user, caller.session);
    let found = caller
        .read(move |reader, _| {
            let now = reader.now;
            sessions::of_user(reader.conn(), user, now)
        })
        .await?;
    let data: Vec<_> = found
        .iter()
        .map(|session| described(session, own))
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "data": data })))
}

fn described(session: &Session, own: Uuid) -> Json {
    json!({
        "id": session.id,
        "created_at": session.created_at.to_string(),
        "last_used_at": session.last_used_at.to_string(),
        "expires_at": session.expires_at.to_string(),
        "address": session.address,
        "user_agent": session.user_agent,
        "current": session.id == own,
    })
}

/// Ends one of the caller's sessions. Those of others look absent.
pub async fn end(caller: Caller, path: Path<String>) -> Result<HttpResponse, Refusal> {
    let id = wire::id(&path).ok_or_else(Refusal::not_found)?;
    let user = caller.user;
    caller
        .write(move |tx, _| {
            let now = tx.now;
            let found = sessions::find_locked(tx.conn(), id)?;
            if !found.is_some_and(|found| found.user == user && found.is_live(now)) {
                return Err(Error::NotFound);
            }
            sessions::end(tx.conn(), id, now)
        })
        .await?;
    caller.app.sessions.forget();
    Ok(HttpResponse::NoContent().finish())
}
