//! A file row by row.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::UTF_8;
use guanxi_domain::import::mapping::Format;
use guanxi_domain::import::table::Header;
use guanxi_domain::kernel::problem::Violation;
use uuid::Uuid;

use super::aside::RawRow;
use super::input::{Decoded, Malformed, Pieces, encoding_of};
use crate::database::Database;
use crate::error::Error;

/// Longest row in bytes: a quote that is never closed must not take the rest of the file.
const LONGEST_ROW: usize = 8 * 1024 * 1024;

/// Why a file cannot be read.
#[derive(Debug)]
pub(super) enum FileError {
    /// Something is wrong with the file.
    Fault(Violation),
    /// Something is wrong with the database.
    Database(Error),
}

impl From<csv::Error> for FileError {
    fn from(error: csv::Error) -> Self {
        let line = error.position().map_or(0, csv::Position::line);
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::from_io(error),
            other => {
                tracing::debug!(?other, "a file is no CSV");
                Self::Fault(Violation::at("", "not_csv").with("line", line))
            }
        }
    }
}

impl FileError {
    fn from_io(error: io::Error) -> Self {
        let Some(inner) = error.into_inner() else {
            return Self::Database(Error::Internal("a file cannot be read".to_owned()));
        };
        if inner.is::<Malformed>() {
            return Self::Fault(Violation::at("", "not_in_encoding"));
        }
        if inner.is::<TooLong>() {
            return Self::Fault(Violation::at("", "row_too_long").with("most", LONGEST_ROW));
        }
        match inner.downcast::<Error>() {
            Ok(error) => Self::Database(*error),
            Err(other) => Self::Database(Error::Internal(other.to_string())),
        }
    }
}

/// A file being read.
pub(super) struct FileReader {
    /// Its columns.
    pub(super) header: Header,
    /// The name of its encoding.
    pub(super) encoding: &'static str,
    file: usize,
    rows: Reader<Bounded<Decoded<Pieces>>>,
    record: StringRecord,
    read: i64,
    meter: Rc<Cell<usize>>,
}

impl FileReader {
    /// Opens a file and reads its header.
    pub(super) fn open(
        db: &Database,
        import: Uuid,
        file: usize,
        format: &Format,
    ) -> Result<Self, FileError> {
        let pieces = || Pieces::new(db.clone(), import, file);
        let encoding =
            encoding_of(&mut pieces(), format.encoding.as_deref()).map_err(FileError::from_io)?;
        let encoding =
            encoding.ok_or_else(|| FileError::Fault(Violation::at("", "encoding_needed")))?;
        let meter = Rc::new(Cell::new(0));
        let text = Bounded {
            inner: Decoded::new(pieces(), encoding),
            meter: Rc::clone(&meter),
        };
        let delimiter = format
            .delimiter
            .and_then(|mark| u8::try_from(mark).ok())
            .unwrap_or(b',');
        let mut rows = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text);
        let mut record = StringRecord::new();
        if !rows.read_record(&mut record)? {
            return Err(FileError::Fault(Violation::at("", "empty_file")));
        }
        Ok(Self {
            header: Header::new(record.iter().map(str::to_owned).collect()),
            encoding: if encoding == UTF_8 {
                "utf-8"
            } else {
                encoding.name()
            },
            file,
            rows,
            record,
            read: 0,
            meter,
        })
    }

    /// The next row.
    pub(super) fn next_row(&mut self) -> Result<Option<RawRow>, FileError> {
        self.meter.set(0);
        if !self.rows.read_record(&mut self.record)? {
            return Ok(None);
        }
        self.read += 1;
        let line = self.record.position().map_or(0, csv::Position::line);
        Ok(Some(RawRow {
            file: self.file,
            number: self.read,
            line: i64::try_from(line).unwrap_or(i64::MAX),
            cells: self.record.iter().map(str::to_owned).collect(),
        }))
    }

    /// Leaves rows out that were dealt with before.
    pub(super) fn skip(&mut self, rows: i64) -> Result<(), FileError> {
        while self.read < rows && self.rows.read_record(&mut self.record)? {
            self.read += 1;
            self.meter.set(0);
        }
        Ok(())
    }
}

/// Counts what is read for one row.
struct Bounded<R> {
    inner: R,
    meter: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.meter.get() > LONGEST_ROW {
            return Err(io::Error::new(io::ErrorKind::InvalidData, TooLong));
        }
        let amount = self.inner.read(into)?;
        self.meter.set(self.meter.get() + amount);
        Ok(amount)
    }
}

/// A row without end.
#[derive(Debug, thiserror::Error)]
#[error("a row is too long")]
struct TooLong;
