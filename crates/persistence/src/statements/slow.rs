//! Statements that took long on this node since it was started: their texts without any value, and how long they took.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What took less is not noted.
pub const SLOW: Duration = Duration::from_millis(50);
/// Texts that are kept; the one that was slow longest ago makes room for another.
const MOST_TEXTS: usize = 200;
/// Times that are kept of each text, for the median.
const MOST_TIMES: usize = 64;
/// Longest text that is kept.
const MOST_TEXT: usize = 4_000;

/// A statement that took long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlowStatement {
    /// Its text, with a placeholder for every value.
    pub text: String,
    /// How often it took long.
    pub count: u64,
    /// The median of the last times.
    pub median: Duration,
    /// The longest time.
    pub worst: Duration,
}

/// Statements that took long.
#[derive(Debug, Default)]
pub(super) struct SlowStatements(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    turn: u64,
    texts: HashMap<Box<str>, Times>,
}

#[derive(Debug, Default)]
struct Times {
    count: u64,
    worst: Duration,
    last: VecDeque<Duration>,
    turn: u64,
}

impl SlowStatements {
    /// Notes a statement. `told` is its text as diesel tells it, with the values behind it, which nobody may see.
    pub(super) fn note(&self, told: &str, took: Duration) {
        let text = told.split(BINDS).next().unwrap_or_default().trim();
        let text: String = text.chars().take(MOST_TEXT).collect();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.turn += 1;
        let turn = kept.turn;
        if kept.texts.len() >= MOST_TEXTS && !kept.texts.contains_key(text.as_str()) {
            let oldest = kept.texts.iter().min_by_key(|(_, times)| times.turn);
            if let Some(oldest) = oldest.map(|(text, _)| text.clone()) {
                kept.texts.remove(&oldest);
            }
        }
        let times = kept.texts.entry(text.into()).or_default();
        times.turn = turn;
        times.count += 1;
        times.worst = times.worst.max(took);
        if times.last.len() == MOST_TIMES {
            times.last.pop_front();
        }
        times.last.push_back(took);
    }

    /// What is kept, the worst first.
    pub(super) fn all(&self) -> Vec<SlowStatement> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<SlowStatement> = kept
            .texts
            .iter()
            .map(|(text, times)| SlowStatement {
                text: text.to_string(),
                count: times.count,
                median: median(&times.last),
                worst: times.worst,
            })
            .collect();
        all.sort_by(|a, b| b.worst.cmp(&a.worst).then_with(|| a.text.cmp(&b.text)));
        all
    }
}

/// Where diesel begins to tell the values of a statement.
const BINDS: &str = " -- binds:";

fn median(times: &VecDeque<Duration>) -> Duration {
    let mut times: Vec<Duration> = times.iter().copied().collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_is_kept() {
        let slow = SlowStatements::default();
        slow.note("SELECT ? -- binds: [\"secret -- binds: \"]", SLOW);
        let all = slow.all();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].text, "SELECT ?");
    }

    #[test]
    fn count_median_and_worst_are_those_of_the_times() {
        let slow = SlowStatements::default();
        for millis in [60, 900, 70] {
            slow.note("SELECT 1", Duration::from_millis(millis));
        }
        slow.note("SELECT 2", Duration::from_millis(950));
        let all = slow.all();
        assert_eq!(all[0].text, "SELECT 2", "the worst first");
        assert_eq!(
            (all[1].count, all[1].median),
            (3, Duration::from_millis(70))
        );
        assert_eq!(all[1].worst, Duration::from_millis(900));
    }

    #[test]
    fn it_takes_no_more_room_than_it_may() {
        let slow = SlowStatements::default();
        slow.note("first", SLOW);
        for n in 0..1_000 {
            slow.note(
                &format!("SELECT {n}{}", " ".repeat(n) + &"x".repeat(n * 10)),
                SLOW,
            );
        }
        let all = slow.all();
        assert_eq!(all.len(), MOST_TEXTS);
        assert!(all.iter().all(|one| one.text.chars().count() <= MOST_TEXT));
        assert!(
            all.iter().all(|one| one.text != "first"),
            "the oldest made room"
        );
    }
}
