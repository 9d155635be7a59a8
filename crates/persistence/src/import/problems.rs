//! What was wrong with rows of an import, or worth a warning.

use std::collections::BTreeMap;

use guanxi_domain::import::convert::Flaw;
use uuid::Uuid;

use super::store::{json, number_of};
use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The row is not in.
    Error,
    /// The row is in; somebody should look at it.
    Warning,
}

impl Severity {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its number within the import, from 0.
    pub number: i64,
    /// Place of the file in the mapping.
    pub file: usize,
    /// Line on which the row begins.
    pub line: i64,
    /// How much it weighs.
    pub severity: Severity,
    /// The field concerned, as a pointer into the record; empty for the whole row.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// Names and values for its text.
    pub params: BTreeMap<String, String>,
    /// The columns concerned.
    pub columns: Vec<String>,
    /// The row as it stands in the file.
    pub cells: Vec<String>,
}

impl Problem {
    /// A flaw of a row.
    pub(super) fn new(
        file: usize,
        line: i64,
        severity: Severity,
        flaw: Flaw,
        cells: &[String],
    ) -> Self {
        let params = flaw.violation.params.into_iter();
        Self {
            number: 0,
            file,
            line,
            severity,
            pointer: flaw.violation.pointer,
            code: flaw.violation.code.to_owned(),
            params: params
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            columns: flaw.columns,
            cells: cells.to_vec(),
        }
    }
}

/// Stores problems behind those that are there already.
pub(super) fn insert(conn: &mut Conn, import: Uuid, from: i64, problems: &[Problem]) -> Result<()> {
    for (number, problem) in (from..).zip(problems) {
        let mut sql = Sql::text(
            conn.dialect(),
            "INSERT INTO import_problems (import_id, number, file, line, severity, pointer, code, params, columns, cells) \
             VALUES (",
        );
        sql.bind(import)
            .push(", ")
            .bind(number)
            .push(", ")
            .bind(number_of(problem.file));
        sql.push(", ")
            .bind(problem.line)
            .push(", ")
            .bind(problem.severity.name());
        sql.push(", ")
            .bind(problem.pointer.as_str())
            .push(", ")
            .bind(problem.code.as_str());
        sql.push(", ")
            .bind(json(&problem.params))
            .push(", ")
            .bind(json(&problem.columns));
        sql.push(", ").bind(json(&problem.cells)).push(")");
        sql.execute(conn)?;
    }
    Ok(())
}

/// Problems from a number on, in the order in which they were met.
pub(super) fn page(
    conn: &mut Conn,
    import: Uuid,
    file: Option<usize>,
    from: i64,
    limit: i64,
) -> Result<Vec<Problem>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT number, file, line, severity, pointer, code, params, columns, cells FROM import_problems \
         WHERE import_id = ",
    );
    sql.bind(import).push(" AND number >= ").bind(from);
    if let Some(file) = file {
        sql.push(" AND file = ").bind(number_of(file));
    }
    sql.push(" ORDER BY number LIMIT ").bind(limit);
    Ok(cells::rows(conn, sql, |row| Problem {
        number: row.int(0).unwrap_or_default(),
        file: usize::try_from(row.int(1).unwrap_or_default()).unwrap_or_default(),
        line: row.int(2).unwrap_or_default(),
        severity: if row.text(3) == "error" {
            Severity::Error
        } else {
            Severity::Warning
        },
        pointer: row.text(4),
        code: row.text(5),
        params: serde_json::from_str(&row.text(6)).unwrap_or_default(),
        columns: serde_json::from_str(&row.text(7)).unwrap_or_default(),
        cells: serde_json::from_str(&row.text(8)).unwrap_or_default(),
    })?)
}

/// Removes some of an import's problems, the newest first; whether any are left.
pub(super) fn clear_some(conn: &mut Conn, import: Uuid, most: i64) -> Result<bool> {
    let mut count = Sql::text(
        conn.dialect(),
        "SELECT COALESCE(MAX(number), -1) FROM import_problems WHERE import_id = ",
    );
    count.bind(import);
    let newest = cells::number(conn, count)?;
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM import_problems WHERE import_id = ",
    );
    sql.bind(import).push(" AND number > ").bind(newest - most);
    sql.execute(conn)?;
    Ok(newest >= most)
}
