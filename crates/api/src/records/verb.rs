//! `POST /{plural}/{id}/{verb}`: a named state change.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::once::{Manner, once};
use super::path::Record;
use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs, if_match};

/// Uses a verb with the fields it asks for.
pub async fn verb(
    caller: Caller,
    Record { entity, id }: Record,
    path: Path<(String, String, String)>,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    let name = path.into_inner().2;
    let name = entity.verb(&name).ok_or_else(Refusal::not_found)?.name;
    let expect = if_match(&request)?;
    let manner = Manner::of_post(&request, pairs, &body.hash)?;
    let permit = Permit::Use(name.to_owned());
    once(&caller, entity, permit, manner, move |tx, actor| {
        let changed = tx.verb(actor, entity, id, expect, name, &body.members)?;
        Reply::record(tx, actor, &changed)
    })
    .await
}
