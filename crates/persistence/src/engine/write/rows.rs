//! One more row in a collection that a record owns.

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::{Document, row_id};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{Expect, How, Tx, allowed};
use crate::error::{Error, Result};

impl Tx<'_> {
    /// Adds a row to a collection of a record.
    pub fn add_row(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        expect: Expect,
        collection: &str,
        row: &Map<String, Json>,
    ) -> Result<Document> {
        allowed(actor, entity, Action::Update, How::Plain)?;
        let before = self.loaded(actor, entity, id, Action::Update, expect)?;
        let there = before.rows(collection);
        let at = format!("/{collection}/{}", there.len());
        let rows = there.iter().map(|row| json!({ "id": row_id(row) }));
        let rows: Vec<Json> = rows.chain([Json::Object(row.clone())]).collect();
        let body = Map::from_iter([(collection.to_owned(), Json::Array(rows))]);
        let changed = self.patched(actor, before, &body, How::Plain);
        changed.map_err(|error| within_row(error, &at))
    }
}

/// Pointers into a row begin at the row, when that is all the caller sent.
fn within_row(error: Error, at: &str) -> Error {
    let Error::Violations(mut found) = error else {
        return error;
    };
    for violation in &mut found.0 {
        if let Some(rest) = violation.pointer.strip_prefix(at) {
            violation.pointer = rest.to_owned();
        }
    }
    found.into()
}
