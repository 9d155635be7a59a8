//! How a lead becomes an account, a contact and an opportunity: all in one transaction, and once.

use uuid::Uuid;

use super::LEAD;
use crate::activities::activities::ACTIVITY;
use crate::activities::taggings::TAGGING;
use crate::customers::account_contacts::ACCOUNT_CONTACT;
use crate::customers::accounts::ACCOUNT;
use crate::customers::contacts::CONTACT;
use crate::kernel::catalogue::{Entity, at};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Writes};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::kernel::wire;
use crate::sales::opportunities::{self, OPPORTUNITY};
use crate::sales::opportunity_contacts::OPPORTUNITY_CONTACT;

/// Places of the fresh ids among those of the facts.
mod fresh {
    pub const ACCOUNT: usize = 0;
    pub const CONTACT: usize = 1;
    pub const LINK: usize = 2;
    pub const OPPORTUNITY: usize = 3;
    pub const BUYING_ROLE: usize = 4;
    pub const STAGE_CHANGE: usize = 5;
    pub const ROWS: usize = 8;
}

/// Fields that the verb asks for, and that a second call leaves as they are.
const ASKED: [&str; 5] = [
    "converted_account_id",
    "converted_contact_id",
    "opportunity_name",
    "opportunity_pipeline_id",
    "estimated_value",
];

/// The verb `convert`. Account and contact are those the caller named, or new ones.
pub fn convert(facts: &Facts, lead: &Document) -> Result<Writes, Violations> {
    let before = facts.read("before").first().unwrap_or(lead);
    if before.text("status") == "converted" {
        return Ok(ASKED.iter().fold(Writes::default(), |writes, field| {
            writes.set(field, before.get(field).clone())
        }));
    }
    let mut effects = Vec::new();
    let account = account(facts, lead, &mut effects);
    let contact = contact(facts, lead, account, &mut effects);
    let opportunity = opportunity(facts, lead, account, contact, &mut effects)?;
    let heir = opportunity
        .map(|id| (&OPPORTUNITY, id))
        .or(account.map(|id| (&ACCOUNT, id)))
        .or(contact.map(|id| (&CONTACT, id)));
    if let Some((entity, id)) = heir {
        effects.extend(bequeath(facts, entity, id, contact));
    }
    let writes = Writes {
        effects,
        ..Writes::default()
    };
    Ok(writes
        .set("converted_at", Value::Instant(facts.now))
        .set("converted_account_id", account)
        .set("converted_contact_id", contact)
        .set("converted_opportunity_id", opportunity))
}

/// What became of it is there and may have been worked with: taking the conversion back would leave it without origin.
pub fn undo(_: &Facts, before: &Document, after: &Document) -> Result<Vec<Effect>, Violations> {
    if before.text("status") == "converted" && after.text("status") != "converted" {
        return Err(Violation::at("", "conversion_stays").into());
    }
    Ok(Vec::new())
}

fn blank(facts: &Facts, lead: &Document, entity: &'static Entity, place: usize) -> Document {
    let mut document = Document::new(entity, facts.fresh_id(place));
    wire::fill_defaults(&mut document, facts.company_currency);
    document.values[at::OWNER] = lead.owner().into();
    document
}

fn take(from: &Document, into: &mut Document, fields: &[&str]) {
    for field in fields {
        into.set(field, from.get(field).clone());
    }
}

/// The rows of one collection, as new rows of another record. The fresh ids of contact points come first.
fn copy_rows(facts: &Facts, lead: &Document, into: &mut Document, collection: &str) {
    let skipped = match collection {
        "addresses" => lead.rows("contact_points").len(),
        _ => 0,
    };
    let parent = into.id();
    let copies = lead
        .rows(collection)
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let mut row = row.clone();
            row[at::ID] = Value::Id(facts.fresh_id(fresh::ROWS + skipped + place));
            row[at::PARENT] = Value::Id(parent);
            row
        });
    let copies: Vec<_> = copies.collect();
    if let Some(rows) = into.rows_mut(collection) {
        *rows = copies;
    }
}

fn has_person(lead: &Document) -> bool {
    !lead.get("family_name").is_empty()
}

/// The account named, or a new one when the lead names a firm.
fn account(facts: &Facts, lead: &Document, effects: &mut Vec<Effect>) -> Option<Uuid> {
    if let Some(known) = lead.get("converted_account_id").as_id() {
        return Some(known);
    }
    if lead.get("company").is_empty() {
        return None;
    }
    let mut account = blank(facts, lead, &ACCOUNT, fresh::ACCOUNT);
    account.set("name", lead.get("company").clone());
    take(lead, &mut account, &["website", "industry", "size_band"]);
    copy_rows(facts, lead, &mut account, "addresses");
    // What reaches a person belongs to the person.
    if !has_person(lead) && lead.get("converted_contact_id").is_empty() {
        copy_rows(facts, lead, &mut account, "contact_points");
    }
    let id = account.id();
    effects.push(Effect::Create(account));
    Some(id)
}

