//! Cells of result rows, read by the catalogue's kind: into values, or straight into JSON bytes.

use chrono::{Datelike, NaiveDate};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::row::{Field as _, Row as _};
use guanxi_domain::kernel::currency::{Currency, Money};
use guanxi_domain::kernel::custom;
use guanxi_domain::kernel::decimal::Decimal;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::time::{Instant, parse_day};
use guanxi_domain::kernel::value::Value;
use uuid::Uuid;

use crate::connection::{Conn, MultiRawValue, MultiRow};
use crate::sql::{PG_EPOCH, PG_EPOCH_DAYS, Sql, UNIX_EPOCH_DAYS};

/// Calls `each` with every row of a statement.
pub(crate) fn each_row<E: From<diesel::result::Error>>(
    conn: &mut Conn,
    sql: Sql,
    mut each: impl FnMut(&Cells) -> Result<(), E>,
) -> Result<(), E> {
    for row in LoadConnection::load(conn, sql)? {
        let row = row?;
        each(&Cells(&row))?;
    }
    Ok(())
}

/// All rows of a statement, each made by `make`.
pub(crate) fn rows<T>(
    conn: &mut Conn,
    sql: Sql,
    mut make: impl FnMut(&Cells) -> T,
) -> QueryResult<Vec<T>> {
    let mut made = Vec::new();
    each_row::<diesel::result::Error>(conn, sql, |cells| {
        made.push(make(cells));
        Ok(())
    })?;
    Ok(made)
}

/// The first column of all rows, as text.
pub(crate) fn texts(conn: &mut Conn, sql: Sql) -> QueryResult<Vec<String>> {
    rows(conn, sql, |cells| cells.text(0))
}

/// The first column of the first row, as a number; 0 without a row.
pub(crate) fn number(conn: &mut Conn, sql: Sql) -> QueryResult<i64> {
    Ok(rows(conn, sql, |cells| cells.int(0).unwrap_or(0))?
        .first()
        .copied()
        .unwrap_or(0))
}

/// One row's cells.
pub(crate) struct Cells<'a, 'c, 'q>(&'a MultiRow<'c, 'q>);

