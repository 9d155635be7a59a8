//! What was wrong, as a file for people: the rows as they stood, with place and reason.

use guanxi_domain::access::Actor;
use guanxi_domain::import::table::harmless;
use uuid::Uuid;

use super::problems::{self, Problem, Severity};
use super::{store, uploads};
use crate::engine::read::Reader;
use crate::error::{Error, Result};

/// Problems read at once.
const PAGE: usize = 500;

/// Puts a problem into words.
pub type Say<'s> = &'s dyn Fn(&Problem) -> String;

/// A file of problems, made part by part.
///
/// Of one file it holds the rows that failed, under the columns of that file, with line and reason
/// behind them: corrected, it can be brought in again. Of all files it holds every problem, warnings
/// included, with the row as one cell.
#[derive(Debug)]
pub struct ErrorFile {
    import: Uuid,
    /// Names of the files.
    names: Vec<String>,
    /// The one file, with its columns.
    only: Option<(usize, Vec<String>)>,
    next: i64,
    began: bool,
    ended: bool,
    /// The last row of the page before, of which the next page may know more.
    open: Vec<Problem>,
}

impl ErrorFile {
    /// Of all files of an import, or of one.
    pub fn open(
        reader: &mut Reader,
        actor: &Actor,
        import: Uuid,
        file: Option<&str>,
    ) -> Result<Self> {
        let (import, files) = super::find(reader, actor, import)?;
        let names: Vec<String> = files.into_iter().map(|file| file.name).collect();
        let only = match file {
            None => None,
            Some(name) => {
                let place = names
                    .iter()
                    .position(|known| known == name)
                    .ok_or(Error::NotFound)?;
                Some((place, uploads::header(reader.conn, import.id, place)?))
            }
        };
        Ok(Self {
            import: import.id,
            names,
            only,
            next: 0,
            began: false,
            ended: false,
            open: Vec::new(),
        })
    }

    /// The next part; `None` after the last.
    pub fn part(&mut self, reader: &mut Reader, say: Say) -> Result<Option<Vec<u8>>> {
        if self.ended {
            return Ok(None);
        }
        let file = self.only.as_ref().map(|(file, _)| *file);
        let page = problems::page(
            reader.conn,
            self.import,
            file,
            self.next,
            store::number_of(PAGE),
        )?;
        self.ended = page.len() < PAGE;
        self.next = page.last().map_or(self.next, |last| last.number + 1);
        let mut out = csv::Writer::from_writer(Vec::new());
        if !self.began {
            out.write_record(self.columns()).map_err(broken)?;
            self.began = true;
        }
        match self.only.take() {
            None => {
                for problem in &page {
                    out.write_record(self.whole(problem, say)).map_err(broken)?;
                }
            }
            Some((file, header)) => {
                self.failed_rows(page, header.len(), say, &mut out)?;
                self.only = Some((file, header));
            }
        }
        out.into_inner()
            .map(Some)
            .map_err(|error| Error::Internal(error.to_string()))
    }

    fn columns(&self) -> Vec<String> {
        let own = |name: &&str| (*name).to_owned();
        match &self.only {
            None => [
                "file", "line", "severity", "field", "columns", "code", "reason", "row",
            ]
            .iter()
            .map(own)
            .collect(),
            Some((_, header)) => {
                let names = header.iter().map(|name| harmless(name).into_owned());
                names
                    .chain(["import_line", "import_reason"].iter().map(own))
                    .collect()
            }
        }
    }

    fn whole(&self, problem: &Problem, say: Say) -> Vec<String> {
        let row = [
            self.names.get(problem.file).cloned().unwrap_or_default(),
            problem.line.to_string(),
            problem.severity.name().to_owned(),
            problem.pointer.trim_start_matches('/').to_owned(),
            problem.columns.join(", "),
            problem.code.clone(),
            say(problem),
            as_csv(&problem.cells),
        ];
        row.iter().map(|cell| harmless(cell).into_owned()).collect()
    }

    /// One row for all problems of a row; they stand side by side.
    fn failed_rows(
        &mut self,
        page: Vec<Problem>,
        width: usize,
        say: Say,
        out: &mut csv::Writer<Vec<u8>>,
    ) -> Result<()> {
        let mut rows: Vec<Vec<Problem>> = vec![std::mem::take(&mut self.open)];
        for problem in page
            .into_iter()
            .filter(|problem| problem.severity == Severity::Error)
        {
            match rows.last_mut() {
                Some(row) if row.first().is_none_or(|first| first.line == problem.line) => {
                    row.push(problem)
                }
                _ => rows.push(vec![problem]),
            }
        }
        if !self.ended {
            self.open = rows.pop().unwrap_or_default();
        }
        for row in rows.iter().filter(|row| !row.is_empty()) {
            let reasons: Vec<_> = row.iter().map(say).collect();
            let mut cells = row[0].cells.clone();
            cells.resize(width, String::new());
            cells.push(row[0].line.to_string());
            cells.push(reasons.join(" "));
            out.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))
                .map_err(broken)?;
        }
        Ok(())
    }
}

fn broken(error: csv::Error) -> Error {
    Error::Internal(error.to_string())
}

/// A row as it may have stood in its file.
fn as_csv(cells: &[String]) -> String {
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let written = out
        .write_record(cells)
        .ok()
        .and_then(|()| out.into_inner().ok());
    let text = written
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default();
    text.trim_end_matches('\n').to_owned()
}
