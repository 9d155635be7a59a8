//! A whole database as one stream of rows: into a backup, out of it, or straight into another database.
//!
//! The stream is the same for both databases, so a backup of one can be restored into the other. It is read in
//! one snapshot, beside whoever writes. What can be made anew is not in it: the words of the search are made
//! again at the end. Nothing counts as done before what arrived was read back, and has for every table the
//! count and the digest of what was sent.

mod cell;
mod digest;
mod error;
mod file;
mod snapshot;
mod tables;
mod target;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use guanxi_domain::kernel::time::Instant;
use serde::{Deserialize, Serialize};

use crate::connection::{Dialect, Location};
use crate::database::now;
use cell::Cell;
pub use digest::Digest;
pub use error::TransferError;
use snapshot::Snapshot;

type Result<T, E = TransferError> = std::result::Result<T, E>;

/// What a stream says of itself before its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The number of the format.
    #[serde(rename = "guanxi_backup")]
    pub format: u32,
    /// The version of Guanxi that made it.
    pub version: String,
    /// When it was begun: the moment whose state it holds.
    pub made_at: String,
    /// From which database: `sqlite` or `postgresql`.
    pub database: String,
    /// The changes of the schema that were applied.
    pub migrations: Vec<String>,
    /// How many rows of each table follow.
    pub rows: BTreeMap<String, u64>,
}

/// The number of the format that is written; others are not read.
const FORMAT: u32 = 1;

impl Header {
    /// All rows that follow.
    pub fn whole(&self) -> u64 {
        self.rows.values().sum()
    }
}

/// What a stream says of itself after its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Count and digest of each table's rows.
    pub tables: BTreeMap<String, Digest>,
    /// Where the numbers of each table that has some go on.
    pub counters: BTreeMap<String, i64>,
}

impl Totals {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.tables.values().map(|table| table.rows).sum()
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// What is being done.
    pub doing: Doing<'a>,
    /// Rows done.
    pub done: u64,
    /// Rows in all.
    pub whole: u64,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing<'a> {
    /// The rows of a table are on their way.
    Table(&'a str),
    /// What arrived is read back.
    Verifying(&'a str),
    /// What is not in the stream is made anew.
    Finishing,
}

/// Whoever hears how far it is.
pub type Told<'a> = &'a mut dyn FnMut(Progress<'_>);

/// Takes the rows of a stream.
trait Sink {
    fn table(&mut self, name: &str, columns: &[String]) -> Result<()>;
    fn row(&mut self, cells: &[Cell]) -> Result<()>;
    fn end_of_table(&mut self) -> Result<()>;
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// What it says of itself.
    pub header: Header,
    /// What is in it.
    pub totals: Totals,
}

/// What was done to the place that took a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// What came.
    pub backup: Backup,
    /// Where the file is now that was there before.
    pub aside: Option<PathBuf>,
    /// The order in which PostgreSQL's readers met events is none that SQLite can keep, so the chain over them
    /// begins anew.
    pub chain_begins_anew: bool,
}

/// Writes a backup beside whoever works with the database, and reads it back. The file must not be there yet.
pub fn backup(from: &Location, to: &Path, version: &str, told: Told) -> Result<Backup> {
    let mut snapshot = Snapshot::open(from)?;
    let header = snapshot.header(version, &now())?;
    let written = file::write(to, |sink| {
        sink.header(&header)?;
        let totals = snapshot.stream(&header, sink, told)?;
        sink.totals(&totals)?;
        Ok(totals)
    })?;
    drop(snapshot);
    let read = examine(to, told)?;
    refuse_difference(&written, &read.totals)?;
    Ok(read)
}

/// Reads a whole backup: whether it is complete and undamaged.
pub fn examine(path: &Path, told: Told) -> Result<Backup> {
    let mut reader = file::Reader::open(path)?;
    let header = reader.header().clone();
    let totals = reader.rows(&mut Nowhere, &mut |progress| {
        let doing = match progress.doing {
            Doing::Table(name) => Doing::Verifying(name),
            other => other,
        };
        told(Progress { doing, ..progress });
    })?;
    Ok(Backup { header, totals })
}

struct Nowhere;

impl Sink for Nowhere {
    fn table(&mut self, _: &str, _: &[String]) -> Result<()> {
        Ok(())
    }
    fn row(&mut self, _: &[Cell]) -> Result<()> {
        Ok(())
    }
    fn end_of_table(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Brings a backup into a place: all of it, or nothing. A place that holds data is refused unless `replace` says
/// that it may go; an SQLite file is moved aside then.
pub fn restore(path: &Path, to: &Location, replace: bool, told: Told) -> Result<Arrived> {
    let mut reader = file::Reader::open(path)?;
    let header = reader.header().clone();
    target::fill(to, &header, replace, told, &mut |loader, told| {
        reader.rows(loader, told)
    })
}

/// Brings a database into another place, which must be empty unless `replace` says that it may go. What was
/// there stays as it is. Nobody may write to it meanwhile: if somebody does, nothing is moved.
pub fn transfer(
    from: &Location,
    to: &Location,
    version: &str,
    replace: bool,
    told: Told,
) -> Result<Arrived> {
    if is_same(from, to) {
        return Err(TransferError::SamePlace);
    }
    let mut snapshot = Snapshot::open(from)?;
    let header = snapshot.header(version, &now())?;
    target::fill(to, &header, replace, told, &mut |loader, told| {
        let totals = snapshot.stream(&header, loader, told)?;
        if Snapshot::open(from)?.counters()? == totals.counters {
            Ok(totals)
        } else {
            Err(TransferError::WrittenMeanwhile)
        }
    })
}

fn is_same(from: &Location, to: &Location) -> bool {
    let found = |location: &Location| match location {
        Location::Sqlite(path) => path.canonicalize().ok(),
        Location::Postgres(_) => None,
    };
    from == to || found(from).is_some_and(|path| found(to) == Some(path))
}

/// Whether anything in a place would be lost if it were filled.
pub fn holds_data(location: &Location) -> Result<bool> {
    target::holds_data(location)
}

fn refuse_difference(sent: &Totals, arrived: &Totals) -> Result<()> {
    let mut names: Vec<&String> = sent.tables.keys().chain(arrived.tables.keys()).collect();
    names.sort();
    names.dedup();
    let different = names
        .into_iter()
        .filter(|name| sent.tables.get(*name) != arrived.tables.get(*name));
    let different: Vec<&str> = different.map(String::as_str).collect();
    if different.is_empty() {
        Ok(())
    } else {
        Err(TransferError::Differs(different.join(", ")))
    }
}

const fn name_of(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgresql",
    }
}

/// A moment as part of a file's name: `20261122T211500Z`.
pub fn stamp(at: Instant) -> String {
    let text: String = at
        .to_string()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let seconds: String = text.chars().take(15).collect();
    format!("{seconds}Z")
}

#[cfg(test)]
mod tests {
    use super::stamp;
    use guanxi_domain::kernel::time::Instant;

    #[test]
    fn moments_name_files_in_their_order() {
        assert_eq!(
            stamp(Instant::from_micros(1_795_382_100_000_000)),
            "20261122T211500Z"
        );
    }
}
