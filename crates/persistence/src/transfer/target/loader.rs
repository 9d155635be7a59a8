//! Puts rows into tables.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use crate::connection::{Conn, Dialect};
use crate::sql::{Bind, NullOf, Sql};
use crate::transfer::cell::Cell;
use crate::transfer::tables::{self, CHAIN, EVENTS, Kind};
use crate::transfer::{Result, Sink, TransferError};

/// Bytes of one statement that inserts rows into PostgreSQL, about.
const STATEMENT: usize = 512 * 1024;

/// Puts rows into tables that have just been made.
pub(crate) struct Loader<'c> {
    conn: &'c mut Conn,
    tables: BTreeMap<String, Vec<(String, Kind)>>,
    into: Option<Into>,
    order: Order,
    steps: i64,
    keeps_order: bool,
}

/// The table that takes rows now.
struct Into {
    name: String,
    kinds: Vec<Kind>,
    /// `INSERT INTO … VALUES `.
    head: String,
    /// Rows that wait to be sent to PostgreSQL.
    waiting: String,
    /// Where `seq` is, in tables whose rows come in the order of readers.
    seq: Option<usize>,
}

/// The order in which readers meet events, as numbers that grow whenever the order of their own numbers does not
/// say it: few, where transactions seldom overlapped.
#[derive(Debug, Default)]
struct Order {
    last: i64,
    step: i64,
}

impl Order {
    fn next(&mut self, seq: i64) -> i64 {
        if self.step == 0 || seq < self.last {
            self.step += 1;
        }
        self.last = seq;
        self.step
    }
}

impl<'c> Loader<'c> {
    pub(super) fn new(conn: &'c mut Conn) -> Result<Self> {
        let tables = tables::all(conn)?.into_iter().map(|table| {
            let columns = table.columns.into_iter();
            (
                table.name,
                columns.map(|column| (column.name, column.kind)).collect(),
            )
        });
        Ok(Self {
            tables: tables.collect(),
            conn,
            into: None,
            order: Order::default(),
            steps: 0,
            keeps_order: true,
        })
    }

    /// How many numbers the order of events took.
    pub(super) const fn steps(&self) -> i64 {
        self.steps
    }

    /// Whether the database meets the events in the order in which they came.
    pub(super) const fn keeps_order(&self) -> bool {
        self.keeps_order
    }

    fn place(&mut self, into: &Into, cells: &[Cell]) -> Option<i64> {
        let Some(Cell::Int(seq)) = into.seq.and_then(|at| cells.get(at)) else {
            return None;
        };
        let step = self.order.next(*seq);
        self.steps = self.steps.max(step);
        match self.conn.dialect() {
            Dialect::Postgres => Some(step),
            Dialect::Sqlite => {
                self.keeps_order &= step == 1;
                (into.name == CHAIN).then_some(0)
            }
        }
    }

    fn send(&mut self, into: &mut Into) -> Result<()> {
        if !into.waiting.is_empty() {
            let text = format!("{}{}", into.head, into.waiting);
            into.waiting.clear();
            self.conn.batch_execute(&text)?;
        }
        Ok(())
    }
}

impl Sink for Loader<'_> {
    fn table(&mut self, name: &str, columns: &[String]) -> Result<()> {
        let Some(known) = self.tables.get(name) else {
            return Err(TransferError::Tables(format!(
                "there is no table {name} in this schema"
            )));
        };
        if !known.iter().map(|(name, _)| name).eq(columns) {
            return Err(TransferError::Tables(format!("{name} has other columns")));
        }
        let ordered = [EVENTS, CHAIN].contains(&name);
        let mut names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let dialect = self.conn.dialect();
        if ordered && (name == CHAIN || dialect == Dialect::Postgres) {
            names.push("tx".to_owned());
        }
        let numbers = match dialect {
            Dialect::Sqlite => "",
            Dialect::Postgres => "OVERRIDING SYSTEM VALUE ",
        };
        self.order = Order::default();
        self.into = Some(Into {
            name: name.to_owned(),
            kinds: known.iter().map(|(_, kind)| *kind).collect(),
            head: format!("INSERT INTO {name} ({}) {numbers}VALUES ", names.join(", ")),
            waiting: String::new(),
            seq: columns.iter().position(|column| ordered && column == "seq"),
        });
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let Some(mut into) = self.into.take() else {
            return Err(TransferError::Tables("a row of no table".to_owned()));
        };
        let place = self.place(&into, cells);
        match self.conn.dialect() {
            Dialect::Sqlite => insert(self.conn, &into.head, cells, place)?,
            Dialect::Postgres => {
                into.add(cells, place)?;
                if into.waiting.len() >= STATEMENT {
                    self.send(&mut into)?;
                }
            }
        }
        self.into = Some(into);
        Ok(())
    }

    fn end_of_table(&mut self) -> Result<()> {
        match self.into.take() {
            Some(mut into) => self.send(&mut into),
            None => Ok(()),
        }
    }
}

