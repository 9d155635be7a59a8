//! `GET /{plural}/{id}/events`: what happened to a record, newest first.

use actix_web::HttpResponse;
use guanxi_domain::kernel::query::{MOST_ROWS, USUAL_LIMIT};

use super::path::Record;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// A page of the history.
pub async fn events(
    caller: Caller,
    Record { entity, id }: Record,
    mut pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    let cursor = pairs.take("cursor")?;
    let limit = pairs.take_number("limit", USUAL_LIMIT, MOST_ROWS)?;
    pairs.finish()?;
    let page = caller
        .read(move |reader, actor| reader.history(actor, entity, id, cursor.as_deref(), limit))
        .await?;
    Ok(HttpResponse::Ok().json(page))
}
