//! `POST /{plural}/query`: the same list, with the filter as a tree.

use actix_web::HttpResponse;
use guanxi_domain::access::Action;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::query::{MOST_ROWS, Query, USUAL_LIMIT};
use serde_json::{Map, Value as Json};

use super::list::{includes_total, sorts};
use super::path::Target;
use super::permit::Permit;
use crate::answer;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};
use crate::search::words;

/// Records that pass the filter, in the order asked for. Reads only, so it needs no key.
pub async fn query(
    caller: Caller,
    Target(entity): Target,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    Permit::Do(Action::Read).check(&caller.actor, entity)?;
    pairs.finish()?;
    let world = caller.world();
    let query = read(&body.members, &caller.lens(&world, entity))?;
    let page = caller
        .read(move |reader, actor| reader.list(actor, entity, &query))
        .await?;
    Ok(answer::json(200, page, None))
}

const MEMBERS: [&str; 10] = [
    "filter", "q", "sort", "fields", "expand", "cursor", "from", "limit", "include", "deleted",
];

fn read(members: &Map<String, Json>, lens: &Lens) -> Result<Query, Refusal> {
    let asked = Members(members);
    asked.known(&MEMBERS)?;
    let fields = asked.list("fields")?;
    let search = asked.text("q")?.filter(|text| !text.trim().is_empty());
    Ok(Query {
        filter: asked.filter(lens)?,
        search: search.map(|text| words(Some(text))).transpose()?,
        sort: sorts(&asked.list("sort")?)?,
        fields: (!fields.is_empty()).then_some(fields),
        expand: asked.list("expand")?,
        cursor: asked.text("cursor")?,
        from: asked.text("from")?,
        limit: asked.limit("limit")?,
        total: includes_total(&asked.list("include")?)?,
        deleted: asked.flag("deleted")?,
    })
}

/// Members of a question, taken by kind.
pub struct Members<'a>(pub &'a Map<String, Json>);

impl Members<'_> {
    /// Refuses any other member.
    pub fn known(&self, names: &[&str]) -> Result<(), Refusal> {
        let other = self.0.keys().find(|name| !names.contains(&name.as_str()));
        other.map_or(Ok(()), |name| no(name, "unknown_field"))
    }

    /// The filter tree.
    pub fn filter(&self, lens: &Lens) -> Result<Option<Filter>, Refusal> {
        let json = self.0.get("filter").filter(|json| !json.is_null());
        let tree = json.map(|json| Filter::from_json(lens, json, "/filter"));
        tree.transpose().map_err(Refusal::invalid)
    }

    /// A text.
    pub fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.0.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.clone())),
            Some(_) => no(name, "not_a_text"),
        }
    }

    /// A list of texts, empty when it is not there.
    pub fn list(&self, name: &str) -> Result<Vec<String>, Refusal> {
        let items = match self.0.get(name) {
            None | Some(Json::Null) => return Ok(Vec::new()),
            Some(Json::Array(items)) => items,
            Some(_) => return no(name, "not_a_list"),
        };
        let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
        texts
            .collect::<Option<_>>()
            .map_or_else(|| no(name, "not_a_text"), Ok)
    }

    fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.0.get(name) {
            None | Some(Json::Null) => Ok(false),
            Some(Json::Bool(yes)) => Ok(*yes),
            Some(_) => no(name, "not_a_boolean"),
        }
    }

    fn limit(&self, name: &str) -> Result<usize, Refusal> {
        let Some(json) = self.0.get(name).filter(|json| !json.is_null()) else {
            return Ok(USUAL_LIMIT);
        };
        let number = json
            .as_u64()
            .and_then(|number| usize::try_from(number).ok());
        let fits = number.filter(|number| (1..=MOST_ROWS).contains(number));
        fits.map_or_else(|| no(name, "not_a_limit"), Ok)
    }
}

fn no<T>(name: &str, code: &'static str) -> Result<T, Refusal> {
    let violation = Violation::field(name, code).with("field", name);
    Err(Refusal::invalid(Violations(vec![violation])))
}
