//! `POST /imports`: an import out of its mapping.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::import::mapping::Mapping;
use guanxi_domain::kernel::problem::Violation;
use guanxi_persistence::import;
use serde_json::Value as Json;

use super::once::once;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// Makes an import that waits for its files. The mapping is an object, or the text of a mapping file.
pub async fn create(
    caller: Caller,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let mapping = mapping(&body)?;
    once(&caller, &request, 201, &body.hash, move |tx, actor| {
        import::create(tx, actor, &mapping).map_err(within_mapping)
    })
    .await
}

fn mapping(body: &Body) -> Result<Mapping, Refusal> {
    let read = match body.members.get("mapping") {
        Some(Json::String(text)) => Mapping::from_toml(text),
        Some(object @ Json::Object(_)) => Mapping::from_json(&object.to_string()),
        _ => return Err(Violation::field("mapping", "required").into()),
    };
    if let Some(name) = body.members.keys().find(|name| *name != "mapping") {
        return Err(Violation::field(name, "unknown_field")
            .with("field", name)
            .into());
    }
    read.map_err(|error| {
        Violation::field("mapping", "not_a_mapping")
            .with("reason", error)
            .into()
    })
}

/// Pointers of the mapping's own mistakes begin at the body.
fn within_mapping(error: guanxi_persistence::Error) -> guanxi_persistence::Error {
    match error {
        guanxi_persistence::Error::Violations(mut found) => {
            found.0 = found
                .0
                .into_iter()
                .map(|one| one.under("/mapping"))
                .collect();
            found.into()
        }
        other => other,
    }
}
