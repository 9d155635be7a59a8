//! Favourites: what somebody wants to have at hand, in the order they chose.

use uuid::Uuid;

use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Format, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::record;
use crate::registry;

record! {
    /// A record that somebody wants to have at hand. Nobody else sees it.
    pub struct Favourite of FAVOURITE: System {
        /// What it was called when it was chosen.
        name: String [max(300), fact()],
        /// What kind of record: `account`.
        entity: String [max(64), format(Format::EntityName), on_create(), fact()],
        /// Which one.
        record_id: Uuid [on_create()],
        /// Place among the favourites, the first one first.
        position: i64 [or(Initial::Int(0)), fact()],
    }
}

/// Favourites.
pub static FAVOURITE: Entity = Entity {
    scope: Scope::Personal { shared: None },
    unique: &[&["owner_id", "record_id"]],
    decide,
    sort: "position",
    ..Entity::root("favourite", "favourites", Favourite::FIELDS)
};

/// Only what has a page can be at hand. Whether the person may see it is asked when they go there, as always.
fn decide(
    _: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let named = registry::by_name(after.text("entity"));
    if named.is_none_or(|entity| entity.is_part() || entity.is(&FAVOURITE)) {
        return Err(Violation::field("entity", "unknown_entity").into());
    }
    Ok(Vec::new())
}
