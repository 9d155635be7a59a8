//! Instants in UTC with microseconds. Calendar days are `chrono::NaiveDate`, without a zone.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// A moment: microseconds since 1970-01-01T00:00:00Z, between the years 1 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(i64);

/// The text is no RFC 3339 date and time, or lies outside the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date and time in RFC 3339")]
pub struct BadInstant;

/// 0001-01-01T00:00:00Z.
const FIRST: i64 = -62_135_596_800_000_000;
/// 9999-12-31T23:59:59.999999Z.
const LAST: i64 = 253_402_300_799_999_999;

impl Instant {
    /// From microseconds since the epoch, as stored.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch, as stored.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The instant as chrono knows it.
    pub fn to_chrono(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    /// The calendar day in UTC.
    pub fn utc_day(self) -> NaiveDate {
        self.to_chrono().date_naive()
    }

    /// So many seconds later.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds from `earlier` until here; never negative, for a clock may be set back.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        let seconds = (self.0 - earlier.0) / 1_000_000;
        if seconds < 0 { 0 } else { seconds }
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment.timestamp_micros())
    }
}

impl FromStr for Instant {
    type Err = BadInstant;

    fn from_str(text: &str) -> Result<Self, BadInstant> {
        let micros = DateTime::parse_from_rfc3339(text)
            .map_err(|_| BadInstant)?
            .timestamp_micros();
        if (FIRST..=LAST).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(BadInstant)
        }
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = if self.0 % 1_000_000 == 0 {
            SecondsFormat::Secs
        } else {
            SecondsFormat::Micros
        };
        out.write_str(&self.to_chrono().to_rfc3339_opts(format, true))
    }
}

/// Reads a calendar day `YYYY-MM-DD` between the years 1 and 9999.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    if text.len() != 10
        || !text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return None;
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day >= NaiveDate::from_ymd_opt(1, 1, 1)?).then_some(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn instants_keep_microseconds_and_drop_zones() {
        let read = |text: &str| text.parse::<Instant>().unwrap().to_string();
        assert_eq!(read("2026-03-29T10:00:00+02:00"), "2026-03-29T08:00:00Z");
        assert_eq!(
            read("2026-03-29T10:00:00.1234567Z"),
            "2026-03-29T10:00:00.123456Z"
        );
        assert_eq!(read("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z");
        assert_eq!("0000-12-31T23:59:59Z".parse::<Instant>(), Err(BadInstant));
    }

    #[test]
    fn days_are_strict() {
        assert!(parse_day("2024-02-29").is_some());
        for text in [
            "2023-02-29",
            "2023-2-9",
            "0000-01-01",
            "+2023-01-1",
            "20230101",
        ] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }
}
