//! Finds the records that rows refer to, with the rights of whoever imports.

use std::collections::HashMap;
use std::sync::Arc;

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_domain::kernel::value::Value;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::cells;
use crate::engine::write::Tx;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// What was found for values of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Exactly one.
    One(Uuid),
    /// None.
    None,
    /// Several.
    Several,
}

type Tests = Vec<(String, String)>;

/// Looks for records and remembers those found while one transaction lasts.
#[derive(Default)]
pub(super) struct Seeker {
    keys: HashMap<(&'static str, String, String), Uuid>,
    finds: HashMap<(&'static str, Tests), Uuid>,
}

impl Seeker {
    /// The live record that was brought in with a key.
    pub(super) fn key(
        &mut self,
        tx: &mut Tx,
        target: &'static Entity,
        system: &str,
        key: &str,
    ) -> Result<Option<Uuid>> {
        let asked = (target.name, system.to_owned(), key.to_owned());
        if let Some(id) = self.keys.get(&asked) {
            return Ok(Some(*id));
        }
        let Some(id) = tx.external(target, system, key)? else {
            return Ok(None);
        };
        if !is_live(tx, target, id)? {
            return Ok(None);
        }
        self.keys.insert(asked, id);
        Ok(Some(id))
    }

    /// The record that has all these values.
    pub(super) fn find(
        &mut self,
        tx: &mut Tx,
        actor: &Actor,
        target: &'static Entity,
        tests: &Tests,
    ) -> Result<Found> {
        let asked = (target.name, tests.clone());
        if let Some(id) = self.finds.get(&asked) {
            return Ok(Found::One(*id));
        }
        let world = Arc::clone(&tx.world);
        let lens = Lens {
            entity: target,
            custom: &world.custom,
            actor,
        };
        let mut filter = Filter::And(Vec::new());
        for (path, text) in tests {
            filter = filter.and(Filter::from_parameter(&lens, path, text)?);
        }
        let found = only(tx, actor, target, filter)?;
        if let Found::One(id) = found {
            self.finds.insert(asked, id);
        }
        Ok(found)
    }

    /// Forgets everything: what was found may have been taken back.
    pub(super) fn forget(&mut self) {
        self.keys.clear();
        self.finds.clear();
    }
}

/// The record whose fields have these values.
pub(super) fn equal(
    tx: &mut Tx,
    actor: &Actor,
    entity: &'static Entity,
    values: &[(&str, Json)],
) -> Result<Found> {
    let world = Arc::clone(&tx.world);
    let lens = Lens {
        entity,
        custom: &world.custom,
        actor,
    };
    let tests = values
        .iter()
        .map(|(field, value)| serde_json::json!({ "field": field, "op": "eq", "value": value }));
    let json = serde_json::json!({ "and": tests.collect::<Vec<_>>() });
    let filter = Filter::from_json(&lens, &json, "/match")?;
    only(tx, actor, entity, filter)
}

fn only(tx: &mut Tx, actor: &Actor, entity: &'static Entity, filter: Filter) -> Result<Found> {
    let query = Query {
        filter: Some(filter),
        fields: Some(Vec::new()),
        limit: 2,
        ..Query::default()
    };
    let page = tx.list(actor, entity, &query)?;
    let ids = ids(&page)?;
    Ok(match ids.as_slice() {
        [] => Found::None,
        [only] => Found::One(*only),
        _ => Found::Several,
    })
}

fn ids(page: &[u8]) -> Result<Vec<Uuid>> {
    let page: Json =
        serde_json::from_slice(page).map_err(|error| Error::Internal(error.to_string()))?;
    let rows = page.get("data").and_then(Json::as_array);
    let id = |row: &Json| row.get("id")?.as_str()?.parse().ok();
    Ok(rows.into_iter().flatten().filter_map(id).collect())
}

/// Whether a record is there and not in the bin.
pub(super) fn is_live(tx: &mut Tx, entity: &'static Entity, id: Uuid) -> Result<bool> {
    let text = format!("SELECT COUNT(*) FROM {} t WHERE t.id = ", entity.plural);
    let mut sql = Sql::text(tx.conn.dialect(), &text);
    sql.bind(id).push(" AND t.deleted_at IS NULL");
    Ok(cells::number(tx.conn, sql)? > 0)
}

/// Whether an older record that the actor sees has the same text in a field.
pub(super) fn has_elder(
    tx: &mut Tx,
    actor: &Actor,
    entity: &'static Entity,
    field: &str,
    text: &str,
    id: Uuid,
) -> Result<bool> {
    let filter = Filter::equals(field, Value::text(text));
    let eldest = Sort {
        path: "id".to_owned(),
        descending: false,
    };
    let query = Query {
        filter: Some(filter),
        fields: Some(Vec::new()),
        sort: vec![eldest],
        limit: 1,
        ..Query::default()
    };
    let page = tx.list(actor, entity, &query)?;
    Ok(ids(&page)?.iter().any(|other| *other < id))
}
