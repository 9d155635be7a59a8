//! What rules know of zones and of days that repeat. The tables of zones and the reading of RFC 5545 are large, so they
//! are no part of this crate: the server brings them along.

use std::fmt::Debug;

use chrono::{NaiveDate, NaiveDateTime};

use super::time::Instant;

/// The text is no recurrence rule that Guanxi keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no recurrence rule of whole days")]
pub struct BadRecurrence;

/// Zones, and days that repeat.
pub trait Calendar: Debug + Send + Sync {
    /// What clocks in a zone show at a moment; nothing for a zone that is not known.
    fn wall(&self, zone: &str, at: Instant) -> Option<NaiveDateTime>;

    /// The moment at which clocks in a zone show this. Of two such moments the earlier one; a time that clocks skip is
    /// read by the offset before they do, as RFC 5545 says.
    fn moment(&self, zone: &str, wall: NaiveDateTime) -> Option<Instant>;

    /// The days of a recurrence rule (`FREQ=WEEKLY;BYDAY=MO`) that began on `first`: those from `from` on, at most so
    /// many.
    fn days(
        &self,
        rule: &str,
        first: NaiveDate,
        from: NaiveDate,
        most: usize,
    ) -> Result<Vec<NaiveDate>, BadRecurrence>;
}

/// Lives by UTC and repeats nothing: for the browser, which leaves such things to the server.
#[derive(Debug, Clone, Copy)]
pub struct Plain;

impl Calendar for Plain {
    fn wall(&self, _: &str, at: Instant) -> Option<NaiveDateTime> {
        Some(at.to_chrono().naive_utc())
    }

    fn moment(&self, _: &str, wall: NaiveDateTime) -> Option<Instant> {
        Some(Instant::from(wall.and_utc()))
    }

    fn days(
        &self,
        _: &str,
        _: NaiveDate,
        _: NaiveDate,
        _: usize,
    ) -> Result<Vec<NaiveDate>, BadRecurrence> {
        Ok(Vec::new())
    }
}
