//! The backup as a file: lines of JSON, compressed. `zcat FILE | less` shows what is in it.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use super::cell::{self, Cell};
use super::digest::Digest;
use super::{
    Doing, FORMAT, Header, Progress, Result, Sink, Told, Totals, TransferError, refuse_difference,
};

/// Compresses well enough, and several times as fast as more would.
const LEVEL: Compression = Compression::new(3);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct TableLine {
    table: String,
    columns: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct EndLine {
    end: Totals,
}

/// A line that is no row.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Mark {
    Table(TableLine),
    End(EndLine),
}

/// Writes a backup.
pub(super) struct Writer {
    path: PathBuf,
    out: GzEncoder<BufWriter<File>>,
    line: Vec<u8>,
}

/// Writes a file aside, for its owner alone, and puts it in place when it is whole and on disk.
pub(super) fn write<T>(path: &Path, fill: impl FnOnce(&mut Writer) -> Result<T>) -> Result<T> {
    if path.exists() {
        return Err(TransferError::Exists(path.to_owned()));
    }
    let mut aside = path.as_os_str().to_owned();
    aside.push(".part");
    let aside = PathBuf::from(aside);
    let done = fill_aside(&aside, fill).and_then(|done| {
        fs::rename(&aside, path).map_err(TransferError::of(path))?;
        sync_folder(path)?;
        Ok(done)
    });
    if done.is_err() {
        // Half a backup is of no use to anybody.
        drop(fs::remove_file(&aside));
    }
    done
}

fn fill_aside<T>(aside: &Path, fill: impl FnOnce(&mut Writer) -> Result<T>) -> Result<T> {
    let failed = TransferError::of(aside);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(aside).map_err(&failed)?;
    let mut writer = Writer {
        path: aside.to_owned(),
        out: GzEncoder::new(BufWriter::new(file), LEVEL),
        line: Vec::new(),
    };
    let done = fill(&mut writer)?;
    let buffer = writer.out.finish().map_err(&failed)?;
    let file = buffer
        .into_inner()
        .map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(&failed)?;
    Ok(done)
}

/// Makes a new name in a folder outlive a power cut.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(TransferError::of(folder))?;
    }
    Ok(())
}

impl Writer {
    pub(super) fn header(&mut self, header: &Header) -> Result<()> {
        self.say(header)
    }

    pub(super) fn totals(&mut self, totals: &Totals) -> Result<()> {
        self.say(&EndLine {
            end: totals.clone(),
        })
    }

    fn say(&mut self, what: &impl Serialize) -> Result<()> {
        let line = serde_json::to_vec(what);
        self.line = line.map_err(|error| TransferError::File(self.path.clone(), error.into()))?;
        self.end_of_line()
    }

    fn end_of_line(&mut self) -> Result<()> {
        self.line.push(b'\n');
        let written = self.out.write_all(&self.line);
        written.map_err(TransferError::of(&self.path))
    }
}

impl Sink for Writer {
    fn table(&mut self, name: &str, columns: &[String]) -> Result<()> {
        self.say(&TableLine {
            table: name.to_owned(),
            columns: columns.to_owned(),
        })
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        cell::write(cells, &mut self.line);
        self.end_of_line()
    }

    fn end_of_table(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Reads a backup.
pub(super) struct Reader {
    path: PathBuf,
    lines: BufReader<GzDecoder<BufReader<File>>>,
    header: Header,
}

/// Longest line that is read: a piece of an imported file has megabytes, no row has more.
const LONGEST: u64 = 256 * 1024 * 1024;

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(TransferError::of(path))?;
        let mut lines = BufReader::new(GzDecoder::new(BufReader::new(file)));
        let mut line = Vec::new();
        let damaged = |why: String| TransferError::Damaged(path.to_owned(), why);
        next(&mut lines, &mut line).map_err(&damaged)?;
        let header: Header = serde_json::from_slice(&line)
            .map_err(|_| damaged("it does not begin as one".to_owned()))?;
        if header.format != FORMAT {
            return Err(damaged(format!(
                "its format is {}, and this version reads {FORMAT} only",
                header.format
            )));
        }
        Ok(Self {
            path: path.to_owned(),
            lines,
            header,
        })
    }

    pub(super) const fn header(&self) -> &Header {
        &self.header
    }

    /// Sends all rows; what they come to, which is what the backup says at its end.
    pub(super) fn rows(&mut self, sink: &mut dyn Sink, told: Told) -> Result<Totals> {
        let path = self.path.clone();
        let damaged = |why: String| TransferError::Damaged(path.clone(), why);
        let whole = self.header.whole();
        let mut found = Totals::default();
        let mut open: Option<(TableLine, Digest)> = None;
        let mut line = Vec::new();
        let mut done = 0;
        loop {
            next(&mut self.lines, &mut line).map_err(&damaged)?;
            if line.first() == Some(&b'[') {
                let Some((table, digest)) = &mut open else {
                    return Err(damaged("it has rows of no table".to_owned()));
                };
                let cells = cell::read(&line).map_err(|error| damaged(error.to_string()))?;
                if cells.len() != table.columns.len() {
                    return Err(damaged(format!("a row of {} is not whole", table.table)));
                }
                digest.add(&line);
                done += 1;
                told(Progress {
                    doing: Doing::Table(&table.table),
                    done,
                    whole,
                });
                sink.row(&cells)?;
                continue;
            }
            if let Some((table, digest)) = open.take() {
                sink.end_of_table()?;
                found.tables.insert(table.table, digest);
            }
            match serde_json::from_slice(&line).map_err(|error| damaged(error.to_string()))? {
                Mark::Table(table) => {
                    sink.table(&table.table, &table.columns)?;
                    open = Some((table, Digest::default()));
                }
                Mark::End(EndLine { end }) => {
                    refuse_difference(&end, &found).map_err(|error| damaged(error.to_string()))?;
                    self.at_end().map_err(&damaged)?;
                    return Ok(end);
                }
            }
        }
    }

    /// Nothing follows, and the sum of the compressed bytes is right: it is looked at there.
    fn at_end(&mut self) -> std::result::Result<(), String> {
        let mut rest = [0];
        match self.lines.read(&mut rest) {
            Ok(0) => Ok(()),
            Ok(_) => Err("something follows its end".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// The next line, without its end.
fn next(lines: &mut impl BufRead, line: &mut Vec<u8>) -> std::result::Result<(), String> {
    line.clear();
    let read = lines.take(LONGEST).read_until(b'\n', line);
    read.map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        _ => error.to_string(),
    })?;
    match line.pop() {
        Some(b'\n') => Ok(()),
        Some(_) => Err("a line does not end".to_owned()),
        None => Err("it ends too early".to_owned()),
    }
}
