//! What happens with customers: calls, meetings, tasks, notes; and tags.

#[expect(
    clippy::module_inception,
    reason = "the area and its main entity share the field's standard term"
)]
pub mod activities;
pub mod attendees;
pub mod effort;
pub mod mentions;
pub mod taggings;
pub mod tags;
