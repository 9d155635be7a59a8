//! Who works on a lead, and until when.

use super::super::assignment_rules::{self, Assignment};
use crate::kernel::catalogue::at;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Writes};
use crate::kernel::problem::Violations;
use crate::kernel::value::Value;

/// A new lead whose caller named no owner goes by the assignment rules; without a rule it belongs to whoever made it.
pub fn start(facts: &Facts, lead: &mut Document) -> Vec<Effect> {
    if lead.owner().is_some() {
        given_by_hand(facts, lead);
        return Vec::new();
    }
    let Some(found) = assignment_rules::assign(facts, lead, None) else {
        lead.values[at::OWNER] = facts.actor.into();
        if facts.actor.is_some() {
            given_by_hand(facts, lead);
        }
        return Vec::new();
    };
    lead.values[at::OWNER] = Value::Id(found.owner);
    lead.set("assigned_at", Value::Instant(facts.now));
    lead.set(
        "accept_due_at",
        found.accept_due_at.map_or(Value::Null, Value::Instant),
    );
    vec![found.effect]
}

/// Whoever gives a lead to somebody has talked about it: nothing falls due.
pub fn given_by_hand(facts: &Facts, lead: &mut Document) {
    if !facts.importing || *lead.get("assigned_at") == Value::Null {
        lead.set("assigned_at", Value::Instant(facts.now));
    }
    lead.set("accept_due_at", Value::Null);
}

/// The verb `accept`.
pub fn accept(facts: &Facts, lead: &Document) -> Result<Writes, Violations> {
    let writes = Writes::default().set("accept_due_at", Value::Null);
    if *lead.get("accepted_at") != Value::Null {
        return Ok(writes);
    }
    Ok(writes
        .set("accepted_at", Value::Instant(facts.now))
        .set("accepted_by", facts.actor))
}

/// Nothing falls due on what rests.
pub fn rest(_: &Facts, _: &Document) -> Result<Writes, Violations> {
    Ok(Writes::default().set("accept_due_at", Value::Null))
}

/// The verb `reopen`.
pub fn reopen(_: &Facts, _: &Document) -> Result<Writes, Violations> {
    Ok(Writes::default()
        .set("unqualified_reason", Value::Null)
        .set("unqualified_notes", Value::Null))
}

/// The verb `recycle`: its next owner takes it up anew.
pub fn recycle(_: &Facts, _: &Document) -> Result<Writes, Violations> {
    Ok(Writes::default()
        .set("accept_due_at", Value::Null)
        .set("accepted_at", Value::Null)
        .set("accepted_by", Value::Null))
}

/// The verb `reassign`: to somebody else by the rules. Where they know nobody else it stays, and nothing falls due any
/// more, so that time does not ask again every minute.
pub fn reassign(facts: &Facts, lead: &Document) -> Result<Writes, Violations> {
    let writes = Writes::default()
        .set("recycle_on", Value::Null)
        .set("recycle_reason", Value::Null);
    // A recycled lead may come back to its owner; one that was not accepted in time may not.
    let not = lead
        .owner()
        .filter(|_| *lead.get("accept_due_at") != Value::Null);
    let Some(found) = assignment_rules::assign(facts, lead, not) else {
        return Ok(writes
            .set("accept_due_at", Value::Null)
            .set("assigned_at", Value::Instant(facts.now)));
    };
    Ok(give(facts, writes, found))
}

fn give(facts: &Facts, writes: Writes, found: Assignment) -> Writes {
    writes
        .set("owner_id", Value::Id(found.owner))
        .set("assigned_at", Value::Instant(facts.now))
        .set(
            "accept_due_at",
            found.accept_due_at.map_or(Value::Null, Value::Instant),
        )
        .with(found.effect)
}
