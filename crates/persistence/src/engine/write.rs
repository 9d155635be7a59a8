//! Writing records: load, authorise, decide, write rows and event, all in the caller's transaction.

mod differences;
mod effects;
mod gather;
mod references;
mod revert;
mod rows;
mod stamps;
mod store;
mod upsert;
mod verbs;

pub(crate) use store::index_custom_field;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::{Entity, Scope, at};
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::bare_scene;
use guanxi_domain::kernel::facts::{Effect, FRESH, Facts};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::rules;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::{self, Mode};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::read::{Reader, load};
use super::scope;
use super::search::{self, Spelled};
use crate::error::{Error, Result};
use crate::events::{self, Change, Note};
use crate::sql::Sql;
use crate::world;

/// Writes in one transaction; reads in it through [`Reader`].
pub struct Tx<'c> {
    reader: Reader<'c>,
    /// Words to be stored at the end.
    spelled: Vec<Spelled>,
    world_changed: bool,
    wrote_events: bool,
}

/// By which rules a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// As people and programs do.
    Plain,
    /// As an import does: states and past instants may be set, exit criteria do not hold.
    Import,
    /// As whoever takes a change back.
    Undo,
}

/// Which version the caller has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Whatever is there.
    Any,
    /// This one; another is stale.
    Version(i64),
}

impl<'c> Deref for Tx<'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.reader
    }
}

impl<'c> Tx<'c> {
    pub(crate) const fn new(reader: Reader<'c>) -> Self {
        Self {
            reader,
            spelled: Vec::new(),
            world_changed: false,
            wrote_events: false,
        }
    }

    pub(crate) const fn world_changed(&self) -> bool {
        self.world_changed
    }

    pub(crate) const fn wrote_events(&self) -> bool {
        self.wrote_events
    }

    /// Says that settings changed, so that every node reads the world anew.
    pub fn touch_world(&mut self, actor: &Actor) -> Result<()> {
        self.note_workspace(actor, 0, &[])
    }

    /// Writes the event of changed settings.
    pub(crate) fn note_workspace(
        &mut self,
        actor: &Actor,
        version: i64,
        changes: &[Change],
    ) -> Result<()> {
        self.world_changed = true;
        let note = Note {
            version,
            changes,
            ..Note::WORKSPACE
        };
        self.note(actor, &note)
    }

    /// Writes an event besides those of changed records.
    pub(crate) fn note(&mut self, actor: &Actor, note: &Note) -> Result<()> {
        self.wrote_events = true;
        events::note(self.reader.conn, actor, self.reader.now, note)
    }

    /// Stores the words of all that was changed. The last thing done in a transaction; gives what SQLite's index has to
    /// be given before the commit.
    pub(crate) fn store_words(&mut self) -> Result<Vec<search::Entry>> {
        let spelled = std::mem::take(&mut self.spelled);
        search::store(self.reader.conn, &spelled)
    }

