//! The order of names, computed anew: needed when a workspace that has records changes its collation.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::field::Field;
use guanxi_domain::registry;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::engine::keys::Collation;
use crate::error::Result;
use crate::sql::Sql;

/// Rows read at a time.
const PAGE: usize = 1_000;

/// Computes the sort keys of every keyed text, of records in the bin too. To be called in the transaction that changes
/// the collation: a reader sees the old order or the new one.
pub fn sort_anew(conn: &mut Conn, collation: Collation) -> Result<()> {
    for entity in registry::ENTITIES {
        for field in entity.all_fields().filter(|field| field.keyed) {
            column_anew(conn, entity, field, collation)?;
        }
    }
    Ok(())
}

fn column_anew(
    conn: &mut Conn,
    entity: &Entity,
    field: &Field,
    collation: Collation,
) -> Result<()> {
    let mut last = Uuid::nil();
    loop {
        let page = page_after(conn, entity, field, last)?;
        for (id, text) in &page {
            let set = format!("UPDATE {} SET {}_sort = ", entity.plural, field.name);
            let mut sql = Sql::text(conn.dialect(), &set);
            sql.bind(collation.sort_key(text));
            sql.push(" WHERE id = ").bind(*id);
            sql.execute(conn)?;
        }
        match page.last() {
            Some((id, _)) if page.len() == PAGE => last = *id,
            _ => return Ok(()),
        }
    }
}

fn page_after(
    conn: &mut Conn,
    entity: &Entity,
    field: &Field,
    last: Uuid,
) -> Result<Vec<(Uuid, String)>> {
    let (name, table) = (field.name, entity.plural);
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("SELECT id, {name} FROM {table} WHERE {name} IS NOT NULL AND id > "),
    );
    sql.bind(last);
    sql.push(&format!(" ORDER BY id LIMIT {PAGE}"));
    let rows = cells::rows(conn, sql, |row| {
        (row.id(0).unwrap_or_default(), row.text(1))
    })?;
    Ok(rows)
}
