//! `DELETE /{plural}/{id}`: puts a record into the bin.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::Action;

use super::once::{Manner, once};
use super::path::{Record, Writable};
use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Pairs, required_if_match};

/// Deletes a record whose version the caller has seen, and answers it as it lies in the bin.
pub async fn delete(
    caller: Caller,
    Writable(Record { entity, id }): Writable<Record>,
    request: HttpRequest,
    pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    let permit = Permit::Do(Action::Delete);
    permit.check(&caller.actor, entity)?;
    let expect = required_if_match(&request)?;
    let manner = Manner::of_change(pairs)?;
    once(&caller, entity, permit, manner, move |tx, actor| {
        let deleted = tx.delete(actor, entity, id, expect)?;
        Reply::record(tx, actor, &deleted)
    })
    .await
}
