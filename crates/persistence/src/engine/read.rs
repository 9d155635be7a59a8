//! Reading records: one, a page, sums, words, history. Rights are part of every statement.

use std::sync::Arc;

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::{Entity, at};
use guanxi_domain::kernel::custom;
use guanxi_domain::kernel::document::{Document, Row};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::{Aggregate, Query};
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::{self, Mode};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::conditions::Asker;
use super::{aggregate, alike, expand, history, list, scope, search};
use crate::cells::{self, Cells};
use crate::columns::{Columns, value_binds};
use crate::connection::{Conn, Dialect};
use crate::error::{Error, Result};
use crate::sql::Sql;
use crate::world::World;

/// Reads on one connection.
pub struct Reader<'c> {
    pub(crate) conn: &'c mut Conn,
    /// The workspace as it was when the work began.
    pub world: Arc<World>,
    /// The moment the work began.
    pub now: Instant,
}

/// What of a record is wanted.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Only these fields (and the id); all when `None`.
    pub fields: Option<Vec<String>>,
    /// References to deliver whole.
    pub expand: Vec<String>,
}

/// A record as JSON.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// A JSON object.
    pub body: Vec<u8>,
    /// For the ETag.
    pub version: i64,
}

impl<'c> Reader<'c> {
    pub(crate) const fn new(conn: &'c mut Conn, world: Arc<World>, now: Instant) -> Self {
        Self { conn, world, now }
    }

    /// The connection, for infrastructure beside the records.
    pub const fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// One live record as JSON; collections are inside.
    pub fn get(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        ask: &Ask,
    ) -> Result<Fetched> {
        readable(actor, entity)?;
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity,
            custom: &world.custom,
            actor,
        };
        let asker = Asker::new(lens, self.now);
        let plan = expand::Plan::new(&asker, ask.fields.as_deref(), &ask.expand, true)?;
        let mut sql = Sql::text(
            self.conn.dialect(),
            &format!("SELECT {}", Columns::of(entity).select),
        );
        sql.push(" FROM ")
            .push(entity.plural)
            .push(" t WHERE t.id = ")
            .bind(id)
            .push(" AND t.deleted_at IS NULL");
        scope::push(&mut sql, actor, entity, Action::Read, "t");
        let mut version = 0;
        let mut rows = Vec::new();
        cells::each_row::<Error>(self.conn, sql, |cells| {
            version = cells.int(at::VERSION).unwrap_or(0);
            rows.push(plan.encode(cells));
            Ok(())
        })?;
        if rows.is_empty() {
            return Err(Error::NotFound);
        }
        let mut body = Vec::with_capacity(2_048);
        plan.finish(self.conn, rows, &mut body)?;
        Ok(Fetched { body, version })
    }

    /// One live record that the actor may see, as a document.
    pub fn document(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
    ) -> Result<Document> {
        readable(actor, entity)?;
        let scoped = |sql: &mut Sql| {
            sql.push("t.id = ")
                .bind(id)
                .push(" AND t.deleted_at IS NULL");
            scope::push(sql, actor, entity, Action::Read, "t");
        };
        load(self.conn, &self.world, entity, scoped, false)?
            .pop()
            .ok_or(Error::NotFound)
    }

    /// The live records whose field has this value, whoever may see them: for who asks on nobody's behalf.
    pub fn live_having(
        &mut self,
        entity: &'static Entity,
        field: &'static str,
        value: &Value,
    ) -> Result<Vec<Document>> {
        load_having(self.conn, &self.world, entity, (field, value), false)
    }

    /// A page of records: the whole body of the answer.
    pub fn list(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        query: &Query,
    ) -> Result<Vec<u8>> {
        readable(actor, entity)?;
        let world = Arc::clone(&self.world);
        let asker = Asker::new(
            Lens {
                entity,
                custom: &world.custom,
                actor,
            },
            self.now,
        );
        list::page(self.conn, &world, &asker, query)
    }

    /// How the database finds a page of records, in its own words.
    pub fn explain(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        query: &Query,
    ) -> Result<String> {
        readable(actor, entity)?;
        let world = Arc::clone(&self.world);
        let asker = Asker::new(
            Lens {
                entity,
                custom: &world.custom,
                actor,
            },
            self.now,
        );
        list::explain(self.conn, &world, &asker, query)
    }

    /// Counts and sums by groups.
    pub fn aggregate(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        ask: &Aggregate,
    ) -> Result<Json> {
        readable(actor, entity)?;
        let world = Arc::clone(&self.world);
        let asker = Asker::new(
            Lens {
                entity,
                custom: &world.custom,
                actor,
            },
            self.now,
        );
        aggregate::run(self.conn, &asker, ask)
    }

    /// Records of several entities that hold the words, newest first.
    pub fn search(
        &mut self,
        actor: &Actor,
        text: &str,
        among: &[&'static Entity],
        limit: usize,
    ) -> Result<Json> {
        search::across(self.conn, actor, text, among, limit)
    }

    /// Records that are likely the one that somebody is making, the likeliest first. The body is that of a new record,
    /// as far as it is known; an id in it is that of the record itself.
    pub fn duplicates(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        body: &Map<String, Json>,
    ) -> Result<Json> {
        readable(actor, entity)?;
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity,
            custom: &world.custom,
            actor,
        };
        let changes = wire::read_changes(&lens, body, Mode::Create)?;
        let mut document = Document::new(entity, Uuid::now_v7());
        wire::fill_defaults(&mut document, world.workspace.company_currency);
        wire::apply(changes, &mut document, &mut Uuid::now_v7);
        alike::find(self.conn, &world, actor, &document)
    }

    /// What happened to a record, newest first.
    pub fn history(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Json> {
        readable(actor, entity)?;
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity,
            custom: &world.custom,
            actor,
        };
        history::page(self.conn, &world, &lens, id, cursor, limit)
    }

    /// The records of an entity that another system has names for, in the order of the names.
    pub fn external_ids(&mut self, entity: &Entity, system: &str) -> Result<Vec<Uuid>> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT record_id FROM external_refs WHERE system = ",
        );
        sql.bind(system)
            .push(" AND entity = ")
            .bind(entity.name)
            .push(" ORDER BY external_id");
        Ok(cells::rows(self.conn, sql, |cells| {
            cells.id(0).unwrap_or_default()
        })?)
    }

    /// Whether the actor reaches a live record for an action.
    pub(crate) fn reaches(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        action: Action,
    ) -> Result<bool> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            &format!("SELECT 1 FROM {} t WHERE t.id = ", entity.plural),
        );
        sql.bind(id);
        scope::push(&mut sql, actor, entity, action, "t");
        Ok(cells::number(self.conn, sql)? == 1)
    }
}

