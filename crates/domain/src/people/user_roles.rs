//! The roles a user holds: rows inside the user.

use crate::kernel::catalogue::Entity;
use crate::kernel::field::Id;
use crate::people::roles::Role;
use crate::record;

record! {
    /// One role of a user.
    pub struct UserRole of USER_ROLE: Part {
        /// Which role.
        role_id: Id<Role>,
    }
}

/// Roles of users.
pub static USER_ROLE: Entity = Entity::part("user_role", "user_roles", UserRole::FIELDS);
