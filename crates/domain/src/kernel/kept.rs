//! Filters that administrators keep in records, as JSON text: who gets a lead, what must hold before a stage is left.

use serde_json::Value as Json;

use super::catalogue::Entity;
use super::custom::CustomFields;
use super::filter::Filter;
use super::path::Lens;
use super::problem::{Violation, Violations};
use crate::access::Actor;

/// A kept filter over records of `entity`; an empty one matches everything. Refusals point into `field`.
pub fn kept(
    entity: &'static Entity,
    custom: &CustomFields,
    text: &str,
    field: &str,
) -> Result<Filter, Violations> {
    let json: Json =
        serde_json::from_str(text).map_err(|_| Violation::field(field, "not_a_filter"))?;
    let actor = Actor::system();
    let lens = Lens {
        entity,
        custom,
        actor: &actor,
    };
    Filter::from_json(&lens, &json, &format!("/{field}"))
}
