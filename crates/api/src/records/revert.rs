//! `POST /{plural}/{id}/revert`: takes one change back.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::kernel::problem::Violation;
use serde_json::Value as Json;

use super::once::{Manner, once};
use super::path::{Record, Writable};
use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// Applies the inverse of an event, unless the same fields changed again since.
pub async fn revert(
    caller: Caller,
    Writable(Record { entity, id }): Writable<Record>,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    let permit = Permit::Change;
    permit.check(&caller.actor, entity)?;
    let event = event(&body)?;
    let manner = Manner::of_post(&request, pairs, &body.hash)?;
    once(&caller, entity, permit, manner, move |tx, actor| {
        // Looked for first, so that a hidden record's events look like those of a missing one. The
        // history is there for records in the bin too, whose deletion may be taken back.
        tx.history(actor, entity, id, None, 1)?;
        let reverted = tx.revert(actor, entity, id, event)?;
        Reply::record(tx, actor, &reverted)
    })
    .await
}

/// The event's number, as a number or as text.
fn event(body: &Body) -> Result<i64, Refusal> {
    super::query::Members(&body.members).known(&["event_id"])?;
    let number = match body.members.get("event_id") {
        Some(Json::String(text)) => text.parse().ok(),
        Some(json) => json.as_i64(),
        None => return Err(Violation::field("event_id", "required").into()),
    };
    number.ok_or_else(|| Violation::field("event_id", "not_a_whole_number").into())
}
