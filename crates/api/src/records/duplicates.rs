//! `POST /{plural}/duplicates`: what is likely there already, while a record is being made.

use actix_web::HttpResponse;
use guanxi_domain::access::Action;

use super::path::Target;
use super::permit::Permit;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// The likeliest matches, the likeliest first. Reads only, so it needs no key.
pub async fn duplicates(
    caller: Caller,
    Target(entity): Target,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    if entity.alike.is_empty() {
        return Err(Refusal::not_found());
    }
    Permit::Do(Action::Read).check(&caller.actor, entity)?;
    pairs.finish()?;
    let found = caller
        .read(move |reader, actor| reader.duplicates(actor, entity, &body.members))
        .await?;
    Ok(HttpResponse::Ok().json(found))
}
