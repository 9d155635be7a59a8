//! The link of a contact: told to whoever may change the contact, the same until somebody ends it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use guanxi_domain::access::{Action, Actor};
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::wire;
use guanxi_persistence::infra::preference_links::{self, Link};
use guanxi_persistence::{Error, Tx};
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::auth::hash_of;
use crate::caller::Caller;
use crate::records::Permit;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// Seconds for which a link is good: two years.
const GOOD_FOR: i64 = 730 * 86_400;
/// Seconds that are left when it is made to last longer.
const LONG_ENOUGH: i64 = 365 * 86_400;
/// Bytes of a seed.
const SEED: usize = 32;

/// Tells the link, and makes it when there is none.
pub async fn make(caller: Caller, id: Path<String>, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    let contact = asked(&caller, &id, pairs)?;
    let fresh = seed()?;
    let app = caller.app.clone();
    let (link, made) = caller
        .write(move |tx, actor| linked(tx, actor, &app, contact, &fresh))
        .await?;
    let token = caller.app.keys.preference_token(contact, &link.seed);
    let status = if made {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(HttpResponse::build(status).json(json!({
        "path": format!("/preferences/{token}"),
        "created_at": link.created_at.to_string(),
        "expires_at": link.expires_at.to_string(),
    })))
}

fn linked(
    tx: &mut Tx,
    actor: &Actor,
    app: &App,
    contact: Uuid,
    fresh: &[u8],
) -> Result<(Link, bool), Error> {
    let record = tx.changeable(actor, &CONTACT, contact)?;
    let now = tx.now;
    let until = now.plus_seconds(GOOD_FOR);
    let known = preference_links::of(tx.conn(), contact, now)?;
    let made = known.is_none();
    let link = known.unwrap_or_else(|| new_link(app, contact, fresh, now));
    if made || link.expires_at.seconds_since(now) < LONG_ENOUGH {
        let link = Link {
            expires_at: until,
            ..link
        };
        preference_links::put(tx.conn(), contact, &link)?;
        tx.remark(actor, &record, "linked")?;
        return Ok((link, made));
    }
    Ok((link, made))
}

fn new_link(app: &App, contact: Uuid, seed: &[u8], now: Instant) -> Link {
    let token = app.keys.preference_token(contact, seed);
    Link {
        seed: seed.to_vec(),
        token_hash: hash_of(token.as_bytes()),
        created_at: now,
        expires_at: now.plus_seconds(GOOD_FOR),
    }
}

fn seed() -> Result<[u8; SEED], Refusal> {
    let mut bytes = [0; SEED];
    getrandom::fill(&mut bytes).map_err(|_| Refusal::internal())?;
    Ok(bytes)
}

/// Ends the link; the next one is another.
pub async fn end(caller: Caller, id: Path<String>, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    let contact = asked(&caller, &id, pairs)?;
    caller
        .write(move |tx, actor| {
            let record = tx.changeable(actor, &CONTACT, contact)?;
            if preference_links::remove(tx.conn(), contact)? {
                tx.remark(actor, &record, "unlinked")?;
            }
            Ok(())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

fn asked(caller: &Caller, id: &str, pairs: Pairs) -> Result<Uuid, Refusal> {
    Permit::Do(Action::Update).check(&caller.actor, &CONTACT)?;
    pairs.finish()?;
    wire::id(id).ok_or_else(Refusal::not_found)
}
