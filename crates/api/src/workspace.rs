//! `GET` and `PATCH /workspace`: what the whole workspace shares, for administrators.

pub mod demo_firm;

use std::str::FromStr;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::kernel::currency::Currency;
use guanxi_i18n::Language;
use guanxi_persistence::engine::keys::Collation;
use guanxi_persistence::infra::workspace::{Outcome, Wishes};
use guanxi_persistence::settings::{self, Workspace};
use serde_json::{Value as Json, json};

use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs, required_if_match};

/// Longest name.
const MOST_NAME: usize = 200;

/// The settings as they are now, also right after another node changed them.
pub async fn show(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    if !caller.actor.may_set_up() {
        return Err(Refusal::forbidden("forbidden").with("action", "read"));
    }
    let workspace = caller
        .read(|reader, _| Ok(settings::workspace(reader.conn())?))
        .await?;
    Ok(answer(&workspace))
}

/// Changes some.
pub async fn change(
    caller: Caller,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    if !caller.actor.may_set_up() {
        return Err(Refusal::forbidden("forbidden").with("action", "update"));
    }
    let expect = required_if_match(&request)?;
    let wishes = read(&body)?;
    let outcome = caller
        .write(move |tx, actor| tx.change_workspace(actor, expect, &wishes))
        .await?;
    match outcome {
        Outcome::Done(workspace) => Ok(answer(&workspace)),
        Outcome::Stale(workspace) => {
            let refusal = Refusal::new(StatusCode::PRECONDITION_FAILED, "stale");
            Err(refusal.current(described(&workspace)))
        }
    }
}

/// A merge patch: what is not named stays, and nothing can be emptied.
fn read(body: &Body) -> Result<Wishes, Refusal> {
    let mut form = body.form();
    let mut wishes = Wishes::default();
    let named = |name: &str| body.members.contains_key(name);
    if named("name") {
        wishes.name = Some(form.text("name", MOST_NAME).trim().to_owned());
    }
    if named("company_currency") {
        wishes.company_currency = form.parsed("company_currency", "unknown_currency", |code| {
            Currency::from_str(code).ok()
        });
    }
    if named("time_zone") {
        wishes.time_zone = form.parsed("time_zone", "unknown_time_zone", |zone| {
            let zone = zone.parse::<chrono_tz::Tz>().ok()?;
            Some(zone.name().to_owned())
        });
    }
    if named("language") {
        wishes.language = form.parsed("language", "unknown_language", |tag| {
            Some(Language::from_tag(tag)?.tag().to_owned())
        });
    }
    if named("collation") {
        wishes.collation = form.parsed("collation", "unknown_collation", Collation::known);
    }
    form.finish()?;
    Ok(wishes)
}

fn answer(workspace: &Workspace) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("etag", format!("\"{}\"", workspace.version)))
        .json(described(workspace))
}

fn described(workspace: &Workspace) -> Json {
    json!({
        "version": workspace.version,
        "name": workspace.name,
        "company_currency": workspace.company_currency.code(),
        "time_zone": workspace.time_zone,
        "language": workspace.language,
        "collation": workspace.collation.name(),
        "next_collation": workspace.next_collation.map(Collation::name),
    })
}
