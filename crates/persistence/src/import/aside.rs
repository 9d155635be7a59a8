//! Rows put aside: for the record they go into, or until the records they refer to are there.

use uuid::Uuid;

use super::store::{json, number_of};
use crate::cells::{self, Cells};
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// Why a row is put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It goes into a record of another file.
    Part,
    /// It refers to a record that is not there yet.
    Waiting,
    /// It is in, but what it refers to was left out.
    Loose,
}

impl Why {
    const fn name(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Waiting => "waiting",
            Self::Loose => "loose",
        }
    }
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawRow {
    /// Which file.
    pub(super) file: usize,
    /// Its number in the file, from 1; the header is not counted.
    pub(super) number: i64,
    /// The line on which it begins.
    pub(super) line: i64,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

/// Puts a row aside.
pub(super) fn put(
    conn: &mut Conn,
    import: Uuid,
    row: &RawRow,
    key: Option<&str>,
    why: Why,
) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO import_rows (import_id, file, number, line, key, state, cells) VALUES (",
    );
    sql.bind(import)
        .push(", ")
        .bind(number_of(row.file))
        .push(", ")
        .bind(row.number);
    sql.push(", ")
        .bind(row.line)
        .push(", ")
        .bind(key.map(str::to_owned))
        .push(", ")
        .bind(why.name());
    sql.push(", ").bind(json(&row.cells));
    sql.push(") ON CONFLICT (import_id, file, number) DO UPDATE SET state = excluded.state");
    sql.execute(conn)?;
    Ok(())
}

const COLUMNS: &str = "file, number, line, cells";

fn raw_row(row: &Cells) -> RawRow {
    RawRow {
        file: usize::try_from(row.int(0).unwrap_or_default()).unwrap_or_default(),
        number: row.int(1).unwrap_or_default(),
        line: row.int(2).unwrap_or_default(),
        cells: serde_json::from_str(&row.text(3)).unwrap_or_default(),
    }
}

/// The rows of a file that go into the record with a key, in their order.
pub(super) fn parts(conn: &mut Conn, import: Uuid, file: usize, key: &str) -> Result<Vec<RawRow>> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("SELECT {COLUMNS} FROM import_rows WHERE import_id = "),
    );
    sql.bind(import)
        .push(" AND file = ")
        .bind(number_of(file))
        .push(" AND key = ")
        .bind(key);
    sql.push(" ORDER BY number");
    Ok(cells::rows(conn, sql, raw_row)?)
}

/// Rows put aside for a reason, behind a place, in the order of files and rows.
pub(super) fn page(
    conn: &mut Conn,
    import: Uuid,
    why: Why,
    (file, number): (usize, i64),
    limit: usize,
) -> Result<Vec<RawRow>> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("SELECT {COLUMNS} FROM import_rows WHERE import_id = "),
    );
    sql.bind(import).push(" AND state = ").bind(why.name());
    sql.push(" AND (file, number) > (")
        .bind(number_of(file))
        .push(", ")
        .bind(number);
    sql.push(") ORDER BY file, number LIMIT ")
        .bind(number_of(limit));
    Ok(cells::rows(conn, sql, raw_row)?)
}

/// Whether a row with this key still waits.
pub(super) fn is_waiting(conn: &mut Conn, import: Uuid, file: usize, key: &str) -> Result<bool> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT COUNT(*) FROM import_rows WHERE import_id = ",
    );
    sql.bind(import)
        .push(" AND file = ")
        .bind(number_of(file))
        .push(" AND key = ")
        .bind(key);
    sql.push(" AND state = ").bind(Why::Waiting.name());
    Ok(cells::number(conn, sql)? > 0)
}

/// Takes a row off.
pub(super) fn remove(conn: &mut Conn, import: Uuid, row: &RawRow) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM import_rows WHERE import_id = ");
    sql.bind(import)
        .push(" AND file = ")
        .bind(number_of(row.file))
        .push(" AND number = ")
        .bind(row.number);
    sql.execute(conn)?;
    Ok(())
}

/// Takes off all rows of a file that go into the record with a key.
pub(super) fn remove_parts(conn: &mut Conn, import: Uuid, file: usize, key: &str) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM import_rows WHERE import_id = ");
    sql.bind(import)
        .push(" AND file = ")
        .bind(number_of(file))
        .push(" AND key = ")
        .bind(key);
    sql.execute(conn)?;
    Ok(())
}

/// Takes off some of an import's rows; whether any are left.
pub(super) fn clear_some(conn: &mut Conn, import: Uuid, most: usize) -> Result<bool> {
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM import_rows WHERE import_id = ");
    sql.bind(import)
        .push(" AND (file, number) IN (SELECT file, number FROM import_rows WHERE import_id = ");
    sql.bind(import)
        .push(" ORDER BY file, number LIMIT ")
        .bind(number_of(most))
        .push(")");
    Ok(sql.execute(conn)? == most)
}
