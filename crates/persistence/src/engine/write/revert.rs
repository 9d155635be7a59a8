//! Undo of one change: its inverse, as long as nobody touched the same fields since.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::{Entity, at};
use guanxi_domain::kernel::custom::CustomFields;
use guanxi_domain::kernel::document::{Document, Row, row_id};
use guanxi_domain::kernel::evaluate::bare_scene;
use guanxi_domain::kernel::field::{Kind, Write};
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::rules;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{Expect, How, Tx, allowed, differences};
use crate::cells;
use crate::chain;
use crate::error::{Error, Result};
use crate::events::Change;
use crate::sql::Sql;

/// An event of a record, as undo needs it.
struct Event {
    seq: i64,
    verb: String,
    changes: Vec<Change>,
}

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
        let event = self.event(id, event)?;
        match event.verb.as_str() {
            "created" | "imported" => self.uncreate(actor, entity, id, &event),
            "deleted" => self.restore(actor, entity, id, Expect::Any),
            "restored" => self.delete(actor, entity, id, Expect::Any),
            _ => self.take_back(actor, entity, id, &event),
        }
    }

    /// The same for the change that made a version of the record.
    pub fn revert_version(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        version: i64,
    ) -> Result<Document> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT seq FROM event_log WHERE record_id = ",
        );
        sql.bind(id).push(" AND version = ").bind(version);
        let found = cells::rows(self.conn, sql, |cells| cells.int(0))?;
        let event = found.into_iter().flatten().max();
        let unknown = || Violation::field("version", "unknown_record");
        self.revert(actor, entity, id, event.ok_or_else(unknown)?)
    }

    /// Deletes a record, as long as it is what it was when the event made it.
    fn uncreate(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        event: &Event,
    ) -> Result<Document> {
        // Locked before its events are read, so that none comes after them.
        self.loaded(actor, entity, id, Action::Delete, Expect::Any)?;
        let changes = self.changed_after(id, event.seq)?;
        if !changes.is_empty() {
            let roots = changes.iter().filter_map(|field| field.split('/').next());
            let shown = roots.filter(|root| !actor.hides(entity, root));
            return Err(changed_since(shown));
        }
        self.delete(actor, entity, id, Expect::Any)
    }

    fn take_back(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        event: &Event,
    ) -> Result<Document> {
        allowed(actor, entity, Action::Update, How::Plain)?;
        let before = self.loaded(actor, entity, id, Action::Update, Expect::Any)?;
        if event
            .changes
            .iter()
            .any(|change| hidden(actor, entity, change))
        {
            return Err(Error::Forbidden("revert this change"));
        }
        within_verbs(actor, entity, event)?;
        if !moves_state(entity, event) {
            let fields: Vec<&str> = event.changes.iter().map(Change::root).collect();
            rules::locked(&before, &fields, &bare_scene(self.clock())).into_result()?;
        }
        untouched(&before, &event.changes)?;
        let mut after = before.clone();
        for change in &event.changes {
            put_back(&self.world.custom, &mut after, change);
        }
        self.restamp(actor, &before, &mut after)?;
        let mut effects = self.settle(actor, Some(&before), &mut after, How::Undo)?;
        let facts = self.gather(actor, entity.reads, &after, How::Undo)?;
        effects.extend((entity.undo)(&facts, &before, &after)?);
        self.finish(actor, before, after, "reverted", effects)
    }

    fn event(&mut self, record: Uuid, seq: i64) -> Result<Event> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT verb, changes FROM event_log WHERE seq = ",
        );
        sql.bind(seq).push(" AND record_id = ").bind(record);
        let found = cells::rows(self.conn, sql, |cells| (cells.text(0), cells.text(1)))?.pop();
        let unknown = || Violation::field("event_id", "unknown_record");
        let (verb, text) = found.ok_or_else(unknown)?;
        // What was erased cannot be put back.
        if chain::has_erased(&text) {
            return Err(unknown().into());
        }
        let changes = read_changes(seq, &text)?;
        Ok(Event { seq, verb, changes })
    }

    /// Fields that all later events together leave different from what they were at an event.
    fn changed_after(&mut self, record: Uuid, seq: i64) -> Result<BTreeSet<String>> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT seq, changes FROM event_log WHERE record_id = ",
        );
        sql.bind(record)
            .push(" AND seq > ")
            .bind(seq)
            .push(" ORDER BY seq");
        let later = cells::rows(self.conn, sql, |cells| {
            (cells.int(0).unwrap_or(0), cells.text(1))
        })?;
        let mut ends: BTreeMap<String, (Json, Json)> = BTreeMap::new();
        for (seq, text) in later {
            for change in read_changes(seq, &text)? {
                let end = ends.entry(change.field).or_insert((change.old, Json::Null));
                end.1 = change.new;
            }
        }
        ends.retain(|_, (first, last)| first != last);
        Ok(ends.into_keys().collect())
    }
}

/// An event that cannot be read is no event without changes.
fn read_changes(seq: i64, text: &str) -> Result<Vec<Change>> {
    let list: Vec<Json> = serde_json::from_str(text)
        .map_err(|error| Error::Internal(format!("event {seq} cannot be read: {error}")))?;
    Ok(list.iter().map(Change::from_json).collect())
}

/// What a verb did is taken back by those who may use it. Where another event moved what only
/// verbs move, an undo for one, it does not say by which: whoever may use them all takes it back.
fn within_verbs(actor: &Actor, entity: &Entity, event: &Event) -> Result<()> {
    let only_verbs = |change: &Change| {
        let field = entity.field(change.root());
        field.is_some_and(|field| matches!(field.write, Write::ByVerb | Write::OnCreate))
    };
    let may = match entity.verb(&event.verb) {
        Some(verb) => actor.may_use(entity, verb.name),
        None if event.changes.iter().any(only_verbs) => {
            let mut verbs = entity.verbs.iter();
            verbs.all(|verb| actor.may_use(entity, verb.name))
        }
        None => true,
    };
    if may {
        Ok(())
    } else {
        Err(Error::Forbidden("use this verb"))
    }
}

/// Locks are for changes within a state; a move between states sets locked fields by itself.
fn moves_state(entity: &Entity, event: &Event) -> bool {
    let of_state = |change: &Change| Some(change.root()) == entity.state;
    entity.verb(&event.verb).is_some() || event.changes.iter().any(of_state)
}

fn hidden(actor: &Actor, entity: &Entity, change: &Change) -> bool {
    actor.hides(entity, change.root()) || actor.locks(entity, change.root())
}

/// Refuses when a field of the change is not any more what the change made it.
fn untouched(now: &Document, changes: &[Change]) -> Result<()> {
    let mut touched = changes
        .iter()
        .filter(|change| current(now, &change.field) != change.new)
        .map(Change::root)
        .peekable();
    if touched.peek().is_none() {
        return Ok(());
    }
    Err(changed_since(touched))
}

/// The conflict that names fields, each once.
fn changed_since<'a>(fields: impl Iterator<Item = &'a str>) -> Error {
    let fields: BTreeSet<&str> = fields.collect();
    let fields: Vec<&str> = fields.into_iter().collect();
    Error::Conflict(Violation::field("event_id", "changed_since").with("fields", fields.join(", ")))
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
