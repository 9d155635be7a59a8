//! Looking at imports, starting and stopping them.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::query::{MOST_ROWS, USUAL_LIMIT};
use guanxi_domain::kernel::wire;
use guanxi_persistence::import;
use serde_json::{Value as Json, json};

use super::once::once;
use super::path::Id;
use super::shown::shown;
use crate::caller::Caller;
use crate::records::Manner;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// `GET /imports`: those that the caller made or may see, newest first.
pub async fn list(caller: Caller, mut pairs: Pairs) -> Result<HttpResponse, Refusal> {
    let cursor = pairs.take("cursor")?;
    let limit = pairs.take_number("limit", USUAL_LIMIT, MOST_ROWS)?;
    pairs.finish()?;
    let bad = || Refusal::parameter("cursor", "bad_cursor");
    let before = cursor
        .map(|text| wire::id(&text).ok_or_else(bad))
        .transpose()?;
    let language = caller.language;
    let body = caller
        .read(move |reader, actor| {
            let mut page = import::list(reader, actor, before, limit + 1)?;
            let more = page.len() > limit;
            page.truncate(limit);
            let next = page.last().filter(|_| more).map(|(import, _)| import.id);
            let data = page
                .iter()
                .map(|(import, files)| shown(import, files, language));
            let data: Vec<_> = data.collect();
            Ok(json!({ "data": data, "next_cursor": next, "has_more": more }))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// `GET /imports/{id}`: how far it is, or what came of it.
pub async fn show(caller: Caller, Id(id): Id, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let language = caller.language;
    let body = caller
        .read(move |reader, actor| {
            let (import, files) = import::find(reader, actor, id)?;
            Ok(shown(&import, &files, language))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// `POST /imports/{id}/start`: the real thing, or with `dry_run` only what would happen.
pub async fn start(
    caller: Caller,
    Id(id): Id,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    let manner = Manner::of_post(&request, pairs, &body.hash)?;
    let dry_run = match body.members.get("dry_run") {
        None => false,
        Some(Json::Bool(yes)) => *yes,
        Some(_) => return Err(Violation::field("dry_run", "not_a_boolean").into()),
    };
    if let Some(name) = body.members.keys().find(|name| *name != "dry_run") {
        return Err(Violation::field(name, "unknown_field")
            .with("field", name)
            .into());
    }
    once(&caller, manner, 202, move |tx, actor| {
        import::start(tx, actor, id, dry_run)
    })
    .await
}

/// `POST /imports/{id}/cancel`: stops it; rows that are in stay in.
pub async fn cancel(
    caller: Caller,
    Id(id): Id,
    request: HttpRequest,
    pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    let manner = Manner::of_post(&request, pairs, &[])?;
    once(&caller, manner, 200, move |tx, actor| {
        import::cancel(tx, actor, id)
    })
    .await
}
