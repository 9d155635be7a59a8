//! What people said about being contacted: by what, for what, and until when it holds.

use chrono::NaiveDate;

use super::contacts::{Channel, Contact};
use crate::choice;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Id, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;
use crate::record;

choice! {
    /// For what somebody is contacted.
    pub enum ConsentPurpose {
        All = "all", Marketing = "marketing", Newsletter = "newsletter", Service = "service", Personal = "personal",
    }
}

choice! {
    /// What was said.
    pub enum ConsentStatus { Given = "given", Refused = "refused", Withdrawn = "withdrawn" }
}

choice! {
    /// How it was said.
    pub enum ConsentOrigin {
        Form = "form", Email = "email", Phone = "phone", Talk = "talk", Contract = "contract", Preferences = "preferences",
        Misc = "other",
    }
}

record! {
    /// What one person said about one channel and purpose.
    pub struct Consent of CONSENT: System {
        /// Who.
        contact_id: Id<Contact> [on_create(), fact()],
        /// By what.
        channel: Channel [on_create(), fact()],
        /// For what.
        purpose: ConsentPurpose [on_create(), or(Initial::Text("all")), fact()],
        /// What was said.
        status: ConsentStatus [fact()],
        /// How it was said.
        origin: Option<ConsentOrigin> [fact()],
        /// When it was said; now when nobody says otherwise.
        said_at: Option<Instant> [fact()],
        /// The last day on which it holds; until it is taken back when empty.
        expires_on: Option<NaiveDate> [fact()],
        /// The words, or where they are kept.
        notes: Option<String> [multiline(), personal()],
    }
}

/// Consents.
pub static CONSENT: Entity = Entity {
    title: "channel",
    scope: Scope::Linked(&["contact_id"]),
    unique: &[&["contact_id", "channel", "purpose"]],
    decide,
    brief: &["purpose", "status", "expires_on"],
    ..Entity::root("consent", "consents", Consent::FIELDS)
};

/// Something else was said now, unless another moment is given along.
fn decide(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let said = after.get("said_at").clone();
    let other = before.is_some_and(|before| {
        before.get("status") != after.get("status") && *before.get("said_at") == said
    });
    if said.is_empty() || other {
        after.set("said_at", Value::Instant(facts.now));
    }
    let future = |said: Instant| said > facts.now;
    if after.get("said_at").as_instant().is_some_and(future) {
        return Err(Violation::field("said_at", "in_the_future").into());
    }
    Ok(Vec::new())
}
