//! Which tables a database has, and how a value of each column is read.

use std::collections::BTreeMap;

use super::cell::{Cell, in_order};
use super::{Result, TransferError};
use crate::cells::{self, Cells};
use crate::connection::{Conn, Dialect};
use crate::sql::Sql;

/// Tables that no stream holds: made anew, or told in its header.
const LEFT_OUT: [&str; 2] = ["search_rows", "__diesel_schema_migrations"];
/// The events and their chain come in the order in which readers meet them; the transactions that say so are
/// numbers of one PostgreSQL server, so only the order travels.
pub(super) const EVENTS: &str = "event_log";
pub(super) const CHAIN: &str = "event_chain";
const TRANSACTION: &str = "tx";
/// Where records keep the values of custom fields.
const CUSTOM: &str = "custom";

/// How a value is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Bool,
    Text,
    Json,
    Bytes,
    Id,
    Instant,
    Day,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    /// In the order of their names, without those that do not travel.
    pub(super) columns: Vec<Column>,
}

impl Table {
    pub(super) fn column_names(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    }

    /// The statement that reads all rows.
    pub(super) fn select(&self, dialect: Dialect) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| column.read(dialect))
            .collect();
        let order = match (self.name.as_str(), dialect) {
            (EVENTS, Dialect::Postgres) => " ORDER BY tx, seq",
            (EVENTS, Dialect::Sqlite) => " ORDER BY seq",
            (CHAIN, _) => " ORDER BY n",
            _ => "",
        };
        format!("SELECT {} FROM {}{order}", columns.join(", "), self.name)
    }

    /// A row of that statement.
    pub(super) fn row(&self, row: &Cells) -> Vec<Cell> {
        let columns = self.columns.iter().enumerate();
        columns.map(|(at, column)| column.cell(row, at)).collect()
    }
}

impl Column {
    fn read(&self, dialect: Dialect) -> String {
        let name = format!("\"{}\"", self.name);
        match (dialect, self.kind) {
            (Dialect::Postgres, Kind::Bool) => format!("{name}::int::bigint"),
            (Dialect::Postgres, Kind::Day) => format!("{name}::text"),
            _ => name,
        }
    }

    fn cell(&self, row: &Cells, at: usize) -> Cell {
        let read = match self.kind {
            Kind::Int | Kind::Bool => row.int(at).map(Cell::Int),
            Kind::Instant => row.instant(at).map(|at| Cell::Int(at.micros())),
            Kind::Text | Kind::Day => row.opt_text(at).map(Cell::Text),
            Kind::Json => row.opt_text(at).map(|text| Cell::Text(in_order(&text))),
            Kind::Bytes | Kind::Id => row.bytes(at).map(Cell::Bytes),
        };
        read.unwrap_or(Cell::Null)
    }
}

/// All tables whose rows travel, by name.
pub(super) fn all(conn: &mut Conn) -> Result<Vec<Table>> {
    let dialect = conn.dialect();
    let mut sql = Sql::new(dialect);
    sql.either(
        "SELECT t.name, c.name, c.type FROM pragma_table_list t, pragma_table_info(t.name) c \
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL) \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition",
    );
    sql.uncached();
    let found = cells::rows(conn, sql, |row| (row.text(0), row.text(1), row.text(2)))?;
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for (table, name, kind) in found {
        if !LEFT_OUT.contains(&table.as_str()) && travels(&table, &name) {
            let kind = kind_of(dialect, &name, &kind).ok_or_else(|| {
                TransferError::Tables(format!("{table}.{name} is of the unknown type {kind}"))
            })?;
            tables.entry(table).or_default().push(Column { name, kind });
        }
    }
    Ok(tables
        .into_iter()
        .map(|(name, mut columns)| {
            columns.sort_by(|a, b| a.name.cmp(&b.name));
            Table { name, columns }
        })
        .collect())
}

fn travels(table: &str, column: &str) -> bool {
    column != TRANSACTION || ![EVENTS, CHAIN].contains(&table)
}

fn kind_of(dialect: Dialect, name: &str, kind: &str) -> Option<Kind> {
    Some(match (dialect, kind) {
        (Dialect::Sqlite, "TEXT") if name == CUSTOM => Kind::Json,
        (Dialect::Sqlite, "TEXT") | (Dialect::Postgres, "text") => Kind::Text,
        (Dialect::Sqlite, "INTEGER") | (Dialect::Postgres, "bigint") => Kind::Int,
        (Dialect::Sqlite, "BLOB") | (Dialect::Postgres, "bytea") => Kind::Bytes,
        (Dialect::Postgres, "boolean") => Kind::Bool,
        (Dialect::Postgres, "uuid") => Kind::Id,
        (Dialect::Postgres, "timestamp with time zone") => Kind::Instant,
        (Dialect::Postgres, "date") => Kind::Day,
        (Dialect::Postgres, "jsonb") => Kind::Json,
        _ => return None,
    })
}

/// How many rows a table has.
pub(super) fn count(conn: &mut Conn, table: &str) -> Result<u64> {
    let mut sql = Sql::text(conn.dialect(), &format!("SELECT COUNT(*) FROM {table}"));
    sql.uncached();
    Ok(u64::try_from(cells::number(conn, sql)?).unwrap_or_default())
}

/// The tables whose rows get numbers by themselves, with the column and where the numbers stand.
pub(super) fn counters(conn: &mut Conn) -> Result<BTreeMap<String, i64>> {
    let mut found = BTreeMap::new();
    match conn.dialect() {
        Dialect::Sqlite => {
            let sql = Sql::text(Dialect::Sqlite, "SELECT name, seq FROM sqlite_sequence");
            found.extend(cells::rows(conn, sql, |row| {
                (row.text(0), row.int(1).unwrap_or_default())
            })?);
        }
        Dialect::Postgres => {
            for (table, sequence) in sequences(conn)? {
                let mut sql = Sql::text(
                    Dialect::Postgres,
                    &format!(
                        "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"
                    ),
                );
                sql.uncached();
                found.insert(table, cells::number(conn, sql)?);
            }
        }
    }
    found.retain(|table, at| *at > 0 && !LEFT_OUT.contains(&table.as_str()));
    Ok(found)
}

/// Tables with a sequence of their own on PostgreSQL, and its name.
pub(super) fn sequences(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    let sql = Sql::text(
        Dialect::Postgres,
        "SELECT c.relname::text, pg_get_serial_sequence(quote_ident(c.relname), a.attname) \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> '' \
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
         ORDER BY 1",
    );
    Ok(cells::rows(conn, sql, |row| (row.text(0), row.text(1)))?)
}