impl Cells<'_, '_, '_> {
    fn with<T>(&self, at: usize, read: impl FnOnce(MultiRawValue<'_>) -> T) -> Option<T> {
        let field = self.0.get(at)?;
        field.value().map(read)
    }

    /// How many cells.
    pub(crate) fn width(&self) -> usize {
        self.0.field_count()
    }

    /// Whether nothing is stored.
    pub(crate) fn is_null(&self, at: usize) -> bool {
        self.with(at, |_| ()).is_none()
    }

    /// A whole number.
    pub(crate) fn int(&self, at: usize) -> Option<i64> {
        self.with(at, read_int)
    }

    /// Text, empty when nothing is stored.
    pub(crate) fn text(&self, at: usize) -> String {
        self.opt_text(at).unwrap_or_default()
    }

    /// Text.
    pub(crate) fn opt_text(&self, at: usize) -> Option<String> {
        self.with(at, |raw| with_text(raw, str::to_owned))
    }

    /// Bytes.
    pub(crate) fn bytes(&self, at: usize) -> Option<Vec<u8>> {
        self.with(at, |raw| with_bytes(raw, <[u8]>::to_vec))
    }

    /// An id.
    pub(crate) fn id(&self, at: usize) -> Option<Uuid> {
        self.with(at, |raw| {
            with_bytes(raw, |bytes| Uuid::from_slice(bytes).unwrap_or_default())
        })
    }

    /// An instant.
    pub(crate) fn instant(&self, at: usize) -> Option<Instant> {
        self.with(at, read_instant)
    }

    /// A boolean.
    pub(crate) fn bool(&self, at: usize) -> bool {
        self.with(at, read_bool).unwrap_or(false)
    }

    /// A value of a kind; money takes two cells.
    pub(crate) fn value(&self, at: usize, kind: Kind) -> Value {
        let read = match kind {
            Kind::Id => self.id(at).map(Value::Id),
            Kind::Text | Kind::Choice => self.opt_text(at).map(Value::Text),
            Kind::Json => self.opt_text(at).map(Value::Json),
            Kind::Int => self.int(at).map(Value::Int),
            Kind::Decimal => self
                .int(at)
                .map(|micros| Value::Decimal(Decimal::from_micros(micros))),
            Kind::Bool => self.with(at, read_bool).map(Value::Bool),
            Kind::Instant => self.instant(at).map(Value::Instant),
            Kind::Day => self.with(at, read_day).flatten().map(Value::Day),
            Kind::Choices => Some(custom::split(&self.text(at))),
            Kind::Money => self.money(at).map(Value::Money),
        };
        read.unwrap_or(Value::Null)
    }

    fn money(&self, at: usize) -> Option<Money> {
        let currency: Currency = self.opt_text(at + 1)?.parse().ok()?;
        Some(Money {
            minor: self.int(at)?,
            currency,
        })
    }

    /// Writes a value of a kind as JSON; money takes two cells.
    pub(crate) fn json(&self, at: usize, kind: Kind, out: &mut Vec<u8>) {
        let written = match kind {
            Kind::Id => self.with(at, |raw| with_bytes(raw, |bytes| write_id(bytes, out))),
            Kind::Text | Kind::Choice => {
                self.with(at, |raw| with_text(raw, |text| write_text(text, out)))
            }
            Kind::Json => self.with(at, |raw| {
                with_text(raw, |text| out.extend_from_slice(text.as_bytes()))
            }),
            Kind::Int => self.with(at, |raw| write_int(read_int(raw), out)),
            Kind::Bool => self.with(at, |raw| {
                out.extend_from_slice(if read_bool(raw) { b"true" } else { b"false" });
            }),
            Kind::Instant => self.with(at, |raw| write_instant(read_instant(raw), out)),
            Kind::Day => self.with(at, |raw| match read_day(raw) {
                Some(day) => {
                    out.push(b'"');
                    write_day(day, out);
                    out.push(b'"');
                }
                None => out.extend_from_slice(b"null"),
            }),
            Kind::Decimal => self.with(at, |raw| {
                write_text(&Decimal::from_micros(read_int(raw)).to_string(), out);
            }),
            Kind::Choices => {
                write_choices(&self.text(at), out);
                Some(())
            }
            Kind::Money => self.is_money(at).then(|| self.write_money(at, out)),
        };
        if written.is_none() {
            out.extend_from_slice(b"null");
        }
    }

    fn is_money(&self, at: usize) -> bool {
        !self.is_null(at) && !self.is_null(at + 1)
    }

    fn write_money(&self, at: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"amount_minor\":");
        write_int(self.int(at).unwrap_or(0), out);
        out.extend_from_slice(b",\"currency\":");
        write_text(&self.text(at + 1), out);
        out.push(b'}');
    }
}

fn read_int(raw: MultiRawValue<'_>) -> i64 {
    match raw {
        MultiRawValue::Sqlite(mut value) => value.read_long(),
        MultiRawValue::Postgres(value) => match value.as_bytes() {
            bytes if bytes.len() == 8 => i64::from_be_bytes(bytes.try_into().unwrap_or_default()),
            bytes if bytes.len() == 4 => {
                i64::from(i32::from_be_bytes(bytes.try_into().unwrap_or_default()))
            }
            _ => 0,
        },
    }
}

fn read_bool(raw: MultiRawValue<'_>) -> bool {
    match raw {
        MultiRawValue::Sqlite(mut value) => value.read_long() != 0,
        MultiRawValue::Postgres(value) => value.as_bytes().first().is_some_and(|byte| *byte != 0),
    }
}

fn read_instant(raw: MultiRawValue<'_>) -> Instant {
    match raw {
        MultiRawValue::Sqlite(mut value) => Instant::from_micros(value.read_long()),
        raw @ MultiRawValue::Postgres(_) => Instant::from_micros(read_int(raw) + PG_EPOCH),
    }
}

