//! What clocks show now, minute by minute.

use std::time::Duration;

use leptos::prelude::*;

use crate::calendar::layout::minute;
use crate::ui::Formats;

/// How often is looked.
const TICK: Duration = Duration::from_secs(20);

/// The day and the minute it is.
#[derive(Clone, Copy)]
pub struct Moment(Memo<(String, i32)>);

impl Moment {
    /// Follows the clocks while the component lives.
    pub fn provide(formats: Formats) -> Self {
        let ticks = RwSignal::new(0_u32);
        if let Ok(handle) = set_interval_with_handle(
            move || ticks.update(|ticks| *ticks = ticks.wrapping_add(1)),
            TICK,
        ) {
            on_cleanup(move || handle.clear());
        }
        Self(Memo::new(move |_| {
            ticks.track();
            let now = formats.local_now();
            let (day, clock) = now.split_once('T').unwrap_or_default();
            (day.to_owned(), minute(clock).unwrap_or(0))
        }))
    }

    /// The minute it is on a day, when that is today.
    pub fn on(self, day: &str) -> Option<i32> {
        self.0
            .with(|(today, minute)| (today == day).then_some(*minute))
    }
}
