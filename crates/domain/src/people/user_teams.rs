//! The teams a user belongs to: rows inside the user; the first is the user's own.

use crate::kernel::catalogue::Entity;
use crate::kernel::field::Id;
use crate::people::teams::Team;
use crate::record;

record! {
    /// One team of a user.
    pub struct UserTeam of USER_TEAM: Part {
        /// Which team.
        team_id: Id<Team>,
    }
}

/// Teams of users.
pub static USER_TEAM: Entity = Entity::part("user_team", "user_teams", UserTeam::FIELDS);
