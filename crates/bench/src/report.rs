//! What was measured, as a table.

use std::fmt::Write;

use crate::options::Options;
use crate::rounds::Figures;

/// What a figure must reach.
#[derive(Debug, Clone, Copy)]
pub enum Aim {
    /// Ours, as a share of theirs, is at least so much.
    AtLeast(f64),
    /// The figure itself is at most so much.
    AtMost(f64),
    /// Nothing was promised.
    None,
}

/// One line of the table.
pub struct Result {
    /// What was done.
    pub name: String,
    /// Clients at once.
    pub clients: usize,
    /// Figures of load, where there was one.
    pub figures: Option<Figures>,
    /// The figure that the aim is about, as said.
    pub value: f64,
    /// What it is, such as `× pgbench` or `ms`.
    pub unit: &'static str,
    /// What it must reach.
    pub aim: Aim,
}

impl Result {
    /// Whether the aim is met.
    fn holds(&self) -> Option<bool> {
        match self.aim {
            Aim::AtLeast(least) => Some(self.value >= least),
            Aim::AtMost(most) => Some(self.value <= most),
            Aim::None => None,
        }
    }

    /// Whether a ratio lies below this share of its aim. Seconds and megabytes are told, but never fail a run: they say as
    /// much of the machine as of us.
    pub fn is_below(&self, floor: f64) -> bool {
        matches!(self.aim, Aim::AtLeast(least) if self.unit.starts_with('×') && self.value < least * floor)
    }

    fn line(&self) -> String {
        let aim = match self.aim {
            Aim::AtLeast(least) => format!("≥ {:.2}", least),
            Aim::AtMost(most) => format!("≤ {most}"),
            Aim::None => String::new(),
        };
        let verdict = self
            .holds()
            .map_or("", |holds| if holds { "yes" } else { "**no**" });
        let load = self.figures.map_or("| | | | | |".to_owned(), |f| {
            format!(
                "| {:.0} ± {:.0} % | {:.2} | {:.2} | {:.2} | {:.3} | {}",
                f.rate,
                f.spread / 2.0,
                f.p50,
                f.p95,
                f.p99,
                f.cpu_ms,
                if f.raw.is_nan() {
                    "–".to_owned()
                } else {
                    format!("{:.0}", f.raw)
                }
            )
        });
        format!(
            "| {} | {} {load} | {:.2} {} | {aim} | {verdict} |",
            self.name, self.clients, self.value, self.unit
        )
    }
}

/// The table with its heading.
pub fn markdown(options: &Options, results: &[Result]) -> String {
    let mut text = format!(
        "### {}, {} accounts\n\n{} records; medians of {} rounds of {} s each.\n\n",
        options.engine(),
        options.accounts,
        options.accounts * 36,
        options.rounds,
        options.seconds
    );
    text += "| what | clients | a second | p50 ms | p95 ms | p99 ms | CPU ms each | raw, a second | figure | aim | met |\n";
    text += "|---|---|---|---|---|---|---|---|---|---|---|\n";
    for result in results {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{}", result.line());
    }
    text
}
