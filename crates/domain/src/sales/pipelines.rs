//! Pipelines: the ways in which we sell.

use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::Initial;
use crate::kernel::problem::Violations;
use crate::kernel::value::Value;
use crate::record;

record! {
    /// One way of selling, with its own stages.
    pub struct Pipeline of PIPELINE: System {
        /// What people call it.
        name: String [max(200), keyed(), search(), fact()],
        /// Place among the pipelines.
        position: i64 [range(0, 10_000), or(Initial::Int(0)), fact()],
        /// New opportunities go here when nobody says otherwise.
        is_default: bool [or(Initial::Bool(false)), fact()],
        /// Anything else worth knowing.
        description: Option<String> [multiline()],
    }
}

/// Pipelines.
pub static PIPELINE: Entity = Entity {
    scope: Scope::Shared,
    reads: &[Read {
        name: "pipelines",
        from: ReadFrom::All(|| &PIPELINE),
    }],
    decide,
    sort: "position",
    ..Entity::root("pipeline", "pipelines", Pipeline::FIELDS)
};

/// One default at most: a new one takes it from the others.
fn decide(
    facts: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    if *after.get("is_default") != Value::Bool(true) {
        return Ok(Vec::new());
    }
    let others = facts.all::<Pipeline>("pipelines");
    let others = others
        .into_iter()
        .filter(|other| other.is_default && other.head.id != after.id());
    Ok(others
        .map(|other| Effect::Patch {
            entity: &PIPELINE,
            id: other.head.id,
            sets: vec![("is_default", Value::Bool(false))],
        })
        .collect())
}
