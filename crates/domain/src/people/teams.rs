//! Teams, in a tree.

use crate::choice;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::{Id, Initial};
use crate::kernel::problem::Violations;
use crate::people::users::User;
use crate::record;
use crate::sales::pipelines::Pipeline;

choice! {
    /// What a team does.
    pub enum TeamKind { Sales = "sales", Marketing = "marketing", Service = "service", Misc = "other" }
}

record! {
    /// People who work together and share records.
    pub struct Team of TEAM: System {
        /// What people call it.
        name: String [max(200), keyed(), search(), fact()],
        /// What it does.
        kind: TeamKind [or(Initial::Text("sales")), fact()],
        /// Who leads it.
        lead_id: Option<Id<User>> [fact()],
        /// The team above.
        parent_id: Option<Id<Team>> [fact()],
        /// Where new opportunities of the team begin; the usual pipeline when none is said.
        pipeline_id: Option<Id<Pipeline>>,
    }
}

/// Teams.
pub static TEAM: Entity = Entity {
    scope: Scope::Shared,
    reads: &[Read {
        name: "above",
        from: ReadFrom::Chain("parent_id"),
    }],
    decide,
    sort: "name",
    brief: &["kind"],
    ..Entity::root("team", "teams", Team::FIELDS)
};

fn decide(
    facts: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    super::users::no_cycle(facts.read("above"), after, "parent_id")?;
    Ok(Vec::new())
}
