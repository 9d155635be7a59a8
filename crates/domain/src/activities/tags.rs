//! Tags: words that people put on records.

use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::field::Initial;
use crate::record;

record! {
    /// A word to put on records.
    pub struct Tag of TAG: System {
        /// The word.
        name: String [max(60), keyed(), search(), unique(), fact()],
        /// One of eight hues, 0 to 7.
        hue: i64 [range(0, 7), or(Initial::Int(0)), fact()],
    }
}

/// Tags.
pub static TAG: Entity = Entity {
    scope: Scope::Shared,
    sort: "name",
    ..Entity::root("tag", "tags", Tag::FIELDS)
};
