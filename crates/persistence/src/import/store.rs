//! Imports and their files as they are stored.

use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use super::Fault;
use super::progress::Progress;
use crate::cells::{self, Cells};
use crate::connection::{Conn, Dialect};
use crate::error::{Error, Result};
use crate::sql::Sql;

/// Where an import stands as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Takes files.
    New,
    /// Waits for its turn.
    Waiting,
    /// Is being worked on.
    Running,
    /// Every row is accounted for.
    Finished,
    /// Could not be done as a whole.
    Failed,
    /// Was stopped by somebody.
    Cancelled,
}

impl State {
    const ALL: [Self; 6] = [
        Self::New,
        Self::Waiting,
        Self::Running,
        Self::Finished,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn named(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|state| state.name() == name);
        known.unwrap_or(Self::Failed)
    }

    /// Whether a worker has it or will have it.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The mapping, in JSON.
    pub mapping: String,
    /// Where it stands as a whole.
    pub state: State,
    /// Whether it only says what would happen.
    pub dry_run: bool,
    /// The job that works on it.
    pub job: Option<Uuid>,
    /// When it was made.
    pub created_at: Instant,
    /// By whom; `None` for Guanxi itself.
    pub created_by: Option<Uuid>,
    /// When it was started.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// Where the work stands.
    pub progress: Progress,
    /// Why the whole of it failed.
    pub fault: Option<Fault>,
}

/// A file of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    /// Its name.
    pub name: String,
    /// Bytes that are there.
    pub size: i64,
    /// Whether all of it is there.
    pub is_complete: bool,
    pub(super) upload: Option<Uuid>,
}

const COLUMNS: &str = "id, name, mapping, state, dry_run, job_id, created_at, created_by, started_at, \
     finished_at, progress, fault";

fn import(row: &Cells) -> Import {
    let fault = row.opt_text(11);
    Import {
        id: row.id(0).unwrap_or_default(),
        name: row.text(1),
        mapping: row.text(2),
        state: State::named(&row.text(3)),
        dry_run: row.bool(4),
        job: row.id(5),
        created_at: row.instant(6).unwrap_or_default(),
        created_by: row.id(7),
        started_at: row.instant(8),
        finished_at: row.instant(9),
        progress: serde_json::from_str(&row.text(10)).unwrap_or_default(),
        fault: fault.and_then(|text| serde_json::from_str(&text).ok()),
    }
}

/// Stores a new import with its files, none of which is there yet.
pub(super) fn insert(conn: &mut Conn, import: &Import, files: &[&str]) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("INSERT INTO imports ({COLUMNS}) VALUES ("),
    );
    sql.bind(import.id)
        .push(", ")
        .bind(import.name.as_str())
        .push(", ")
        .bind(import.mapping.as_str());
    sql.push(", ")
        .bind(import.state.name())
        .push(", ")
        .bind(import.dry_run)
        .push(", ")
        .bind(import.job);
    sql.push(", ")
        .bind(import.created_at)
        .push(", ")
        .bind(import.created_by);
    sql.push(", ")
        .bind(import.started_at)
        .push(", ")
        .bind(import.finished_at);
    sql.push(", ").bind(json(&import.progress)).push(", NULL)");
    sql.execute(conn)?;
    for (number, name) in (0_i64..).zip(files) {
        let mut sql = Sql::text(
            conn.dialect(),
            "INSERT INTO import_files (import_id, number, name, size, is_complete) VALUES (",
        );
        sql.bind(import.id)
            .push(", ")
            .bind(number)
            .push(", ")
            .bind(*name)
            .push(", 0, ")
            .bind(false)
            .push(")");
        sql.execute(conn)?;
    }
    Ok(())
}

pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    // Plain structs of texts and numbers cannot fail to serialise.
    serde_json::to_string(value).unwrap_or_default()
}

/// An import, locked when it is about to be changed.
pub(super) fn find(conn: &mut Conn, id: Uuid, lock: bool) -> Result<Import> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("SELECT {COLUMNS} FROM imports WHERE id = "),
    );
    sql.bind(id);
    if lock && conn.dialect() == Dialect::Postgres {
        sql.push(" FOR UPDATE");
    }
    cells::rows(conn, sql, import)?.pop().ok_or(Error::NotFound)
}

/// Imports, newest first; only those made by somebody, when that is said.
pub(super) fn page(
    conn: &mut Conn,
    by: Option<Uuid>,
    before: Option<Uuid>,
    limit: usize,
) -> Result<Vec<Import>> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("SELECT {COLUMNS} FROM imports WHERE 1 = 1"),
    );
    if let Some(user) = by {
        sql.push(" AND created_by = ").bind(user);
    }
    if let Some(id) = before {
        sql.push(" AND id < ").bind(id);
    }
    sql.push(" ORDER BY id DESC LIMIT ").bind(number_of(limit));
    Ok(cells::rows(conn, sql, import)?)
}

/// The files of an import, in the mapping's order.
pub(super) fn files(conn: &mut Conn, id: Uuid) -> Result<Vec<FileState>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT name, size, is_complete, upload_id FROM import_files WHERE import_id = ",
    );
    sql.bind(id).push(" ORDER BY number");
    Ok(cells::rows(conn, sql, |row| FileState {
        name: row.text(0),
        size: row.int(1).unwrap_or_default(),
        is_complete: row.bool(2),
        upload: row.id(3),
    })?)
}

/// An import of somebody that was begun and not ended, with this mapping.
pub(super) fn interrupted(
    conn: &mut Conn,
    by: Option<Uuid>,
    mapping: &str,
    dry_run: bool,
) -> Result<Option<Import>> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!(
            "SELECT {COLUMNS} FROM imports WHERE state IN ('waiting', 'running') AND mapping = "
        ),
    );
    sql.bind(mapping).push(" AND dry_run = ").bind(dry_run);
    match by {
        Some(user) => sql.push(" AND created_by = ").bind(user),
        None => sql.push(" AND created_by IS NULL"),
    };
    sql.push(" ORDER BY id DESC LIMIT 1");
    Ok(cells::rows(conn, sql, import)?.pop())
}

/// What changes when an import is started, ended or taken back.
pub(super) fn set_state(conn: &mut Conn, import: &Import) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE imports SET state = ");
    sql.bind(import.state.name())
        .push(", dry_run = ")
        .bind(import.dry_run);
    sql.push(", job_id = ").bind(import.job);
    sql.push(", started_at = ")
        .bind(import.started_at)
        .push(", finished_at = ")
        .bind(import.finished_at);
    sql.push(", progress = ").bind(json(&import.progress));
    sql.push(", fault = ").bind(import.fault.as_ref().map(json));
    sql.push(" WHERE id = ").bind(import.id);
    sql.execute(conn)?;
    Ok(())
}

/// Where the work stands, after a step of it.
pub(super) fn set_progress(conn: &mut Conn, id: Uuid, progress: &Progress) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE imports SET progress = ");
    sql.bind(json(progress)).push(" WHERE id = ").bind(id);
    sql.execute(conn)?;
    Ok(())
}

/// Removes imports that ended, or were made and left alone, before an instant; how many.
pub(super) fn forget_before(conn: &mut Conn, before: Instant) -> Result<usize> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM imports WHERE state NOT IN ('waiting', 'running') AND COALESCE(finished_at, created_at) < ",
    );
    sql.bind(before);
    Ok(sql.execute(conn)?)
}

pub(super) fn number_of(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}
