//! What came out, as a table.

use std::fmt::Write;
use std::time::Duration;

/// The outcome of one scenario on one engine.
#[derive(Debug, Default)]
pub struct Figures {
    /// Rounds done.
    pub rounds: usize,
    /// Writes that clients were told of as done.
    pub acknowledged: usize,
    /// Of these, how many were not there afterwards.
    pub lost: usize,
    /// How many writes were there more than once.
    pub doubled: usize,
    /// The longest until the server was well again.
    pub slowest: Duration,
    /// Other figures worth telling.
    pub remarks: Vec<String>,
    /// Other promises that did not hold.
    pub broken: Vec<String>,
}

impl Figures {
    /// Whether every promise held.
    pub const fn hold(&self) -> bool {
        self.lost == 0 && self.doubled == 0 && self.broken.is_empty()
    }

    /// Notes how long it took to be well again.
    pub fn recovered(&mut self, took: Duration, most: Duration) {
        self.slowest = self.slowest.max(took);
        if took > most {
            self.broken
                .push(format!("well again after {took:.1?}, not {most:.0?}"));
        }
    }

    /// Notes something that must hold.
    pub fn must(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.broken.push(what());
        }
    }

    /// The line of the table.
    pub fn line(&self, scenario: &str, engine: &str) -> String {
        let slowest = if self.slowest.is_zero() {
            String::new()
        } else {
            format!("{:.2} s", self.slowest.as_secs_f64())
        };
        let mut remarks = self.remarks.clone();
        // The whole list is told on standard error.
        remarks.extend(self.broken.first().map(|first| format!("**{first}**")));
        format!(
            "| {scenario} | {engine} | {} | {} | {} | {} | {slowest} | {} | {} |",
            self.rounds,
            self.acknowledged,
            self.lost,
            self.doubled,
            remarks.join("; "),
            if self.hold() { "yes" } else { "**no**" },
        )
    }
}

/// The table with its heading.
pub fn markdown(lines: &[String]) -> String {
    let mut text = "| scenario | engine | rounds | acknowledged | lost | doubled | well again after at most | besides | held |\n".to_owned();
    text += "|---|---|---|---|---|---|---|---|---|\n";
    for line in lines {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}
