//! Contacts: people at accounts, or on their own.

use super::account_contacts::{ACCOUNT_CONTACT, primary_link_effects};
use super::accounts::Account;
use super::addresses::ADDRESS;
use super::contact_points::CONTACT_POINT;
use super::contacting::minute_of;
use super::likeness::{account, email, person_name, phone};
use super::names::{NameOrder, display_name};
use crate::choice;
use crate::kernel::catalogue::{Collection, Entity};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::{Format, Id, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::record;
use chrono::NaiveDate;

choice! {
    /// How somebody prefers to be reached.
    pub enum Channel {
        Email = "email", Phone = "phone", Mobile = "mobile", Im = "im", Letter = "letter", Visit = "visit",
    }
}

record! {
    /// A person.
    pub struct Contact of CONTACT: System {
        /// Shown everywhere: made of the name's parts.
        name: String [derived(), keyed(), search(), fact()],
        /// Family name.
        family_name: String [max(100), personal()],
        /// Given name.
        given_name: Option<String> [max(100), personal()],
        /// Which part comes first.
        name_order: NameOrder [or(Initial::Text("given_first"))],
        /// "Dr.", "Ms." …
        salutation: Option<String> [max(50), personal()],
        /// The account this person mainly belongs to; kept equal to the primary link.
        account_id: Option<Id<Account>> [mirror(), fact()],
        /// Position there.
        job_title: Option<String> [max(200), search(), fact()],
        /// Department there.
        department: Option<String> [max(100)],
        /// Language to write in.
        language: Option<String> [max(20), format(Format::Language), fact()],
        /// Zone the person lives in.
        time_zone: Option<String> [max(60), format(Format::Zone)],
        /// How the person prefers to be reached.
        preferred_channel: Option<Channel> [fact()],
        /// From this time of the day on there is to be quiet, such as `21:00`.
        quiet_from: Option<String> [max(5)],
        /// Until this time.
        quiet_until: Option<String> [max(5)],
        /// Birthday.
        birthday: Option<NaiveDate> [personal()],
        /// Anything else worth knowing.
        description: Option<String> [multiline()],
        /// The primary e-mail address.
        email: Option<String> [derived(), personal(), fact()],
        /// The primary telephone number.
        phone: Option<String> [derived(), personal(), fact()],
        /// City of the main address.
        city: Option<String> [derived()],
        /// Country of the main address.
        country: Option<String> [derived()],
    }
}

/// Contacts.
pub static CONTACT: Entity = Entity {
    collections: &[
        Collection {
            name: "contact_points",
            entity: || &CONTACT_POINT,
        },
        Collection {
            name: "addresses",
            entity: || &ADDRESS,
        },
    ],
    reads: &[Read {
        name: "links",
        from: ReadFrom::Where {
            entity: || &ACCOUNT_CONTACT,
            field: "contact_id",
            equals: "id",
        },
    }],
    decide,
    derive,
    alike: &[email(90), phone(60), person_name(55), account(30)],
    anchor: true,
    custom: true,
    sort: "name",
    brief: &["job_title", "phone"],
    ..Entity::root("contact", "contacts", Contact::FIELDS)
};

fn decide(
    facts: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    quiet_hours(after)?;
    Ok(primary_link_effects(facts, after))
}

/// Both ends are times of the day, and one is not there without the other.
fn quiet_hours(contact: &Document) -> Result<(), Violations> {
    let mut found = Violations::default();
    for (field, other) in [("quiet_from", "quiet_until"), ("quiet_until", "quiet_from")] {
        let text = contact.text(field);
        if text.is_empty() && !contact.text(other).is_empty() {
            found.add(Violation::field(field, "required"));
        } else if !text.is_empty() && minute_of(text).is_none() {
            found.add(Violation::field(field, "not_a_time"));
        }
    }
    found.into_result()
}

fn derive(facts: &Facts, contact: &mut Document) -> Result<(), Violations> {
    let order = NameOrder::named(contact.text("name_order"));
    let name = display_name(
        contact.text("family_name"),
        contact.text("given_name"),
        &order,
    );
    contact.set("name", Value::Text(name));
    super::addresses::derive(contact);
    super::contact_points::derive(facts, contact)
}