/// Refuses an entity that the actor may not see at all.
pub(crate) fn readable(actor: &Actor, entity: &Entity) -> Result<()> {
    if actor.may_read(entity) {
        Ok(())
    } else {
        Err(Error::Forbidden("read"))
    }
}

/// Every live record of an entity, without rights: for the world's snapshot.
pub(crate) fn load_all(conn: &mut Conn, entity: &'static Entity) -> Result<Vec<Document>> {
    load(conn, &World::default(), entity, live, false)
}

/// The condition of every live record.
pub(crate) fn live(sql: &mut Sql) {
    sql.push("t.deleted_at IS NULL");
}

/// The live records whose field has a value; of an unknown field and of no value there are none.
pub(crate) fn load_having(
    conn: &mut Conn,
    world: &World,
    entity: &'static Entity,
    (field, value): (&'static str, &Value),
    lock: bool,
) -> Result<Vec<Document>> {
    let kind = entity.field(field).map(|field| field.kind);
    let Some(kind) = kind.filter(|_| *value != Value::Null) else {
        return Ok(Vec::new());
    };
    let condition = |sql: &mut Sql| {
        sql.push("t.")
            .push(field)
            .push(" = ")
            .bind(value_binds(kind, value).swap_remove(0));
        sql.push(" AND t.deleted_at IS NULL");
    };
    load(conn, world, entity, condition, lock)
}

/// Documents of an entity that meet a condition (alias `t`), with their collections, oldest first.
/// Locked on PostgreSQL when a rule is going to decide on them.
pub(crate) fn load(
    conn: &mut Conn,
    world: &World,
    entity: &'static Entity,
    condition: impl FnOnce(&mut Sql),
    lock: bool,
) -> Result<Vec<Document>> {
    let columns = Columns::of(entity);
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("SELECT {} FROM {} t WHERE ", columns.select, entity.plural),
    );
    condition(&mut sql);
    sql.push(" ORDER BY t.id");
    if lock && conn.dialect() == Dialect::Postgres {
        sql.push(" FOR UPDATE OF t");
    }
    let fields = world.custom.of(entity);
    let mut documents = cells::rows(conn, sql, |cells| {
        let mut document = Document::new(entity, Uuid::nil());
        document.values = values(entity, columns, cells);
        if let Some(place) = columns.custom {
            document.custom = custom::load(fields, &cells.text(place));
        }
        document
    })?;
    load_collections(conn, entity, &mut documents)?;
    Ok(documents)
}

fn values(entity: &Entity, columns: &Columns, cells: &Cells) -> Vec<Value> {
    entity
        .all_fields()
        .zip(&columns.places)
        .map(|(field, place)| cells.value(*place, field.kind))
        .collect()
}

/// One statement per collection, however many records.
fn load_collections(
    conn: &mut Conn,
    entity: &'static Entity,
    documents: &mut [Document],
) -> Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = documents.iter().map(Document::id).collect();
    for (i, collection) in entity.collections.iter().enumerate() {
        let part = (collection.entity)();
        let columns = Columns::of(part);
        let mut rows: std::collections::HashMap<Uuid, Vec<Row>> = std::collections::HashMap::new();
        for chunk in ids.chunks(64) {
            let mut sql = Sql::text(
                conn.dialect(),
                &format!("SELECT {} FROM {} t", columns.select, part.plural),
            );
            sql.push(" WHERE t.parent_id")
                .in_ids(chunk)
                .push(" ORDER BY t.parent_id, t.position, t.id");
            cells::each_row::<Error>(conn, sql, |cells| {
                let row = values(part, columns, cells);
                rows.entry(row[at::PARENT].as_id().unwrap_or_default())
                    .or_default()
                    .push(row);
                Ok(())
            })?;
        }
        for document in documents.iter_mut() {
            document.collections[i] = rows.remove(&document.id()).unwrap_or_default();
        }
    }
    Ok(())
}
