//! Which tag is on which record.

use uuid::Uuid;

use super::activities::anchored;
use super::tags::Tag;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Format, Id};
use crate::kernel::problem::Violations;
use crate::record;

record! {
    /// One tag on one record.
    pub struct Tagging of TAGGING: System {
        /// Which tag.
        tag_id: Id<Tag> [on_create(), fact()],
        /// On what kind of record.
        anchor_entity: String [max(60), format(Format::EntityName), on_create()],
        /// On which record.
        anchor_id: Uuid [on_create()],
    }
}

/// Taggings.
pub static TAGGING: Entity = Entity {
    title: "id",
    scope: Scope::Anchored,
    decide,
    unique: &[&["tag_id", "anchor_id"]],
    sort: "created_at",
    ..Entity::root("tagging", "taggings", Tagging::FIELDS)
};

fn decide(
    _: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    anchored(after)?;
    Ok(Vec::new())
}
