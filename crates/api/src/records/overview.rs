//! `GET /{plural}/{id}/overview`: one record with what there is to know around it.

use actix_web::HttpResponse;

use super::path::Record;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// The record, and each block that the caller may read.
pub async fn overview(
    caller: Caller,
    Record { entity, id }: Record,
    pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    if entity.overview.is_empty() {
        return Err(Refusal::not_found());
    }
    pairs.finish()?;
    let told = caller
        .read(move |reader, actor| reader.overview(actor, entity, id))
        .await?;
    Ok(HttpResponse::Ok().json(told))
}
