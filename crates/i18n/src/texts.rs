//! The texts of one language, parsed and ready to format.

use std::fmt;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;

use crate::{Args, Language};

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

/// A source of texts that Fluent cannot read, or that says something twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTexts {
    language: Language,
    faults: Vec<String>,
}

impl fmt::Display for BadTexts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults = self.faults.join("; ");
        write!(formatter, "texts in {} are faulty: {faults}", self.language)
    }
}

impl std::error::Error for BadTexts {}

impl fmt::Debug for Texts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Texts")
            .field(&self.language)
            .finish()
    }
}

impl Texts {
    /// Reads Fluent source in one language.
    pub fn parse(language: Language, source: String) -> Result<Self, BadTexts> {
        let bad = |faults| BadTexts { language, faults };
        let resource = FluentResource::try_new(source)
            .map_err(|(_, faults)| bad(faults.iter().map(ToString::to_string).collect()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Isolation marks would end up in clipboards and mails, and no language here runs right to left.
        bundle.set_use_isolating(false);
        bundle
            .add_resource(resource)
            .map_err(|faults| bad(faults.iter().map(ToString::to_string).collect()))?;
        Ok(Self { language, bundle })
    }

    /// No texts: every key shows as itself. Stands in until a language has arrived.
    pub fn none(language: Language) -> Self {
        let bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        Self { language, bundle }
    }

    /// The language of these texts.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a text for this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The text without places to fill; a missing key shows as itself.
    pub fn text(&self, key: &str) -> String {
        self.format(key, &Args::new())
    }

    /// The text with its places filled; a missing key shows as itself.
    pub fn format(&self, key: &str, args: &Args) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|found| found.value()) else {
            report(key, "missing");
            return key.to_owned();
        };
        let mut faults = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(args.inner()), &mut faults);
        for fault in faults {
            report(key, &fault.to_string());
        }
        text.into_owned()
    }

    /// The text of the first key that has one.
    pub fn first_of(&self, keys: &[&str]) -> String {
        let found = keys.iter().find(|key| self.has(key)).or(keys.first());
        found.map(|key| self.text(key)).unwrap_or_default()
    }
}

/// Tells developers about a text that is absent or cannot be filled; people see the key.
fn report(key: &str, fault: &str) {
    if cfg!(debug_assertions) {
        eprintln!("text {key}: {fault}");
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;
    use crate::{Args, Language};

    fn texts(source: &str) -> Texts {
        Texts::parse(Language::En, source.to_owned()).unwrap_or_else(|bad| panic!("{bad}"))
    }

    #[test]
    fn places_are_filled_and_numbers_choose_the_plural() {
        let texts = texts(
            "rows = { $count ->\n    [one] { $count } row\n   *[other] { $count } rows\n} of { $name }\n",
        );
        let args = |count: i64| Args::new().with("count", count).with("name", "Lin");
        assert_eq!(texts.format("rows", &args(1)), "1 row of Lin");
        assert_eq!(texts.format("rows", &args(12)), "12 rows of Lin");
    }

    #[test]
    fn a_missing_text_shows_its_key() {
        assert_eq!(texts("a = A\n").text("b"), "b");
        assert_eq!(Texts::none(Language::ZhHans).text("ui-save"), "ui-save");
    }

    #[test]
    fn faulty_and_double_texts_are_refused() {
        let parse = |source: &str| Texts::parse(Language::En, source.to_owned());
        assert!(parse("= nothing\n").is_err());
        assert!(parse("a = A\na = B\n").is_err());
    }
}
