//! The first page: what to do today.

mod first_steps;
mod invitations;
mod item;
mod keys;
mod lists;
mod page;
mod parts;
mod reminders;
mod snooze;

pub use page::Home;
pub use reminders::follow_reminders;
