//! One value of a row, the same whichever database it comes from: what SQLite would store.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

/// A value. Instants are microseconds, days and JSON are text, ids are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Writes a row as one line of JSON: numbers and texts as they are, bytes in base64 in brackets.
pub(super) fn write(cells: &[Cell], line: &mut Vec<u8>) {
    line.clear();
    line.push(b'[');
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            line.push(b',');
        }
        match cell {
            Cell::Null => line.extend_from_slice(b"null"),
            Cell::Int(number) => line.extend_from_slice(number.to_string().as_bytes()),
            Cell::Text(text) => {
                line.extend_from_slice(Json::from(text.as_str()).to_string().as_bytes());
            }
            Cell::Bytes(bytes) => {
                line.extend_from_slice(b"[\"");
                line.extend_from_slice(STANDARD.encode(bytes).as_bytes());
                line.extend_from_slice(b"\"]");
            }
        }
    }
    line.push(b']');
}

/// Reads a row.
pub(super) fn read(line: &[u8]) -> serde_json::Result<Vec<Cell>> {
    serde_json::from_slice(line)
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Seen)
    }
}

struct Seen;

impl<'de> Visitor<'de> for Seen {
    type Value = Cell;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value of a row")
    }
    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Null)
    }
    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::Int(number))
    }
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Cell, E> {
        i64::try_from(number).map(Cell::Int).map_err(E::custom)
    }
    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Cell, E> {
        Ok(Cell::Text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Cell, A::Error> {
        let text: String = items.next_element()?.unwrap_or_default();
        if items.next_element::<String>()?.is_some() {
            return Err(A::Error::custom("bytes are one text"));
        }
        let bytes = STANDARD.decode(text).map_err(A::Error::custom)?;
        Ok(Cell::Bytes(bytes))
    }
}

/// JSON with its members in one order: PostgreSQL keeps them in another than they were written in.
pub(super) fn in_order(text: &str) -> String {
    serde_json::from_str(text).map_or_else(|_| text.to_owned(), |json| sorted(json).to_string())
}

fn sorted(json: Json) -> Json {
    match json {
        Json::Object(map) => {
            let mut members: Vec<_> = map.into_iter().collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Json::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name, sorted(value)))
                    .collect(),
            )
        }
        Json::Array(items) => Json::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_is_written() {
        let row = vec![
            Cell::Null,
            Cell::Int(i64::MIN),
            Cell::Int(i64::MAX),
            Cell::Text("關係 \"q\"\n\\ 🖋".to_owned()),
            Cell::Text(String::new()),
            Cell::Bytes(vec![0, 255, 10]),
            Cell::Bytes(Vec::new()),
        ];
        let mut line = Vec::new();
        write(&row, &mut line);
        assert!(!line.contains(&b'\n'), "one line");
        assert_eq!(read(&line).unwrap(), row);
        for bad in [
            "[1.5]",
            "[true]",
            "[18446744073709551615]",
            "[[\"?\"]]",
            "[[\"\",\"\"]]",
            "{}",
        ] {
            assert!(read(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn members_come_in_one_order() {
        let text = in_order(r#"{"b": [{"z":1,"a":2}], "a": "x"}"#);
        assert_eq!(text, r#"{"a":"x","b":[{"a":2,"z":1}]}"#);
        assert_eq!(in_order("no json"), "no json");
    }
}
