//! The filter tree decided in memory: the same answer as the SQL that the engine makes of it.

use chrono::NaiveDate;
use uuid::Uuid;

use super::catalogue::Entity;
use super::computed::Clock;
use super::document::{Document, Row};
use super::field::{Field, Kind};
use super::filter::{Filter, Op, Operand, Test};
use super::fold;
use super::period::Period;
use super::time::Instant;
use super::value::Value;

/// What a filter may look at besides the record.
pub struct Scene<'a> {
    /// When they look, and which day it is there.
    pub clock: Clock,
    /// When a day begins in their zone.
    pub day_start: &'a dyn Fn(NaiveDate) -> Instant,
    /// Who looks.
    pub me: Option<Uuid>,
    /// Folds text for matching.
    pub fold: fn(&str) -> String,
    /// Finds a live, visible record that a reference points to.
    pub related: &'a dyn Fn(&'static Entity, Uuid) -> Option<Document>,
}

/// A scene for conditions that look neither at days, users nor related records: field rules.
pub fn bare_scene(clock: Clock) -> Scene<'static> {
    Scene {
        clock,
        day_start: &utc_start,
        me: None,
        fold: fold::plain,
        related: &|_, _| None,
    }
}

/// Midnight UTC of a day.
pub fn utc_start(day: NaiveDate) -> Instant {
    Instant::from(day.and_time(chrono::NaiveTime::MIN).and_utc())
}

/// Whether a record passes a filter.
pub fn matches(filter: &Filter, document: &Document, scene: &Scene) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| matches(part, document, scene)),
        Filter::Or(parts) => parts.iter().any(|part| matches(part, document, scene)),
        Filter::Test(test) => on_document(&test.path, document, scene, test),
    }
}

fn on_document(path: &str, document: &Document, scene: &Scene, test: &Test) -> bool {
    let Some((name, further)) = path.split_once('.') else {
        if let Some(computed) = document.entity.computed(path) {
            return holds(test, &computed.of(document, scene.clock), false, scene);
        }
        let keyed = document.entity.field(path).is_some_and(|field| field.keyed);
        return holds(test, document.get(path), keyed, scene);
    };
    if name == "custom" {
        let value = document.custom.get(further).unwrap_or(&Value::Null);
        return holds(test, value, false, scene);
    }
    if let Some((index, collection)) = document.entity.collection(name) {
        let entity = (collection.entity)();
        return document.collections[index]
            .iter()
            .any(|row| on_row(further, entity, row, scene, test));
    }
    let Some(field) = document.entity.field(name) else {
        return false;
    };
    on_value(field, document.get(name), further, scene, test)
}

fn on_row(path: &str, entity: &'static Entity, row: &Row, scene: &Scene, test: &Test) -> bool {
    let value = |name: &str| {
        entity
            .index(name)
            .and_then(|index| row.get(index))
            .unwrap_or(&Value::Null)
    };
    let Some((name, further)) = path.split_once('.') else {
        let keyed = entity.field(path).is_some_and(|field| field.keyed);
        return holds(test, value(path), keyed, scene);
    };
    let Some(field) = entity.field(name) else {
        return false;
    };
    on_value(field, value(name), further, scene, test)
}

/// The rest of a path behind a field: a money's currency, or a field of the record referred to.
fn on_value(field: &Field, value: &Value, further: &str, scene: &Scene, test: &Test) -> bool {
    if let (Kind::Money, "currency") = (field.kind, further) {
        let currency = match value {
            Value::Money(money) => Value::text(money.currency.code()),
            _ => Value::Null,
        };
        return holds(test, &currency, false, scene);
    }
    let (Some(target), Some(id)) = (field.target(), value.as_id()) else {
        return false;
    };
    (scene.related)(target, id).is_some_and(|document| on_document(further, &document, scene, test))
}

fn holds(test: &Test, value: &Value, keyed: bool, scene: &Scene) -> bool {
    match &test.operand {
        Operand::Value(operand) => compare(test.op, value, operand, keyed, scene),
        Operand::Me => {
            let me = scene.me.map_or(Value::Null, Value::Id);
            compare(test.op, value, &me, keyed, scene)
        }
        Operand::Period(period) => in_period(test.op, value, *period, scene),
    }
}

fn compare(op: Op, value: &Value, operand: &Value, keyed: bool, scene: &Scene) -> bool {
    match op {
        Op::Eq => value == operand,
        Op::Ne => value != operand,
        Op::In => list(operand).contains(value) && *value != Value::Null,
        Op::Nin => !list(operand).contains(value) || *value == Value::Null,
        Op::Empty => (nothing(value)) == (*operand == Value::Bool(true)),
        Op::Has => list(value).contains(operand),
        Op::Contains => text_test(value, operand, keyed, scene, |text, part| {
            text.contains(part)
        }),
        Op::Starts => text_test(value, operand, keyed, scene, |text, part| {
            text.starts_with(part)
        }),
        Op::Lt => order(value, operand).is_some_and(std::cmp::Ordering::is_lt),
        Op::Lte => order(value, operand).is_some_and(std::cmp::Ordering::is_le),
        Op::Gt => order(value, operand).is_some_and(std::cmp::Ordering::is_gt),
        Op::Gte => order(value, operand).is_some_and(std::cmp::Ordering::is_ge),
    }
}

/// Nothing stored: as SQL sees it, null, empty text or an empty list.
fn nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

fn list(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        _ => &[],
    }
}

/// Keyed text is matched folded, other text byte by byte.
fn text_test(
    value: &Value,
    operand: &Value,
    keyed: bool,
    scene: &Scene,
    test: fn(&str, &str) -> bool,
) -> bool {
    match (value.as_text(), operand.as_text()) {
        (Some(text), Some(part)) if keyed => test(&(scene.fold)(text), &(scene.fold)(part)),
        (Some(text), Some(part)) => test(text, part),
        _ => false,
    }
}

/// Order of two values of one kind; none with nothing stored or across currencies.
pub fn order(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Decimal(a), Value::Decimal(b)) => Some(a.cmp(b)),
        (Value::Instant(a), Value::Instant(b)) => Some(a.cmp(b)),
        (Value::Day(a), Value::Day(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
        (Value::Money(a), Value::Money(b)) if a.currency == b.currency => {
            Some(a.minor.cmp(&b.minor))
        }
        _ => None,
    }
}

fn in_period(op: Op, value: &Value, period: Period, scene: &Scene) -> bool {
    let (from, to) = period.days(scene.clock.today);
    let (before, after) = match value {
        Value::Day(day) => (*day < from, *day >= to),
        Value::Instant(at) => (*at < (scene.day_start)(from), *at >= (scene.day_start)(to)),
        _ => return matches!(op, Op::Ne),
    };
    match op {
        Op::Eq => !before && !after,
        Op::Ne => before || after,
        Op::Lt => before,
        Op::Lte => !after,
        Op::Gt => after,
        Op::Gte => !before,
        _ => false,
    }
}
