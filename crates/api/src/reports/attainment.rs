//! `GET /targets/attainment`: what was reached of the targets that run on a day.

use actix_web::HttpResponse;
use guanxi_domain::access::Action;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use guanxi_domain::sales::targets::TARGET;
use guanxi_persistence::engine::calendar;
use serde_json::Value as Json;

use crate::caller::Caller;
use crate::records::Permit;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// Targets with what was reached; today's when no day is said.
pub async fn attainment(caller: Caller, mut pairs: Pairs) -> Result<HttpResponse, Refusal> {
    Permit::Do(Action::Read).check(&caller.actor, &TARGET)?;
    let on = pairs.take("on")?;
    pairs.finish()?;
    let on = match on.map(|text| wire::parse(Kind::Day, &Json::String(text))) {
        None => None,
        Some(Ok(Value::Day(day))) => Some(day),
        Some(_) => return Err(Refusal::parameter("on", "not_a_day")),
    };
    let told = caller
        .read(move |reader, actor| {
            let today = calendar::clock(&actor.zone, reader.now).today;
            reader.attainment(actor, on.unwrap_or(today))
        })
        .await?;
    Ok(HttpResponse::Ok().json(told))
}
