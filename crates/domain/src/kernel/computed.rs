//! Fields whose value depends on the moment somebody looks: how long a sale stands in its stage, whether a task is
//! overdue. They are never stored. Each is one small expression in the catalogue, worked out here in memory for
//! answers and rules, and made into SQL by the engine for filters, order, groups and sums.

use chrono::NaiveDate;

use super::catalogue::Entity;
use super::document::Document;
use super::evaluate::order;
use super::field::Field;
use super::time::Instant;
use super::value::Value;

/// The moment somebody looks. Always told, never asked of a database, so that one answer has one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The moment.
    pub now: Instant,
    /// The day it is for those who look.
    pub today: NaiveDate,
}

impl Clock {
    /// A moment as somebody sees it who lives by UTC.
    pub fn utc(now: Instant) -> Self {
        Self {
            now,
            today: now.utc_day(),
        }
    }
}

/// A field that is computed whenever it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Computed {
    /// Its name, kind and flags; nobody sets it.
    pub field: Field,
    /// How it comes about.
    pub formula: Formula,
}

/// A value out of stored fields and the moment.
#[derive(Debug, Clone, Copy)]
pub enum Formula {
    /// Whole days of 24 hours from an instant until another, 0 when that one is earlier; nothing without both.
    Days(Term, Term),
    /// A formula while all of these hold, nothing otherwise.
    While(&'static [Check], &'static Formula),
    /// Whether all of these hold.
    Holds(&'static [Check]),
}

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub enum Term {
    /// A stored field.
    Field(&'static str),
    /// The first stored field that is filled, or the moment when none is.
    FirstOrNow(&'static [&'static str]),
    /// The moment.
    Now,
    /// The day of those who look.
    Today,
}

/// One condition.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// A choice has this name.
    Is(&'static str, &'static str),
    /// The first is earlier than the second; never without both.
    Before(Term, Term),
}

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

impl Computed {
    /// Its value in a record.
    pub fn of(&self, document: &Document, clock: Clock) -> Value {
        self.formula
            .value(&|name| document.get(name).clone(), clock)
    }

    /// The stored fields that it tells something about: who may not read one of them does not see it either.
    pub fn inputs(&self) -> Vec<&'static str> {
        self.formula.inputs()
    }
}

impl Formula {
    /// The value, out of stored fields by name.
    pub fn value(&self, stored: &dyn Fn(&str) -> Value, clock: Clock) -> Value {
        match self {
            Self::Days(from, until) => days(from.value(stored, clock), until.value(stored, clock)),
            Self::While(checks, formula) if all(checks, stored, clock) => {
                formula.value(stored, clock)
            }
            Self::While(..) => Value::Null,
            Self::Holds(checks) => Value::Bool(all(checks, stored, clock)),
        }
    }

    fn inputs(&self) -> Vec<&'static str> {
        match self {
            Self::Days(from, until) => [from.inputs(), until.inputs()].concat(),
            Self::While(checks, formula) => [check_inputs(checks), formula.inputs()].concat(),
            Self::Holds(checks) => check_inputs(checks),
        }
    }
}

fn days(from: Value, until: Value) -> Value {
    match (from, until) {
        (Value::Instant(from), Value::Instant(until)) => {
            Value::Int((until.micros() - from.micros()).max(0) / DAY)
        }
        _ => Value::Null,
    }
}

fn all(checks: &[Check], stored: &dyn Fn(&str) -> Value, clock: Clock) -> bool {
    checks.iter().all(|check| check.holds(stored, clock))
}

fn check_inputs(checks: &[Check]) -> Vec<&'static str> {
    checks.iter().flat_map(Check::inputs).collect()
}

impl Check {
    fn holds(&self, stored: &dyn Fn(&str) -> Value, clock: Clock) -> bool {
        match self {
            Self::Is(field, name) => stored(field).as_text() == Some(*name),
            Self::Before(first, second) => {
                order(&first.value(stored, clock), &second.value(stored, clock))
                    .is_some_and(std::cmp::Ordering::is_lt)
            }
        }
    }

    fn inputs(&self) -> Vec<&'static str> {
        match self {
            Self::Is(field, _) => vec![field],
            Self::Before(first, second) => [first.inputs(), second.inputs()].concat(),
        }
    }
}

impl Term {
    fn value(&self, stored: &dyn Fn(&str) -> Value, clock: Clock) -> Value {
        match self {
            Self::Field(name) => stored(name),
            Self::FirstOrNow(names) => names
                .iter()
                .map(|name| stored(name))
                .find(|value| *value != Value::Null)
                .unwrap_or(Value::Instant(clock.now)),
            Self::Now => Value::Instant(clock.now),
            Self::Today => Value::Day(clock.today),
        }
    }

    fn inputs(&self) -> Vec<&'static str> {
        match self {
            Self::Field(name) => vec![name],
            Self::FirstOrNow(names) => names.to_vec(),
            Self::Now | Self::Today => Vec::new(),
        }
    }
}

impl Entity {
    /// A computed field by name.
    pub fn computed(&self, name: &str) -> Option<&'static Computed> {
        self.computed.iter().find(|one| one.field.name == name)
    }

    /// Stored and computed fields: all that is read.
    pub fn read_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.all_fields()
            .chain(self.computed.iter().map(|one| &one.field))
    }
}
