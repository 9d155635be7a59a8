//! Days in somebody's zone.

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::time::Instant;

/// The zone of a name; UTC for a name the database of zones does not know.
pub(crate) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// Whether the database of zones knows a name.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// A moment as somebody sees it in a zone by its name.
pub fn clock(zone_name: &str, now: Instant) -> Clock {
    Clock {
        now,
        today: day_of(zone(zone_name), now),
    }
}

/// The day of an instant in a zone.
pub(crate) fn day_of(zone: Tz, at: Instant) -> NaiveDate {
    at.to_chrono().with_timezone(&zone).date_naive()
}

/// When a day begins in a zone: midnight, or the first moment after it where a clock change skips
/// midnight.
pub(crate) fn day_start(zone: Tz, day: NaiveDate) -> Instant {
    for hour in 0..4 {
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        if let Some(moment) = zone.from_local_datetime(&day.and_time(time)).earliest() {
            return Instant::from(moment.with_timezone(&chrono::Utc));
        }
    }
    Instant::from(day.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_people_live() {
        let start = |name: &str, day: &str| day_start(zone(name), day.parse().unwrap()).to_string();
        assert_eq!(start("Asia/Taipei", "2026-11-22"), "2026-11-21T16:00:00Z");
        assert_eq!(start("Europe/Rome", "2026-03-29"), "2026-03-28T23:00:00Z");
        // Beirut skips midnight in spring.
        assert_eq!(start("Asia/Beirut", "2026-03-29"), "2026-03-28T22:00:00Z");
    }
}
