//! The own calendar for other programs, by an address that nobody guesses and that can be changed.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Path;
use guanxi_domain::access::Channel;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::infra::calendar_feeds::{self, Feed};
use guanxi_persistence::{Error, Reader};
use serde_json::json;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::ics;
use crate::app::App;
use crate::auth::{hash_of, random_token};
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// Seconds back from which on what is done is still shown.
const KEPT: i64 = 90 * 86_400;

/// Whether there is a feed. Its address was told once and is not known any more.
pub async fn show(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let user = caller.user;
    let feed = caller
        .read(move |reader, _| calendar_feeds::of(reader.conn(), user))
        .await?;
    let since = feed.map(|feed| feed.created_at.to_string());
    Ok(HttpResponse::Ok().json(json!({ "created_at": since })))
}

/// A new address; a former one leads nowhere from now on.
pub async fn renew(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let secret = random_token().map_err(|_| Refusal::internal())?;
    let (user, secret_hash) = (caller.user, hash_of(secret.as_bytes()));
    let created_at = caller
        .write(move |tx, _| {
            let feed = Feed {
                secret_hash: secret_hash.clone(),
                created_at: tx.now,
            };
            calendar_feeds::put(tx.conn(), user, &feed)?;
            Ok(feed.created_at)
        })
        .await?;
    let path = format!("/api/v1/calendars/{user}/{secret}.ics");
    Ok(HttpResponse::Created().json(json!({ "path": path, "created_at": created_at.to_string() })))
}

/// No feed any more.
pub async fn end(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let user = caller.user;
    caller
        .write(move |tx, _| calendar_feeds::remove(tx.conn(), user))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The calendar. A wrong address and one that was changed look the same.
pub async fn read(app: App, path: Path<(String, String)>) -> Result<HttpResponse, Refusal> {
    let (user, secret) = path.into_inner();
    let user = Uuid::try_parse(&user).map_err(|_| Refusal::not_found())?;
    let text = app
        .read(move |reader| calendar(reader, user, &secret))
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"guanxi.ics\""))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(text))
}

fn calendar(reader: &mut Reader, user: Uuid, secret: &str) -> Result<String, Error> {
    let feed = calendar_feeds::of(reader.conn(), user)?.ok_or(Error::NotFound)?;
    let right: bool = hash_of(secret.as_bytes()).ct_eq(&feed.secret_hash).into();
    let actor = reader.world.actor(user, Channel::Api, None);
    let actor = actor.filter(|_| right).ok_or(Error::NotFound)?;
    let since = Instant::from_micros(reader.now.micros() - KEPT * 1_000_000);
    let activities = reader.feed(&actor, since)?;
    let hidden = |name: &str| actor.hides(&guanxi_domain::activities::activities::ACTIVITY, name);
    Ok(ics::written(&activities, &actor.zone, reader.now, &hidden))
}
