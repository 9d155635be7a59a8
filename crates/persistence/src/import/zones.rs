//! Moments of local times.

use chrono::{NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use guanxi_domain::kernel::time::Instant;

/// The moment at which clocks in a zone show a time; `None` for a zone that is not known. Of two
/// such moments it is the first; a time that a clock change skips is as much later as was skipped.
pub(super) fn moment(local: NaiveDateTime, zone: &str) -> Option<Instant> {
    let zone: Tz = zone.parse().ok()?;
    let at = |local: NaiveDateTime| zone.from_local_datetime(&local).earliest();
    let found = at(local).or_else(|| at(local + TimeDelta::hours(1)));
    found.map(|moment| Instant::from(moment.with_timezone(&Utc)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn clock_changes_leave_no_time_without_a_moment() {
        let at = |text: &str, zone| moment(text.parse().unwrap(), zone).map(|at| at.to_string());
        assert_eq!(
            at("1996-07-04T00:00:00", "America/Los_Angeles").as_deref(),
            Some("1996-07-04T07:00:00Z")
        );
        assert_eq!(
            at("2026-03-29T02:30:00", "Europe/Rome").as_deref(),
            Some("2026-03-29T01:30:00Z")
        );
        assert_eq!(
            at("2026-10-25T02:30:00", "Europe/Rome").as_deref(),
            Some("2026-10-25T00:30:00Z")
        );
        assert_eq!(at("2026-10-25T02:30:00", "Mars/Olympus"), None);
    }
}
