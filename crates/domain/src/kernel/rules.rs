//! Rules over single fields that depend on the rest of the record, as data.

use super::document::Document;
use super::evaluate::{Scene, matches};
use super::filter::{Filter, Op};
use super::problem::{Violation, Violations};
use super::value::Value;

/// While `when` holds, some fields are required, locked or hidden.
#[derive(Clone, Copy)]
pub struct FieldRule {
    /// The condition.
    pub when: fn() -> Filter,
    /// Must be filled.
    pub require: &'static [&'static str],
    /// Cannot be changed (judged on the record before the change).
    pub lock: &'static [&'static str],
    /// Not shown on forms.
    pub hide: &'static [&'static str],
}

/// Fields that a record's rules require and that are empty.
pub fn missing(document: &Document, scene: &Scene) -> Violations {
    let mut violations = Violations::default();
    for rule in document
        .entity
        .rules
        .iter()
        .filter(|rule| matches(&(rule.when)(), document, scene))
    {
        for field in rule
            .require
            .iter()
            .filter(|field| document.get(field).is_empty())
        {
            violations.add(Violation::field(field, "required"));
        }
    }
    violations
}

/// Fields among `changed` that the record's rules lock.
pub fn locked(before: &Document, changed: &[&str], scene: &Scene) -> Violations {
    let mut violations = Violations::default();
    for rule in before
        .entity
        .rules
        .iter()
        .filter(|rule| matches(&(rule.when)(), before, scene))
    {
        for field in rule.lock.iter().filter(|field| changed.contains(field)) {
            violations.add(Violation::field(field, "locked"));
        }
    }
    violations
}

/// A rule's condition: nothing stands in a field.
pub fn empty(field: &str) -> Filter {
    Filter::test(field, Op::Empty, Value::Bool(true))
}

/// A rule's condition: one field has one of these texts.
pub fn one_of(field: &str, values: &[&str]) -> Filter {
    Filter::any(
        values
            .iter()
            .map(|value| Filter::equals(field, Value::text(*value))),
    )
}
