//! `GET /search`: records of several entities that hold some words.

use actix_web::HttpResponse;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::fold;
use guanxi_domain::registry;

use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Pairs;

/// Longest question in characters.
const MOST_TEXT: usize = 200;
const USUAL_LIMIT: usize = 10;
const MOST_ROWS: usize = 50;

/// Finds records the caller may see; `limit` counts per entity.
pub async fn search(caller: Caller, mut pairs: Pairs) -> Result<HttpResponse, Refusal> {
    let words = words(pairs.take("q")?)?;
    let entities = entities(pairs.take_list("entities")?)?;
    let limit = pairs.take_number("limit", USUAL_LIMIT, MOST_ROWS)?;
    pairs.finish()?;
    let found = caller
        .read(move |reader, actor| reader.search(actor, &words, &entities, limit))
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// Words to look for: short enough to be meant, and without control characters.
pub fn words(text: Option<String>) -> Result<String, Refusal> {
    let text = text.ok_or_else(|| Refusal::parameter("q", "required"))?;
    if text.chars().count() > MOST_TEXT {
        return Err(Refusal::parameter("q", "too_long").with("most", MOST_TEXT));
    }
    fold::store(&text).map_err(|_| Refusal::parameter("q", "control_character"))
}

fn entities(names: Vec<String>) -> Result<Vec<&'static Entity>, Refusal> {
    if names.is_empty() {
        return Ok(registry::roots().collect());
    }
    let named = |name: &String| {
        let found = registry::by_name(name).filter(|entity| !entity.is_part());
        found.ok_or_else(|| Refusal::parameter("entities", "unknown_entity").with("entity", name))
    };
    names.iter().map(named).collect()
}
