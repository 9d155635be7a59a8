//! Waking those who follow the event log, once a change is committed. Only ever a hint: whoever
//! follows the log also looks by itself every second.

mod neighbours;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use neighbours::Neighbours;

use crate::database::Database;

/// Rung after commits; costs a writer less than a microsecond.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<Rung>,
    heard: Condvar,
}

/// How often it was rung.
#[derive(Default)]
struct Rung {
    /// By this process.
    here: u64,
    /// By whomever.
    all: u64,
}

impl Bell {
    /// This process committed events.
    pub(crate) fn ring_here(&self) {
        let mut rung = self.rung();
        rung.here += 1;
        rung.all += 1;
        self.heard.notify_all();
    }

    /// Others committed events, or whoever waits is to look for another reason.
    pub(crate) fn ring(&self) {
        self.rung().all += 1;
        self.heard.notify_all();
    }

    /// A poisoned lock still holds counters.
    fn rung(&self) -> MutexGuard<'_, Rung> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, count: fn(&Rung) -> u64, seen: u64, most: Duration) -> u64 {
        let until = Instant::now() + most;
        let mut rung = self.rung();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if count(&rung) != seen || left.is_zero() {
                return count(&rung);
            }
            let waited = self.heard.wait_timeout(rung, left);
            rung = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Database {
    /// Waits until there may be news in the event log since `seen`, at most so long; what to say next
    /// time. Blocking.
    pub fn wait_for_news(&self, seen: u64, most: Duration) -> u64 {
        self.bell().wait(|rung| rung.all, seen, most)
    }

    /// Wakes those who wait for news, as if there were some.
    pub fn wake(&self) {
        self.bell().ring();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_never_missed() {
        let bell = Bell::default();
        bell.ring();
        let long = Duration::from_secs(60);
        let seen = bell.wait(|rung| rung.all, 0, long);
        assert_eq!(seen, 1, "rung before anybody waited");
        assert_eq!(bell.wait(|rung| rung.all, seen, Duration::ZERO), 1);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| bell.wait(|rung| rung.all, seen, long));
            bell.ring_here();
            assert!(waiting.join().is_ok_and(|now| now == 2));
        });
        assert_eq!(bell.wait(|rung| rung.here, 0, long), 1);
    }
}
