//! Custom fields: what administrators add to entities, and how their values are stored.
//!
//! One JSON column `custom` holds them in canonical form (booleans 0 or 1, instants in
//! microseconds, decimals in millionths, several choices as `|a|b|`, keys in field order), because
//! the two databases read JSON values back differently.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::catalogue::Entity;
use super::decimal::Decimal;
use super::field::{Field, Format, Kind};
use super::path::{Choices, Shape};
use super::time::{Instant, parse_day};
use super::value::Value;

/// A field that an administrator added.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomField {
    /// The record that defines it.
    pub id: Uuid,
    /// Name in JSON: `region`; `[a-z][a-z0-9_]*`.
    pub name: String,
    /// What people read, by language tag; `en` is the fallback.
    pub labels: BTreeMap<String, String>,
    /// What it holds; never a reference, money or JSON.
    pub kind: Kind,
    /// Which text.
    pub format: Format,
    /// Names of a choice.
    pub choices: Vec<String>,
    /// Must be filled on create.
    pub required: bool,
    /// Has an index of its own.
    pub indexed: bool,
    /// Place among the entity's custom fields.
    pub position: i64,
}

impl CustomField {
    /// What its values look like.
    pub fn shape(&self) -> Shape<'_> {
        let max_length = if self.format == Format::Multiline {
            100_000
        } else {
            1_000
        };
        Shape {
            kind: self.kind,
            format: self.format,
            max_length,
            range: None,
            choices: Choices::Custom(&self.choices),
        }
    }

    /// What people read in a language.
    pub fn label(&self, language: &str) -> &str {
        self.labels
            .get(language)
            .or_else(|| self.labels.get("en"))
            .unwrap_or(&self.name)
    }
}

/// One name of a choice that the workspace keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceName {
    /// What is stored.
    pub code: String,
    /// What people read; the product's own word when there is none.
    pub label: Option<String>,
    /// No longer offered; what has it keeps it.
    pub archived: bool,
}

/// What administrators added to the catalogue: the custom fields of all entities, in order, and the names of choices that
/// the workspace keeps.
#[derive(Debug, Clone, Default)]
pub struct CustomFields {
    fields: BTreeMap<String, Vec<Arc<CustomField>>>,
    names: BTreeMap<(String, String), Vec<ChoiceName>>,
}

impl CustomFields {
    /// Adds a field to an entity; call in order of position.
    pub fn add(&mut self, entity: &str, field: CustomField) {
        self.fields
            .entry(entity.to_owned())
            .or_default()
            .push(Arc::new(field));
    }

    /// The fields of an entity.
    pub fn of(&self, entity: &Entity) -> &[Arc<CustomField>] {
        self.fields.get(entity.name).map_or(&[], Vec::as_slice)
    }

    /// Says which names a choice has here, in order.
    pub fn name_choice(&mut self, entity: &str, field: &str, names: Vec<ChoiceName>) {
        let choice = (entity.to_owned(), field.to_owned());
        self.names.insert(choice, names);
    }

    /// The names of a choice that the workspace keeps; none where it left the catalogue's as they are.
    pub fn names_of(&self, entity: &Entity, field: &Field) -> &[ChoiceName] {
        let mut choices = self.names.iter();
        choices
            .find(|((of, name), _)| of == entity.name && name == field.name)
            .map_or(&[], |(_, names)| names)
    }
}

/// Values in the canonical form that is stored; nulls are left out.
pub fn store(fields: &[Arc<CustomField>], values: &BTreeMap<String, Value>) -> String {
    let mut map = Map::new();
    for field in fields {
        if let Some(json) = values.get(&field.name).and_then(stored) {
            map.insert(field.name.clone(), json);
        }
    }
    // Values of fields that were removed since stay, in the order of their names.
    for (name, value) in values {
        if let (false, Some(json)) = (map.contains_key(name), stored(value)) {
            map.insert(name.clone(), json);
        }
    }
    Json::Object(map).to_string()
}

/// Values out of the stored form. What no field declares (any more) comes back as plain JSON.
pub fn load(fields: &[Arc<CustomField>], text: &str) -> BTreeMap<String, Value> {
    let Ok(Json::Object(map)) = serde_json::from_str(text) else {
        return BTreeMap::new();
    };
    let kind = |name: &str| {
        fields
            .iter()
            .find(|field| field.name == name)
            .map_or(Kind::Json, |field| field.kind)
    };
    map.iter()
        .map(|(name, json)| (name.clone(), restored(kind(name), json)))
        .collect()
}

/// One value as it is stored; also what a filter on a custom field compares with.
pub fn stored(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null | Value::Money(_) => return None,
        Value::Bool(yes) => Json::from(i64::from(*yes)),
        Value::Int(number) => Json::from(*number),
        Value::Decimal(number) => Json::from(number.micros()),
        Value::Instant(at) => Json::from(at.micros()),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Id(id) => Json::from(id.to_string()),
        Value::Day(day) => Json::from(day.to_string()),
        Value::List(items) => Json::from(joined(items)),
        Value::Json(text) => serde_json::from_str(text).unwrap_or(Json::Null),
    })
}

fn restored(kind: Kind, json: &Json) -> Value {
    match (kind, json) {
        (Kind::Bool, Json::Number(number)) => Value::Bool(number.as_i64() == Some(1)),
        (Kind::Int, Json::Number(number)) => number.as_i64().map_or(Value::Null, Value::Int),
        (Kind::Decimal, Json::Number(number)) => number.as_i64().map_or(Value::Null, |micros| {
            Value::Decimal(Decimal::from_micros(micros))
        }),
        (Kind::Instant, Json::Number(number)) => number.as_i64().map_or(Value::Null, |micros| {
            Value::Instant(Instant::from_micros(micros))
        }),
        (Kind::Text | Kind::Choice, Json::String(text)) => Value::text(text.as_str()),
        (Kind::Day, Json::String(text)) => parse_day(text).map_or(Value::Null, Value::Day),
        (Kind::Choices, Json::String(text)) => split(text),
        (_, Json::Null) => Value::Null,
        (_, other) => Value::Json(other.to_string()),
    }
}

/// Several choices in the one column they are stored in: `|a|b|`, empty for none.
pub fn joined(items: &[Value]) -> String {
    let names: Vec<_> = items.iter().filter_map(Value::as_text).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("|{}|", names.join("|"))
    }
}

/// Several choices out of their column.
pub fn split(text: &str) -> Value {
    Value::List(
        text.split('|')
            .filter(|name| !name.is_empty())
            .map(Value::text)
            .collect(),
    )
}
