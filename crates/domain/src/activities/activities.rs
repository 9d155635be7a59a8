//! Activities: everything on the timeline, planned or done.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::choice;
use crate::customers::contacts::Contact;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::computed::{Check, Computed, Formula, Term};
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Writes};
use crate::kernel::field::{Field, Format, Id, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::rules::{FieldRule, one_of};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;
use crate::kernel::verb::{Ask, Verb, just};
use crate::record;
use crate::registry;

choice! {
    /// What kind of activity.
    pub enum ActivityKind {
        Task = "task", Call = "call", Meeting = "meeting", Note = "note", Visit = "visit", Mail = "mail",
        Letter = "letter", Form = "form", Chat = "chat",
    }
}

choice! {
    /// Whether it is still to be done.
    pub enum ActivityStatus { Open = "open", Done = "done", Cancelled = "cancelled" }
}

choice! {
    /// How pressing it is.
    pub enum Priority { Low = "low", Normal = "normal", High = "high" }
}

choice! {
    /// Who turned to whom.
    pub enum Direction { Outgoing = "outgoing", Incoming = "incoming" }
}

choice! {
    /// What came of a call or visit.
    pub enum Outcome {
        Reached = "reached", LeftMessage = "left_message", NoAnswer = "no_answer", Interested = "interested",
        NotInterested = "not_interested", FollowUp = "follow_up",
    }
}

record! {
    /// A task, call, meeting, note …, on a record or on its own.
    pub struct Activity of ACTIVITY: System {
        /// What kind.
        kind: ActivityKind [on_create(), fact()],
        /// In one line.
        subject: String [max(500), search(), fact()],
        /// At length.
        body: Option<String> [multiline(), search()],
        /// Whether it is still to be done; notes are done at once.
        status: ActivityStatus [by_verb(), or(Initial::Text("open")), fact()],
        /// How pressing it is.
        priority: Priority [or(Initial::Text("normal")), fact()],
        /// The day it is due.
        due_on: Option<NaiveDate> [fact()],
        /// When it begins.
        starts_at: Option<Instant> [fact()],
        /// When it ends.
        ends_at: Option<Instant>,
        /// When it was done; a call or note may be logged after the fact.
        done_at: Option<Instant> [on_create()],
        /// Who turned to whom.
        direction: Option<Direction>,
        /// What came of it.
        outcome: Option<Outcome> [fact()],
        /// With whom.
        contact_id: Option<Id<Contact>> [fact()],
        /// What kind of record it hangs on.
        anchor_entity: Option<String> [max(60), format(Format::EntityName)],
        /// Which record it hangs on.
        anchor_id: Option<Uuid>,
    }
}

/// Activities.
pub static ACTIVITY: Entity = Entity {
    title: "subject",
    scope: Scope::Anchored,
    computed: &[Computed {
        // Still open on a day after it was due.
        field: Field::of::<bool>("is_overdue").derived(),
        formula: Formula::Holds(&[
            Check::Is("status", "open"),
            Check::Before(Term::Field("due_on"), Term::Today),
        ]),
    }],
    state: Some("status"),
    verbs: &[
        Verb {
            name: "complete",
            from: &["open"],
            to: Some("done"),
            asks: &[Ask::optional("outcome"), Ask::optional("body")],
            needs: &[],
            reads: &[],
            rule: complete,
        },
        Verb {
            name: "cancel",
            from: &["open"],
            to: Some("cancelled"),
            asks: &[],
            needs: &[],
            reads: &[],
            rule: just,
        },
        Verb {
            name: "reopen",
            from: &["done", "cancelled"],
            to: Some("open"),
            asks: &[],
            needs: &[],
            reads: &[],
            rule: reopen,
        },
    ],
    rules: &[FieldRule {
        when: || one_of("kind", &["note"]),
        require: &[],
        lock: &[],
        hide: &[
            "due_on",
            "starts_at",
            "ends_at",
            "priority",
            "direction",
            "outcome",
        ],
    }],
    decide,
    custom: true,
    ..Entity::root("activity", "activities", Activity::FIELDS)
};

fn decide(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    if let (Value::Instant(start), Value::Instant(end)) =
        (after.get("starts_at"), after.get("ends_at"))
        && end < start
    {
        return Err(Violation::field("ends_at", "ends_before_start").into());
    }
    anchored(after)?;
    if before.is_none() {
        start(facts, after);
    }
    Ok(Vec::new())
}

/// What is logged as done, and every note, is done from the beginning.
fn start(facts: &Facts, after: &mut Document) {
    if after.text("kind") == "note" && *after.get("done_at") == Value::Null {
        after.set("done_at", Value::Instant(facts.now));
    }
    if *after.get("done_at") != Value::Null && after.text("status") == "open" {
        after.set("status", Value::text("done"));
    }
}

/// An anchor is named by both its parts, and is something that carries activities.
pub fn anchored(record: &Document) -> Result<(), Violations> {
    let (entity, id) = (record.get("anchor_entity"), record.get("anchor_id"));
    match (entity.is_empty(), id.is_empty()) {
        (true, true) => Ok(()),
        (false, false) => {
            let known = entity
                .as_text()
                .and_then(registry::by_name)
                .is_some_and(|entity| entity.anchor);
            if known {
                Ok(())
            } else {
                Err(Violation::field("anchor_entity", "not_an_anchor").into())
            }
        }
        (true, false) => Err(Violation::field("anchor_entity", "required").into()),
        (false, true) => Err(Violation::field("anchor_id", "required").into()),
    }
}

fn complete(facts: &Facts, _: &Document) -> Result<Writes, Violations> {
    Ok(Writes::default().set("done_at", Value::Instant(facts.now)))
}

fn reopen(_: &Facts, activity: &Document) -> Result<Writes, Violations> {
    if activity.text("kind") == "note" {
        return Err(Violation::field("kind", "notes_stay_done").into());
    }
    Ok(Writes::default().set("done_at", Value::Null))
}
