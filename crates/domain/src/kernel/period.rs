//! Stretches of days that move with the calendar, kept as words inside filters.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A day.
    Day,
    /// A week from Monday (ISO 8601).
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

/// `offset` units from the present one: `today`, `today-30`, `this_month`, `last_week`, `next_year`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// Which unit.
    pub unit: Unit,
    /// How many units away, 0 the present one.
    pub offset: i32,
}

/// The text names no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no known period")]
pub struct UnknownPeriod;

const UNITS: &[(Unit, &str)] = &[
    (Unit::Week, "week"),
    (Unit::Month, "month"),
    (Unit::Quarter, "quarter"),
    (Unit::Year, "year"),
];

impl FromStr for Period {
    type Err = UnknownPeriod;

    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        let day = |offset| {
            Ok(Self {
                unit: Unit::Day,
                offset,
            })
        };
        match text {
            "today" => return day(0),
            "yesterday" => return day(-1),
            "tomorrow" => return day(1),
            _ => {}
        }
        if let Some(offset) = text.strip_prefix("today") {
            return signed(offset)
                .filter(|days| days.abs() <= MOST_DAYS)
                .map_or(Err(UnknownPeriod), day);
        }
        let (word, unit) = text.split_once('_').ok_or(UnknownPeriod)?;
        let unit = UNITS
            .iter()
            .find(|(_, name)| *name == unit)
            .ok_or(UnknownPeriod)?
            .0;
        let offset = match word {
            "this" => 0,
            "last" => -1,
            "next" => 1,
            _ => return Err(UnknownPeriod),
        };
        Ok(Self { unit, offset })
    }
}

/// Furthest day that a period names, seen from today.
const MOST_DAYS: i32 = 36_500;

/// A number of a few digits that begins with its sign.
fn signed(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+')?),
    };
    let plain = digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain
        .then(|| digits.parse::<i32>().ok())
        .flatten()
        .map(|days| sign * days)
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.offset {
            0 => "this",
            -1 => "last",
            _ => "next",
        };
        match (self.unit, self.offset) {
            (Unit::Day, 0) => out.write_str("today"),
            (Unit::Day, offset) => write!(out, "today{offset:+}"),
            (unit, _) => {
                let name = UNITS
                    .iter()
                    .find(|(known, _)| *known == unit)
                    .map_or("", |(_, name)| *name);
                write!(out, "{word}_{name}")
            }
        }
    }
}

impl Period {
    /// First day and the day after the last, seen from `today`.
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let start = shift(first_day(self.unit, today), self.unit, self.offset);
        (start, shift(start, self.unit, 1))
    }
}

/// The first day of the unit that a day lies in.
pub fn first_day(unit: Unit, day: NaiveDate) -> NaiveDate {
    let month = |month| NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
    match unit {
        Unit::Day => day,
        Unit::Week => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
        Unit::Month => month(day.month()),
        Unit::Quarter => month(day.month0() / 3 * 3 + 1),
        Unit::Year => month(1),
    }
}

/// A first day so many units later or earlier; stays where it is at the calendar's ends.
pub fn shift(day: NaiveDate, unit: Unit, offset: i32) -> NaiveDate {
    let steps = offset.unsigned_abs();
    let moved = match unit {
        Unit::Day | Unit::Week => {
            let days = Days::new(u64::from(steps) * if unit == Unit::Week { 7 } else { 1 });
            if offset < 0 {
                day.checked_sub_days(days)
            } else {
                day.checked_add_days(days)
            }
        }
        _ => {
            let months = Months::new(steps * months_of(unit));
            if offset < 0 {
                day.checked_sub_months(months)
            } else {
                day.checked_add_months(months)
            }
        }
    };
    moved.unwrap_or(day)
}

const fn months_of(unit: Unit) -> u32 {
    match unit {
        Unit::Quarter => 3,
        Unit::Year => 12,
        _ => 1,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn days(word: &str) -> String {
        let (from, to) = word
            .parse::<Period>()
            .unwrap()
            .days(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
        format!("{from} {to}")
    }

    #[test]
    fn periods_are_half_open_stretches_of_days() {
        assert_eq!(days("today"), "2026-11-22 2026-11-23");
        assert_eq!(days("today-7"), "2026-11-15 2026-11-16");
        assert_eq!(days("this_week"), "2026-11-16 2026-11-23");
        assert_eq!(days("last_month"), "2026-10-01 2026-11-01");
        assert_eq!(days("next_quarter"), "2027-01-01 2027-04-01");
        assert_eq!(days("this_year"), "2026-01-01 2027-01-01");
    }

    #[test]
    fn words_come_back() {
        for word in [
            "today",
            "today+3",
            "today-30",
            "this_week",
            "last_quarter",
            "next_year",
        ] {
            assert_eq!(word.parse::<Period>().unwrap().to_string(), word);
        }
        for word in [
            "",
            "todayx",
            "today5",
            "today++5",
            "today+-5",
            "today+",
            "today-2147483648",
            "today+36501",
            "today+99999999999",
            "this_decade",
            "me",
        ] {
            assert_eq!(word.parse::<Period>(), Err(UnknownPeriod), "{word}");
        }
    }
}
