//! What the layers below say no with, as refusals.

use actix_web::http::StatusCode;
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::custom::CustomFields;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::wire::answer_json;
use guanxi_persistence::engine::calendar;
use guanxi_persistence::{Error, database};
use serde_json::Value as Json;

use super::Refusal;

/// A refusal out of what persistence says, as this actor may read it.
pub fn of_error(error: Error, actor: &Actor, custom: &CustomFields) -> Refusal {
    match error {
        Error::NotFound => Refusal::not_found(),
        Error::Forbidden(action) => Refusal::forbidden("forbidden").with("action", action),
        Error::Violations(violations) => Refusal::invalid(violations),
        Error::Conflict(violation) => {
            let params = violation.params.clone();
            let refusal = Refusal::conflict(violation.code).because(violation);
            params
                .into_iter()
                .fold(refusal, |refusal, (name, value)| refusal.with(name, value))
        }
        Error::Transition { verb, state } => Refusal::conflict("wrong_state")
            .with("verb", verb)
            .with("state", state),
        Error::Stale(document) => {
            let lens = Lens {
                entity: document.entity,
                custom,
                actor,
            };
            let clock = calendar::clock(&actor.zone, database::now());
            let current = Json::Object(answer_json(&lens, &document, clock));
            Refusal::new(StatusCode::PRECONDITION_FAILED, "stale").current(current)
        }
        Error::BadCursor => Refusal::parameter("cursor", "bad_cursor"),
        Error::Busy => Refusal::unavailable("busy"),
        Error::Unavailable(cause) => {
            tracing::warn!(%cause, "database unavailable");
            Refusal::unavailable("unavailable")
        }
        Error::Secret(fault) => {
            tracing::error!(%fault, "a secret cannot be used");
            Refusal::internal()
        }
        Error::Internal(cause) => {
            tracing::error!(%cause, "internal error");
            Refusal::internal()
        }
    }
}

impl From<Violation> for Refusal {
    fn from(violation: Violation) -> Self {
        Self::invalid(violation.into())
    }
}
