//! Who takes part in an assignment rule.

use crate::kernel::catalogue::Entity;
use crate::kernel::field::{Id, Initial};
use crate::people::users::User;
use crate::record;

record! {
    /// One user whose turn comes round.
    pub struct AssignmentMember of ASSIGNMENT_MEMBER: Part {
        /// Who.
        user_id: Id<User>,
        /// Left out for a while when not.
        is_active: bool [or(Initial::Bool(true))],
    }
}

/// Members of assignment rules.
pub static ASSIGNMENT_MEMBER: Entity = Entity::part(
    "assignment_member",
    "assignment_members",
    AssignmentMember::FIELDS,
);
