//! Loads and locks the records that a rule declared to read.

use std::sync::Arc;

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::{Facts, Read, ReadFrom};
use guanxi_domain::kernel::value::Value;
use uuid::Uuid;

use super::{How, Tx};
use crate::cells;
use crate::connection::Dialect;
use crate::engine::read::{live, load, load_having};
use crate::error::Result;
use crate::sql::Sql;

/// Records met on the way upward at most.
const LONGEST_CHAIN: usize = 64;

impl Tx<'_> {
    /// The facts for a rule over `record`.
    pub(super) fn gather(
        &mut self,
        actor: &Actor,
        reads: &[Read],
        record: &Document,
        how: How,
    ) -> Result<Facts> {
        let mut facts = self.facts(actor, how);
        let rows = record.collections.iter().map(Vec::len).sum();
        facts
            .ids
            .extend(std::iter::repeat_with(Uuid::now_v7).take(rows));
        for read in reads {
            let found = match read.from {
                ReadFrom::Target(field) => self.target(record, field)?,
                ReadFrom::Chain(field) => self.chain(record, field)?,
                ReadFrom::Where {
                    entity,
                    field,
                    equals,
                } => self.having(entity(), field, record.get(equals))?,
                ReadFrom::Some {
                    entity,
                    field,
                    equals,
                    most,
                } => self.some_having(entity(), field, record.get(equals), most)?,
                ReadFrom::All(entity) => self.all(entity())?,
                ReadFrom::AllInTurn(entity) => {
                    self.take_turn(&format!("all {}", entity().plural))?;
                    self.all(entity())?
                }
            };
            let fresh = std::iter::repeat_with(Uuid::now_v7).take(found.len());
            facts.ids.extend(fresh);
            facts.loaded.insert(read.name, found);
        }
        Ok(facts)
    }

    fn target(&mut self, record: &Document, field: &str) -> Result<Vec<Document>> {
        let target = record
            .entity
            .field(field)
            .and_then(guanxi_domain::kernel::field::Field::target);
        match (target, record.get(field).as_id()) {
            (Some(target), Some(id)) => Ok(self.by_id(target, id)?.into_iter().collect()),
            _ => Ok(Vec::new()),
        }
    }

    pub(crate) fn by_id(&mut self, entity: &'static Entity, id: Uuid) -> Result<Option<Document>> {
        let world = Arc::clone(&self.world);
        let condition = |sql: &mut Sql| {
            sql.push("t.id = ")
                .bind(id)
                .push(" AND t.deleted_at IS NULL");
        };
        Ok(load(self.conn, &world, entity, condition, true)?.pop())
    }

    /// Writers of one entity's hierarchy take turns, or two moves at once could close a circle.
    fn chain(&mut self, record: &Document, field: &str) -> Result<Vec<Document>> {
        let Some(mut next) = record.get(field).as_id() else {
            return Ok(Vec::new());
        };
        self.take_turn(&format!("chain {}", record.entity.name))?;
        let mut chain: Vec<Document> = Vec::new();
        while chain.len() < LONGEST_CHAIN {
            let Some(above) = self.by_id(record.entity, next)? else {
                break;
            };
            let further = above.get(field).as_id();
            let known = chain.iter().any(|other| other.id() == above.id());
            chain.push(above);
            match further {
                Some(id) if !known => next = id,
                _ => break,
            }
        }
        Ok(chain)
    }

    /// Waits for whoever holds the same name, until the transaction ends. On SQLite all writers
    /// take turns anyway.
    pub(crate) fn take_turn(&mut self, name: &str) -> Result<()> {
        self.wait_for("pg_advisory_xact_lock", name)
    }

    /// Waits for whoever took the turn of that name, beside others who share it.
    pub(super) fn share_turn(&mut self, name: &str) -> Result<()> {
        self.wait_for("pg_advisory_xact_lock_shared", name)
    }

    fn wait_for(&mut self, lock: &str, name: &str) -> Result<()> {
        if self.conn.dialect() == Dialect::Postgres {
            let mut sql = Sql::text(Dialect::Postgres, "SELECT ");
            sql.push(lock).push("(hashtextextended(");
            sql.bind(name).push(", 0))");
            sql.execute(self.conn)?;
        }
        Ok(())
    }

    /// The live records whose field has this value, locked.
    pub fn having(
        &mut self,
        entity: &'static Entity,
        field: &'static str,
        value: &Value,
    ) -> Result<Vec<Document>> {
        let world = Arc::clone(&self.world);
        load_having(self.conn, &world, entity, (field, value), true)
    }

    /// The oldest of them, at most so many.
    fn some_having(
        &mut self,
        entity: &'static Entity,
        field: &'static str,
        value: &Value,
        most: usize,
    ) -> Result<Vec<Document>> {
        let Some(id) = value.as_id() else {
            return Ok(Vec::new());
        };
        let mut sql = Sql::text(
            self.conn.dialect(),
            &format!("SELECT t.id FROM {} t WHERE t.{field} = ", entity.plural),
        );
        sql.bind(id)
            .push(" AND t.deleted_at IS NULL ORDER BY t.id LIMIT ")
            .bind(i64::try_from(most).unwrap_or(i64::MAX));
        let ids = cells::rows(self.conn, sql, |cells| cells.id(0))?;
        let ids: Vec<Uuid> = ids.into_iter().flatten().collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let world = Arc::clone(&self.world);
        let condition = |sql: &mut Sql| {
            sql.push("t.id").in_ids(&ids);
            sql.push(" AND t.deleted_at IS NULL");
        };
        load(self.conn, &world, entity, condition, true)
    }

    /// Every live record of a small entity.
    fn all(&mut self, entity: &'static Entity) -> Result<Vec<Document>> {
        let world = Arc::clone(&self.world);
        load(self.conn, &world, entity, live, false)
    }
}
