//! Cells as text between tabs and lines, the way spreadsheets put them on the clipboard.

use guanxi_domain::kernel::field::Kind;

use crate::records::catalogue::Field;
use crate::records::record::Record;
use crate::records::show::{Show, money_of};

/// A cell's words, so that a spreadsheet (and this list) reads numbers and days as such.
pub fn words(show: Show, field: &Field, record: &Record) -> String {
    let value = record.get(field.path());
    match field.kind {
        Kind::Money => money_of(value)
            .map(|money| money.major().to_string())
            .unwrap_or_default(),
        Kind::Int | Kind::Decimal | Kind::Day | Kind::Instant => match value.as_str() {
            Some(text) => text.to_owned(),
            None if value.is_null() => String::new(),
            None => value.to_string(),
        },
        _ => show.words(field, record),
    }
}

/// The text of a table. A cell with a tab, a line or a quotation mark in it is quoted.
pub fn write(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().map(|row| {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        cells.join("\t")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn quoted(cell: &str) -> String {
    if cell.contains(['\t', '\n', '\r', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// The table in a text; the line end that spreadsheets put last begins no further row.
pub fn read(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut letters = text.chars().peekable();
    let mut inside = false;
    while let Some(letter) = letters.next() {
        let Some(row) = rows.last_mut() else { break };
        let Some(cell) = row.last_mut() else { break };
        match letter {
            '"' if inside && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if inside => inside = false,
            '"' if cell.is_empty() => inside = true,
            '\t' if !inside => row.push(String::new()),
            '\r' if !inside => {}
            '\n' if !inside => rows.push(vec![String::new()]),
            other => cell.push(other),
        }
    }
    if rows.len() > 1 && rows.last().is_some_and(|row| *row == [String::new()]) {
        rows.pop();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn tables_come_back() {
        let rows = [vec!["a\tb", "c \"d\""], vec!["", "e\nf"]]
            .map(|row| row.into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(read(&write(&rows)), rows);
    }

    #[test]
    fn what_spreadsheets_give_is_read() {
        assert_eq!(read("1\t2\r\n3\t4\r\n"), [["1", "2"], ["3", "4"]]);
        assert_eq!(read("5\" pipe"), [["5\" pipe"]]);
        assert_eq!(read(""), [[""]]);
    }
}
