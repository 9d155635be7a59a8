//! The columns that people sort names by.

use guanxi_domain::registry;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// Rows read at a time.
const PAGE: usize = 500;

/// A keyed text of an entity.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// The entity's name.
    pub(super) entity: &'static str,
    /// Its table.
    pub(super) table: &'static str,
    /// The field.
    pub(super) field: &'static str,
}

/// One row with its text and the sort key beside it.
pub(super) struct Named {
    pub(super) id: Uuid,
    pub(super) text: String,
    pub(super) key: Vec<u8>,
}

/// Some rows, and the id up to which they are.
pub(super) struct Page {
    pub(super) rows: Vec<Named>,
    pub(super) last: Uuid,
}

impl Column {
    /// All of them, in the order of the registry.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        registry::ENTITIES.iter().flat_map(|entity| {
            let keyed = entity.all_fields().filter(|field| field.keyed);
            keyed.map(|field| Self {
                entity: entity.name,
                table: entity.plural,
                field: field.name,
            })
        })
    }

    /// The rows that follow; none after the last.
    pub(super) fn page_after(&self, conn: &mut Conn, last: Uuid) -> Result<Option<Page>> {
        let Self { table, field, .. } = self;
        let text = format!(
            "SELECT id, {field}, {field}_sort FROM {table} WHERE {field} IS NOT NULL AND id > "
        );
        let mut sql = Sql::text(conn.dialect(), &text);
        sql.bind(last).push(&format!(" ORDER BY id LIMIT {PAGE}"));
        let rows = cells::rows(conn, sql, |row| Named {
            id: row.id(0).unwrap_or_default(),
            text: row.text(1),
            key: row.bytes(2).unwrap_or_default(),
        })?;
        Ok(rows
            .last()
            .map(|row| row.id)
            .map(|last| Page { rows, last }))
    }

    /// Sets the sort key of a row.
    pub(super) fn set_key(&self, conn: &mut Conn, id: Uuid, key: &[u8]) -> Result<()> {
        let Self { table, field, .. } = self;
        let mut sql = Sql::text(
            conn.dialect(),
            &format!("UPDATE {table} SET {field}_sort = "),
        );
        sql.bind(key.to_vec()).push(" WHERE id = ").bind(id);
        sql.execute(conn)?;
        Ok(())
    }
}
