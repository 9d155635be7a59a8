//! Targets: what somebody, or a team with those below it, is to reach in a period. What was reached is asked live while
//! the period runs; some days after its end it is kept, so that later corrections do not rewrite what people were
//! measured by.

pub mod attainment;

use chrono::{Datelike, Days, NaiveDate};

use crate::choice;
use crate::kernel::catalogue::Entity;
use crate::kernel::currency::Money;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Id, Initial};
use crate::kernel::period::{Unit, first_day, shift};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::rules::{FieldRule, one_of};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;
use crate::people::teams::Team;
use crate::record;

choice! {
    /// What is measured.
    pub enum TargetMetric {
        WonAmount = "won_amount", WonCount = "won_count", NewAccounts = "new_accounts", Calls = "calls",
        Meetings = "meetings", Visits = "visits",
    }
}

choice! {
    /// How long a target runs.
    pub enum TargetPeriod { Month = "month", Quarter = "quarter", Year = "year" }
}

record! {
    /// What is to be reached in a period: by its owner, or by a whole team.
    pub struct Target of TARGET: System {
        /// Its period in figures, such as `2026 Q4`.
        name: String [derived(), keyed(), fact()],
        /// What is measured.
        metric: TargetMetric [on_create(), or(Initial::Text("won_amount")), fact()],
        /// The team whose people are measured together, with the teams below; the owner alone when none.
        for_team_id: Option<Id<Team>> [on_create(), fact()],
        /// How long it runs.
        period: TargetPeriod [on_create(), or(Initial::Text("quarter")), fact()],
        /// Its first day; any day of the period may be given.
        starts_on: NaiveDate [on_create(), fact()],
        /// Its last day.
        ends_on: Option<NaiveDate> [derived(), fact()],
        /// What is to be won.
        goal_amount: Option<Money> [range(1, i64::MAX), fact()],
        /// How many there are to be.
        goal_count: Option<i64> [range(1, 1_000_000_000), fact()],
        /// What was won, kept after the period.
        reached_amount: Option<Money> [derived()],
        /// How many there were, kept after the period.
        reached_count: Option<i64> [derived()],
        /// When that was kept.
        closed_at: Option<Instant> [derived()],
    }
}

/// Targets.
pub static TARGET: Entity = Entity {
    rules: &[
        FieldRule {
            when: || one_of("metric", &["won_amount"]),
            require: &["goal_amount"],
            lock: &[],
            hide: &["goal_count", "reached_count"],
        },
        FieldRule {
            when: || {
                one_of(
                    "metric",
                    &["won_count", "new_accounts", "calls", "meetings", "visits"],
                )
            },
            require: &["goal_count"],
            lock: &[],
            hide: &["goal_amount", "reached_amount"],
        },
    ],
    decide,
    derive,
    sort: "-starts_on",
    brief: &["metric", "goal_amount", "goal_count"],
    ..Entity::root("target", "targets", Target::FIELDS)
};

/// Days after the end of a period in which what happened in it may still be written down.
pub const DAYS_OF_GRACE: u64 = 5;

fn decide(
    _: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    if before.is_some_and(|target| *target.get("closed_at") != Value::Null) {
        return Err(Violation::field("closed_at", "target_is_closed").into());
    }
    if let Value::Day(day) = *after.get("starts_on") {
        after.set("starts_on", Value::Day(first_day(unit(after), day)));
    }
    Ok(Vec::new())
}

fn derive(_: &Facts, target: &mut Document) -> Result<(), Violations> {
    let Value::Day(start) = *target.get("starts_on") else {
        return Ok(());
    };
    let unit = unit(target);
    let end = shift(start, unit, 1);
    let end = end.checked_sub_days(Days::new(1)).unwrap_or(end);
    target.set("ends_on", Value::Day(end));
    target.set("name", Value::text(name_of(unit, start)));
    Ok(())
}

fn unit(target: &Document) -> Unit {
    match target.text("period") {
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => Unit::Quarter,
    }
}

/// A period in figures, the same in every language.
fn name_of(unit: Unit, start: NaiveDate) -> String {
    match unit {
        Unit::Year => format!("{:04}", start.year()),
        Unit::Quarter => format!("{:04} Q{}", start.year(), start.month0() / 3 + 1),
        _ => format!("{:04}-{:02}", start.year(), start.month()),
    }
}
