//! Changes of imports that happen once however often they are sent.

use std::sync::Arc;

use actix_web::http::header::{HeaderName, HeaderValue, LOCATION};
use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::import::{self, Import};
use guanxi_persistence::infra::idempotency::{self, Kept, Slot};
use guanxi_persistence::{Error, Tx};
use serde_json::Value as Json;

use super::shown::shown;
use crate::caller::Caller;
use crate::records::KEPT_FOR;
use crate::refusal::Refusal;

/// What came of a change.
enum Outcome {
    Done(Json),
    Replayed(Kept),
    Refused(Refusal),
}

/// Changes an import in one transaction and answers it as it is then; with an `Idempotency-Key` the
/// answer is kept in the same transaction and given again. Refusals are not kept: nothing of them
/// stays, so they may be tried again.
pub async fn once(
    caller: &Caller,
    request: &HttpRequest,
    status: u16,
    hash: &[u8],
    mut act: impl FnMut(&mut Tx, &Actor) -> Result<Import, Error> + Send + 'static,
) -> Result<HttpResponse, Refusal> {
    let slot = key(request)?.map(|key| Slot {
        actor: caller.user,
        path: request.path().to_owned(),
        key,
    });
    let (language, hash) = (caller.language, Arc::<[u8]>::from(hash));
    let outcome = caller
        .write(move |tx, actor| {
            if let Some(slot) = &slot {
                if !idempotency::take(tx.conn(), slot)? {
                    return Ok(Outcome::Refused(Refusal::conflict("key_running")));
                }
                let since = Instant::from_micros(tx.now.micros() - KEPT_FOR);
                if let Some(kept) = idempotency::kept(tx.conn(), slot, since)? {
                    let same = kept.request_hash[..] == hash[..];
                    return Ok(if same {
                        Outcome::Replayed(kept)
                    } else {
                        Outcome::Refused(Refusal::unprocessable("key_reused"))
                    });
                }
            }
            let changed = act(tx, actor)?;
            let (changed, files) = import::find(tx, actor, changed.id)?;
            let body = shown(&changed, &files, language);
            if let Some(slot) = &slot {
                let answer = Kept {
                    request_hash: hash.to_vec(),
                    status: i64::from(status),
                    record: Some(changed.id),
                    version: None,
                    location: Some(format!("/api/v1/imports/{}", changed.id)),
                    body: body.to_string(),
                };
                let now = tx.now;
                idempotency::keep(tx.conn(), slot, &answer, now)?;
            }
            Ok(Outcome::Done(body))
        })
        .await?;
    match outcome {
        Outcome::Done(body) => Ok(answer(status, &body, false)),
        Outcome::Replayed(kept) => {
            let body = serde_json::from_str(&kept.body).unwrap_or_default();
            Ok(answer(status, &body, true))
        }
        Outcome::Refused(refusal) => Err(refusal),
    }
}

fn answer(status: u16, body: &Json, replayed: bool) -> HttpResponse {
    let mut answer = crate::answer::json(status, body.to_string(), None);
    let id = body.get("id").and_then(Json::as_str).unwrap_or_default();
    if status == 201
        && let Ok(location) = HeaderValue::from_str(&format!("/api/v1/imports/{id}"))
    {
        answer.headers_mut().insert(LOCATION, location);
    }
    if replayed {
        let name = HeaderName::from_static("idempotency-replayed");
        answer
            .headers_mut()
            .insert(name, HeaderValue::from_static("true"));
    }
    answer
}

/// The caller's key: 1 to 255 visible characters.
fn key(request: &HttpRequest) -> Result<Option<String>, Refusal> {
    const BAD: Refusal = Refusal::bad_request("bad_idempotency_key");
    let mut values = request.headers().get_all("idempotency-key");
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let text = value.to_str().map_err(|_| BAD)?;
    let fits = (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if fits && values.next().is_none() {
        Ok(Some(text.to_owned()))
    } else {
        Err(BAD)
    }
}
