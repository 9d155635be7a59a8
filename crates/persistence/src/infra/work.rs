//! Work that somebody asked for once: imports, names sorted anew.

use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// One piece of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Which.
    pub id: Uuid,
    /// Of which kind.
    pub kind: String,
    /// `waiting`, `running` or `done`.
    pub state: String,
    /// When somebody asked for it.
    pub created_at: Instant,
    /// When it may be begun.
    pub run_at: Instant,
    /// How often it was begun without getting anywhere.
    pub attempts: i64,
    /// What came of it, in a word.
    pub outcome: Option<String>,
}

/// The newest of it.
pub fn newest(conn: &mut Conn, most: i64) -> Result<Vec<Work>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT id, kind, state, created_at, run_at, attempts, outcome FROM jobs ORDER BY created_at DESC, id DESC LIMIT ",
    );
    sql.bind(most);
    Ok(cells::rows(conn, sql, |row| Work {
        id: row.id(0).unwrap_or_default(),
        kind: row.text(1),
        state: row.text(2),
        created_at: row.instant(3).unwrap_or_default(),
        run_at: row.instant(4).unwrap_or_default(),
        attempts: row.int(5).unwrap_or_default(),
        outcome: row.opt_text(6),
    })?)
}