fn read_day(raw: MultiRawValue<'_>) -> Option<NaiveDate> {
    match raw {
        MultiRawValue::Sqlite(mut value) => parse_day(value.read_text()),
        raw @ MultiRawValue::Postgres(_) => {
            let days = i32::try_from(read_int(raw)).ok()?;
            NaiveDate::from_num_days_from_ce_opt(days + PG_EPOCH_DAYS + UNIX_EPOCH_DAYS)
        }
    }
}

fn with_text<T>(raw: MultiRawValue<'_>, read: impl FnOnce(&str) -> T) -> T {
    match raw {
        MultiRawValue::Sqlite(mut value) => read(value.read_text()),
        MultiRawValue::Postgres(value) => read(jsonb_text(value.as_bytes(), value.get_oid().get())),
    }
}

/// JSONB comes with a version byte in front of its text.
fn jsonb_text(bytes: &[u8], oid: u32) -> &str {
    const JSONB: u32 = 3802;
    let bytes = if oid == JSONB {
        bytes.get(1..).unwrap_or_default()
    } else {
        bytes
    };
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn with_bytes<T>(raw: MultiRawValue<'_>, read: impl FnOnce(&[u8]) -> T) -> T {
    match raw {
        MultiRawValue::Sqlite(mut value) => read(value.read_blob()),
        MultiRawValue::Postgres(value) => read(value.as_bytes()),
    }
}

/// Writes a JSON string.
pub(crate) fn write_text(text: &str, out: &mut Vec<u8>) {
    // Writing into memory cannot fail.
    drop(serde_json::to_writer(out, text));
}

/// Writes a JSON number.
pub(crate) fn write_int(number: i64, out: &mut Vec<u8>) {
    drop(serde_json::to_writer(out, &number));
}

fn write_id(bytes: &[u8], out: &mut Vec<u8>) {
    let mut text = [0_u8; 36];
    Uuid::from_slice(bytes)
        .unwrap_or_default()
        .hyphenated()
        .encode_lower(&mut text);
    out.push(b'"');
    out.extend_from_slice(&text);
    out.push(b'"');
}

fn write_choices(stored: &str, out: &mut Vec<u8>) {
    out.push(b'[');
    for (i, name) in stored
        .split('|')
        .filter(|name| !name.is_empty())
        .enumerate()
    {
        if i > 0 {
            out.push(b',');
        }
        write_text(name, out);
    }
    out.push(b']');
}

fn write_day(day: NaiveDate, out: &mut Vec<u8>) {
    write_digits(day.year().unsigned_abs(), 4, out);
    out.push(b'-');
    write_digits(day.month(), 2, out);
    out.push(b'-');
    write_digits(day.day(), 2, out);
}

/// The same text as `Instant`'s `Display`, without going through a formatter: a page of fifty
/// records holds a few hundred instants.
fn write_instant(at: Instant, out: &mut Vec<u8>) {
    use chrono::Timelike;
    let moment = at.to_chrono().naive_utc();
    out.push(b'"');
    write_day(moment.date(), out);
    out.push(b'T');
    write_digits(moment.hour(), 2, out);
    out.push(b':');
    write_digits(moment.minute(), 2, out);
    out.push(b':');
    write_digits(moment.second(), 2, out);
    let micros = moment.nanosecond() / 1_000;
    if micros > 0 {
        out.push(b'.');
        write_digits(micros, 6, out);
    }
    out.extend_from_slice(b"Z\"");
}

fn write_digits(number: u32, width: u32, out: &mut Vec<u8>) {
    for place in (0..width).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(b'0' + u8::try_from(digit).unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_the_domain_shows_them() {
        for micros in [
            0,
            1,
            999_999,
            1_790_000_000_123_456,
            -62_135_596_800_000_000,
            253_402_300_799_999_999,
        ] {
            let at = Instant::from_micros(micros);
            let mut out = Vec::new();
            write_instant(at, &mut out);
            assert_eq!(String::from_utf8_lossy(&out), format!("\"{at}\""));
        }
    }
}
