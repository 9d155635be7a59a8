//! `POST /imports`: an import out of its mapping.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use guanxi_domain::import::mapping::Mapping;
use guanxi_domain::kernel::problem::Violation;
use guanxi_persistence::{Error, import};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::once::once;
use crate::caller::Caller;
use crate::records::Manner;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs, Reading, bytes, media_type};

const TOML: &str = "application/toml";

/// A mapping: in JSON, as an object or as the text of a mapping file; or that file itself.
pub struct Given {
    mapping: Mapping,
    /// Where in the body it stands.
    place: &'static str,
    hash: Vec<u8>,
}

impl FromRequest for Given {
    type Error = Refusal;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if media_type(request) == TOML {
            let bytes = bytes(request, payload, &[TOML]);
            return Box::pin(async move { of_file(&bytes.await?) });
        }
        let body = Body::from_request(request, payload);
        Box::pin(async move {
            let body = body.await?;
            Ok(Self {
                mapping: of_json(&body)?,
                place: "/mapping",
                hash: body.hash,
            })
        })
    }
}

/// Makes an import that waits for its files.
pub async fn create(
    caller: Caller,
    request: HttpRequest,
    pairs: Pairs,
    given: Given,
) -> Result<HttpResponse, Refusal> {
    let manner = Manner::of_post(&request, pairs, &given.hash)?;
    once(&caller, manner, 201, move |tx, actor| {
        import::create(tx, actor, &given.mapping).map_err(|error| within(given.place, error))
    })
    .await
}

fn of_file(bytes: &[u8]) -> Result<Given, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::bad_request("not_utf8"))?;
    Ok(Given {
        mapping: Mapping::from_toml(text).map_err(|error| no_mapping("", error))?,
        place: "",
        hash: Sha256::digest(bytes).to_vec(),
    })
}

fn no_mapping(place: &str, reason: impl std::fmt::Display) -> Refusal {
    let violation = Violation::at(place, "not_a_mapping");
    violation.with("reason", reason).into()
}

fn of_json(body: &Body) -> Result<Mapping, Refusal> {
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
    read.map_err(|error| no_mapping("/mapping", error))
}

/// Pointers of the mapping's own mistakes begin at the body.
fn within(place: &str, error: Error) -> Error {
    let Error::Violations(mut found) = error else {
        return error;
    };
    let all = found.0.into_iter();
    found.0 = all.map(|one| one.under(place)).collect();
    found.into()
}
