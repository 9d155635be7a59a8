//! What goes wrong again and again is told a few times, and then how often: a storm of errors must not fill a disk.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::rt;
use tracing::callsite::Identifier;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Filter};

/// For how long is counted.
const WINDOW: Duration = Duration::from_secs(10);
/// Warnings or errors of one place in the program that are told in that time.
const TOLD: u32 = 50;

/// Lets everything pass but warnings and errors that come too often.
pub struct Dam;

impl<S: Subscriber> Filter<S> for Dam {
    fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        true
    }

    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        let metadata = event.metadata();
        *metadata.level() > Level::WARN || counted(metadata, Instant::now())
    }
}

/// Places in the program, of which there are some hundred at most.
static PLACES: LazyLock<Mutex<HashMap<Identifier, Count>>> = LazyLock::new(Mutex::default);

struct Count {
    since: Instant,
    told: u32,
    left_out: u64,
    target: &'static str,
    line: u32,
}

fn counted(metadata: &'static Metadata<'static>, now: Instant) -> bool {
    let mut places = PLACES.lock().unwrap_or_else(PoisonError::into_inner);
    let count = places.entry(metadata.callsite()).or_insert_with(|| Count {
        since: now,
        told: 0,
        left_out: 0,
        target: metadata.target(),
        line: metadata.line().unwrap_or_default(),
    });
    count.pass(now)
}

impl Count {
    fn pass(&mut self, now: Instant) -> bool {
        if now.duration_since(self.since) >= WINDOW {
            self.since = now;
            self.told = 0;
        }
        if self.told < TOLD {
            self.told += 1;
            true
        } else {
            self.left_out += 1;
            false
        }
    }
}

/// What was left out since this was asked last.
fn left_out() -> Vec<(&'static str, u32, u64)> {
    let mut places = PLACES.lock().unwrap_or_else(PoisonError::into_inner);
    let counts = places.values_mut().filter(|count| count.left_out > 0);
    counts
        .map(|count| {
            (
                count.target,
                count.line,
                std::mem::take(&mut count.left_out),
            )
        })
        .collect()
}

/// Says now and then how much was left out, for as long as the process lives.
pub fn keep_telling() {
    rt::spawn(async {
        loop {
            rt::time::sleep(WINDOW).await;
            for (module, line, count) in left_out() {
                tracing::warn!(module, line, count, "more of the same was left out");
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_storm_is_told_in_part_and_counted() {
        let now = Instant::now();
        let mut count = Count {
            since: now,
            told: 0,
            left_out: 0,
            target: "here",
            line: 1,
        };
        let told = (0..1_000).filter(|_| count.pass(now)).count();
        assert_eq!(told, 50);
        assert_eq!(count.left_out, 950);
        assert!(count.pass(now + WINDOW), "and told again later");
    }
}
