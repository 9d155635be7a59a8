//! How far the rows of a database are on their way.

use guanxi_persistence::transfer::{Doing, Progress, Totals};

use super::progress::Line;

/// The line that says so.
pub struct Flow(Line);

impl Flow {
    /// Nothing is said yet.
    pub fn new() -> Self {
        Self(Line::new())
    }

    /// Says how far it is, if it is time to.
    pub fn show(&mut self, progress: Progress<'_>) {
        self.0.show(|| words(progress));
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

fn words(progress: Progress<'_>) -> String {
    let Progress { doing, done, whole } = progress;
    let percent = (done * 100).checked_div(whole).unwrap_or(100).min(100);
    match doing {
        Doing::Table(name) => format!("{done} of {whole} rows ({percent} %), {name}"),
        Doing::Verifying(name) => {
            format!("reading back: {done} of {whole} rows ({percent} %), {name}")
        }
        Doing::Finishing => "making the words of the search anew".to_owned(),
    }
}

/// How many rows of how many tables.
pub fn summary(totals: &Totals) -> String {
    let filled = totals.tables.values().filter(|table| table.rows > 0);
    format!("{} rows of {} tables", totals.rows(), filled.count())
}

/// Every table with rows: its count, and the beginning of its digest.
pub fn listing(totals: &Totals) -> String {
    let filled = totals.tables.iter().filter(|(_, table)| table.rows > 0);
    let lines = filled.map(|(name, table)| {
        let digest = table.to_string();
        format!("  {name:<28}{:>10}  {}\n", table.rows, &digest[..16])
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_at_all_is_done_wholly() {
        let progress = |done, whole| {
            words(Progress {
                doing: Doing::Table("users"),
                done,
                whole,
            })
        };
        assert_eq!(progress(0, 0), "0 of 0 rows (100 %), users");
        assert_eq!(progress(1, 3), "1 of 3 rows (33 %), users");
    }
}
