//! A database on a PostgreSQL server: filled in one transaction, so that it has everything or nothing.

use diesel::Connection;
use diesel::connection::SimpleConnection;

use super::{Filled, Loader, Send, finish, is_in_use, refuse_unknown_schema, set_counters, verify};
use crate::cells;
use crate::connection::{Conn, Dialect, Location, Purpose};
use crate::error::Error;
use crate::migrations;
use crate::sql::Sql;
use crate::transfer::{Header, Result, Told, TransferError, tables};

/// How the place is called that is refused; its address may hold a password.
const PLACE: &str = "the PostgreSQL database";

pub(super) fn fill(
    to: &Location,
    header: &Header,
    replace: bool,
    told: Told,
    send: Send,
) -> Result<Filled> {
    let mut conn = open(to)?;
    migrations::alone(&mut conn, |conn| {
        conn.transaction(|conn| {
            // What is written into statements relies on it.
            conn.batch_execute("SET LOCAL standard_conforming_strings = on")?;
            if is_in_use(conn)? && !replace {
                return Err(TransferError::NotEmpty(PLACE.to_owned()));
            }
            // Also without data its tables may be those of another version than the stream's.
            refuse_unknown_schema(conn)?;
            migrations::take_back(conn)?;
            migrations::up_to(conn, &header.migrations)?;
            let rules = take_off_rules(conn)?;
            let filled = load(conn, to, header, told, send)?;
            put_on_rules(conn, &rules)?;
            finish(conn, header, told)?;
            Ok(filled)
        })
    })
}

pub(super) fn holds_data(location: &Location) -> Result<bool> {
    is_in_use(&mut open(location)?)
}

fn open(location: &Location) -> Result<Conn> {
    let conn = location.connect(Purpose::Write);
    Ok(conn.map_err(|error| Error::Unavailable(error.to_string()))?)
}

fn load(conn: &mut Conn, to: &Location, header: &Header, told: Told, send: Send) -> Result<Filled> {
    let names: Vec<String> = tables::all(conn)?
        .into_iter()
        .map(|table| table.name)
        .collect();
    conn.batch_execute(&format!("TRUNCATE {}, search_rows", names.join(", ")))?;
    let mut loader = Loader::new(conn)?;
    let totals = send(&mut loader, told)?;
    let steps = loader.steps();
    // The planner knows nothing yet of what just came.
    conn.batch_execute("ANALYZE")?;
    verify(conn, header, &totals, told)?;
    set_counters(conn, &totals.counters)?;
    pass_transactions(to, steps)?;
    Ok(Filled {
        totals,
        chain_begins_anew: false,
    })
}

/// Foreign keys: where each is, its name, and how it is made.
fn take_off_rules(conn: &mut Conn) -> Result<Vec<[String; 3]>> {
    let sql = Sql::text(
        Dialect::Postgres,
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint \
         WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conparentid = 0",
    );
    let rules = cells::rows(conn, sql, |row| [row.text(0), row.text(1), row.text(2)])?;
    for [table, name, _] in &rules {
        conn.batch_execute(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))?;
    }
    Ok(rules)
}

/// Puts them on again, which proves that every row leads to a row.
fn put_on_rules(conn: &mut Conn, rules: &[[String; 3]]) -> Result<()> {
    for [table, name, definition] in rules {
        let text = format!("ALTER TABLE {table} ADD CONSTRAINT {name} {definition}");
        conn.batch_execute(&text)
            .map_err(|error| match Error::from(error) {
                Error::Unavailable(why) => Error::Unavailable(why).into(),
                _ => TransferError::Broken(table.clone()),
            })?;
    }
    Ok(())
}

/// Readers meet events in the order of their transactions, and only those older than every one that still runs. The
/// numbers given to old events are small, but a server that was just made may have counted less far: it is made
/// to count on, in transactions that do nothing.
fn pass_transactions(to: &Location, steps: i64) -> Result<()> {
    let mut conn = open(to)?;
    let sql = Sql::text(
        Dialect::Postgres,
        "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
    );
    let missing = steps + 1 - cells::number(&mut conn, sql)?;
    if missing > 0 {
        conn.batch_execute(&format!(
            "DO $$ BEGIN FOR i IN 1..{missing} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
        ))?;
    }
    Ok(())
}
