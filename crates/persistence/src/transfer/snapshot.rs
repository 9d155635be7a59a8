//! A database as it is at one moment, read while others go on writing.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use guanxi_domain::kernel::time::Instant;

use super::cell::{self, Cell};
use super::digest::Digest;
use super::tables::{self, Table};
use super::{Doing, FORMAT, Header, Progress, Result, Sink, Told, Totals, TransferError, name_of};
use crate::cells;
use crate::connection::{Conn, Dialect, Location, Purpose};
use crate::error::Error;
use crate::migrations;
use crate::sql::Sql;

/// Bytes of one answer of PostgreSQL, about; many small rows, or few large ones.
const ANSWER: usize = 2 * 1024 * 1024;
/// Rows of the first answer, and most of any.
const FIRST: usize = 16;
const MOST: usize = 4096;

/// One moment of a database, for as long as it is held. SQLite keeps what is written meanwhile in its log file, and
/// empties that afterwards.
pub(super) struct Snapshot {
    conn: Conn,
    tables: Vec<Table>,
}

impl Snapshot {
    pub(super) fn open(location: &Location) -> Result<Self> {
        if let Location::Sqlite(path) = location
            && !path.exists()
        {
            return Err(TransferError::NoDatabase);
        }
        let conn = location.connect(Purpose::Read);
        let mut conn = conn.map_err(|error| Error::Unavailable(error.to_string()))?;
        conn.batch_execute(match conn.dialect() {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        })?;
        let tables = tables::all(&mut conn)?;
        if tables.is_empty() {
            return Err(TransferError::NoDatabase);
        }
        Ok(Self { conn, tables })
    }

    pub(super) fn header(&mut self, version: &str, at: &Instant) -> Result<Header> {
        let mut rows = BTreeMap::new();
        for table in &self.tables {
            rows.insert(
                table.name.clone(),
                tables::count(&mut self.conn, &table.name)?,
            );
        }
        Ok(Header {
            format: FORMAT,
            version: version.to_owned(),
            made_at: at.to_string(),
            database: name_of(self.conn.dialect()).to_owned(),
            migrations: migrations::applied(&mut self.conn)?,
            rows,
        })
    }

    pub(super) fn counters(&mut self) -> Result<BTreeMap<String, i64>> {
        tables::counters(&mut self.conn)
    }

    /// Sends all rows; what they come to.
    pub(super) fn stream(
        &mut self,
        header: &Header,
        sink: &mut dyn Sink,
        told: Told,
    ) -> Result<Totals> {
        let whole = header.whole();
        let mut totals = Totals {
            counters: self.counters()?,
            ..Totals::default()
        };
        for table in &self.tables {
            sink.table(&table.name, &table.column_names())?;
            let before = totals.rows();
            let digest = read(&mut self.conn, table, &mut |cells, done| {
                told(Progress {
                    doing: Doing::Table(&table.name),
                    done: before + done,
                    whole,
                });
                sink.row(cells)
            })?;
            sink.end_of_table()?;
            totals.tables.insert(table.name.clone(), digest);
        }
        Ok(totals)
    }
}

/// Reads all rows of a table; what they come to.
pub(super) fn read(
    conn: &mut Conn,
    table: &Table,
    each: &mut dyn FnMut(&[Cell], u64) -> Result<()>,
) -> Result<Digest> {
    let mut digest = Digest::default();
    let mut line = Vec::new();
    let mut take = |row: &cells::Cells<'_, '_, '_>| -> Result<usize> {
        let row = table.row(row);
        cell::write(&row, &mut line);
        digest.add(&line);
        each(&row, digest.rows)?;
        Ok(line.len())
    };
    let dialect = conn.dialect();
    match dialect {
        Dialect::Sqlite => {
            let mut sql = Sql::text(dialect, &table.select(dialect));
            sql.uncached();
            cells::each_row(conn, sql, |row| take(row).map(drop))?;
        }
        Dialect::Postgres => page_by_page(conn, table, &mut take)?,
    }
    Ok(digest)
}

/// PostgreSQL's client library keeps a whole answer in memory, so it is asked for pieces.
fn page_by_page(
    conn: &mut Conn,
    table: &Table,
    take: &mut dyn FnMut(&cells::Cells<'_, '_, '_>) -> Result<usize>,
) -> Result<()> {
    let cursor = format!("rows_of_{}", table.name);
    let select = table.select(Dialect::Postgres);
    conn.batch_execute(&format!("DECLARE {cursor} NO SCROLL CURSOR FOR {select}"))?;
    let mut ask = FIRST;
    loop {
        let (mut rows, mut bytes) = (0, 0);
        let mut sql = Sql::text(Dialect::Postgres, &format!("FETCH {ask} FROM {cursor}"));
        sql.uncached();
        cells::each_row::<TransferError>(conn, sql, |row| {
            rows += 1;
            bytes += take(row)?;
            Ok(())
        })?;
        if rows < ask {
            break;
        }
        ask = if bytes < ANSWER {
            (ask * 2).min(MOST)
        } else {
            (ask / 2).max(1)
        };
    }
    conn.batch_execute(&format!("CLOSE {cursor}"))?;
    Ok(())
}
