//! Being reminded, and putting off.

use crate::kernel::catalogue::Timer;
use crate::kernel::document::Document;
use crate::kernel::facts::{Facts, Writes};
use crate::kernel::filter::{Filter, Op};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;

/// When somebody is reminded: at the moment set, and when something put off is back.
pub const TIMERS: &[Timer] = &[
    Timer {
        due: |now, _| {
            open_until("remind_at", now)
                .and(empty("reminded_at"))
                .and(empty("snoozed_until"))
        },
        verb: "remind",
    },
    Timer {
        due: |now, _| open_until("snoozed_until", now),
        verb: "remind",
    },
];

fn open_until(field: &str, now: Instant) -> Filter {
    Filter::equals("status", Value::text("open")).and(Filter::test(
        field,
        Op::Lte,
        Value::Instant(now),
    ))
}

fn empty(field: &str) -> Filter {
    Filter::test(field, Op::Empty, Value::Bool(true))
}

/// Another moment to be reminded at means being reminded anew.
pub fn settle(before: Option<&Document>, after: &mut Document) {
    if before.is_some_and(|before| before.get("remind_at") != after.get("remind_at")) {
        after.set("reminded_at", Value::Null);
    }
}

/// The verb `snooze`.
pub fn snooze(facts: &Facts, activity: &Document) -> Result<Writes, Violations> {
    match activity.get("snoozed_until") {
        Value::Instant(until) if *until > facts.now => Ok(Writes::default()),
        _ => Err(Violation::field("snoozed_until", "in_the_past").into()),
    }
}

/// The verb `remind`: the owner hears of it, and it is back among what is to be done.
pub fn remind(facts: &Facts, _: &Document) -> Result<Writes, Violations> {
    Ok(Writes::default()
        .set("reminded_at", Value::Instant(facts.now))
        .set("snoozed_until", Value::Null))
}
