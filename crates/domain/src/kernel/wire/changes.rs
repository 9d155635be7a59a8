//! Bodies of requests, understood and checked member by member.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::check::check;
use super::values::parse;
use crate::kernel::catalogue::{Collection, MOST_ROWS, at};
use crate::kernel::field::{Field, Initial, Write};
use crate::kernel::path::Lens;
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;

/// Most bytes of a field that holds JSON.
const MOST_JSON: usize = 100_000;

/// Why a body is read: decides which fields may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A new record.
    Create,
    /// A change of a record.
    Patch,
    /// An import, which may also set states and what verbs stamp.
    Import,
}

impl Mode {
    const fn may_set(self, write: Write) -> bool {
        match write {
            Write::Free => true,
            Write::OnCreate => matches!(self, Self::Create | Self::Import),
            Write::ByVerb => matches!(self, Self::Import),
            Write::Never => false,
        }
    }
}

/// What a body says, understood and checked field by field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// Place of a field among [`Entity::all_fields`], and its new value.
    pub sets: Vec<(usize, Value)>,
    /// Custom fields by name.
    pub custom: BTreeMap<String, Value>,
    /// Place of a collection, and all its rows as they shall be.
    pub collections: Vec<(usize, Vec<RowChange>)>,
}

/// One row of a collection as it shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange {
    /// The row's id; a new row may come without.
    pub id: Option<Uuid>,
    /// Place of a field among the row entity's fields, and its new value.
    pub sets: Vec<(usize, Value)>,
}

/// Past instants that an import may set beside what verbs stamp.
const IMPORT_STAMPS: [usize; 2] = [at::CREATED_AT, at::UPDATED_AT];

/// Understands a body: merge patch for changes, the same shape for new records.
pub fn read_changes(
    lens: &Lens,
    body: &Map<String, Json>,
    mode: Mode,
) -> Result<Changes, Violations> {
    let mut changes = Changes::default();
    let mut found = Violations::default();
    for (name, json) in body {
        if let Err(violations) = read_member(lens, name, json, mode, &mut changes) {
            found.extend(violations);
        }
    }
    found.into_result().map(|()| changes)
}

fn read_member(
    lens: &Lens,
    name: &str,
    json: &Json,
    mode: Mode,
    changes: &mut Changes,
) -> Result<(), Violations> {
    let unknown = || Violations::from(Violation::field(name, "unknown_field").with("field", name));
    if !lens.shows(name) {
        return Err(unknown());
    }
    if name == "custom" && lens.entity.custom {
        return read_custom(lens, json, changes);
    }
    if let Some((index, collection)) = lens.entity.collection(name) {
        let rows = read_rows(lens, collection, json, mode)?;
        changes.collections.push((index, rows));
        return Ok(());
    }
    if lens.entity.computed(name).is_some() {
        return Err(Violation::field(name, "read_only").into());
    }
    let index = lens.entity.index(name).ok_or_else(unknown)?;
    let field = lens.entity.field(name).ok_or_else(unknown)?;
    let stamped = mode == Mode::Import && IMPORT_STAMPS.contains(&index) && !lens.entity.is_part();
    if !(mode.may_set(field.write) || stamped) || lens.actor.locks(lens.entity, name) {
        return Err(Violation::field(name, "read_only").into());
    }
    // A row without an id is a new one; a record that is given one has to have it.
    if index == at::ID && json.is_null() && !lens.entity.is_part() {
        return Err(Violation::field(name, "not_an_id").into());
    }
    let value =
        read_value(lens, field, json).map_err(|violation| violation.under(&format!("/{name}")))?;
    changes.sets.push((index, value));
    Ok(())
}

fn read_value(lens: &Lens, field: &Field, json: &Json) -> Result<Value, Violation> {
    let value = parse(field.kind, json).map_err(|code| Violation::at("", code))?;
    if value == Value::Null && !field.nullable && field.required {
        return Err(Violation::at("", "required"));
    }
    if let Value::Json(text) = &value {
        check_json(field, json, text)?;
    }
    check(&lens.shape(field), &value)?;
    Ok(value)
}

