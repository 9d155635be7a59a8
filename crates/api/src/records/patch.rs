//! `PATCH /{plural}/{id}`: changes fields of a record by merge patch.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::Action;
use guanxi_persistence::How;

use super::once::{Manner, once};
use super::path::{Record, Writable};
use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs, required_if_match};

/// Changes a record whose version the caller has seen.
pub async fn patch(
    caller: Caller,
    Writable(Record { entity, id }): Writable<Record>,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    let permit = Permit::Do(Action::Update);
    permit.check(&caller.actor, entity)?;
    let expect = required_if_match(&request)?;
    let manner = Manner::of_change(pairs)?;
    once(&caller, entity, permit, manner, move |tx, actor| {
        let changed = tx.patch(actor, entity, id, expect, &body.members, How::Plain)?;
        Reply::record(tx, actor, &changed)
    })
    .await
}
