//! Activities: everything on the timeline, planned or done.

pub mod answers;
mod reminders;
pub mod series;
mod steps;
mod told;

use chrono::NaiveDate;
use uuid::Uuid;

use super::attendees::ATTENDEE;
use super::mentions::MENTION;
use crate::choice;
use crate::customers::contacts::Contact;
use crate::kernel::catalogue::{Collection, Entity, Guests, Scope, Sequel};
use crate::kernel::computed::{Check, Computed, Formula, Term};
use crate::kernel::decimal::Decimal;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom, Writes};
use crate::kernel::field::{Field, Format, Id, Initial};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::rules::{FieldRule, empty, one_of};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;
use crate::kernel::verb::{Ask, Verb};
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
        /// Why somebody was contacted who would rather not have been.
        despite: Option<String> [max(500), on_create()],
        /// What kind of record it hangs on.
        anchor_entity: Option<String> [max(60), format(Format::EntityName)],
        /// Which record it hangs on.
        anchor_id: Option<Uuid>,
        /// The task that it is a step of.
        parent_id: Option<Id<Activity>> [on_create()],
        /// How many steps it has, those that were cancelled left aside.
        steps_total: i64 [derived(), or(Initial::Int(0))],
        /// How many of them are done.
        steps_done: i64 [derived(), or(Initial::Int(0))],
        /// What it was planned after.
        follows_id: Option<Id<Activity>> [on_create()],
        /// The zone whose clocks it goes by; that of whoever plans it unless said otherwise.
        time_zone: Option<String> [max(60), format(Format::Zone)],
        /// The time that clocks show there when it begins.
        starts_wall: Option<String> [max(8), derived()],
        /// Whether it takes whole days, whatever the clock.
        all_day: bool [or(Initial::Bool(false))],
        /// Where it is.
        location: Option<String> [max(500), search()],
        /// Whether others only see that the time is taken.
        is_private: bool [or(Initial::Bool(false))],
        /// What other calendars call it, when it came from one.
        external_uid: Option<String> [max(255), on_create()],
        /// On which days it comes back: a rule as in RFC 5545, such as `FREQ=WEEKLY;BYDAY=MO`.
        recurrence: Option<String> [max(500), format(Format::Recurrence)],
        /// Days of the rule that are left out: `2026-12-24,2026-12-31`.
        exceptions: Option<String> [max(4_000)],
        /// The day from which that rule counts.
        series_on: Option<NaiveDate> [derived()],
        /// When to remind the owner.
        remind_at: Option<Instant>,
        /// When that was done.
        reminded_at: Option<Instant> [by_verb()],
        /// Out of the way until then.
        snoozed_until: Option<Instant> [by_verb()],
        /// When somebody said to be there.
        checked_in_at: Option<Instant> [by_verb()],
        /// Where that was, if they wanted it known.
        check_in_latitude: Option<Decimal> [range(-90_000_000, 90_000_000), by_verb(), personal()],
        /// Where that was, if they wanted it known.
        check_in_longitude: Option<Decimal> [range(-180_000_000, 180_000_000), by_verb(), personal()],
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
    collections: &[Collection {
        name: "attendees",
        entity: || &ATTENDEE,
    }],
    guests: Some(Guests {
        rows: || &ATTENDEE,
        user: "user_id",
        verbs: &["accept", "tentative", "decline"],
    }),
    private: Some("is_private"),
    state: Some("status"),
    verbs: &[
        Verb {
            name: "complete",
            from: &["open"],
            to: Some("done"),
            asks: &[Ask::optional("outcome"), Ask::optional("body")],
            needs: &[],
            reads: SERIES,
            rule: series::complete,
        },
        Verb {
            name: "cancel",
            from: &["open"],
            to: Some("cancelled"),
            asks: &[],
            needs: &[],
            reads: STEPS,
            rule: cancel,
        },
        Verb {
            name: "reopen",
            from: &["done", "cancelled"],
            to: Some("open"),
            asks: &[],
            needs: &[],
            reads: STEPS,
            rule: reopen,
        },
        Verb {
            name: "snooze",
            from: &["open"],
            to: None,
            asks: &[Ask::required("snoozed_until")],
            needs: &[],
            reads: &[],
            rule: reminders::snooze,
        },
        Verb {
            name: "remind",
            from: &["open"],
            to: None,
            asks: &[],
            needs: &[],
            reads: &[],
            rule: reminders::remind,
        },
        Verb {
            name: "check_in",
            from: &["open"],
            to: None,
            asks: &[
                Ask::optional("check_in_latitude"),
                Ask::optional("check_in_longitude"),
            ],
            needs: &[],
            reads: &[],
            rule: check_in,
        },
        Verb {
            name: "accept",
            from: &["open"],
            to: None,
            asks: &[],
            needs: &[],
            reads: &[],
            rule: answers::accept,
        },
        Verb {
            name: "tentative",
            from: &["open"],
            to: None,
            asks: &[],
            needs: &[],
            reads: &[],
            rule: answers::tentative,
        },
        Verb {
            name: "decline",
            from: &["open"],
            to: None,
            asks: &[],
            needs: &[],
            reads: &[],
            rule: answers::decline,
        },
    ],
    sequels: &[Sequel {
        verb: "complete",
        name: "follow_up",
        entity: || &ACTIVITY,
        fill: series::fill_follow_up,
    }],
    timers: reminders::TIMERS,
    rules: &[
        // Days can only be left out of a rule; the others come from elsewhere, and are shown once they are there.
        FieldRule {
            when: || empty("recurrence"),
            require: &[],
            lock: &[],
            hide: &["exceptions"],
        },
        FieldRule {
            when: || empty("despite"),
            require: &[],
            lock: &[],
            hide: &["despite"],
        },
        FieldRule {
            when: || empty("external_uid"),
            require: &[],
            lock: &[],
            hide: &["external_uid"],
        },
        FieldRule {
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
                "recurrence",
                "remind_at",
                "time_zone",
                "checked_in_at",
                "check_in_latitude",
                "check_in_longitude",
            ],
        },
    ],
    reads: SERIES,
    decide,
    undo: series::undo,
    custom: true,
    ..Entity::root("activity", "activities", Activity::FIELDS)
};

