//! How the database fares: what those want to know who look after it.

use crate::cells;
use crate::connection::Conn;
use crate::database::Database;
use crate::error::Result;
use crate::sql::Sql;

pub use crate::writer::{COMMIT_SECONDS, COMMIT_WRITES};

/// The kinds of jobs that there are.
pub const KINDS: [&str; 2] = [crate::import::JOB, crate::infra::sorting::JOB];

/// What this process knows without asking the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vitals {
    /// Connections of the pool that somebody uses.
    pub busy: u32,
    /// Connections of the pool that nobody uses.
    pub idle: u32,
    /// Connections that the pool may have.
    pub most: u32,
    /// Writes that wait for the one writer of an SQLite file.
    pub writes_waiting: Option<usize>,
}

/// What the database knows of work that is done later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs by kind and state.
    pub jobs: Vec<(String, String, i64)>,
    /// The number of the newest event.
    pub newest_event: i64,
    /// The number of the newest event that is linked into the chain.
    pub newest_link: i64,
}

impl Database {
    /// What this process knows without asking the database.
    pub fn vitals(&self) -> Vitals {
        let (state, most) = self.pool_state();
        Vitals {
            busy: state.connections.saturating_sub(state.idle_connections),
            idle: state.idle_connections,
            most,
            writes_waiting: self.writes_waiting(),
        }
    }
}

/// What waits to be done. Cheap enough to be asked every few seconds.
pub fn backlog(conn: &mut Conn) -> Result<Backlog> {
    let dialect = conn.dialect();
    let jobs = Sql::text(
        dialect,
        "SELECT kind, state, COUNT(*) FROM jobs GROUP BY kind, state ORDER BY kind, state",
    );
    let link = Sql::text(dialect, "SELECT COALESCE(MAX(seq), 0) FROM event_chain");
    Ok(Backlog {
        jobs: cells::rows(conn, jobs, |row| {
            (row.text(0), row.text(1), row.int(2).unwrap_or_default())
        })?,
        newest_event: crate::events::newest(conn)?,
        newest_link: cells::number(conn, link)?,
    })
}
