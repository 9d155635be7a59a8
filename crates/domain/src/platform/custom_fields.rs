//! Custom fields as records: what an administrator edits, and what it means for the engine.

use std::collections::BTreeMap;

use crate::choice;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::custom;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Format, Initial, Json, Kind};
use crate::kernel::problem::{Violation, Violations};
use crate::record;
use crate::registry;

choice! {
    /// What a custom field holds.
    pub enum CustomKind {
        Text = "text", Multiline = "multiline", Int = "int", Decimal = "decimal", Bool = "bool", Day = "day",
        Instant = "instant", Choice = "choice", Choices = "choices", Email = "email", Phone = "phone", Url = "url",
    }
}

record! {
    /// A field that an administrator added to an entity.
    pub struct CustomField of CUSTOM_FIELD: System {
        /// The entity it belongs to.
        entity_name: String [max(60), format(Format::EntityName), on_create(), fact()],
        /// Name in JSON, filters and imports; `[a-z][a-z0-9_]*`.
        name: String [max(60), on_create(), search(), fact()],
        /// What it holds; fixed, because stored values depend on it.
        kind: CustomKind [on_create(), fact()],
        /// What people read, by language: `{"en": "Region", "zh-Hant": "地區"}`.
        labels: Json [or(Initial::Text("{}"))],
        /// Names of a choice, as a JSON list.
        choices: Json [or(Initial::Text("[]"))],
        /// Must be filled on create.
        is_required: bool [or(Initial::Bool(false)), fact()],
        /// Has an index, so that lists filtered by it are quick.
        is_indexed: bool [or(Initial::Bool(false)), fact()],
        /// Place among the entity's custom fields.
        position: i64 [range(0, 10_000), or(Initial::Int(0)), fact()],
    }
}

/// Custom fields.
pub static CUSTOM_FIELD: Entity = Entity {
    scope: Scope::Shared,
    decide,
    unique: &[&["entity_name", "name"]],
    sort: "position",
    ..Entity::root("custom_field", "custom_fields", CustomField::FIELDS)
};

fn decide(
    _: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let mut found = Violations::default();
    if !registry::by_name(after.text("entity_name")).is_some_and(|entity| entity.custom) {
        found.add(Violation::field("entity_name", "no_custom_fields"));
    }
    if !is_name(after.text("name")) {
        found.add(Violation::field("name", "not_a_field_name"));
    }
    if serde_json::from_str::<BTreeMap<String, String>>(after.text("labels")).is_err() {
        found.add(Violation::field("labels", "not_labels"));
    }
    let wants_choices = matches!(
        CustomKind::named(after.text("kind")),
        CustomKind::Choice | CustomKind::Choices
    );
    match serde_json::from_str::<Vec<String>>(after.text("choices")) {
        Ok(names) if wants_choices && names.is_empty() => {
            found.add(Violation::field("choices", "required"))
        }
        Ok(names)
            if names
                .iter()
                .any(|name| name.is_empty() || name.contains('|') || name.len() > 100) =>
        {
            found.add(Violation::field("choices", "not_choice_names"));
        }
        Ok(_) => {}
        Err(_) => found.add(Violation::field("choices", "not_choice_names")),
    }
    found.into_result().map(|()| Vec::new())
}

/// Names go into SQL text (an expression index needs it), so nothing but these characters.
fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_ascii_lowercase())
        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && name.len() <= 60
}

/// What the record means for the engine.
pub fn definition(record: &CustomField) -> custom::CustomField {
    let (kind, format) = kind_of(&record.kind);
    custom::CustomField {
        id: record.head.id,
        name: record.name.clone(),
        labels: serde_json::from_str(&record.labels.0).unwrap_or_default(),
        kind,
        format,
        choices: serde_json::from_str(&record.choices.0).unwrap_or_default(),
        required: record.is_required,
        indexed: record.is_indexed,
        position: record.position,
    }
}

const fn kind_of(kind: &CustomKind) -> (Kind, Format) {
    match kind {
        CustomKind::Multiline => (Kind::Text, Format::Multiline),
        CustomKind::Email => (Kind::Text, Format::Email),
        CustomKind::Phone => (Kind::Text, Format::Phone),
        CustomKind::Url => (Kind::Text, Format::Url),
        CustomKind::Int => (Kind::Int, Format::Plain),
        CustomKind::Decimal => (Kind::Decimal, Format::Plain),
        CustomKind::Bool => (Kind::Bool, Format::Plain),
        CustomKind::Day => (Kind::Day, Format::Plain),
        CustomKind::Instant => (Kind::Instant, Format::Plain),
        CustomKind::Choice => (Kind::Choice, Format::Plain),
        CustomKind::Choices => (Kind::Choices, Format::Plain),
        CustomKind::Text | CustomKind::Other(_) => (Kind::Text, Format::Plain),
    }
}
