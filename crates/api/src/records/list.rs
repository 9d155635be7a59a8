//! `GET /{plural}`: a page of records.

use actix_web::HttpResponse;
use guanxi_domain::access::Action;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::Violations;
use guanxi_domain::kernel::query::{MOST_ROWS, MOST_SORTS, Query, Sort, USUAL_LIMIT};

use super::path::Target;
use super::permit::Permit;
use crate::answer;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;
use crate::search::words;

/// Records that pass the filter, in the order asked for.
pub async fn list(
    caller: Caller,
    Target(entity): Target,
    pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    Permit::Do(Action::Read).check(&caller.actor, entity)?;
    let world = caller.world();
    let query = read(pairs, &caller.lens(&world, entity))?;
    let page = caller
        .read(move |reader, actor| reader.list(actor, entity, &query))
        .await?;
    Ok(answer::json(200, page, None))
}

fn read(mut pairs: Pairs, lens: &Lens) -> Result<Query, Refusal> {
    let search = pairs.take("q")?.filter(|text| !text.trim().is_empty());
    let fields = pairs.take_list("fields")?;
    let query = Query {
        filter: filter(pairs.take_filters(), lens)?,
        search: search.map(|text| words(Some(text))).transpose()?,
        sort: sorts(&pairs.take_list("sort")?)?,
        fields: (!fields.is_empty()).then_some(fields),
        expand: pairs.take_list("expand")?,
        cursor: pairs.take("cursor")?,
        from: pairs.take("from")?,
        limit: pairs.take_number("limit", USUAL_LIMIT, MOST_ROWS)?,
        total: includes_total(&pairs.take_list("include")?)?,
        deleted: pairs.take_flag("deleted")?,
    };
    pairs.finish()?;
    Ok(query)
}

fn filter(pairs: Vec<(String, String)>, lens: &Lens) -> Result<Option<Filter>, Refusal> {
    let mut found = Violations::default();
    let mut tests = Vec::with_capacity(pairs.len());
    for (key, text) in pairs {
        match Filter::from_parameter(lens, &key, &text) {
            Ok(test) => tests.push(test),
            Err(violations) => found.extend(violations),
        }
    }
    found.into_result().map_err(Refusal::invalid)?;
    Ok((!tests.is_empty()).then_some(Filter::And(tests)))
}

/// Sort keys such as `-updated_at`.
pub fn sorts(keys: &[String]) -> Result<Vec<Sort>, Refusal> {
    if keys.len() > MOST_SORTS {
        return Err(Refusal::parameter("sort", "too_many_sorts").with("most", MOST_SORTS));
    }
    Ok(keys.iter().map(|key| Sort::parse(key)).collect())
}

/// What else to deliver.
pub fn includes_total(wanted: &[String]) -> Result<bool, Refusal> {
    match wanted {
        [] => Ok(false),
        [only] if only == "total" => Ok(true),
        _ => Err(Refusal::parameter("include", "unknown_value")),
    }
}
