//! Keys that are computed and not in use yet.

use super::columns::{Column, Named};
use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::engine::keys::Collation;
use crate::error::Result;
use crate::sql::Sql;

/// Rows taken away at a time.
const SWEPT: usize = 5_000;

/// Computes and keeps the keys of some rows.
pub(super) fn add(
    conn: &mut Conn,
    column: &Column,
    rows: &[Named],
    collation: Collation,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO sort_keys (entity, field, record_id, source, key) VALUES ",
    );
    for (i, row) in rows.iter().enumerate() {
        sql.push(if i == 0 { "(" } else { ", (" })
            .bind(column.entity)
            .push(", ")
            .bind(column.field)
            .push(", ")
            .bind(row.id)
            .push(", ")
            .bind(row.text.as_str())
            .push(", ")
            .bind(collation.sort_key(&row.text))
            .push(")");
    }
    sql.push(
        " ON CONFLICT (entity, field, record_id) DO UPDATE SET source = excluded.source, key = excluded.key",
    );
    sql.uncached();
    sql.execute(conn)?;
    Ok(())
}

/// Rows that came or changed since their keys were computed.
pub(super) fn stale(conn: &mut Conn, column: &Column) -> Result<Vec<Named>> {
    let Column {
        entity,
        table,
        field,
    } = column;
    let text = format!(
        "SELECT t.id, t.{field} FROM {table} t \
         LEFT JOIN sort_keys s ON s.entity = '{entity}' AND s.field = '{field}' AND s.record_id = t.id \
         WHERE t.{field} IS NOT NULL AND (s.record_id IS NULL OR s.source <> t.{field})"
    );
    let rows = cells::rows(conn, Sql::text(conn.dialect(), &text), |row| Named {
        id: row.id(0).unwrap_or_default(),
        text: row.text(1),
        key: Vec::new(),
    })?;
    Ok(rows)
}

/// Puts the keys of a column into use.
pub(super) fn put_to_use(conn: &mut Conn, column: &Column) -> Result<()> {
    let Column {
        entity,
        table,
        field,
    } = column;
    let text = format!(
        "UPDATE {table} SET {field}_sort = s.key FROM sort_keys s \
         WHERE s.entity = '{entity}' AND s.field = '{field}' AND s.record_id = {table}.id \
         AND s.source = {table}.{field}"
    );
    Sql::text(conn.dialect(), &text).execute(conn)?;
    Ok(())
}

/// Takes some away; whether there are more.
pub(super) fn clear_some(conn: &mut Conn) -> Result<bool> {
    let key = match conn.dialect() {
        Dialect::Sqlite => "(entity, field, record_id)",
        Dialect::Postgres => "ctid",
    };
    let columns = key.trim_matches(['(', ')']);
    let text = format!(
        "DELETE FROM sort_keys WHERE {key} IN (SELECT {columns} FROM sort_keys LIMIT {SWEPT})"
    );
    Ok(Sql::text(conn.dialect(), &text).execute(conn)? == SWEPT)
}
