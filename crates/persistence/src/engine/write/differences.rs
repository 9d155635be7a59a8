//! What changed between two states of a document.

use std::collections::BTreeSet;

use guanxi_domain::kernel::catalogue::{Entity, at};
use guanxi_domain::kernel::document::{Document, Row, row_id};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::value_json;
use serde_json::{Map, Value as Json};

use crate::events::Change;

/// System columns that say when and by whom, not what; they are no changes of their own.
const BOOKKEEPING: [usize; 5] = [
    at::VERSION,
    at::CREATED_BY,
    at::UPDATED_AT,
    at::UPDATED_BY,
    at::DELETED_BY,
];

/// Field by field, custom field by custom field, row by row.
pub(super) fn changes(before: &Document, after: &Document) -> Vec<Change> {
    let mut changes = Vec::new();
    for (i, field) in before.entity.all_fields().enumerate() {
        let (old, new) = (&before.values[i], &after.values[i]);
        if old != new && !BOOKKEEPING.contains(&i) {
            changes.push(Change {
                field: field.name.to_owned(),
                old: value_json(old),
                new: value_json(new),
            });
        }
    }
    let names: BTreeSet<_> = before.custom.keys().chain(after.custom.keys()).collect();
    for name in names {
        let value = |document: &Document| document.custom.get(name).cloned().unwrap_or(Value::Null);
        let (old, new) = (value(before), value(after));
        if old != new {
            changes.push(Change {
                field: format!("custom/{name}"),
                old: value_json(&old),
                new: value_json(&new),
            });
        }
    }
    for (i, collection) in before.entity.collections.iter().enumerate() {
        let entity = (collection.entity)();
        row_changes(
            collection.name,
            entity,
            &before.collections[i],
            &after.collections[i],
            &mut changes,
        );
    }
    changes
}

fn row_changes(
    name: &str,
    entity: &Entity,
    before: &[Row],
    after: &[Row],
    changes: &mut Vec<Change>,
) {
    let find = |rows: &[Row], row: &Row| {
        rows.iter()
            .find(|other| row_id(other) == row_id(row))
            .cloned()
    };
    let json = |row: Option<&Row>| row.map_or(Json::Null, |row| row_json(entity, row));
    let mut add = |old: Option<&Row>, new: Option<&Row>| {
        let id = old.or(new).map(row_id).unwrap_or_default();
        changes.push(Change {
            field: format!("{name}/{id}"),
            old: json(old),
            new: json(new),
        });
    };
    for row in before {
        match find(after, row) {
            Some(new) if new == *row => {}
            new => add(Some(row), new.as_ref()),
        }
    }
    for row in after.iter().filter(|row| find(before, row).is_none()) {
        add(None, Some(row));
    }
}

/// A row without what it shares with its record.
fn row_json(entity: &Entity, row: &Row) -> Json {
    let fields = entity
        .all_fields()
        .zip(row)
        .filter(|(field, _)| !["id", "parent_id"].contains(&field.name));
    Json::Object(
        fields
            .map(|(field, value)| (field.name.to_owned(), value_json(value)))
            .collect::<Map<_, _>>(),
    )
}

/// What a new record begins with: every field that holds something, every row.
pub(super) fn beginnings(document: &Document) -> Vec<Change> {
    let mut blank = Document::new(document.entity, document.id());
    for place in [at::VERSION, at::CREATED_AT, at::UPDATED_AT, at::SOURCE] {
        blank.values[place] = document.values[place].clone();
    }
    changes(&blank, document)
}
