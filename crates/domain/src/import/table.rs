//! Rows of a file and the names of their columns.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::mapping::{Format, Key};
use super::template::Template;
use crate::kernel::problem::{Violation, Violations};

/// The columns of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// As they stand in the file.
    pub names: Vec<String>,
    places: HashMap<String, usize>,
    doubled: BTreeSet<String>,
}

impl Header {
    /// From the cells of the first row; blanks around names do not count.
    pub fn new(cells: Vec<String>) -> Self {
        let mut header = Self::default();
        for (place, cell) in cells.iter().enumerate() {
            let name = cell.trim().to_owned();
            match header.places.entry(name) {
                Entry::Occupied(known) => drop(header.doubled.insert(known.key().clone())),
                Entry::Vacant(free) => drop(free.insert(place)),
            }
        }
        header.names = cells;
        header
    }

    /// Wanted columns that are missing or stand there twice.
    pub fn lacks<'a>(&self, wanted: impl Iterator<Item = &'a str>) -> Violations {
        let mut found = Violations::default();
        for column in wanted {
            let code = match (
                self.places.contains_key(column),
                self.doubled.contains(column),
            ) {
                (false, _) => "missing_column",
                (true, true) => "doubled_column",
                (true, false) => continue,
            };
            found.add(Violation::at("", code).with("column", column));
        }
        found
    }
}

/// How the cells of a file are to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    trim: bool,
    nothing: Vec<String>,
    apostrophes: bool,
}

impl Cells {
    /// As a format says.
    pub fn of(format: &Format) -> Self {
        Self {
            trim: format.trim.unwrap_or(true),
            nothing: format.nothing.clone().unwrap_or_default(),
            apostrophes: format.apostrophes.unwrap_or(false),
        }
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The columns.
    pub header: &'a Header,
    /// The cells, as many as there are columns.
    pub cells: &'a [String],
    /// How cells are taken.
    pub taken: &'a Cells,
}

impl<'a> Row<'a> {
    /// A cell as it stands in the file; empty for a column that is not there.
    pub fn raw(&self, column: &str) -> &'a str {
        let place = self.header.places.get(column);
        place
            .and_then(|place| self.cells.get(*place))
            .map_or("", String::as_str)
    }

    /// A cell as it is meant.
    pub fn cell(&self, column: &str) -> &'a str {
        let raw = self.raw(column);
        let text = if self.taken.trim { raw.trim() } else { raw };
        if self.taken.nothing.iter().any(|nothing| nothing == text) {
            return "";
        }
        match text.strip_prefix('\'') {
            Some(rest) if self.taken.apostrophes && is_formula(rest) => rest,
            _ => text,
        }
    }

    /// A template with the cells of this row.
    pub fn fill(&self, template: &Template) -> String {
        template.fill(&|column: &str| self.cell(column))
    }

    /// A key with the cells of this row.
    pub fn key(&self, key: &Key) -> Option<String> {
        key.fill(&|column: &str| self.cell(column))
    }

    /// Whether blanks were dropped around cells of a key.
    pub fn was_trimmed(&self, key: &Key) -> bool {
        let trimmed = |column: &&str| self.raw(column).trim() != self.raw(column);
        self.taken.trim && key.columns().iter().any(trimmed)
    }

    /// Whether it holds nothing at all.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Whether a spreadsheet might run a cell that begins like this; apostrophes before it count not.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell as it is written for people who may open it in a spreadsheet: what could be taken for a
/// formula gets an apostrophe, plain numbers stay numbers.
pub fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    let number = cell.strip_prefix('-').unwrap_or(cell);
    let is_number = !number.is_empty()
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_formula(cell) && !is_number {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// Files that are only looked up: rows by key.
#[derive(Debug, Clone, Default)]
pub struct Lookups(HashMap<usize, Table>);

/// One of them.
#[derive(Debug, Clone, Default)]
struct Table {
    header: Header,
    rows: HashMap<String, Vec<String>>,
}

/// Rows of a file that is only looked up, at most.
pub const MOST_LOOKED_UP: usize = 100_000;

impl Lookups {
    /// Begins a file.
    pub fn begin(&mut self, file: usize, header: Header) {
        self.0.insert(
            file,
            Table {
                header,
                rows: HashMap::new(),
            },
        );
    }

    /// Adds a row; false when the file is full. Of two rows with one key the first counts.
    pub fn add(&mut self, file: usize, key: String, cells: Vec<String>) -> bool {
        let Some(table) = self.0.get_mut(&file) else {
            return true;
        };
        table.rows.entry(key).or_insert(cells);
        table.rows.len() <= MOST_LOOKED_UP
    }

    /// A cell of the row with this key.
    pub(super) fn find(&self, file: usize, key: &str, column: &str) -> Option<&str> {
        let table = self.0.get(&file)?;
        let place = table.header.places.get(column)?;
        table.rows.get(key)?.get(*place).map(|cell| cell.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Header {
        Header::new(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn cells_are_taken_as_the_format_says() {
        let header = header(&["A ", "B"]);
        let format = Format {
            nothing: Some(vec!["NULL".to_owned()]),
            apostrophes: Some(true),
            ..Format::default()
        };
        let taken = Cells::of(&format);
        let cells = [" '=1+1 ".to_owned(), "NULL".to_owned()];
        let row = Row {
            header: &header,
            cells: &cells,
            taken: &taken,
        };
        assert_eq!(
            (row.cell("A"), row.cell("B"), row.cell("C")),
            ("=1+1", "", "")
        );
        assert_eq!(row.raw("A"), " '=1+1 ");
    }

    #[test]
    fn missing_and_doubled_columns_are_named() {
        let lacks = header(&["A", "B", "B"]).lacks(["A", "B", "C"].into_iter());
        let codes: Vec<_> = lacks
            .0
            .iter()
            .map(|one| (one.code, one.params["column"].as_str()))
            .collect();
        assert_eq!(codes, [("doubled_column", "B"), ("missing_column", "C")]);
    }

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("'=x", "''=x"),
            ("-5.20", "-5.20"),
            ("-", "'-"),
            ("it's", "it's"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), written);
        }
    }
}
