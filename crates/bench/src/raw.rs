//! The raw engine: prepared statements on the same database, with nothing of Guanxi between.

pub mod postgres;
pub mod sqlite;

use anyhow::{Context, Result};
use uuid::Uuid;

use self::postgres::Postgres;
use self::sqlite::Sqlite;

/// What fills a place in a statement.
#[derive(Debug, Clone)]
pub enum Bind {
    /// An id.
    Id(Uuid),
    /// A text, also a day.
    Text(String),
}

/// Statements that belong together, one after the other, with `$1`, `$2` … for what fills them, and sets of that.
#[derive(Debug, Clone)]
pub struct Work {
    /// In the words of SQLite.
    pub sqlite: Vec<String>,
    /// In the words of PostgreSQL.
    pub postgres: Vec<String>,
    /// Each run takes the next set.
    pub binds: Vec<Vec<Bind>>,
}

impl Work {
    /// The same on both.
    pub fn same(statements: &[&str], binds: Vec<Vec<Bind>>) -> Self {
        let statements: Vec<String> = statements.iter().map(|sql| (*sql).to_owned()).collect();
        Self {
            sqlite: statements.clone(),
            postgres: statements,
            binds,
        }
    }
}

/// A new record as Guanxi wrote it, to be written again and again.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// The record.
    pub record: Uuid,
}

/// What a change costs the raw engine.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// The record, its rows, its event, its words.
    Create(Template),
    /// Reads the record and its rows, changes it, writes its event. So many records, by their ids.
    Update(Template),
}

/// Tables of a new contact besides its own, and the column that names it there.
const PARTS: [(&str, &str); 2] = [("contact_points", "parent_id"), ("event_log", "record_id")];

/// A raw engine.
pub enum Raw {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Raw {
    /// Runs a statement once, all values as text, ids as UUIDs.
    pub fn rows(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        match self {
            Self::Sqlite(sqlite) => sqlite.rows(sql),
            Self::Postgres(postgres) => postgres.rows(sql),
        }
    }

    /// The first column.
    pub fn column(&self, sql: &str) -> Result<Vec<String>> {
        Ok(self
            .rows(sql)?
            .into_iter()
            .filter_map(|row| row.into_iter().next())
            .collect())
    }

    /// The one value.
    pub fn value(&self, sql: &str) -> Result<String> {
        self.column(sql)?
            .pop()
            .with_context(|| format!("nothing found: {sql}"))
    }

    /// Reads for so many seconds over so many connections; says how often a second.
    pub fn read(&self, work: &Work, connections: usize, seconds: u64) -> Result<f64> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(work, connections, seconds),
            Self::Postgres(postgres) => postgres.read(work, connections, seconds),
        }
    }

    /// Writes for so many seconds; says how often a second. On SQLite one connection commits as many changes at once as
    /// there are clients, which is the best a group commit can do.
    pub fn write(&self, change: Change, clients: usize, seconds: u64) -> Result<f64> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write(change, clients, seconds),
            Self::Postgres(postgres) => postgres.write(change, clients, seconds),
        }
    }
}