/// The contact named, or a new one when the lead names a person; linked to the account.
fn contact(
    facts: &Facts,
    lead: &Document,
    account: Option<Uuid>,
    effects: &mut Vec<Effect>,
) -> Option<Uuid> {
    if let Some(known) = facts.read("contact").first() {
        if let Some(account) = account {
            join(facts, lead, known, account, effects);
        }
        return Some(known.id());
    }
    if !has_person(lead) {
        return None;
    }
    let mut contact = blank(facts, lead, &CONTACT, fresh::CONTACT);
    let own = [
        "family_name",
        "given_name",
        "name_order",
        "salutation",
        "job_title",
        "language",
    ];
    take(lead, &mut contact, &own);
    contact.set("account_id", account);
    copy_rows(facts, lead, &mut contact, "contact_points");
    if account.is_none() {
        copy_rows(facts, lead, &mut contact, "addresses");
    }
    let id = contact.id();
    effects.push(Effect::Create(contact));
    if let Some(account) = account {
        effects.push(link(facts, lead, account, id, true));
    }
    Some(id)
}

/// Somebody we know already gets a further account, and a main one if there is none.
fn join(
    facts: &Facts,
    lead: &Document,
    contact: &Document,
    account: Uuid,
    effects: &mut Vec<Effect>,
) {
    let mut links = facts.read("links").iter();
    if links.any(|link| link.get("account_id").as_id() == Some(account)) {
        return;
    }
    let main = contact.get("account_id").is_empty();
    effects.push(link(facts, lead, account, contact.id(), main));
    if main {
        effects.push(Effect::Patch {
            entity: &CONTACT,
            id: contact.id(),
            sets: vec![("account_id", Value::Id(account))],
        });
    }
}

fn link(facts: &Facts, lead: &Document, account: Uuid, contact: Uuid, main: bool) -> Effect {
    let mut link = blank(facts, lead, &ACCOUNT_CONTACT, fresh::LINK);
    link.set("account_id", account);
    link.set("contact_id", contact);
    link.set("role", lead.get("job_title").clone());
    link.set("is_primary", Value::Bool(main));
    Effect::Create(link)
}

fn opportunity(
    facts: &Facts,
    lead: &Document,
    account: Option<Uuid>,
    contact: Option<Uuid>,
    effects: &mut Vec<Effect>,
) -> Result<Option<Uuid>, Violations> {
    if lead.get("opportunity_name").is_empty() {
        return Ok(None);
    }
    let mut opportunity = blank(facts, lead, &OPPORTUNITY, fresh::OPPORTUNITY);
    let id = opportunity.id();
    // The owner's team, as the lead has it: it decides which pipelines are open to it.
    opportunity.set("team_id", lead.team());
    opportunity.set("name", lead.get("opportunity_name").clone());
    opportunity.set("account_id", account);
    opportunity.set("primary_contact_id", contact);
    opportunity.set("pipeline_id", lead.get("opportunity_pipeline_id").clone());
    opportunity.set("amount", lead.get("estimated_value").clone());
    opportunity.set("description", lead.get("need").clone());
    if let Value::Money(value) = lead.get("estimated_value") {
        opportunity.set("currency", Value::text(value.currency.code()));
    }
    let mut later = facts.clone();
    later.ids.drain(..fresh::STAGE_CHANGE);
    let history = opportunities::start(&later, &mut opportunity)?;
    effects.push(Effect::Create(opportunity));
    effects.extend(history);
    if let Some(contact) = contact {
        let mut role = blank(facts, lead, &OPPORTUNITY_CONTACT, fresh::BUYING_ROLE);
        role.set("opportunity_id", id);
        role.set("contact_id", contact);
        effects.push(Effect::Create(role));
    }
    Ok(Some(id))
}

/// Everything that hung on the lead hangs on what became of it.
fn bequeath(facts: &Facts, heir: &Entity, id: Uuid, contact: Option<Uuid>) -> Vec<Effect> {
    let of_lead = |document: &&Document| document.text("anchor_entity") == LEAD.name;
    let anchor = || {
        vec![
            ("anchor_entity", Value::text(heir.name)),
            ("anchor_id", Value::from(id)),
        ]
    };
    let activities = facts.read("activities").iter().filter(of_lead);
    let activities = activities.map(|activity| {
        let mut sets = anchor();
        if activity.get("contact_id").is_empty() {
            sets.push(("contact_id", contact.into()));
        }
        Effect::Patch {
            entity: &ACTIVITY,
            id: activity.id(),
            sets,
        }
    });
    let taggings = facts.read("taggings").iter().filter(of_lead);
    let news = taggings.filter(|tagging| !has_tag(facts, id, tagging.get("tag_id")));
    let taggings = news.map(|tagging| Effect::Patch {
        entity: &TAGGING,
        id: tagging.id(),
        sets: anchor(),
    });
    activities.chain(taggings).collect()
}

/// An account or contact that was there before may have the tag already.
fn has_tag(facts: &Facts, heir: Uuid, tag: &Value) -> bool {
    let known = ["account_taggings", "contact_taggings"];
    let mut known = known.iter().flat_map(|name| facts.read(name));
    known.any(|tagging| {
        tagging.get("anchor_id").as_id() == Some(heir) && tagging.get("tag_id") == tag
    })
}
