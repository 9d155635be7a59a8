//! Days in somebody's zone, and days that repeat.

mod recurrence;

use chrono::{LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use guanxi_domain::kernel::calendar::{BadRecurrence, Calendar};
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::time::Instant;

/// The zones of the world and the rules of RFC 5545, for rules.
pub static WORLD: World = World;

/// See [`WORLD`].
#[derive(Debug)]
pub struct World;

impl Calendar for World {
    fn wall(&self, zone: &str, at: Instant) -> Option<NaiveDateTime> {
        let zone: Tz = zone.parse().ok()?;
        Some(at.to_chrono().with_timezone(&zone).naive_local())
    }

    fn moment(&self, zone: &str, wall: NaiveDateTime) -> Option<Instant> {
        let zone: Tz = zone.parse().ok()?;
        let moment = match zone.from_local_datetime(&wall) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.naive_utc(),
            LocalResult::None => wall.checked_sub_signed(offset_before(zone, wall)?)?,
        };
        Some(Instant::from(moment.and_utc()))
    }

    fn days(
        &self,
        rule: &str,
        first: NaiveDate,
        from: NaiveDate,
        most: usize,
    ) -> Result<Vec<NaiveDate>, BadRecurrence> {
        recurrence::days(rule, first, from, most)
    }
}

/// How far a zone was ahead of UTC before its clocks skipped a time.
fn offset_before(zone: Tz, skipped: NaiveDateTime) -> Option<TimeDelta> {
    // No zone skips more than a day, and none skips twice within two.
    let before = skipped.checked_sub_signed(TimeDelta::hours(25))?;
    let offset = zone.offset_from_utc_datetime(&before).fix();
    Some(TimeDelta::seconds(i64::from(offset.local_minus_utc())))
}

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
