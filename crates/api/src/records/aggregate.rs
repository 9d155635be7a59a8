//! `POST /{plural}/aggregate`: counts and sums by groups.

use actix_web::HttpResponse;
use chrono::NaiveDate;
use guanxi_domain::access::Action;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::period::Unit;
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use serde_json::{Map, Value as Json};

use super::path::Target;
use super::permit::Permit;
use super::query::Members;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// Figures over the records that pass the filter. Reads only, so it needs no key.
pub async fn aggregate(
    caller: Caller,
    Target(entity): Target,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    Permit::Do(Action::Read).check(&caller.actor, entity)?;
    pairs.finish()?;
    let world = caller.world();
    let ask = read(&body.members, &caller.lens(&world, entity))?;
    let day = rate_day(&body.members)?;
    let figures = caller
        .read(move |reader, actor| {
            let mut figures = reader.aggregate(actor, entity, &ask)?;
            if let Some(day) = day {
                reader.restate(&mut figures, day)?;
            }
            Ok(figures)
        })
        .await?;
    Ok(HttpResponse::Ok().json(figures))
}

/// Most keys of a group.
const MOST_GROUPS: usize = 2;
/// Most figures.
const MOST_MEASURES: usize = 20;

fn read(members: &Map<String, Json>, lens: &Lens) -> Result<Aggregate, Refusal> {
    let asked = Members(members);
    asked.known(&["filter", "group", "measures", "rates_on"])?;
    let group = items(members, "group", MOST_GROUPS)?;
    let measures = items(members, "measures", MOST_MEASURES)?;
    if measures.is_empty() {
        return Err(Violation::field("measures", "required").into());
    }
    Ok(Aggregate {
        filter: asked.filter(lens)?,
        group: numbered(&group, "group", read_group)?,
        measures: numbered(&measures, "measures", read_measure)?,
    })
}

/// The day at whose rates sums are told in the company's currency too, when that is asked for.
fn rate_day(members: &Map<String, Json>) -> Result<Option<NaiveDate>, Refusal> {
    let json = members.get("rates_on").unwrap_or(&Json::Null);
    match wire::parse(Kind::Day, json) {
        Ok(Value::Day(day)) => Ok(Some(day)),
        Ok(_) => Ok(None),
        Err(code) => Err(Violation::field("rates_on", code).into()),
    }
}

fn items<'a>(
    members: &'a Map<String, Json>,
    name: &str,
    most: usize,
) -> Result<Vec<&'a Json>, Refusal> {
    match members.get(name) {
        None | Some(Json::Null) => Ok(Vec::new()),
        Some(Json::Array(items)) if items.len() <= most => Ok(items.iter().collect()),
        Some(Json::Array(_)) => Err(Violation::field(name, "too_many_rows")
            .with("most", most)
            .into()),
        Some(_) => Err(Violation::field(name, "not_a_list").into()),
    }
}

fn numbered<T>(
    items: &[&Json],
    name: &str,
    read: fn(&Map<String, Json>) -> Result<T, Violation>,
) -> Result<Vec<T>, Refusal> {
    let one = |(i, item): (usize, &&Json)| {
        let read = match item {
            Json::Object(map) => read(map),
            _ => Err(Violation::at("", "not_an_object")),
        };
        read.map_err(|violation| violation.under(&format!("/{name}/{i}")))
    };
    let read: Result<Vec<T>, Violation> = items.iter().enumerate().map(one).collect();
    read.map_err(Refusal::from)
}

fn read_group(map: &Map<String, Json>) -> Result<Group, Violation> {
    only(map, &["field", "bucket"])?;
    let bucket = match text(map, "bucket")? {
        None => None,
        Some(name) => Some(unit(name).ok_or_else(|| Violation::field("bucket", "unknown_bucket"))?),
    };
    let path = text(map, "field")?.ok_or_else(|| Violation::field("field", "required"))?;
    Ok(Group {
        path: path.to_owned(),
        bucket,
    })
}

fn read_measure(map: &Map<String, Json>) -> Result<Measure, Violation> {
    only(map, &["function", "field"])?;
    let name = text(map, "function")?.ok_or_else(|| Violation::field("function", "required"))?;
    let function =
        Function::named(name).ok_or_else(|| Violation::field("function", "unknown_function"))?;
    Ok(Measure {
        function,
        path: text(map, "field")?.map(str::to_owned),
    })
}

fn only(map: &Map<String, Json>, names: &[&str]) -> Result<(), Violation> {
    let other = map.keys().find(|name| !names.contains(&name.as_str()));
    other.map_or(Ok(()), |name| {
        Err(Violation::field(name, "unknown_field").with("field", name))
    })
}

fn text<'a>(map: &'a Map<String, Json>, name: &str) -> Result<Option<&'a str>, Violation> {
    match map.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(Violation::field(name, "not_a_text")),
    }
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        _ => return None,
    })
}
