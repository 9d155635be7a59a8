//! `POST /{plural}`: a new record.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::Action;
use guanxi_persistence::How;

use super::once::{Manner, once};
use super::path::{Target, Writable};
use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// Makes a record.
pub async fn create(
    caller: Caller,
    Writable(Target(entity)): Writable<Target>,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    let manner = Manner::of_post(&request, pairs, &body.hash)?;
    let permit = Permit::Do(Action::Create);
    once(&caller, entity, permit, manner, move |tx, actor| {
        let made = tx.create(actor, entity, &body.members, How::Plain)?;
        Ok(Reply::record(tx, actor, &made)?.made(&made))
    })
    .await
}
