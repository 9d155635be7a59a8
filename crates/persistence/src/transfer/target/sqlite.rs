//! A new SQLite file: made aside, and put in place when it is whole and on disk.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;

use super::{
    Filled, Loader, Send, begin_chain_anew, finish, is_in_use, refuse_unknown_schema, set_counters,
    verify,
};
use crate::cells;
use crate::connection::{Conn, Dialect, Location, Purpose};
use crate::database::now;
use crate::error::Error;
use crate::migrations;
use crate::sql::Sql;
use crate::transfer::file::sync_folder;
use crate::transfer::{Header, Result, Told, TransferError, stamp};

/// What comes with an SQLite file while it is open.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

pub(super) fn fill(
    path: &Path,
    header: &Header,
    replace: bool,
    told: Told,
    send: Send,
) -> Result<(Filled, Option<PathBuf>)> {
    let in_use = holds_data(path)?;
    if in_use && !replace {
        return Err(TransferError::NotEmpty(path.display().to_string()));
    }
    let aside = beside(path, ".incoming");
    remove(&aside)?;
    let filled = fill_aside(&aside, header, told, send);
    if filled.is_err() {
        drop(remove(&aside));
    }
    let filled = filled?;
    let former = make_room(path, in_use)?;
    fs::rename(&aside, path).map_err(TransferError::of(path))?;
    sync_folder(path)?;
    Ok((filled, former))
}

pub(super) fn holds_data(path: &Path) -> Result<bool> {
    if !path.exists() {
        return Ok(false);
    }
    is_in_use(&mut open(path)?)
}

fn open(path: &Path) -> Result<Conn> {
    let conn = Location::Sqlite(path.to_owned()).connect(Purpose::Write);
    Ok(conn.map_err(|error| Error::Unavailable(format!("{}: {error}", path.display())))?)
}

fn fill_aside(aside: &Path, header: &Header, told: Told, send: Send) -> Result<Filled> {
    let mut conn = open(aside)?;
    migrations::up_to(&mut conn, &header.migrations)?;
    // Nothing of it counts before it is whole; then it is made to last all at once.
    conn.batch_execute("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")?;
    let filled = load(&mut conn, header, told, send)?;
    refuse_broken_references(&mut conn)?;
    conn.batch_execute("COMMIT; PRAGMA foreign_keys = ON")?;
    finish(&mut conn, header, told)?;
    conn.batch_execute("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)")?;
    drop(conn);
    let synced = File::open(aside).and_then(|file| file.sync_all());
    synced.map_err(TransferError::of(aside))?;
    Ok(filled)
}

fn load(conn: &mut Conn, header: &Header, told: Told, send: Send) -> Result<Filled> {
    for table in crate::transfer::tables::all(conn)? {
        let text = format!("DELETE FROM {}", table.name);
        conn.batch_execute(&text)?;
    }
    let mut loader = Loader::new(conn)?;
    let totals = send(&mut loader, told)?;
    let keeps_order = loader.keeps_order();
    verify(conn, header, &totals, told)?;
    if !keeps_order {
        begin_chain_anew(conn)?;
    }
    set_counters(conn, &totals.counters)?;
    Ok(Filled {
        totals,
        chain_begins_anew: !keeps_order,
    })
}

fn refuse_broken_references(conn: &mut Conn) -> Result<()> {
    let mut sql = Sql::text(
        Dialect::Sqlite,
        "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check ORDER BY 1",
    );
    sql.uncached();
    let broken = cells::texts(conn, sql)?;
    if broken.is_empty() {
        Ok(())
    } else {
        Err(TransferError::Broken(broken.join(", ")))
    }
}

/// Moves the file aside that is there, if anybody could miss it; where it is then.
fn make_room(path: &Path, in_use: bool) -> Result<Option<PathBuf>> {
    if !in_use {
        remove(path)?;
        return Ok(None);
    }
    // What its log holds belongs into the file before it is moved.
    let mut conn = open(path)?;
    refuse_unknown_schema(&mut conn)?;
    conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
    drop(conn);
    let former = beside(path, &format!(".before-{}", stamp(now())));
    fs::rename(path, &former).map_err(TransferError::of(path))?;
    for companion in COMPANIONS {
        remove_one(&beside(path, companion))?;
    }
    Ok(Some(former))
}

fn beside(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(more);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<()> {
    for companion in COMPANIONS {
        remove_one(&beside(path, companion))?;
    }
    remove_one(path)
}

fn remove_one(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(TransferError::File(path.to_owned(), error))
        }
        _ => Ok(()),
    }
}