    /// Runs part of the work so that it alone is taken back when it fails: for batches.
    pub fn savepoint<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.reader.conn.batch_execute("SAVEPOINT part")?;
        let spelled = self.spelled.len();
        let done = work(self);
        let end = if done.is_ok() {
            "RELEASE SAVEPOINT part"
        } else {
            self.spelled.truncate(spelled);
            "ROLLBACK TO SAVEPOINT part"
        };
        self.reader.conn.batch_execute(end)?;
        if done.is_err() {
            self.reader.conn.batch_execute("RELEASE SAVEPOINT part")?;
        }
        done
    }

    /// A new record.
    pub fn create(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        body: &Map<String, Json>,
        how: How,
    ) -> Result<Document> {
        allowed(actor, entity, Action::Create, how)?;
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity,
            custom: &world.custom,
            actor,
        };
        let mode = if how == How::Import {
            Mode::Import
        } else {
            Mode::Create
        };
        let changes = wire::read_changes(&lens, body, mode)?;
        let mut document = Document::new(entity, Uuid::now_v7());
        wire::fill_defaults(&mut document, world.workspace.company_currency);
        wire::apply(changes, &mut document, &mut Uuid::now_v7);
        self.stamp_new(actor, &mut document, how)?;
        let effects = self.settle(actor, None, &mut document, how)?;
        self.insert(
            actor,
            &document,
            if how == How::Import {
                "imported"
            } else {
                "created"
            },
        )?;
        self.apply_effects(actor, effects)?;
        Ok(document)
    }

    /// Changes a record by merge patch.
    pub fn patch(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        expect: Expect,
        body: &Map<String, Json>,
        how: How,
    ) -> Result<Document> {
        allowed(actor, entity, Action::Update, how)?;
        let before = self.loaded(actor, entity, id, Action::Update, expect)?;
        self.patched(actor, before, body, how)
    }

    fn patched(
        &mut self,
        actor: &Actor,
        before: Document,
        body: &Map<String, Json>,
        how: How,
    ) -> Result<Document> {
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity: before.entity,
            custom: &world.custom,
            actor,
        };
        let mode = if how == How::Import {
            Mode::Import
        } else {
            Mode::Patch
        };
        let changes = wire::read_changes(&lens, body, mode)?;
        let mut after = before.clone();
        wire::apply(changes, &mut after, &mut Uuid::now_v7);
        self.restamp(actor, &before, &mut after)?;
        let asked = differences::changes(&before, &after);
        if how == How::Plain {
            let fields: Vec<&str> = asked.iter().map(Change::root).collect();
            rules::locked(&before, &fields, &bare_scene(self.clock())).into_result()?;
        }
        let effects = self.settle(actor, Some(&before), &mut after, how)?;
        self.finish(actor, before, after, "updated", effects)
    }

    /// Puts a record into the bin.
    pub fn delete(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        expect: Expect,
    ) -> Result<Document> {
        allowed(actor, entity, Action::Delete, How::Plain)?;
        let before = self.loaded(actor, entity, id, Action::Delete, expect)?;
        let mut after = before.clone();
        after.values[at::DELETED_AT] = Value::Instant(self.now);
        after.values[at::DELETED_BY] = actor.user.into();
        let facts = self.gather(actor, entity.reads, &after, How::Plain)?;
        let effects = (entity.decide)(&facts, Some(&before), &mut after)?;
        self.finish(actor, before, after, "deleted", effects)
    }

    /// Takes a record out of the bin.
    pub fn restore(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        expect: Expect,
    ) -> Result<Document> {
        allowed(actor, entity, Action::Delete, How::Plain)?;
        let before = self.found(actor, entity, id, true)?;
        self.within_reach(actor, &before, Action::Delete)?;
        expected(&before, expect)?;
        let mut after = before.clone();
        after.values[at::DELETED_AT] = Value::Null;
        after.values[at::DELETED_BY] = Value::Null;
        let effects = self.settle(actor, Some(&before), &mut after, How::Plain)?;
        self.finish(actor, before, after, "restored", effects)
    }

    /// A live record, locked, that the actor sees and may change: for what hangs on it without being part of it.
    pub fn changeable(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
    ) -> Result<Document> {
        allowed(actor, entity, Action::Update, How::Plain)?;
        self.loaded(actor, entity, id, Action::Update, Expect::Any)
    }

    /// Leaves an event about a record none of whose fields changes.
    pub fn remark(&mut self, actor: &Actor, record: &Document, verb: &str) -> Result<()> {
        self.wrote_events = true;
        let now = self.reader.now;
        events::record(
            self.reader.conn,
            actor,
            now,
            verb,
            Some(record),
            record,
            &[],
        )
    }

    /// A live record, locked, that the actor sees, may change, and knows in this version.
    fn loaded(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        action: Action,
        expect: Expect,
    ) -> Result<Document> {
        let before = self.found(actor, entity, id, false)?;
        self.within_reach(actor, &before, action)?;
        expected(&before, expect)?;
        Ok(before)
    }

    fn found(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        deleted: bool,
    ) -> Result<Document> {
        let condition = |sql: &mut Sql| {
            sql.push("t.id = ").bind(id);
            sql.push(if deleted {
                " AND t.deleted_at IS NOT NULL"
            } else {
                " AND t.deleted_at IS NULL"
            });
            scope::push(sql, actor, entity, Action::Read, "t");
        };
        let world = Arc::clone(&self.world);
        load(self.conn, &world, entity, condition, true)?
            .pop()
            .ok_or(Error::NotFound)
    }

    /// A record one sees but may not change is forbidden, not absent.
    fn within_reach(&mut self, actor: &Actor, record: &Document, action: Action) -> Result<()> {
        let within = match record.entity.scope {
            Scope::Owned | Scope::Shared => actor.reaches(record, action),
            _ => self.reaches(actor, record.entity, record.id(), action)?,
        };
        if within {
            Ok(())
        } else {
            Err(Error::Forbidden("change this record"))
        }
    }

    /// Everything between the caller's wish and the stored document: references, the entity's
    /// rule, derived values, completeness.
    fn settle(
        &mut self,
        actor: &Actor,
        before: Option<&Document>,
        after: &mut Document,
        how: How,
    ) -> Result<Vec<Effect>> {
        self.check_references(actor, before, after)?;
        let mut facts = self.gather(actor, after.entity.reads, after, how)?;
        if before.is_none() {
            let more = self.gather(actor, after.entity.reads_on_create, after, how)?;
            facts.loaded.extend(more.loaded);
        }
        let owner = after.owner();
        let effects = (after.entity.decide)(&facts, before, after)?;
        (after.entity.derive)(&facts, after)?;
        if after.owner() != owner {
            self.stamp_team(after);
        }
        self.complete(after)?;
        Ok(effects)
    }

    fn complete(&self, document: &Document) -> Result<()> {
        let mut found = wire::incomplete(&self.world.custom, document);
        found.extend(rules::missing(document, &bare_scene(self.clock())));
        Ok(found.into_result()?)
    }

    /// Writes a decided change with its event; without a difference nothing is written.
    fn finish(
        &mut self,
        actor: &Actor,
        before: Document,
        mut after: Document,
        verb: &str,
        effects: Vec<Effect>,
    ) -> Result<Document> {
        let changes = differences::changes(&before, &after);
        let silent = verb == "updated" || after.entity.verb(verb).is_some();
        if changes.is_empty() && silent {
            self.apply_effects(actor, effects)?;
            return Ok(before);
        }
        after.values[at::VERSION] = Value::Int(before.version() + 1);
        after.values[at::UPDATED_AT] = Value::Instant(self.now);
        after.values[at::UPDATED_BY] = actor.user.into();
        self.update(actor, &before, &after, verb, &changes)?;
        self.apply_effects(actor, effects)?;
        Ok(after)
    }

    fn note_world(&mut self, entity: &Entity) {
        self.world_changed |= world::ENTITIES.iter().any(|known| known.is(entity));
    }

    /// The workspace's day: rules are shared, so they do not ask whose day it is.
    pub(crate) fn clock(&self) -> Clock {
        super::calendar::clock(&self.world.workspace.time_zone, self.now)
    }

    fn facts(&self, actor: &Actor, how: How) -> Facts {
        Facts {
            now: self.now,
            today: self.clock().today,
            actor: actor.user,
            zone: actor.zone.clone(),
            calendar: &super::calendar::WORLD,
            company_currency: self.world.workspace.company_currency,
            undoing: how == How::Undo,
            importing: how == How::Import,
            active_users: Arc::clone(&self.world.active_users),
            custom: Arc::clone(&self.world.custom),
            ids: std::iter::repeat_with(Uuid::now_v7).take(FRESH).collect(),
            loaded: std::collections::BTreeMap::new(),
        }
    }
}

fn allowed(actor: &Actor, entity: &Entity, action: Action, how: How) -> Result<()> {
    let (may, what) = match action {
        Action::Create => (actor.may(entity, Action::Create), "create"),
        Action::Delete => (actor.may(entity, Action::Delete), "delete"),
        _ => (actor.may(entity, Action::Update), "update"),
    };
    if !entity.writable || !may {
        return Err(Error::Forbidden(what));
    }
    if how == How::Import && !actor.may(entity, Action::Import) {
        return Err(Error::Forbidden("import"));
    }
    Ok(())
}

fn expected(document: &Document, expect: Expect) -> Result<()> {
    match expect {
        Expect::Version(version) if version != document.version() => {
            Err(Error::Stale(Box::new(document.clone())))
        }
        _ => Ok(()),
    }
}
