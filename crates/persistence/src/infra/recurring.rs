//! Work that comes again and again: one row a kind, done by one node at a time. What was missed while no node ran is
//! not made up for: it is done once, as soon as there is a node, and then in its usual time.

use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use super::nodes::SILENT;
use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::{Bind, NullOf, Sql};

/// One kind of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurring {
    /// Which.
    pub name: String,
    /// When it is done next.
    pub next_at: Instant,
    /// When it was begun last.
    pub started_at: Option<Instant>,
    /// When it ended last.
    pub ended_at: Option<Instant>,
    /// The node that does it now.
    pub running_on: Option<Uuid>,
    /// Why it failed, if it did when it was done last.
    pub fault: Option<String>,
    /// How often it was done.
    pub runs: i64,
    /// How often it failed since it went well.
    pub failures: i64,
}

/// Longest reason that is kept.
const MOST_FAULT: usize = 500;

/// All kinds that ever were, by name.
pub fn all(conn: &mut Conn) -> Result<Vec<Recurring>> {
    let sql = Sql::text(
        conn.dialect(),
        "SELECT name, next_at, started_at, ended_at, running_on, fault, runs, failures FROM recurring_jobs ORDER BY name",
    );
    Ok(cells::rows(conn, sql, |row| Recurring {
        name: row.text(0),
        next_at: row.instant(1).unwrap_or_default(),
        started_at: row.instant(2),
        ended_at: row.instant(3),
        running_on: row.id(4),
        fault: row.opt_text(5),
        runs: row.int(6).unwrap_or_default(),
        failures: row.int(7).unwrap_or_default(),
    })?)
}

/// Makes a kind known, to be done first at this moment; nothing when it is known.
pub fn know(conn: &mut Conn, name: &str, first: Instant) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO recurring_jobs (name, next_at, runs, failures) VALUES (",
    );
    sql.bind(name).push(", ").bind(first);
    sql.push(", 0, 0) ON CONFLICT (name) DO NOTHING");
    sql.execute(conn)?;
    Ok(())
}

/// The kinds that are to be done now and that no node does, as a node that does nothing sees it. Asked often, so it
/// takes no lock.
pub fn due(conn: &mut Conn, node: Uuid, now: Instant) -> Result<Vec<String>> {
    let mut sql = Sql::text(conn.dialect(), "SELECT r.name FROM recurring_jobs r WHERE ");
    free(&mut sql, node, now);
    sql.push(" ORDER BY r.name");
    Ok(cells::texts(conn, sql)?)
}

/// It is time, and nobody is at it. What was begun at a moment that is still to come was begun by a clock that was
/// ahead, and its next moment and the node's last sign are just as far off. A node does one kind after the other, so what
/// seems to be its own is from before: that it was taken, or had ended, was lost with a connection.
fn free(sql: &mut Sql, node: Uuid, now: Instant) {
    let heard = Instant::from_micros(now.micros() - SILENT);
    let ahead = Instant::from_micros(now.micros() + SILENT);
    sql.push("(r.next_at <= ").bind(now);
    sql.push(" OR r.started_at > ").bind(ahead);
    sql.push(") AND (r.running_on IS NULL OR r.running_on = ")
        .bind(node);
    sql.push(" OR NOT EXISTS (SELECT 1 FROM nodes n WHERE n.id = r.running_on AND n.seen_at > ");
    sql.bind(heard).push(" AND n.seen_at <= ").bind(ahead);
    sql.push("))");
}

/// Takes one; false when another node was quicker.
pub fn take(conn: &mut Conn, name: &str, node: Uuid, now: Instant) -> Result<bool> {
    let mut sql = Sql::text(
        conn.dialect(),
        "UPDATE recurring_jobs AS r SET running_on = ",
    );
    sql.bind(node).push(", started_at = ").bind(now);
    sql.push(", ended_at = ").bind(Bind::Null(NullOf::Instant));
    sql.push(" WHERE r.name = ").bind(name).push(" AND ");
    free(&mut sql, node, now);
    Ok(sql.execute(conn)? == 1)
}

/// Gives one back, done or failed. Nothing when another node took it over meanwhile.
pub fn end(
    conn: &mut Conn,
    name: &str,
    node: Uuid,
    fault: Option<&str>,
    next: Instant,
    now: Instant,
) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE recurring_jobs SET ended_at = ");
    sql.bind(now).push(", next_at = ").bind(next);
    let fault = fault.map(|fault| fault.chars().take(MOST_FAULT).collect::<String>());
    sql.push(if fault.is_some() {
        ", failures = failures + 1"
    } else {
        ", failures = 0"
    });
    sql.push(", runs = runs + 1, running_on = ")
        .bind(Bind::Null(NullOf::Id));
    sql.push(", fault = ").bind(fault);
    sql.push(" WHERE name = ").bind(name);
    sql.push(" AND running_on = ").bind(node);
    sql.execute(conn)?;
    Ok(())
}

/// Has one done as soon as a node looks; false when there is none of that name.
pub fn hurry(conn: &mut Conn, name: &str, now: Instant) -> Result<bool> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE recurring_jobs SET next_at = ");
    sql.bind(now).push(" WHERE name = ").bind(name);
    Ok(sql.execute(conn)? == 1)
}
