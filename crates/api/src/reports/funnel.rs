//! `POST /pipelines/{id}/funnel`: the battle map of a pipeline.

use actix_web::HttpResponse;
use actix_web::web::Path;
use chrono::NaiveDate;
use guanxi_domain::access::Action;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stage_changes::STAGE_CHANGE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::reports::FunnelWish;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::caller::Caller;
use crate::records::{Members, Permit};
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// Where open sales stand and how they are, and how sales went from stage to stage. Reads only, so it needs no key.
pub async fn funnel(
    caller: Caller,
    id: Path<String>,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    for entity in [&PIPELINE, &STAGE, &OPPORTUNITY, &STAGE_CHANGE] {
        Permit::Do(Action::Read).check(&caller.actor, entity)?;
    }
    pairs.finish()?;
    let pipeline = wire::id(&id).ok_or_else(Refusal::not_found)?;
    let wish = read(&caller, pipeline, &body.members)?;
    let map = caller
        .read(move |reader, actor| reader.funnel(actor, &wish))
        .await?;
    Ok(HttpResponse::Ok().json(map))
}

fn read(
    caller: &Caller,
    pipeline: Uuid,
    members: &Map<String, Json>,
) -> Result<FunnelWish, Refusal> {
    let asked = Members(members);
    asked.known(&["filter", "during", "before"])?;
    let world = caller.world();
    let during = stretch(members, "during")?;
    Ok(FunnelWish {
        pipeline,
        filter: asked.filter(&caller.lens(&world, &OPPORTUNITY))?,
        during: during.ok_or_else(|| Violation::field("during", "required"))?,
        before: stretch(members, "before")?,
    })
}

/// First and last day of a stretch of time: `{from, to}`.
fn stretch(
    members: &Map<String, Json>,
    name: &str,
) -> Result<Option<(NaiveDate, NaiveDate)>, Violation> {
    let map = match members.get(name) {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Object(map)) => map,
        Some(_) => return Err(Violation::field(name, "not_an_object")),
    };
    let under = |violation: Violation| violation.under(&format!("/{name}"));
    if let Some(other) = map
        .keys()
        .find(|key| !["from", "to"].contains(&key.as_str()))
    {
        return Err(under(
            Violation::field(other, "unknown_field").with("field", other),
        ));
    }
    let day = |name: &str| match wire::parse(Kind::Day, map.get(name).unwrap_or(&Json::Null)) {
        Ok(Value::Day(day)) => Ok(day),
        Ok(_) => Err(under(
            Violation::field(name, "required").with("field", name),
        )),
        Err(code) => Err(under(Violation::field(name, code).with("field", name))),
    };
    let (from, to) = (day("from")?, day("to")?);
    if to < from {
        return Err(under(Violation::field("to", "ends_before_start")));
    }
    Ok(Some((from, to)))
}
