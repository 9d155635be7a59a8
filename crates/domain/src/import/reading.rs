//! Numbers, days and moments as files write them.

use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::{Decimal as Wide, RoundingStrategy};

use super::mapping::Percent;
use crate::kernel::currency::{Currency, Money};
use crate::kernel::time::Instant;

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// What stands before the fraction.
    pub decimal: char,
    /// What stands between thousands.
    pub group: Option<char>,
    /// How a percentage is written.
    pub percent: Option<Percent>,
    /// Places to which it is rounded, half up.
    pub round: Option<u32>,
}

impl Number {
    /// The number that a text means, or a violation's code.
    pub fn read(&self, text: &str) -> Result<Wide, &'static str> {
        let text = match self.percent {
            Some(Percent::Number) => text.trim_end_matches('%').trim_end(),
            _ => text,
        };
        let number: Wide = self
            .plain(text)
            .and_then(|text| text.parse().ok())
            .ok_or("not_a_decimal")?;
        let number = match self.percent {
            Some(Percent::Fraction) => number
                .checked_mul(Wide::ONE_HUNDRED)
                .ok_or("out_of_range")?,
            _ => number,
        };
        Ok(match self.round {
            Some(places) => {
                number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
            }
            None => number,
        })
    }

    /// Digits with an optional minus and point; `None` when something else stands there. Groups
    /// have three digits (or two, as in India), else the mark means something else.
    fn plain(&self, text: &str) -> Option<String> {
        let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once(self.decimal).unwrap_or((digits, ""));
        let whole = match self.group.filter(|mark| whole.contains(*mark)) {
            None => whole.to_owned(),
            Some(mark) => {
                let groups: Vec<&str> = whole.split(mark).collect();
                let (last, others) = groups.split_last()?;
                let fits = last.len() == 3
                    && others
                        .iter()
                        .skip(1)
                        .all(|group| (2..=3).contains(&group.len()));
                (fits && !others.first()?.is_empty()).then(|| groups.concat())?
            }
        };
        let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_plain(&whole) || !is_plain(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let whole = if whole.is_empty() { "0" } else { &whole };
        Some(match fraction {
            "" => format!("{sign}{whole}"),
            fraction => format!("{sign}{whole}.{fraction}"),
        })
    }

    /// The amount that a text means. More digits than the currency has are refused, not rounded.
    pub fn money(&self, text: &str, currency: Currency) -> Result<Money, &'static str> {
        let number = self.read(text)?;
        let money = Money::round(number, currency).ok_or("out_of_range")?;
        if money.major() == number {
            Ok(money)
        } else {
            Err("too_many_places")
        }
    }
}

/// Whether a text says how days or moments are written, as `strftime` does.
pub fn is_format(format: &str) -> bool {
    let mut items = StrftimeItems::new(format).peekable();
    items.peek().is_some() && items.all(|item| !matches!(item, Item::Error))
}

/// The day that a text means; without a format only `YYYY-MM-DD` is understood.
pub fn day(text: &str, format: Option<&str>) -> Option<NaiveDate> {
    let parsed = parsed(text, format.unwrap_or("%Y-%m-%d"))?;
    parsed.to_naive_date().ok().filter(is_likely)
}

/// A year of two digits where four are said would be one of antiquity.
fn is_likely(day: &NaiveDate) -> bool {
    (1_000..=9_999).contains(&day.year())
}

/// Where a moment's zone is looked up: the moment of a local time in a zone, `None` for a zone
/// that is not known.
pub type Zones<'a> = &'a dyn Fn(NaiveDateTime, &str) -> Option<Instant>;

/// The moment that a text means, in `zone` unless it names its own. Without a format RFC 3339 is
/// understood, also with a blank for the T, without an offset, seconds or time.
pub fn instant(text: &str, format: Option<&str>, zone: &str, zones: Zones) -> Option<Instant> {
    let found = match format {
        Some(format) => parsed(text, format),
        None => USUAL.iter().find_map(|format| parsed(text, format)),
    }?;
    found.to_naive_date().ok().filter(is_likely)?;
    if let Ok(moment) = found.to_datetime() {
        return Some(Instant::from(moment.to_utc()));
    }
    let local = match found.to_naive_datetime_with_offset(0) {
        Ok(local) => local,
        Err(_) => found.to_naive_date().ok()?.and_time(time(&found)?),
    };
    zones(local, zone)
}

