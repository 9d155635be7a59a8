//! Create or change by a key of the caller's: a unique field, or another system's id.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::field::Field;
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::wire;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{Expect, How, Tx};
use crate::cells;
use crate::columns::value_binds;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// How callers address another system's ids: `external.northwind`.
const EXTERNAL: &str = "external.";

/// The turn of those who bring records of a system.
fn turn(entity: &Entity, system: &str) -> String {
    format!("external {system} {}", entity.name)
}

impl Tx<'_> {
    /// Changes the record with that key, or creates it; says which.
    pub fn upsert(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        key: &str,
        value: &str,
        body: &Map<String, Json>,
        how: How,
    ) -> Result<(Document, bool)> {
        match key.strip_prefix(EXTERNAL) {
            Some(system) => self.upsert_external(actor, entity, system, value, body, how),
            None => self.upsert_unique(actor, entity, key, value, body, how),
        }
    }

    fn upsert_external(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        system: &str,
        external: &str,
        body: &Map<String, Json>,
        how: How,
    ) -> Result<(Document, bool)> {
        let fits = |text: &str, most: usize| {
            !text.is_empty() && text.chars().count() <= most && !text.contains('\0')
        };
        if !fits(system, 60) || !fits(external, 255) {
            return Err(Violation::at("", "not_a_key").into());
        }
        // Nothing is there yet that two first writers of one id could both lock.
        self.share_turn(&turn(entity, system))?;
        self.take_turn(&format!("{} {external}", turn(entity, system)))?;
        let known = self.external(entity, system, external)?;
        if let Some(id) = known
            && self.by_id(entity, id)?.is_some()
        {
            return Ok((
                self.patch(actor, entity, id, Expect::Any, body, how)?,
                false,
            ));
        }
        let document = self.create(actor, entity, body, how)?;
        self.link_external(entity, system, external, document.id())?;
        Ok((document, true))
    }

    /// Waits until nobody else brings records of a system, and has others wait: for whoever brings many at once, who
    /// could not take a turn for each of their ids.
    pub(crate) fn take_external_turn(&mut self, entity: &Entity, system: &str) -> Result<()> {
        self.take_turn(&turn(entity, system))
    }

    /// The record that another system calls so.
    pub fn external(
        &mut self,
        entity: &Entity,
        system: &str,
        external: &str,
    ) -> Result<Option<Uuid>> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT record_id FROM external_refs WHERE system = ",
        );
        sql.bind(system)
            .push(" AND entity = ")
            .bind(entity.name)
            .push(" AND external_id = ")
            .bind(external);
        Ok(cells::rows(self.conn, sql, |cells| cells.id(0))?
            .pop()
            .flatten())
    }

    /// How many records of an entity another system has names for.
    pub fn externals(&mut self, entity: &Entity, system: &str) -> Result<usize> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT COUNT(*) FROM external_refs WHERE system = ",
        );
        sql.bind(system).push(" AND entity = ").bind(entity.name);
        let count = cells::number(self.conn, sql)?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Remembers what another system calls a record.
    pub fn link_external(
        &mut self,
        entity: &Entity,
        system: &str,
        external: &str,
        id: Uuid,
    ) -> Result<()> {
        let mut sql = Sql::text(
            self.conn.dialect(),
            "INSERT INTO external_refs (system, entity, external_id, record_id) VALUES (",
        );
        sql.bind(system)
            .push(", ")
            .bind(entity.name)
            .push(", ")
            .bind(external)
            .push(", ")
            .bind(id);
        sql.push(") ON CONFLICT (system, entity, external_id) DO UPDATE SET record_id = excluded.record_id");
        sql.execute(self.conn)?;
        Ok(())
    }

    fn upsert_unique(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        key: &str,
        text: &str,
        body: &Map<String, Json>,
        how: How,
    ) -> Result<(Document, bool)> {
        let field = entity
            .field(key)
            .filter(|field| field.unique && !actor.hides(entity, key));
        let field = field.ok_or_else(|| Violation::at("", "not_a_key").with("key", key))?;
        let value = json!(text);
        if body.get(key).is_some_and(|given| *given != value) {
            return Err(Violation::field(key, "differs_from_key").into());
        }
        let Some(id) = self.unique(entity, field, &value)? else {
            let mut body = body.clone();
            body.insert(key.to_owned(), value);
            return Ok((self.create(actor, entity, &body, how)?, true));
        };
        match self.patch(actor, entity, id, Expect::Any, body, how) {
            Ok(document) => Ok((document, false)),
            // It exists for somebody else: told as the conflict that creating it would be.
            Err(Error::NotFound) => Err(Error::Conflict(Violation::field(key, "not_unique"))),
            Err(error) => Err(error),
        }
    }

    fn unique(
        &mut self,
        entity: &'static Entity,
        field: &Field,
        json: &Json,
    ) -> Result<Option<Uuid>> {
        let value =
            wire::parse(field.kind, json).map_err(|code| Violation::field(field.name, code))?;
        let mut sql = Sql::text(
            self.conn.dialect(),
            &format!("SELECT t.id FROM {} t WHERE t.", entity.plural),
        );
        match (field.keyed, value.as_text()) {
            (true, Some(text)) => {
                sql.push(field.name)
                    .push("_key = ")
                    .bind(crate::engine::keys::match_key(text));
            }
            _ => drop(
                sql.push(field.name)
                    .push(" = ")
                    .bind(value_binds(field.kind, &value).swap_remove(0)),
            ),
        }
        sql.push(" AND t.deleted_at IS NULL");
        Ok(cells::rows(self.conn, sql, |cells| cells.id(0))?
            .pop()
            .flatten())
    }
}