/// One row, by one statement a table that stays prepared.
fn insert(conn: &mut Conn, head: &str, cells: &[Cell], place: Option<i64>) -> Result<()> {
    let mut sql = Sql::text(Dialect::Sqlite, head);
    for (i, cell) in cells.iter().enumerate() {
        sql.push(if i == 0 { "(" } else { ", " }).bind(bound(cell));
    }
    if let Some(place) = place {
        sql.push(", ").bind(place);
    }
    sql.push(")");
    sql.execute(conn)?;
    Ok(())
}

fn bound(cell: &Cell) -> Bind {
    match cell {
        Cell::Null => Bind::Null(NullOf::Text),
        Cell::Int(number) => Bind::Int(*number),
        Cell::Text(text) => Bind::Text(text.clone()),
        Cell::Bytes(bytes) => Bind::Bytes(bytes.clone()),
    }
}

impl Into {
    /// Adds a row as PostgreSQL reads it: it takes many rows in one text sooner than by bound values.
    fn add(&mut self, cells: &[Cell], place: Option<i64>) -> Result<()> {
        self.waiting
            .push_str(if self.waiting.is_empty() { "(" } else { ",(" });
        for (i, (cell, kind)) in cells.iter().zip(&self.kinds).enumerate() {
            if i > 0 {
                self.waiting.push(',');
            }
            if !literal(cell, *kind, &mut self.waiting) {
                return Err(TransferError::Tables(format!(
                    "{} has a value that does not fit its column",
                    self.name
                )));
            }
        }
        if let Some(place) = place {
            self.waiting.push_str(&format!(",'{place}'"));
        }
        self.waiting.push(')');
        Ok(())
    }
}

/// Adds a value; false when it is none of the column's kind.
fn literal(cell: &Cell, kind: Kind, out: &mut String) -> bool {
    match (cell, kind) {
        (Cell::Null, _) => out.push_str("NULL"),
        (Cell::Int(number), Kind::Int) => out.push_str(&format!("'{number}'")),
        (Cell::Int(yes @ (0 | 1)), Kind::Bool) => {
            out.push_str(if *yes == 1 { "TRUE" } else { "FALSE" });
        }
        (Cell::Int(micros), Kind::Instant) => {
            out.push_str(&format!("'{}'", Instant::from_micros(*micros)));
        }
        (Cell::Text(text), Kind::Text | Kind::Json | Kind::Day) => quote(text, out),
        (Cell::Bytes(bytes), Kind::Id) => match Uuid::from_slice(bytes) {
            Ok(id) => out.push_str(&format!("'{id}'")),
            Err(_) => return false,
        },
        (Cell::Bytes(bytes), Kind::Bytes) => {
            out.push_str("'\\x");
            bytes.iter().for_each(|byte| {
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            });
            out.push('\'');
        }
        _ => return false,
    }
    true
}

const DIGITS: [u8; 16] = *b"0123456789abcdef";

/// A text in quotes, with `standard_conforming_strings` on: only the quote itself has a meaning in it.
fn quote(text: &str, out: &mut String) {
    out.push('\'');
    for part in text.split_inclusive('\'') {
        out.push_str(part);
        if part.ends_with('\'') {
            out.push('\'');
        }
    }
    out.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &Cell, kind: Kind) -> Option<String> {
        let mut out = String::new();
        literal(cell, kind, &mut out).then_some(out)
    }

    #[test]
    fn texts_cannot_leave_their_quotes() {
        let text = |text: &str| written(&Cell::Text(text.to_owned()), Kind::Text);
        assert_eq!(text("'; DROP --").as_deref(), Some("'''; DROP --'"));
        assert_eq!(text("a''b\\'").as_deref(), Some("'a''''b\\'''"));
        assert_eq!(text("").as_deref(), Some("''"));
    }

    #[test]
    fn a_value_of_another_kind_is_none() {
        assert_eq!(written(&Cell::Int(2), Kind::Bool), None);
        assert_eq!(written(&Cell::Text(String::new()), Kind::Int), None);
        assert_eq!(written(&Cell::Bytes(vec![1]), Kind::Id), None);
        assert_eq!(
            written(&Cell::Bytes(vec![1, 254]), Kind::Bytes).as_deref(),
            Some("'\\x01fe'")
        );
    }

    #[test]
    fn the_order_of_readers_takes_few_numbers() {
        let mut order = Order::default();
        let steps: Vec<i64> = [1, 2, 5, 3, 4, 6, 1]
            .into_iter()
            .map(|seq| order.next(seq))
            .collect();
        assert_eq!(steps, [1, 1, 1, 2, 2, 2, 3]);
    }
}