const USUAL: [&str; 6] = [
    "%+",
    "%Y-%m-%d %H:%M:%S%.f%:z",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
];

/// Midnight when no time is written; `None` when a time is written that is none.
fn time(parsed: &Parsed) -> Option<NaiveTime> {
    let written = parsed.hour_div_12().is_some() || parsed.hour_mod_12().is_some();
    if written {
        parsed.to_naive_time().ok()
    } else {
        Some(NaiveTime::MIN)
    }
}

fn parsed(text: &str, format: &str) -> Option<Parsed> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, StrftimeItems::new(format)).ok()?;
    Some(parsed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn number(decimal: char, group: Option<char>) -> Number {
        Number {
            decimal,
            group,
            percent: None,
            round: None,
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let english = number('.', Some(','));
        let german = number(',', Some('.'));
        for (number, text, expected) in [
            (english, "1,234.50", Ok("1234.50")),
            (english, "12,34,567", Ok("1234567")),
            (english, "1,23", Err("not_a_decimal")),
            (english, ",123", Err("not_a_decimal")),
            (english, ".5", Ok("0.5")),
            (english, "1e3", Err("not_a_decimal")),
            (english, "", Err("not_a_decimal")),
            (german, "-1.234,5", Ok("-1234.5")),
            (german, "1.234.567", Ok("1234567")),
            (number_without_groups(), "1,234", Err("not_a_decimal")),
        ] {
            let read = number.read(text).map(|wide| wide.to_string());
            assert_eq!(read.as_deref().map_err(|code| *code), expected, "{text}");
        }
    }

    fn number_without_groups() -> Number {
        number('.', None)
    }

    #[test]
    fn fractions_become_percentages() {
        let percent = |percent| Number {
            percent: Some(percent),
            ..number('.', None)
        };
        let read = |how, text: &str| percent(how).read(text).unwrap().normalize().to_string();
        assert_eq!(read(Percent::Fraction, "0.15"), "15");
        assert_eq!(read(Percent::Number, "15 %"), "15");
    }

    #[test]
    fn money_is_exact_or_rounded_by_wish() {
        let euro: Currency = "EUR".parse().unwrap();
        let plain = number('.', None);
        assert_eq!(plain.money("12.5", euro).unwrap().minor, 1_250);
        assert_eq!(plain.money("12.345", euro), Err("too_many_places"));
        let rounded = Number {
            round: Some(2),
            ..plain
        };
        assert_eq!(rounded.money("12.345", euro).unwrap().minor, 1_235);
    }

    #[test]
    fn days_are_never_guessed() {
        assert!(day("1996-07-04", None).is_some());
        assert_eq!(day("04/07/1996", None), None);
        assert_eq!(day("1996-07-04 00:00", None), None);
        let written = day("4.7.1996", Some("%d.%m.%Y")).unwrap();
        assert_eq!(written.to_string(), "1996-07-04");
        assert!(is_format("%d.%m.%Y %H:%M") && !is_format("%Q") && !is_format(""));
    }

    #[test]
    fn moments_have_a_zone() {
        let zones = |local: NaiveDateTime, zone: &str| {
            (zone == "UTC").then(|| Instant::from(local.and_utc()))
        };
        let read =
            |text: &str, format| instant(text, format, "UTC", &zones).map(|at| at.to_string());
        for (text, format, expected) in [
            (
                "1996-07-04T10:00:00+02:00",
                None,
                Some("1996-07-04T08:00:00Z"),
            ),
            (
                "1996-07-04 10:00:00.000",
                None,
                Some("1996-07-04T10:00:00Z"),
            ),
            ("1996-07-04 10:30", None, Some("1996-07-04T10:30:00Z")),
            ("1996-07-04", None, Some("1996-07-04T00:00:00Z")),
            ("4.7.96 10", None, None),
            ("04.07.1996", Some("%d.%m.%Y"), Some("1996-07-04T00:00:00Z")),
            ("04.07.96", Some("%d.%m.%Y"), None),
            (
                "04.07.1996 9:05",
                Some("%d.%m.%Y %H:%M"),
                Some("1996-07-04T09:05:00Z"),
            ),
        ] {
            assert_eq!(read(text, format).as_deref(), expected, "{text}");
        }
        assert_eq!(instant("1996-07-04", None, "Mars/Olympus", &zones), None);
    }
}