/// What is above it, and the other steps there. Read in this order: the first one makes writers of steps take turns.
const STEPS: &[Read] = &[
    Read {
        name: "above",
        from: ReadFrom::Chain("parent_id"),
    },
    Read {
        name: "steps",
        from: ReadFrom::Where {
            entity: || &ACTIVITY,
            field: "parent_id",
            equals: "parent_id",
        },
    },
];

/// Besides, what was planned after it, and whom it mentions.
const SERIES: &[Read] = &[
    STEPS[0],
    STEPS[1],
    Read {
        name: "after",
        from: ReadFrom::Where {
            entity: || &ACTIVITY,
            field: "follows_id",
            equals: "id",
        },
    },
    Read {
        name: "mentions",
        from: ReadFrom::Where {
            entity: || &MENTION,
            field: "activity_id",
            equals: "id",
        },
    },
];

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
    answers::settle(facts, before, after)?;
    steps::settle(facts, before, after)?;
    anchored(after)?;
    series::settle(facts, before, after)?;
    reminders::settle(before, after);
    if before.is_none() {
        start(facts, after);
    }
    let mut effects = steps::counted(facts, after);
    effects.extend(told::mentions(facts, after));
    Ok(effects)
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

fn cancel(facts: &Facts, activity: &Document) -> Result<Writes, Violations> {
    let writes = Writes::default().set("snoozed_until", Value::Null);
    Ok(steps::with_counts(facts, activity, "cancelled", writes))
}

fn reopen(facts: &Facts, activity: &Document) -> Result<Writes, Violations> {
    if activity.text("kind") == "note" {
        return Err(Violation::field("kind", "notes_stay_done").into());
    }
    let writes = Writes::default().set("done_at", Value::Null);
    Ok(steps::with_counts(facts, activity, "open", writes))
}

/// Who is there says so; where that is only if they want. Saying it again corrects it.
fn check_in(facts: &Facts, activity: &Document) -> Result<Writes, Violations> {
    let (latitude, longitude) = ("check_in_latitude", "check_in_longitude");
    match (
        activity.get(latitude).is_empty(),
        activity.get(longitude).is_empty(),
    ) {
        (true, false) => Err(Violation::field(latitude, "required").into()),
        (false, true) => Err(Violation::field(longitude, "required").into()),
        _ => Ok(Writes::default().set("checked_in_at", Value::Instant(facts.now))),
    }
}
