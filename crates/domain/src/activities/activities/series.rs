//! What comes after: the next time of something that comes back, and what was planned as the next step.

use chrono::{Days, NaiveDate, NaiveDateTime};
use serde_json::{Map, Value as Json, json};

use super::{ACTIVITY, steps, told};
use crate::kernel::catalogue::at;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, FRESH, Facts, Writes};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::time::{Instant, parse_day};
use crate::kernel::value::Value;

/// How a time of day is written.
const TIME: &str = "%H:%M:%S";

/// Keeps the zone, the time its clocks show, and the day from which the rule counts.
pub fn settle(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<(), Violations> {
    let timed = !after.get("starts_at").is_empty() || !after.get("remind_at").is_empty();
    let recurs = !after.get("recurrence").is_empty();
    if after.get("time_zone").is_empty() && (timed || recurs) && !facts.zone.is_empty() {
        after.set("time_zone", Value::text(&facts.zone));
    }
    let zone = after.text("time_zone").to_owned();
    if !zone.is_empty() && facts.calendar.wall(&zone, facts.now).is_none() {
        return Err(Violation::field("time_zone", "unknown_time_zone").into());
    }
    let moved =
        |after: &Document, field| before.is_none_or(|before| before.get(field) != after.get(field));
    if moved(after, "starts_at") || moved(after, "time_zone") {
        let wall = wall(facts, after, "starts_at");
        let shown = wall.map(|wall| Value::text(wall.format(TIME).to_string()));
        after.set("starts_wall", shown.unwrap_or(Value::Null));
    }
    left_out(after)?;
    if !recurs {
        after.set("series_on", Value::Null);
        return Ok(());
    }
    let Some(day) = day_of(facts, after) else {
        return Err(Violation::field("due_on", "recurrence_needs_day").into());
    };
    if moved(after, "recurrence") || after.get("series_on").is_empty() {
        after.set("series_on", Value::Day(day));
    }
    let days = facts.calendar.days(after.text("recurrence"), day, day, 1);
    days.map(drop)
        .map_err(|_| Violation::field("recurrence", "not_a_recurrence").into())
}

/// The verb `complete`. What comes back is planned for its next day at once; days that went by meanwhile are left out.
pub fn complete(facts: &Facts, activity: &Document) -> Result<Writes, Violations> {
    let mut writes = Writes::default()
        .set("done_at", Value::Instant(facts.now))
        .set("snoozed_until", Value::Null);
    if !facts.read("after").iter().any(is_next) {
        writes
            .effects
            .extend(next(facts, activity).map(Effect::Create));
    }
    writes.effects.extend(told::mentions(facts, activity));
    Ok(steps::with_counts(facts, activity, "done", writes))
}

/// Something done again after it was reopened does not come back twice.
fn is_next(other: &Document) -> bool {
    other.text("status") == "open" && !other.get("recurrence").is_empty()
}

/// Undoing what made something come back takes that along, unless somebody has worked with it.
pub fn undo(facts: &Facts, before: &Document, after: &Document) -> Result<Vec<Effect>, Violations> {
    if before.text("status") != "done" || after.text("status") != "open" {
        return Ok(Vec::new());
    }
    let untouched = |other: &&Document| is_next(other) && other.version() == 1;
    let next = facts.read("after").iter().filter(untouched);
    Ok(next
        .map(|other| Effect::Patch {
            entity: &ACTIVITY,
            id: other.id(),
            sets: vec![("status", Value::text("cancelled"))],
        })
        .collect())
}

/// The next time of something that comes back; nothing when the rule ends.
fn next(facts: &Facts, activity: &Document) -> Option<Document> {
    let rule = activity
        .get("recurrence")
        .as_text()
        .filter(|rule| !rule.is_empty())?;
    let day = day_of(facts, activity)?;
    let first = match activity.get("series_on") {
        Value::Day(first) => *first,
        _ => day,
    };
    let from = day.checked_add_days(Days::new(1))?.max(facts.today);
    let left_out = left_out(activity).ok()?;
    let most = left_out.len() + 1;
    let days = facts.calendar.days(rule, first, from, most).ok()?;
    let to = days.into_iter().find(|day| !left_out.contains(day))?;
    // As it was planned, without what came of it.
    let planned = facts.read("before").first().unwrap_or(activity);
    let mut next = planned.clone();
    next.values[at::ID] = Value::Id(facts.fresh_id(0));
    move_to(facts, activity, &mut next, day, to);
    for field in [
        "done_at",
        "outcome",
        "reminded_at",
        "snoozed_until",
        "checked_in_at",
        "check_in_latitude",
        "check_in_longitude",
    ] {
        next.set(field, Value::Null);
    }
    renew_rows(facts, &mut next);
    next.set("steps_total", Value::Int(0));
    next.set("steps_done", Value::Int(0));
    next.set("follows_id", Value::Id(activity.id()));
    Some(next)
}

/// The rows of the next time are rows of their own. Their ids come behind those that rules use otherwise.
fn renew_rows(facts: &Facts, next: &mut Document) {
    let parent = next.id();
    let rows = next.collections.iter_mut().flatten();
    for (place, row) in rows.enumerate() {
        row[at::ID] = Value::Id(facts.fresh_id(FRESH + place));
        row[at::PARENT] = Value::Id(parent);
    }
}

/// Moves every day and moment from one day to another; clocks in its zone show the same times there.
fn move_to(facts: &Facts, from: &Document, into: &mut Document, day: NaiveDate, to: NaiveDate) {
    let days = to.signed_duration_since(day);
    if let Value::Day(due) = from.get("due_on") {
        into.set(
            "due_on",
            due.checked_add_signed(days).map_or(Value::Null, Value::Day),
        );
    }
    if let Some(wall) = wall(facts, from, "remind_at") {
        into.set(
            "remind_at",
            moment(facts, from, wall.checked_add_signed(days)),
        );
    }
    let Some(start) = wall(facts, from, "starts_at") else {
        return;
    };
    // A time that clocks skipped on one day is back on the next.
    let time = from.text("starts_wall").parse().unwrap_or(start.time());
    let begins = moment(facts, from, Some(to.and_time(time)));
    if let (Value::Instant(begins), Value::Instant(started), Value::Instant(ended)) =
        (&begins, from.get("starts_at"), from.get("ends_at"))
    {
        let lasts = ended.micros() - started.micros();
        let ends = begins.micros().saturating_add(lasts);
        into.set("ends_at", Value::Instant(Instant::from_micros(ends)));
    }
    into.set("starts_at", begins);
}

/// What clocks in its zone show at one of its moments.
fn wall(facts: &Facts, activity: &Document, field: &str) -> Option<NaiveDateTime> {
    let moment = activity.get(field).as_instant()?;
    let zone = activity.get("time_zone").as_text().unwrap_or("UTC");
    facts.calendar.wall(zone, moment)
}

fn moment(facts: &Facts, activity: &Document, wall: Option<NaiveDateTime>) -> Value {
    let zone = activity.get("time_zone").as_text().unwrap_or("UTC");
    let moment = wall.and_then(|wall| facts.calendar.moment(zone, wall));
    moment.map_or(Value::Null, Value::Instant)
}

/// The day it stands on: when it begins, else when it is due.
fn day_of(facts: &Facts, activity: &Document) -> Option<NaiveDate> {
    match (wall(facts, activity, "starts_at"), activity.get("due_on")) {
        (Some(wall), _) => Some(wall.date()),
        (None, Value::Day(day)) => Some(*day),
        _ => None,
    }
}

/// The days that are left out of its rule.
pub fn left_out(activity: &Document) -> Result<Vec<NaiveDate>, Violations> {
    let days = activity.text("exceptions").split(',').map(str::trim);
    let days = days.filter(|day| !day.is_empty());
    days.map(|day| parse_day(day).ok_or_else(|| Violation::field("exceptions", "not_days").into()))
        .collect()
}

/// What is planned after something hangs where that hangs, and is for the same people, unless said otherwise.
pub fn fill_follow_up(done: &Document, body: &mut Map<String, Json>) {
    let mut put = |name: &str, value: Json| {
        body.entry(name).or_insert(value);
    };
    put("follows_id", json!(done.id()));
    put("kind", json!("task"));
    put("subject", json!(done.text("subject")));
    if let Some(contact) = done.get("contact_id").as_id() {
        put("contact_id", json!(contact));
    }
    if let Some(anchor) = done.get("anchor_id").as_id() {
        put("anchor_entity", json!(done.text("anchor_entity")));
        put("anchor_id", json!(anchor));
    }
}
