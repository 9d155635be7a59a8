//! One line that says how far something is: it changes on a terminal, and is said every few seconds elsewhere.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often the line changes on a terminal.
const BLINK: Duration = Duration::from_millis(100);
/// How often something is said where lines cannot be overwritten.
const PAUSE: Duration = Duration::from_secs(5);

/// The line, on standard error.
pub struct Line {
    live: bool,
    said: Option<Instant>,
    width: usize,
}

impl Line {
    /// Nothing is said yet; elsewhere than on a terminal, work that is quickly done is never spoken of.
    pub fn new() -> Self {
        let live = std::io::stderr().is_terminal();
        Self {
            live,
            said: (!live).then(Instant::now),
            width: 0,
        }
    }

    /// Whether the line changes in place.
    pub const fn is_live(&self) -> bool {
        self.live
    }

    /// Says something if it is time to.
    pub fn show(&mut self, text: impl FnOnce() -> String) {
        let pause = if self.live { BLINK } else { PAUSE };
        if self.said.is_none_or(|said| said.elapsed() >= pause) {
            self.say(&text());
        }
    }

    /// Says something now.
    pub fn say(&mut self, text: &str) {
        self.said = Some(Instant::now());
        if self.live {
            let width = self.width.max(text.chars().count());
            eprint!("\r{text:width$}");
            self.width = text.chars().count();
            drop(std::io::stderr().flush());
        } else {
            eprintln!("{text}");
        }
    }

    /// Leaves what was said last standing; the next is said below.
    pub fn end(&mut self) {
        if self.live && self.width > 0 {
            eprintln!();
        }
        self.width = 0;
    }

    /// Takes the line away, so that something else can be said in its place.
    pub fn clear(&mut self) {
        if self.live && self.width > 0 {
            eprint!("\r{:1$}\r", "", self.width);
            drop(std::io::stderr().flush());
        }
        self.width = 0;
    }
}

/// How many of how many, with percent.
pub fn of(done: usize, whole: usize) -> String {
    let percent = (done * 100).checked_div(whole).unwrap_or(100);
    format!("{done} of {whole} ({percent} %)")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn parts_are_told_in_percent() {
        assert_eq!(of(0, 3), "0 of 3 (0 %)");
        assert_eq!(of(2, 3), "2 of 3 (66 %)");
        assert_eq!(of(0, 0), "0 of 0 (100 %)");
    }
}
