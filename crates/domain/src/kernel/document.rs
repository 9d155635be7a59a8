//! The unit of reading and writing: one record with its custom values and the rows it owns.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::catalogue::{Entity, at};
use super::problem::{Violation, Violations};
use super::record::Record;
use super::time::Instant;
use super::value::Value;

/// One row of a collection: values in the order of the row entity's fields.
pub type Row = Vec<Value>;

/// A record as a whole. One version, the root's, covers all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub entity: &'static Entity,
    /// System values, then its own, in the order of [`Entity::all_fields`].
    pub values: Vec<Value>,
    /// Values of custom fields by name; absent is null.
    pub custom: BTreeMap<String, Value>,
    /// Rows per collection, in the order of [`Entity::collections`].
    pub collections: Vec<Vec<Row>>,
}

impl PartialEq for Entity {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}
impl Eq for Entity {}

/// What a rule does when a document lacks a field its own entity declares: impossible by
/// construction, answered with null so that a rule never panics.
static NOTHING: Value = Value::Null;

impl Document {
    /// An empty record with an id.
    pub fn new(entity: &'static Entity, id: Uuid) -> Self {
        let mut values = vec![Value::Null; entity.width()];
        values[at::ID] = Value::Id(id);
        Self {
            entity,
            values,
            custom: BTreeMap::new(),
            collections: vec![Vec::new(); entity.collections.len()],
        }
    }

    /// From a typed record without collections.
    pub fn of<T: Record>(record: T) -> Self {
        let entity = T::entity();
        Self {
            entity,
            values: record.into_values(),
            custom: BTreeMap::new(),
            collections: vec![Vec::new(); entity.collections.len()],
        }
    }

    /// The id.
    pub fn id(&self) -> Uuid {
        self.values[at::ID].as_id().unwrap_or_default()
    }

    /// The version that the ETag shows.
    pub fn version(&self) -> i64 {
        self.values[at::VERSION].as_int().unwrap_or_default()
    }

    /// The owner.
    pub fn owner(&self) -> Option<Uuid> {
        self.values[at::OWNER].as_id()
    }

    /// The team.
    pub fn team(&self) -> Option<Uuid> {
        self.values[at::TEAM].as_id()
    }

    /// When it went into the bin.
    pub fn deleted_at(&self) -> Option<Instant> {
        self.values[at::DELETED_AT].as_instant()
    }

    /// A field's value; null for a name the entity does not have.
    pub fn get(&self, field: &str) -> &Value {
        self.entity
            .index(field)
            .map_or(&NOTHING, |index| &self.values[index])
    }

    /// A text field's content, empty when there is none.
    pub fn text(&self, field: &str) -> &str {
        self.get(field).as_text().unwrap_or_default()
    }

    /// Sets a field; a name the entity does not have is ignored.
    pub fn set(&mut self, field: &str, value: impl Into<Value>) {
        if let Some(index) = self.entity.index(field) {
            self.values[index] = value.into();
        }
    }

    /// The rows of a collection; none for a name the entity does not have.
    pub fn rows(&self, collection: &str) -> &[Row] {
        self.entity
            .collection(collection)
            .map_or(&[], |(index, _)| &self.collections[index])
    }

    /// The rows of a collection, to change.
    pub fn rows_mut(&mut self, collection: &str) -> Option<&mut Vec<Row>> {
        let (index, _) = self.entity.collection(collection)?;
        self.collections.get_mut(index)
    }

    /// The record typed; `None` when it is of another entity.
    pub fn typed<T: Record>(&self) -> Option<T> {
        if self.entity.is(T::entity()) {
            T::from_values(&self.values)
        } else {
            None
        }
    }

    /// The rows of a collection, typed.
    pub fn typed_rows<T: Record>(&self, collection: &str) -> Vec<T> {
        self.rows(collection)
            .iter()
            .filter_map(|row| T::from_values(row))
            .collect()
    }

    /// The rows of a collection, typed, for a rule that writes them back: refuses rows that lack a
    /// value they need, so that none is lost.
    pub fn whole_rows<T: Record>(&self, collection: &str) -> Result<Vec<T>, Violations> {
        let rows = self.rows(collection);
        let typed: Vec<T> = rows.iter().filter_map(|row| T::from_values(row)).collect();
        if typed.len() == rows.len() {
            return Ok(typed);
        }
        let mut found = Violations::default();
        for (i, row) in rows.iter().enumerate() {
            for (field, value) in T::entity().all_fields().zip(row) {
                if !field.nullable && *value == Value::Null {
                    let at = format!("/{collection}/{i}/{}", field.name);
                    found.add(Violation::at(at, "required"));
                }
            }
        }
        Err(found)
    }

    /// What people call it: its title field as text, or its id.
    pub fn title(&self) -> String {
        match self.get(self.entity.title) {
            Value::Text(text) if !text.is_empty() => text.clone(),
            _ => self.id().to_string(),
        }
    }
}

/// The id of a row of a collection.
pub fn row_id(row: &Row) -> Uuid {
    row.first().and_then(Value::as_id).unwrap_or_default()
}
