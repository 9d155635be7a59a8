//! Whom we sell against.

use chrono::NaiveDate;

use crate::customers::accounts::Account;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::field::{Format, Id};
use crate::record;

record! {
    /// A firm that sells against us, and what we know of it.
    pub struct Competitor of COMPETITOR: System {
        /// What people call it.
        name: String [max(255), keyed(), search(), fact()],
        /// Where it presents itself.
        website: Option<String> [max(500), format(Format::Url), fact()],
        /// The same firm among the accounts, if we also deal with it.
        account_id: Option<Id<Account>> [fact()],
        /// What it does better than we.
        strengths: Option<String> [multiline(), search()],
        /// What it does worse.
        weaknesses: Option<String> [multiline(), search()],
        /// What is known of its prices.
        price_notes: Option<String> [multiline(), search()],
        /// Where all this is known from.
        sources: Option<String> [multiline()],
        /// When somebody last checked that it still holds.
        reviewed_on: Option<NaiveDate> [fact()],
    }
}

/// Competitors: knowledge of the whole house, so everybody reads it.
pub static COMPETITOR: Entity = Entity {
    scope: Scope::Shared,
    anchor: true,
    custom: true,
    sort: "name",
    brief: &["website"],
    ..Entity::root("competitor", "competitors", Competitor::FIELDS)
};
