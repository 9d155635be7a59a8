//! Understood changes written into a document, and whether it is whole then.

use uuid::Uuid;

use super::changes::{Changes, RowChange};
use crate::kernel::catalogue::{Entity, at};
use crate::kernel::currency::Currency;
use crate::kernel::custom::CustomFields;
use crate::kernel::document::{Document, Row, row_id};
use crate::kernel::field::Field;
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;

/// Writes understood changes into a document. Rows are merged by id; new ones get fresh ids.
pub fn apply(changes: Changes, document: &mut Document, fresh: &mut dyn FnMut() -> Uuid) {
    for (index, value) in changes.sets {
        document.values[index] = value;
    }
    for (name, value) in changes.custom {
        match value {
            Value::Null => drop(document.custom.remove(&name)),
            value => drop(document.custom.insert(name, value)),
        }
    }
    let parent = document.id();
    for (index, rows) in changes.collections {
        let entity = (document.entity.collections[index].entity)();
        let former = std::mem::take(&mut document.collections[index]);
        document.collections[index] = rows
            .into_iter()
            .enumerate()
            .map(|(i, row)| row_of(entity, &former, parent, row, i, fresh))
            .collect();
    }
}

fn row_of(
    entity: &Entity,
    former: &[Row],
    parent: Uuid,
    change: RowChange,
    position: usize,
    fresh: &mut dyn FnMut() -> Uuid,
) -> Row {
    let id = change.id.unwrap_or_else(fresh);
    let mut row = former
        .iter()
        .find(|row| row_id(row) == id)
        .cloned()
        .unwrap_or_else(|| blank_row(entity));
    for (index, value) in change.sets {
        row[index] = value;
    }
    refill(entity, &mut row);
    row[at::ID] = Value::Id(id);
    row[at::PARENT] = Value::Id(parent);
    row[at::POSITION] = Value::Int(i64::try_from(position).unwrap_or(i64::MAX));
    row
}

/// A row with its defaults.
pub fn blank_row(entity: &Entity) -> Row {
    entity.all_fields().map(row_default).collect()
}

/// Null in a row's field that cannot be null asks for the default.
fn refill(entity: &Entity, row: &mut Row) {
    for (field, value) in entity.all_fields().zip(row) {
        if *value == Value::Null && !field.nullable {
            *value = row_default(field);
        }
    }
}

/// A row's currency defaults come from its parent by rule, so any company currency will do.
fn row_default(field: &Field) -> Value {
    field.default_value(Currency::default())
}

/// Sets the defaults of a new document.
pub fn fill_defaults(document: &mut Document, company_currency: Currency) {
    for (field, value) in document.entity.all_fields().zip(&mut document.values) {
        if *value == Value::Null {
            *value = field.default_value(company_currency);
        }
    }
}

/// What a document still lacks to be stored: fields that must be filled, in root and rows.
pub fn incomplete(custom: &CustomFields, document: &Document) -> Violations {
    let mut found = Violations::default();
    for (field, value) in document
        .entity
        .fields
        .iter()
        .zip(&document.values[document.entity.system().len()..])
    {
        if lacks(field, value) {
            found.add(Violation::field(field.name, "required"));
        }
    }
    for field in custom
        .of(document.entity)
        .iter()
        .filter(|field| field.required)
    {
        if document.custom.get(&field.name).is_none_or(Value::is_empty) {
            found.add(Violation::at(format!("/custom/{}", field.name), "required"));
        }
    }
    for (collection, rows) in document
        .entity
        .collections
        .iter()
        .zip(&document.collections)
    {
        let entity = (collection.entity)();
        for (i, row) in rows.iter().enumerate() {
            for (field, value) in entity.fields.iter().zip(&row[entity.system().len()..]) {
                if lacks(field, value) {
                    found.add(Violation::at(
                        format!("/{}/{i}/{}", collection.name, field.name),
                        "required",
                    ));
                }
            }
        }
    }
    found
}

fn lacks(field: &Field, value: &Value) -> bool {
    (!field.nullable && *value == Value::Null) || (field.required && value.is_empty())
}
