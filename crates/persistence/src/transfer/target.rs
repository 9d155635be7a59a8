//! The place that takes a stream.

mod loader;
mod postgres;
mod sqlite;

use std::collections::BTreeMap;

use guanxi_domain::platform::custom_fields::CUSTOM_FIELD;

use super::digest::Digest;
use super::tables::{self, CHAIN};
use super::{
    Arrived, Backup, Doing, Header, Progress, Result, Told, Totals, TransferError,
    refuse_difference, snapshot,
};
use crate::connection::{Conn, Dialect, Location};
use crate::engine::sweep::each_live;
use crate::engine::write::index_custom_field;
use crate::engine::{alike, search};
use crate::migrations;
use crate::sql::Sql;
pub(super) use loader::Loader;

/// Sends the rows of a stream; what they come to.
pub(super) type Send<'a> = &'a mut dyn FnMut(&mut Loader, Told) -> Result<Totals>;

/// What was made of a stream in the place that took it.
struct Filled {
    totals: Totals,
    chain_begins_anew: bool,
}

/// Fills a place: all of it, or nothing.
pub(super) fn fill(
    to: &Location,
    header: &Header,
    replace: bool,
    told: Told,
    send: Send,
) -> Result<Arrived> {
    refuse_newer(header)?;
    let (filled, aside) = match to {
        Location::Sqlite(path) => sqlite::fill(path, header, replace, told, send)?,
        Location::Postgres(_) => (postgres::fill(to, header, replace, told, send)?, None),
    };
    Ok(Arrived {
        backup: Backup {
            header: header.clone(),
            totals: filled.totals,
        },
        aside,
        chain_begins_anew: filled.chain_begins_anew,
    })
}

/// Whether anything in a place would be lost if it were filled.
pub(super) fn holds_data(location: &Location) -> Result<bool> {
    match location {
        Location::Sqlite(path) => sqlite::holds_data(path),
        Location::Postgres(_) => postgres::holds_data(location),
    }
}

fn refuse_newer(header: &Header) -> Result<()> {
    match migrations::first_unknown(&header.migrations)? {
        None => Ok(()),
        Some(change) => Err(TransferError::Newer {
            version: header.version.clone(),
            change,
        }),
    }
}

/// Whether there is a user or an event in a database.
fn is_in_use(conn: &mut Conn) -> Result<bool> {
    let known: Vec<String> = tables::all(conn)?
        .into_iter()
        .map(|table| table.name)
        .collect();
    for table in ["event_log", "users"] {
        if known.iter().any(|name| name == table) && tables::count(conn, table)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Nobody may put an older database in the place of a newer one without that version.
fn refuse_unknown_schema(conn: &mut Conn) -> Result<()> {
    match migrations::first_unknown(&migrations::applied(conn)?)? {
        None => Ok(()),
        Some(change) => Err(TransferError::Newer {
            version: "a later version".to_owned(),
            change,
        }),
    }
}

/// Reads back what arrived: every table has what was sent.
fn verify(conn: &mut Conn, header: &Header, sent: &Totals, told: Told) -> Result<()> {
    let mut arrived = Totals::default();
    for table in tables::all(conn)? {
        let before = arrived.rows();
        let digest: Digest = snapshot::read(conn, &table, &mut |_, rows| {
            told(Progress {
                doing: Doing::Verifying(&table.name),
                done: before + rows,
                whole: header.whole(),
            });
            Ok(())
        })?;
        arrived.tables.insert(table.name.clone(), digest);
    }
    refuse_difference(sent, &arrived)
}

/// Makes what no stream holds: later changes of the schema, words of the search, indexes of custom fields.
fn finish(conn: &mut Conn, header: &Header, told: Told) -> Result<()> {
    let whole = header.whole();
    told(Progress {
        doing: Doing::Finishing,
        done: whole,
        whole,
    });
    migrations::up(conn, &mut |_| {})?;
    search::remake(conn)?;
    alike::remake(conn)?;
    each_live(conn, &CUSTOM_FIELD, index_custom_field)?;
    Ok(())
}

/// The chain over events whose order is not kept begins anew: the next server links them again.
fn begin_chain_anew(conn: &mut Conn) -> Result<()> {
    Sql::text(conn.dialect(), &format!("DELETE FROM {CHAIN}")).execute(conn)?;
    Ok(())
}

/// Lets the numbers of rows go on where they stood.
fn set_counters(conn: &mut Conn, counters: &BTreeMap<String, i64>) -> Result<()> {
    match conn.dialect() {
        Dialect::Sqlite => {
            for (table, at) in counters {
                let mut sql =
                    Sql::text(Dialect::Sqlite, "DELETE FROM sqlite_sequence WHERE name = ");
                sql.bind(table.as_str());
                sql.execute(conn)?;
                let mut sql = Sql::text(
                    Dialect::Sqlite,
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (",
                );
                sql.bind(table.as_str()).push(", ").bind(*at).push(")");
                sql.execute(conn)?;
            }
        }
        Dialect::Postgres => {
            for (table, sequence) in tables::sequences(conn)? {
                if let Some(at) = counters.get(&table) {
                    let mut sql = Sql::text(Dialect::Postgres, "SELECT setval(");
                    sql.bind(sequence).push("::regclass, ").bind(*at).push(")");
                    sql.execute(conn)?;
                }
            }
        }
    }
    Ok(())
}
