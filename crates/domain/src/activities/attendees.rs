//! Who is asked to a meeting.

use crate::choice;
use crate::customers::contacts::Contact;
use crate::kernel::catalogue::Entity;
use crate::kernel::field::{Format, Id, Initial};
use crate::people::users::User;
use crate::record;

choice! {
    /// Whether somebody comes. The words of iCalendar (RFC 5545, PARTSTAT).
    pub enum Answer {
        NeedsAction = "needs_action", Accepted = "accepted", Tentative = "tentative", Declined = "declined",
    }
}

record! {
    /// One of us, a contact, or somebody known by an address only.
    pub struct Attendee of ATTENDEE: Part {
        /// One of us; sees the meeting, whatever else.
        user_id: Option<Id<User>>,
        /// A contact.
        contact_id: Option<Id<Contact>>,
        /// The name, of people whom we do not know otherwise.
        name: Option<String> [max(255), personal()],
        /// Where the invitation goes.
        email: Option<String> [max(254), format(Format::Email), personal()],
        /// Whether they come.
        answer: Answer [or(Initial::Text("needs_action"))],
    }
}

/// Attendees of meetings.
pub static ATTENDEE: Entity = Entity::part("attendee", "attendees", Attendee::FIELDS);
