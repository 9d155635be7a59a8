//! Which days are shown.

use crate::records::today::day_after;

/// How the calendar is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// One day.
    Day,
    /// One week.
    Week,
    /// One month, in whole weeks.
    Month,
    /// The days on which there is something, for a month from a day on.
    Agenda,
}

impl View {
    /// All of them, with their names in addresses.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Day, "day"),
        (Self::Week, "week"),
        (Self::Month, "month"),
        (Self::Agenda, "agenda"),
    ];

    /// By its name in addresses.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, known)| *known == name)
            .map(|(view, _)| view)
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(view, _)| *view == self)
            .map_or("week", |(_, name)| name)
    }

    /// The days shown around one. `weekday` tells the weekday of a day, 1 for Monday to 7 for Sunday.
    pub fn days(self, on: &str, week_start: i64, weekday: &dyn Fn(&str) -> i64) -> Vec<String> {
        let first_of_week =
            |day: &str| day_after(day, -((weekday(day) - week_start).rem_euclid(7)));
        let run =
            |first: String, days: i64| (0..days).map(move |by| day_after(&first, by)).collect();
        match self {
            Self::Day => vec![on.to_owned()],
            Self::Week => run(first_of_week(on), 7),
            Self::Agenda => run(on.to_owned(), 30),
            Self::Month => {
                let first = format!("{}-01", on.get(..7).unwrap_or_default());
                run(first_of_week(&first), 42)
            }
        }
    }

    /// The day to look at one step earlier (-1) or later (1).
    pub fn step(self, on: &str, by: i64) -> String {
        match self {
            Self::Day => day_after(on, by),
            Self::Week => day_after(on, 7 * by),
            Self::Agenda => day_after(on, 30 * by),
            Self::Month => {
                let first = format!("{}-01", on.get(..7).unwrap_or_default());
                let other = day_after(&first, if by < 0 { -1 } else { 31 });
                format!("{}-01", other.get(..7).unwrap_or_default())
            }
        }
    }
}

/// The weekday of a calendar day, 1 for Monday to 7 for Sunday.
pub fn weekday(day: &str) -> i64 {
    let millis = js_sys::Date::parse(&format!("{day}T12:00:00Z"));
    let sunday_first = js_sys::Date::new(&millis.into()).get_utc_day();
    if sunday_first == 0 {
        7
    } else {
        i64::from(sunday_first)
    }
}
