//! Undo of one change: its inverse, as long as nobody touched the same fields since.

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::{Entity, at};
use guanxi_domain::kernel::custom::CustomFields;
use guanxi_domain::kernel::document::{Document, Row, row_id};
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{Expect, How, Tx, differences};
use crate::cells;
use crate::error::{Error, Result};
use crate::events::Change;
use crate::sql::Sql;

impl Tx<'_> {
    /// Applies the inverse of an event of the record. A field that changed again since is a
    /// conflict that names it. Creating is undone by deleting, deleting by restoring.
    pub fn revert(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        event: i64,
    ) -> Result<Document> {
        let (verb, changes) = self.event(id, event)?;
        match verb.as_str() {
            "created" | "imported" => return self.delete(actor, entity, id, Expect::Any),
            "deleted" => return self.restore(actor, entity, id, Expect::Any),
            "restored" => return self.delete(actor, entity, id, Expect::Any),
            _ => {}
        }
        let before = self.loaded(actor, entity, id, Action::Update, Expect::Any)?;
        if changes.iter().any(|change| hidden(actor, entity, change)) {
            return Err(Error::Forbidden("revert this change"));
        }
        untouched(&before, &changes)?;
        let mut after = before.clone();
        for change in &changes {
            put_back(&self.world.custom, &mut after, change);
        }
        self.restamp(actor, &before, &mut after)?;
        let effects = self.settle(actor, Some(&before), &mut after, How::Import)?;
        self.finish(actor, before, after, "reverted", effects)
    }

    fn event(&mut self, record: Uuid, seq: i64) -> Result<(String, Vec<Change>)> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT verb, changes FROM event_log WHERE seq = ",
        );
        sql.bind(seq).push(" AND record_id = ").bind(record);
        let found = cells::rows(self.conn, sql, |cells| (cells.text(0), cells.text(1)))?.pop();
        let (verb, text) = found.ok_or_else(|| Violation::field("event_id", "unknown_record"))?;
        let list: Vec<Json> = serde_json::from_str(&text).unwrap_or_default();
        Ok((verb, list.iter().map(Change::from_json).collect()))
    }
}

fn hidden(actor: &Actor, entity: &Entity, change: &Change) -> bool {
    actor.hides(entity, change.root()) || actor.locks(entity, change.root())
}

/// Refuses when a field of the change is not any more what the change made it.
fn untouched(now: &Document, changes: &[Change]) -> Result<()> {
    let touched: Vec<&str> = changes
        .iter()
        .filter(|change| current(now, &change.field) != change.new)
        .map(Change::root)
        .collect();
    if touched.is_empty() {
        return Ok(());
    }
    Err(Error::Conflict(
        Violation::field("event_id", "changed_since").with("fields", touched.join(", ")),
    ))
}

/// What a change's field holds now, in the form in which changes are written.
fn current(document: &Document, field: &str) -> Json {
    let blank = Document::new(document.entity, document.id());
    let all = differences::changes(&blank, document);
    all.into_iter()
        .find(|change| change.field == field)
        .map_or_else(|| empty(document, field), |change| change.new)
}

/// What an unchanged, empty field looks like.
fn empty(document: &Document, field: &str) -> Json {
    document
        .entity
        .field(field)
        .map_or(Json::Null, |_| wire::value_json(document.get(field)))
}

fn put_back(custom: &CustomFields, document: &mut Document, change: &Change) {
    match change.field.split_once('/') {
        None => {
            if let Some(field) = document.entity.field(&change.field) {
                let value = read(field.kind, &change.old);
                document.set(&change.field, value);
            }
        }
        Some(("custom", name)) => {
            let kind = custom
                .of(document.entity)
                .iter()
                .find(|field| field.name == name)
                .map(|field| field.kind);
            match read(kind.unwrap_or(Kind::Json), &change.old) {
                Value::Null => drop(document.custom.remove(name)),
                value => drop(document.custom.insert(name.to_owned(), value)),
            }
        }
        Some((collection, id)) => put_row_back(document, collection, id, &change.old),
    }
}

fn read(kind: Kind, json: &Json) -> Value {
    wire::parse(kind, json).unwrap_or(Value::Null)
}

fn put_row_back(document: &mut Document, collection: &str, id: &str, old: &Json) {
    let (Some((_, declared)), Some(id)) = (document.entity.collection(collection), wire::id(id))
    else {
        return;
    };
    let parent = document.id();
    let row = old
        .as_object()
        .map(|old| row((declared.entity)(), id, parent, old));
    let Some(rows) = document.rows_mut(collection) else {
        return;
    };
    rows.retain(|row| row_id(row) != id);
    rows.extend(row);
    rows.sort_by_key(|row| row.get(at::POSITION).and_then(Value::as_int));
    for (place, row) in rows.iter_mut().enumerate() {
        row[at::POSITION] = Value::Int(i64::try_from(place).unwrap_or(i64::MAX));
    }
}

fn row(entity: &Entity, id: Uuid, parent: Uuid, json: &Map<String, Json>) -> Row {
    let value = |name: &str, kind| json.get(name).map_or(Value::Null, |json| read(kind, json));
    let mut row: Row = entity
        .all_fields()
        .map(|field| value(field.name, field.kind))
        .collect();
    row[at::ID] = Value::Id(id);
    row[at::PARENT] = Value::Id(parent);
    row
}
