//! Users, teams and roles.

pub mod roles;
pub mod seeds;
pub mod teams;
pub mod user_roles;
pub mod user_teams;
pub mod users;
