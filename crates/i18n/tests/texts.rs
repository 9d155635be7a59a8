//! The texts of every language parse and say the same things.
#![cfg(feature = "embedded")]

use guanxi_i18n::{Language, embedded};

const SAMPLES: [&str; 6] = [
    "ui-save",
    "entity-account",
    "field-owner-id",
    "choice-opportunity-status-won",
    "verb-opportunity-win",
    "problem-unknown",
];

#[test]
fn every_language_is_there() {
    for language in Language::ALL {
        let texts = embedded(language);
        assert_eq!(texts.language(), language);
        for key in SAMPLES {
            assert!(texts.has(key), "{key} in {language}");
        }
    }
}
