//! One record as the API sends it.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::catalogue::{Entity, Field};

/// A record: JSON that is cheap to pass around.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record(Arc<Map<String, Json>>);

static NOTHING: Json = Json::Null;

impl Record {
    /// From an answer; anything but an object is an empty record.
    pub fn new(json: Json) -> Self {
        match json {
            Json::Object(map) => Self(Arc::new(map)),
            _ => Self::default(),
        }
    }

    /// The id.
    pub fn id(&self) -> &str {
        self.text("id")
    }

    /// The version that `If-Match` names.
    pub fn version(&self) -> i64 {
        self.get("version").as_i64().unwrap_or_default()
    }

    /// The value at a path: a field's name, or `custom.<name>`.
    pub fn get(&self, path: &str) -> &Json {
        let value = match path.strip_prefix("custom.") {
            Some(custom) => self.0.get("custom").and_then(|values| values.get(custom)),
            None => self.0.get(path),
        };
        value.unwrap_or(&NOTHING)
    }

    /// The text at a path; empty when there is none.
    pub fn text(&self, path: &str) -> &str {
        self.get(path).as_str().unwrap_or_default()
    }

    /// The rows of a collection.
    pub fn rows(&self, name: &str) -> &[Json] {
        self.get(name).as_array().map_or(&[], Vec::as_slice)
    }

    /// The record a reference points to, when it came along and the reference still points to it.
    pub fn referred(&self, field: &Field) -> Option<&Map<String, Json>> {
        let along = self.0.get(field.expanded()?)?.as_object()?;
        (along.get("id") == Some(self.get(&field.name))).then_some(along)
    }

    /// What people call it; empty when it has no name of its own.
    pub fn title(&self, entity: &Entity) -> &str {
        self.text(&entity.title)
    }

    /// All members.
    pub fn members(&self) -> &Map<String, Json> {
        &self.0
    }

    /// The same with another value at a path.
    #[must_use]
    pub fn with(&self, path: &str, value: Json) -> Self {
        let mut map = (*self.0).clone();
        match path.strip_prefix("custom.") {
            Some(custom) => {
                let values = map
                    .entry("custom")
                    .or_insert_with(|| Json::Object(Map::new()));
                if let Some(values) = values.as_object_mut() {
                    values.insert(custom.to_owned(), value);
                }
            }
            None => drop(map.insert(path.to_owned(), value)),
        }
        Self(Arc::new(map))
    }

    /// This record as answered after a change, with the expanded references that the answer lacks kept from `before`
    /// as long as they point to the same record.
    #[must_use]
    pub fn keeping(&self, before: &Self, entity: &Entity) -> Self {
        let mut map = (*self.0).clone();
        for (name, value) in before.members() {
            let reference = entity
                .fields()
                .iter()
                .find(|field| field.expanded() == Some(name));
            let same =
                reference.is_some_and(|field| before.get(&field.name) == self.get(&field.name));
            if same && !map.contains_key(name) {
                map.insert(name.clone(), value.clone());
            }
        }
        Self(Arc::new(map))
    }
}

/// A merge patch that sets one path.
pub fn patch_of(path: &str, value: Json) -> Json {
    let mut inner = Map::new();
    match path.strip_prefix("custom.") {
        Some(custom) => {
            inner.insert(custom.to_owned(), value);
            Json::Object(Map::from_iter([("custom".to_owned(), Json::Object(inner))]))
        }
        None => {
            inner.insert(path.to_owned(), value);
            Json::Object(inner)
        }
    }
}

/// Whether nothing is stored: null, empty text or an empty list.
pub fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Record, patch_of};

    #[test]
    fn custom_values_are_reached_by_their_path() {
        let record = Record::new(json!({ "id": "1", "custom": { "region": "north" } }));
        assert_eq!(record.text("custom.region"), "north");
        assert_eq!(
            record
                .with("custom.region", json!("south"))
                .text("custom.region"),
            "south"
        );
        assert_eq!(
            patch_of("custom.region", json!(1)),
            json!({ "custom": { "region": 1 } })
        );
        assert_eq!(patch_of("name", json!("x")), json!({ "name": "x" }));
    }
}
