//! Whole documents as JSON, and out of it.

use serde_json::{Map, Value as Json};

use super::values::{id, parse, value_json};
use crate::kernel::catalogue::Entity;
use crate::kernel::computed::Clock;
use crate::kernel::custom::{self, CustomFields};
use crate::kernel::document::{Document, Row};
use crate::kernel::path::Lens;
use crate::kernel::value::Value;

/// A stored document as JSON, as the lens shows it.
pub fn document_json(lens: &Lens, document: &Document) -> Map<String, Json> {
    let mut map = Map::new();
    for (field, value) in document.entity.all_fields().zip(&document.values) {
        if lens.shows(field.name) {
            map.insert(field.name.to_owned(), value_json(value));
        }
    }
    if document.entity.custom {
        let values: Map<_, _> = lens
            .custom_fields()
            .map(|field| {
                (
                    field.name.clone(),
                    document
                        .custom
                        .get(&field.name)
                        .map_or(Json::Null, value_json),
                )
            })
            .collect();
        map.insert("custom".to_owned(), Json::Object(values));
    }
    for (collection, rows) in document
        .entity
        .collections
        .iter()
        .zip(&document.collections)
    {
        if lens.shows(collection.name) {
            let lens = lens.on((collection.entity)());
            let rows: Vec<_> = rows
                .iter()
                .map(|row| Json::Object(row_json(&lens, row)))
                .collect();
            map.insert(collection.name.to_owned(), Json::Array(rows));
        }
    }
    map
}

/// A document as answers show it at a moment: with what is computed, beside what is stored.
pub fn answer_json(lens: &Lens, document: &Document, clock: Clock) -> Map<String, Json> {
    let mut map = document_json(lens, document);
    for computed in lens.computed_fields() {
        let value = computed.of(document, clock);
        map.insert(computed.field.name.to_owned(), value_json(&value));
    }
    map
}

/// A row of a collection as JSON, as the lens (on the row's entity) shows it.
pub fn row_json(lens: &Lens, row: &Row) -> Map<String, Json> {
    let fields = lens
        .entity
        .all_fields()
        .zip(row)
        .filter(|(field, _)| lens.shows(field.name));
    fields
        .map(|(field, value)| (field.name.to_owned(), value_json(value)))
        .collect()
}

/// A document out of the JSON we sent; fields left out are null. For clients.
pub fn document_from(
    entity: &'static Entity,
    custom: &CustomFields,
    json: &Json,
) -> Option<Document> {
    let map = json.as_object()?;
    let mut document = Document::new(entity, id(map.get("id")?.as_str()?)?);
    read_into(entity, map, &mut document.values);
    if let Some(Json::Object(values)) = map.get("custom") {
        for field in custom.of(entity) {
            let value = values
                .get(&field.name)
                .and_then(|json| parse(field.kind, json).ok());
            if let Some(value) = value.filter(|value| *value != Value::Null) {
                document.custom.insert(field.name.clone(), value);
            }
        }
    }
    for (collection, rows) in entity.collections.iter().zip(&mut document.collections) {
        let part = (collection.entity)();
        for item in map
            .get(collection.name)
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
        {
            let mut row = vec![Value::Null; part.width()];
            read_into(part, item.as_object()?, &mut row);
            rows.push(row);
        }
    }
    Some(document)
}

fn read_into(entity: &Entity, map: &Map<String, Json>, values: &mut [Value]) {
    for (field, value) in entity.all_fields().zip(values) {
        if let Some(read) = map
            .get(field.name)
            .and_then(|json| parse(field.kind, json).ok())
        {
            *value = read;
        }
    }
}

/// Custom values as they are stored for an entity.
pub fn stored_custom(fields: &CustomFields, document: &Document) -> String {
    custom::store(fields.of(document.entity), &document.custom)
}
