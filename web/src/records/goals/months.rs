//! The months that are looked at, and the days on which forecasts were remembered.

use chrono::{Days, NaiveDate};
use guanxi_domain::kernel::period::{Unit, first_day, shift};

/// The present month and those after it.
pub const AHEAD: i32 = 6;
/// The months before the present one whose forecasts are judged.
pub const BEHIND: i32 = 6;

/// First days of some months, `from` and `to` counted from the month of a day, `to` not inside.
pub fn months(today: NaiveDate, from: i32, to: i32) -> Vec<NaiveDate> {
    let first = first_day(Unit::Month, today);
    (from..to)
        .map(|offset| shift(first, Unit::Month, offset))
        .collect()
}

/// The Monday on which the forecast was remembered some weeks before a day.
pub fn monday(today: NaiveDate, weeks: i32) -> NaiveDate {
    shift(first_day(Unit::Week, today), Unit::Week, -weeks)
}

/// The first Monday of a month: the first forecast of the month that was remembered inside it.
pub fn first_monday(month: NaiveDate) -> NaiveDate {
    let monday = first_day(Unit::Week, month);
    if monday < month {
        monday.checked_add_days(Days::new(7)).unwrap_or(monday)
    } else {
        monday
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{first_monday, monday, months};

    #[test]
    fn months_and_mondays_follow_the_calendar() {
        let day = |text: &str| text.parse().unwrap();
        let found: Vec<String> = months(day("2026-11-22"), -1, 3)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            found,
            ["2026-10-01", "2026-11-01", "2026-12-01", "2027-01-01"]
        );
        assert_eq!(monday(day("2026-11-22"), 4), day("2026-10-19"));
        assert_eq!(first_monday(day("2026-11-01")), day("2026-11-02"));
        assert_eq!(first_monday(day("2026-06-01")), day("2026-06-01"));
    }
}
