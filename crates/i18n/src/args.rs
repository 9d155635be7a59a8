//! The values that fill the places of a text.

use fluent_bundle::{FluentArgs, FluentValue};

/// Values by name for one text. Numbers also choose the plural form.
#[derive(Debug, Default)]
pub struct Args(FluentArgs<'static>);

impl Args {
    /// No values yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same values and one more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<FluentValue<'static>>) -> Self {
        self.set(name, value);
        self
    }

    /// Adds one value.
    pub fn set(&mut self, name: &str, value: impl Into<FluentValue<'static>>) {
        self.0.set(name.to_owned(), value);
    }

    /// The names given, in the order of the alphabet.
    pub(crate) fn names(&self) -> Vec<&str> {
        // Fluent keeps its arguments sorted by name.
        self.0.iter().map(|(name, _)| name).collect()
    }

    pub(crate) fn inner(&self) -> &FluentArgs<'static> {
        &self.0
    }
}
