//! Roles: bundles of rights that users hold.

use crate::access::Rights;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Initial, Json};
use crate::kernel::problem::{Violation, Violations};
use crate::record;

record! {
    /// A bundle of rights.
    pub struct Role of ROLE: System {
        /// What people call it; the seeded ones are shown translated by their code.
        name: String [max(100), keyed(), search(), fact()],
        /// Stable name of a seeded role: `administrator`, `manager`, `sales`, `read_only`.
        code: Option<String> [max(50), derived(), fact()],
        /// What it is for.
        description: Option<String> [multiline()],
        /// [`Rights`] as JSON.
        rights: Json [or(Initial::Text("{}"))],
    }
}

/// Roles.
pub static ROLE: Entity = Entity {
    scope: Scope::Shared,
    decide,
    sort: "name",
    ..Entity::root("role", "roles", Role::FIELDS)
};

/// The code of the role that can do everything and never vanishes.
pub const ADMINISTRATOR: &str = "administrator";

fn decide(
    _: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let rights = after.get("rights").clone();
    if serde_json::from_str::<Rights>(rights.as_text().unwrap_or("{}")).is_err() {
        return Err(Violation::field("rights", "not_rights").into());
    }
    let administrator = before.is_some_and(|before| before.text("code") == ADMINISTRATOR);
    if administrator && before.map(|before| before.get("rights")) != Some(&rights) {
        return Err(Violation::field("rights", "administrator_is_fixed").into());
    }
    if administrator && after.deleted_at().is_some() {
        return Err(Violation::at("", "administrator_is_fixed").into());
    }
    Ok(Vec::new())
}
