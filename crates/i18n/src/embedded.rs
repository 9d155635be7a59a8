//! All texts compiled into the program, for the server.

use std::sync::OnceLock;

use crate::{Language, Texts};

const SOURCES: [(Language, &str); 3] = [
    (
        Language::En,
        include_str!(concat!(env!("OUT_DIR"), "/en.ftl")),
    ),
    (
        Language::ZhHant,
        include_str!(concat!(env!("OUT_DIR"), "/zh-Hant.ftl")),
    ),
    (
        Language::ZhHans,
        include_str!(concat!(env!("OUT_DIR"), "/zh-Hans.ftl")),
    ),
];

static ENGLISH: OnceLock<Texts> = OnceLock::new();
static TRADITIONAL: OnceLock<Texts> = OnceLock::new();
static SIMPLIFIED: OnceLock<Texts> = OnceLock::new();

/// The compiled-in texts of a language. A test proves that they parse; should they not, keys are shown.
pub fn embedded(language: Language) -> &'static Texts {
    let slot = match language {
        Language::En => &ENGLISH,
        Language::ZhHant => &TRADITIONAL,
        Language::ZhHans => &SIMPLIFIED,
    };
    slot.get_or_init(|| {
        Texts::parse(language, source(language).to_owned())
            .unwrap_or_else(|_| Texts::none(language))
    })
}

/// The Fluent source of a language.
pub(crate) fn source(language: Language) -> &'static str {
    SOURCES
        .iter()
        .find(|(of, _)| *of == language)
        .map_or("", |(_, source)| source)
}