/// Fields that hold JSON are lists or objects, as their default says; the inside is their rules' matter.
fn check_json(field: &Field, json: &Json, text: &str) -> Result<(), Violation> {
    let code = match field.default {
        Initial::Text("[]") if !json.is_array() => "not_a_list",
        Initial::Text("{}") if !json.is_object() => "not_an_object",
        _ if text.len() > MOST_JSON => {
            return Err(Violation::at("", "too_long").with("most", MOST_JSON));
        }
        _ => return Ok(()),
    };
    Err(Violation::at("", code))
}

fn read_custom(lens: &Lens, json: &Json, changes: &mut Changes) -> Result<(), Violations> {
    let Json::Object(map) = json else {
        return Err(Violation::field("custom", "not_an_object").into());
    };
    let mut found = Violations::default();
    for (name, json) in map {
        let at = format!("/custom/{name}");
        let Some(field) = lens.custom_fields().find(|field| field.name == *name) else {
            found.add(Violation::at(at, "unknown_field").with("field", name));
            continue;
        };
        let value = parse(field.kind, json).map_err(|code| Violation::at("", code));
        match value.and_then(|value| check(&field.shape(), &value).map(|()| value)) {
            Ok(value) => drop(changes.custom.insert(name.clone(), value)),
            Err(violation) => found.add(violation.under(&at)),
        }
    }
    found.into_result()
}

fn read_rows(
    lens: &Lens,
    collection: &Collection,
    json: &Json,
    mode: Mode,
) -> Result<Vec<RowChange>, Violations> {
    let at = format!("/{}", collection.name);
    let Json::Array(items) = json else {
        return Err(Violation::at(at, "not_a_list").into());
    };
    if items.len() > MOST_ROWS {
        return Err(Violation::at(at, "too_many_rows")
            .with("most", MOST_ROWS)
            .into());
    }
    let lens = lens.on((collection.entity)());
    let mode = if mode == Mode::Import {
        Mode::Import
    } else {
        Mode::Create
    };
    let mut rows: Vec<RowChange> = Vec::with_capacity(items.len());
    let mut found = Violations::default();
    for (i, item) in items.iter().enumerate() {
        let at = format!("{at}/{i}");
        match read_row(&lens, item, mode) {
            Ok(row) if row.id.is_some() && rows.iter().any(|other| other.id == row.id) => {
                found.add(Violation::at(format!("{at}/id"), "duplicate_row"));
            }
            Ok(row) => rows.push(row),
            Err(Violations(violations)) => {
                violations
                    .into_iter()
                    .for_each(|violation| found.add(violation.under(&at)));
            }
        }
    }
    found.into_result().map(|()| rows)
}

fn read_row(lens: &Lens, json: &Json, mode: Mode) -> Result<RowChange, Violations> {
    let Json::Object(map) = json else {
        return Err(Violation::at("", "not_an_object").into());
    };
    // A row read from us comes back with its position, parent and derived values: said again, not set.
    let said_again = |name: &str| {
        let field = lens.entity.field(name);
        field.is_some_and(|field| field.write == Write::Never) && lens.shows(name)
    };
    let own: Map<String, Json> = map
        .iter()
        .filter(|(name, _)| !said_again(name))
        .map(clone_pair)
        .collect();
    let mut changes = read_changes(lens, &own, mode)?;
    let given = changes.sets.iter().position(|(index, _)| *index == at::ID);
    let id = given.and_then(|place| changes.sets.remove(place).1.as_id());
    Ok(RowChange {
        id,
        sets: changes.sets,
    })
}

fn clone_pair((name, json): (&String, &Json)) -> (String, Json) {
    (name.clone(), json.clone())
}
