//! Changes that happen once however often they are sent, or that are only tried.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_TYPE;
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::Problem;
use guanxi_domain::kernel::time::Instant;
use guanxi_i18n::Language;
use guanxi_persistence::infra::idempotency::{self, Kept, Slot};
use guanxi_persistence::{Ask, Error, Tx};
use serde_json::{Map, Value as Json};

use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::{PROBLEM_JSON, Refusal, of_error, problem};
use crate::request::Pairs;

/// Microseconds for which an answer is kept: 48 hours.
pub const KEPT_FOR: i64 = 48 * 3600 * 1_000_000;

/// How a change is to be made.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    key: Option<String>,
    path: String,
    hash: Vec<u8>,
    trial: bool,
}

impl Manner {
    /// For a POST: with its `Idempotency-Key`, if it has one.
    pub fn of_post(request: &HttpRequest, pairs: Pairs, hash: &[u8]) -> Result<Self, Refusal> {
        Ok(Self {
            key: key(request)?,
            path: request.path().to_owned(),
            hash: hash.to_vec(),
            ..Self::of_change(pairs)?
        })
    }

    /// For methods that are the same when they come twice anyway.
    pub fn of_change(mut pairs: Pairs) -> Result<Self, Refusal> {
        let trial = pairs.take_flag("validate_only")?;
        pairs.finish()?;
        Ok(Self {
            trial,
            ..Self::default()
        })
    }
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

/// What came of a change.
enum Outcome {
    Done(Reply),
    Replayed(Kept),
    Refused(Refusal),
}

/// Changes a record in one transaction, with the answer kept in the same when there is a key.
pub async fn once(
    caller: &Caller,
    entity: &'static Entity,
    permit: Permit,
    manner: Manner,
    act: impl FnMut(&mut Tx, &Actor) -> Result<Reply, Error> + Send + 'static,
) -> Result<HttpResponse, Refusal> {
    permit.check(&caller.actor, entity)?;
    let review = move |tx: &mut Tx, actor: &Actor, kept| seen_again(tx, actor, entity, kept);
    let answer = change(caller, manner, review, act).await;
    if entity.is(&guanxi_domain::people::users::USER) {
        caller.app.sessions.forget();
    }
    answer
}

/// The same for whatever is changed; `review` decides whether and how an answer is given again.
pub async fn change(
    caller: &Caller,
    manner: Manner,
    review: impl Fn(&mut Tx, &Actor, Kept) -> Result<Kept, Error> + Send + 'static,
    mut act: impl FnMut(&mut Tx, &Actor) -> Result<Reply, Error> + Send + 'static,
) -> Result<HttpResponse, Refusal> {
    let teller = Teller {
        language: caller.language,
        trace_id: Arc::clone(&caller.trace_id),
    };
    let slot = manner.key.clone().map(|key| Slot {
        actor: caller.user,
        path: manner.path.clone(),
        key,
    });
    let outcome = caller
        .write(move |tx, actor| match &slot {
            _ if manner.trial => tried(tx, actor, &mut act),
            None => act(tx, actor).map(Outcome::Done),
            Some(slot) => {
                if !idempotency::take(tx.conn(), slot)? {
                    return Ok(Outcome::Refused(Refusal::conflict("key_running")));
                }
                let since = Instant::from_micros(tx.now.micros() - KEPT_FOR);
                match idempotency::kept(tx.conn(), slot, since)? {
                    Some(found) if found.request_hash != manner.hash => {
                        Ok(Outcome::Refused(Refusal::unprocessable("key_reused")))
                    }
                    Some(found) => review(tx, actor, found).map(Outcome::Replayed),
                    None => kept(tx, actor, slot, &manner.hash, &teller, &mut act),
                }
            }
        })
        .await?;
    match outcome {
        Outcome::Done(reply) => Ok(reply.answer(false)),
        Outcome::Replayed(kept) => Ok(replay(kept, &caller.trace_id)),
        Outcome::Refused(refusal) => Err(refusal),
    }
}

type Act<'a> = &'a mut dyn FnMut(&mut Tx, &Actor) -> Result<Reply, Error>;

/// Makes the change and takes it back.
fn tried(tx: &mut Tx, actor: &Actor, act: Act) -> Result<Outcome, Error> {
    let mut reply = None;
    let undone = tx.savepoint(|tx| {
        reply = Some(act(tx, actor)?);
        Err::<(), _>(Error::Internal("taken back".to_owned()))
    });
    match (reply, undone) {
        (Some(reply), _) => Ok(Outcome::Done(reply.tried())),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(Error::Internal("a trial without outcome".to_owned())),
    }
}

/// Makes the change and keeps its answer, or why it is refused.
fn kept(
    tx: &mut Tx,
    actor: &Actor,
    slot: &Slot,
    hash: &[u8],
    teller: &Teller,
    act: Act,
) -> Result<Outcome, Error> {
    match tx.savepoint(|tx| act(tx, actor)) {
        Ok(reply) => {
            keep(tx, slot, hash, &reply)?;
            Ok(Outcome::Done(reply))
        }
        Err(error @ (Error::Violations(_) | Error::Conflict(_) | Error::Transition { .. })) => {
            let refusal = of_error(error, actor, &tx.world.custom);
            keep(tx, slot, hash, &teller.reply(&refusal))?;
            Ok(Outcome::Refused(refusal))
        }
        Err(error) => Err(error),
    }
}

/// The same request once more: the answer is given again, if its record is still to be seen.
fn seen_again(
    tx: &mut Tx,
    actor: &Actor,
    entity: &'static Entity,
    mut found: Kept,
) -> Result<Kept, Error> {
    if let Some(id) = found.record.filter(|_| found.status < 400) {
        tx.get(actor, entity, id, &Ask::default())?;
        let lens = Lens {
            entity,
            custom: &tx.world.custom,
            actor,
        };
        found.body = as_seen_now(&lens, found.body);
    }
    Ok(found)
}

/// Leaves out fields that were hidden from the caller since.
fn as_seen_now(lens: &Lens, body: String) -> String {
    let Ok(Json::Object(members)) = serde_json::from_str::<Json>(&body) else {
        return body;
    };
    let hidden = |name: &String| !lens.shows(name);
    let hidden_custom = |name: &String| !lens.shows(&format!("custom.{name}"));
    let custom = members.get("custom").and_then(Json::as_object);
    let any =
        members.keys().any(hidden) || custom.is_some_and(|custom| custom.keys().any(hidden_custom));
    if !any {
        return body;
    }
    let shown: Map<String, Json> = members
        .into_iter()
        .filter(|(name, _)| !hidden(name))
        .map(|(name, value)| match value {
            Json::Object(custom) if name == "custom" => {
                let kept = custom.into_iter().filter(|(name, _)| !hidden_custom(name));
                (name, Json::Object(kept.collect()))
            }
            value => (name, value),
        })
        .collect();
    Json::Object(shown).to_string()
}

fn keep(tx: &mut Tx, slot: &Slot, hash: &[u8], reply: &Reply) -> Result<(), Error> {
    let answer = Kept {
        request_hash: hash.to_vec(),
        status: i64::from(reply.status),
        record: reply.record,
        version: reply.version,
        location: reply.location.clone(),
        body: reply.body.clone(),
    };
    let now = tx.now;
    idempotency::keep(tx.conn(), slot, &answer, now)
}

fn replay(kept: Kept, trace_id: &str) -> HttpResponse {
    let status = u16::try_from(kept.status).unwrap_or(500);
    let refused = status >= 400;
    let body = if refused {
        under_id(&kept.body, trace_id)
    } else {
        kept.body
    };
    let reply = Reply {
        status,
        record: kept.record,
        version: kept.version,
        location: kept.location,
        body,
    };
    let mut answer = reply.answer(true);
    if refused {
        let kind = actix_web::http::header::HeaderValue::from_static(PROBLEM_JSON);
        answer.headers_mut().insert(CONTENT_TYPE, kind);
    }
    answer
}

/// A problem told again belongs to the request that asks now.
fn under_id(body: &str, trace_id: &str) -> String {
    let Ok(mut problem) = serde_json::from_str::<Problem>(body) else {
        return body.to_owned();
    };
    problem.trace_id = trace_id.to_owned();
    serde_json::to_string(&problem).unwrap_or_default()
}

/// How a refusal is worded for this caller.
struct Teller {
    language: Language,
    trace_id: Arc<str>,
}

impl Teller {
    fn reply(&self, refusal: &Refusal) -> Reply {
        let problem = problem(refusal, self.language, &self.trace_id);
        Reply {
            status: refusal.status.as_u16(),
            record: None,
            version: None,
            location: None,
            body: serde_json::to_string(&problem).unwrap_or_default(),
        }
    }
}
