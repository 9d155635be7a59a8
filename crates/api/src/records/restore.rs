//! `POST /{plural}/{id}/restore`: takes a record out of the bin.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::Action;

use super::once::{Manner, once};
use super::path::{Record, Writable};
use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs, if_match};

/// Restores a record; the body is an empty object.
pub async fn restore(
    caller: Caller,
    Writable(Record { entity, id }): Writable<Record>,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    body.form().finish()?;
    let expect = if_match(&request)?;
    let manner = Manner::of_post(&request, pairs, &body.hash)?;
    let permit = Permit::Do(Action::Delete);
    once(&caller, entity, permit, manner, move |tx, actor| {
        let restored = tx.restore(actor, entity, id, expect)?;
        Reply::record(tx, actor, &restored)
    })
    .await
}
