//! How much of everything: as promised, a few for the short form, or what a variable says.

use std::str::FromStr;

use anyhow::{Context, Result};

/// The size of a run.
#[derive(Debug, Clone, Copy)]
pub enum Size {
    /// Every number as the promise has it.
    Full,
    /// A few rounds, for every change.
    Short,
}

impl Size {
    /// The variable of this name, else the number of this size.
    ///
    /// # Errors
    /// When the variable holds no number.
    pub fn number<T: FromStr>(self, variable: &str, full: T, short: T) -> Result<T> {
        if let Ok(text) = std::env::var(variable) {
            let number = text.parse().ok();
            return number.with_context(|| format!("{variable}={text} is no number"));
        }
        Ok(match self {
            Self::Full => full,
            Self::Short => short,
        })
    }
}
