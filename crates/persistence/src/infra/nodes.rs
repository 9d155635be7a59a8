//! Servers that work with this database.

use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// Microseconds after which a node that says nothing counts as gone.
pub const SILENT: i64 = 60 * 1_000_000;
/// Microseconds for which nodes that are gone are remembered.
const REMEMBERED: i64 = 24 * 3600 * 1_000_000;

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Which process.
    pub id: Uuid,
    /// The machine's name.
    pub name: String,
    /// The version it runs.
    pub version: String,
    /// When it was started.
    pub started_at: Instant,
    /// When it was heard of last.
    pub seen_at: Instant,
}

/// A node says that it is there, and forgets those that are long gone.
pub fn beat(conn: &mut Conn, node: &Node) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO nodes (id, name, version, started_at, seen_at) VALUES (",
    );
    sql.bind(node.id)
        .push(", ")
        .bind(node.name.as_str())
        .push(", ")
        .bind(node.version.as_str())
        .push(", ")
        .bind(node.started_at)
        .push(", ")
        .bind(node.seen_at);
    sql.push(") ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at");
    sql.execute(conn)?;
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM nodes WHERE seen_at < ");
    sql.bind(Instant::from_micros(node.seen_at.micros() - REMEMBERED));
    sql.execute(conn)?;
    Ok(())
}

/// A node says that it goes.
pub fn leave(conn: &mut Conn, id: Uuid) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM nodes WHERE id = ");
    sql.bind(id);
    sql.execute(conn)?;
    Ok(())
}

/// Those that are there or were lately, the oldest first.
pub fn all(conn: &mut Conn) -> Result<Vec<Node>> {
    let sql = Sql::text(
        conn.dialect(),
        "SELECT id, name, version, started_at, seen_at FROM nodes ORDER BY started_at, id",
    );
    Ok(cells::rows(conn, sql, |row| Node {
        id: row.id(0).unwrap_or_default(),
        name: row.text(1),
        version: row.text(2),
        started_at: row.instant(3).unwrap_or_default(),
        seen_at: row.instant(4).unwrap_or_default(),
    })?)
}
