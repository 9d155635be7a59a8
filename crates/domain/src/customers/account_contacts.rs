//! Links between accounts and the people who work for, advise or decide in them.

use chrono::NaiveDate;
use uuid::Uuid;

use super::accounts::Account;
use super::contacts::{CONTACT, Contact};
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::{Id, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::record;

record! {
    /// One person at one account, with role and dates.
    pub struct AccountContact of ACCOUNT_CONTACT: System {
        /// Where.
        account_id: Id<Account> [on_create(), fact()],
        /// Who.
        contact_id: Id<Contact> [on_create(), fact()],
        /// As what: "managing director", "buyer" …
        role: Option<String> [max(100), search(), fact()],
        /// Since when.
        from_on: Option<NaiveDate> [fact()],
        /// Until when; open when empty.
        to_on: Option<NaiveDate> [fact()],
        /// The account this person mainly belongs to.
        is_primary: bool [or(Initial::Bool(false)), fact()],
    }
}

/// Links between accounts and contacts.
pub static ACCOUNT_CONTACT: Entity = Entity {
    title: "role",
    scope: Scope::Linked(&["account_id", "contact_id"]),
    reads: &[
        Read {
            name: "contact",
            from: ReadFrom::Target("contact_id"),
        },
        Read {
            name: "links",
            from: ReadFrom::Where {
                entity: || &ACCOUNT_CONTACT,
                field: "contact_id",
                equals: "contact_id",
            },
        },
    ],
    decide,
    ..Entity::root(
        "account_contact",
        "account_contacts",
        AccountContact::FIELDS,
    )
};

/// A primary link makes its account the contact's own, and the former primary link an ordinary one.
fn decide(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let (Value::Day(from), Value::Day(to)) = (after.get("from_on"), after.get("to_on")) else {
        return Ok(keep_primary(facts, before, after));
    };
    if from > to {
        return Err(Violation::field("to_on", "ends_before_start").into());
    }
    Ok(keep_primary(facts, before, after))
}

fn keep_primary(facts: &Facts, before: Option<&Document>, after: &Document) -> Vec<Effect> {
    let primary = |link: &Document| {
        *link.get("is_primary") == Value::Bool(true) && link.deleted_at().is_none()
    };
    let Some(contact) = after.get("contact_id").as_id() else {
        return Vec::new();
    };
    let was = before.is_some_and(primary);
    match (was, primary(after)) {
        (false, true) => {
            let mut effects = demote_others(facts, after.id());
            effects.push(point_contact(contact, after.get("account_id").clone()));
            effects
        }
        (true, false) => vec![point_contact(contact, Value::Null)],
        _ => Vec::new(),
    }
}

fn point_contact(contact: Uuid, account: Value) -> Effect {
    Effect::Patch {
        entity: &CONTACT,
        id: contact,
        sets: vec![("account_id", account)],
    }
}

fn demote_others(facts: &Facts, keep: Uuid) -> Vec<Effect> {
    let primary =
        |link: &&Document| link.id() != keep && *link.get("is_primary") == Value::Bool(true);
    let others = facts.read("links").iter().filter(primary);
    others
        .map(|link| Effect::Patch {
            entity: &ACCOUNT_CONTACT,
            id: link.id(),
            sets: vec![("is_primary", Value::Bool(false))],
        })
        .collect()
}

/// What a contact's account means for its links: the link to it is there and is the primary one.
pub fn primary_link_effects(facts: &Facts, contact: &Document) -> Vec<Effect> {
    let account = contact.get("account_id");
    let Value::Id(_) = account else {
        return demote_others(facts, Uuid::nil());
    };
    let existing = facts
        .read("links")
        .iter()
        .find(|link| link.get("account_id") == account);
    let Some(link) = existing else {
        let mut link = Document::new(&ACCOUNT_CONTACT, facts.fresh_id(0));
        link.set("account_id", account.clone());
        link.set("contact_id", Value::Id(contact.id()));
        link.set("role", contact.get("job_title").clone());
        link.set("is_primary", Value::Bool(true));
        let mut effects = demote_others(facts, link.id());
        effects.push(Effect::Create(link));
        return effects;
    };
    let mut effects = demote_others(facts, link.id());
    if *link.get("is_primary") != Value::Bool(true) {
        effects.push(Effect::Patch {
            entity: &ACCOUNT_CONTACT,
            id: link.id(),
            sets: vec![("is_primary", Value::Bool(true))],
        });
    }
    effects
}
