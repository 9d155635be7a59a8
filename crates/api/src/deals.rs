//! Questions about sales that the generic routes do not answer: how running deals stand, how fast stages are left, what
//! was won and lost.

use actix_web::HttpResponse;
use actix_web::web::{Path, ServiceConfig};
use guanxi_domain::access::Action;
use guanxi_domain::kernel::problem::{FieldError, Violation};
use guanxi_domain::kernel::query::MOST_ROWS;
use guanxi_domain::kernel::wire;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::sales::{DealStanding, Pace, WinLossBy};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::caller::Caller;
use crate::frame::at;
use crate::records::{Members, Permit};
use crate::refusal::{Refusal, problem};
use crate::request::{Body, Pairs};

/// The routes, before the generic ones.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(at("/opportunities/standing").post(standing).finish())
        .service(at("/opportunities/win_loss").post(win_loss).finish())
        .service(at("/pipelines/{id}/pace").get(pace).finish());
}

/// How opportunities stand: stalled or not, days in their stage, what is missing before they may leave it, when both
/// sides last spoke. Reads only, so it needs no key.
async fn standing(caller: Caller, pairs: Pairs, body: Body) -> Result<HttpResponse, Refusal> {
    Permit::Do(Action::Read).check(&caller.actor, &OPPORTUNITY)?;
    pairs.finish()?;
    let asked = Members(&body.members);
    asked.known(&["ids"])?;
    let ids = ids(&asked.list("ids")?)?;
    let found = caller
        .read(move |reader, actor| reader.standings(actor, &ids))
        .await?;
    let told = found.into_iter().map(|one| described(&caller, one));
    Ok(HttpResponse::Ok().json(json!({ "data": told.collect::<Vec<_>>() })))
}

fn ids(texts: &[String]) -> Result<Vec<Uuid>, Refusal> {
    if texts.is_empty() {
        return Err(Violation::field("ids", "required").into());
    }
    if texts.len() > MOST_ROWS {
        return Err(Violation::field("ids", "too_many_rows")
            .with("most", MOST_ROWS)
            .into());
    }
    let read = |(place, text): (usize, &String)| {
        let at = || Violation::at(format!("/ids/{place}"), "not_an_id");
        wire::id(text).ok_or_else(|| Refusal::from(at()))
    };
    texts.iter().enumerate().map(read).collect()
}

fn described(caller: &Caller, one: DealStanding) -> Json {
    let refusal = Refusal::invalid(one.standing.missing);
    let missing: Vec<FieldError> = problem(&refusal, caller.language, &caller.trace_id).errors;
    json!({
        "id": one.id,
        "stage_id": one.stage,
        "pipeline_id": one.pipeline,
        "days_in_stage": one.days_in_stage,
        "is_stalled": one.standing.is_stalled,
        "last_contact_at": one.last_contact_at,
        "missing": missing,
    })
}

/// How long opportunities usually stay in the stages of a pipeline.
async fn pace(caller: Caller, id: Path<String>, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    Permit::Do(Action::Read).check(&caller.actor, &STAGE)?;
    pairs.finish()?;
    let pipeline = wire::id(&id.into_inner()).ok_or_else(Refusal::not_found)?;
    let found = caller
        .read(move |reader, actor| reader.pace(actor, pipeline))
        .await?;
    let told = |one: &Pace| json!({ "stage_id": one.stage, "median_seconds": one.median_seconds, "counted": one.counted });
    let told: Vec<Json> = found.iter().map(told).collect();
    Ok(HttpResponse::Ok().json(json!({ "data": told })))
}

/// What was won and lost, by competitor, product, segment or reason. Reads only, so it needs no key.
async fn win_loss(caller: Caller, pairs: Pairs, body: Body) -> Result<HttpResponse, Refusal> {
    Permit::Do(Action::Read).check(&caller.actor, &OPPORTUNITY)?;
    pairs.finish()?;
    let world = caller.world();
    let asked = Members(&body.members);
    asked.known(&["filter", "by"])?;
    let filter = asked.filter(&caller.lens(&world, &OPPORTUNITY))?;
    let by = asked
        .text("by")?
        .ok_or_else(|| Violation::field("by", "required"))?;
    let by = WinLossBy::named(&by).ok_or_else(|| Violation::field("by", "unknown_choice"))?;
    let told = caller
        .read(move |reader, actor| reader.win_loss(actor, by, filter))
        .await?;
    Ok(HttpResponse::Ok().json(told))
}
