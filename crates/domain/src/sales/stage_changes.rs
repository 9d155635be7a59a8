//! The history of an opportunity's stages, with how long it stayed in each.

use crate::customers::accounts::Account;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::field::Id;
use crate::kernel::time::Instant;
use crate::record;
use crate::sales::opportunities::Opportunity;
use crate::sales::stages::Stage;

record! {
    /// One move from stage to stage.
    pub struct StageChange of STAGE_CHANGE: System {
        /// Which opportunity.
        opportunity_id: Id<Opportunity> [fact()],
        /// Its account at that time.
        account_id: Option<Id<Account>>,
        /// The stage it left; none when it was created.
        from_stage_id: Option<Id<Stage>> [fact()],
        /// The stage it entered.
        to_stage_id: Id<Stage> [fact()],
        /// When.
        moved_at: Instant [fact()],
        /// How long it had been in the stage it left, in seconds.
        seconds: Option<i64> [fact()],
        /// Why, when the move needed a reason.
        reason: Option<String> [multiline()],
    }
}

/// Stage changes: written by the opportunity's rules only.
pub static STAGE_CHANGE: Entity = Entity {
    title: "moved_at",
    scope: Scope::Linked(&["opportunity_id"]),
    writable: false,
    sort: "-moved_at",
    brief: &["to_stage_id", "from_stage_id"],
    ..Entity::root("stage_change", "stage_changes", StageChange::FIELDS)
};
