//! The languages the product speaks and how one is chosen.

use std::fmt;

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;
use unic_langid::subtags::Script;

/// A language with a complete set of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Traditional Chinese.
    ZhHant,
    /// Simplified Chinese.
    ZhHans,
}

impl Language {
    /// Every language, in the order in which people are offered them.
    pub const ALL: [Self; 3] = [Self::En, Self::ZhHant, Self::ZhHans];

    /// The BCP 47 tag, as stored, sent and set as `lang` of a page.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHant => "zh-Hant",
            Self::ZhHans => "zh-Hans",
        }
    }

    /// The language's name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhHant => "繁體中文",
            Self::ZhHans => "简体中文",
        }
    }

    /// The language with exactly this tag, as stored for a person.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The best language for tags in order of preference, such as a browser's list.
    pub fn negotiate<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        let wanted = tags
            .into_iter()
            .filter_map(|tag| tag.parse().ok())
            .collect();
        Self::best(wanted)
    }

    /// The best language for the value of an `Accept-Language` header.
    pub fn from_accept_language(header: &str) -> Self {
        let mut weighted: Vec<(f32, &str)> = header.split(',').filter_map(weighted_tag).collect();
        // Stable: equal weights keep the header's order.
        weighted.sort_by(|one, other| other.0.total_cmp(&one.0));
        Self::negotiate(weighted.into_iter().map(|(_, tag)| tag))
    }

    /// The identifier for plural rules.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }

    fn best(wanted: Vec<LanguageIdentifier>) -> Self {
        let wanted: Vec<_> = wanted.into_iter().map(with_script).collect();
        let offered = Self::ALL.map(Self::identifier);
        let chosen = negotiate_languages(&wanted, &offered, None, NegotiationStrategy::Filtering);
        chosen
            .first()
            .and_then(|identifier| Self::from_tag(&identifier.to_string()))
            .unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

/// One part of an `Accept-Language` header, such as `zh-TW;q=0.8`; nothing for a weight of zero.
fn weighted_tag(part: &str) -> Option<(f32, &str)> {
    let mut pieces = part.split(';').map(str::trim);
    let tag = pieces.next().filter(|tag| !tag.is_empty())?;
    let weight = pieces.find_map(|piece| piece.strip_prefix("q="));
    let weight = weight.map_or(Some(1.0), |weight| weight.parse().ok())?;
    (weight > 0.0).then_some((weight, tag))
}

/// Chinese tags often name a place and no script; the place tells the script.
fn with_script(mut identifier: LanguageIdentifier) -> LanguageIdentifier {
    if identifier.language.as_str() == "zh" && identifier.script.is_none() {
        let region = identifier.region.map(|region| region.to_string());
        let script = match region.as_deref() {
            Some("TW" | "HK" | "MO") => "Hant",
            _ => "Hans",
        };
        identifier.script = Script::from_bytes(script.as_bytes()).ok();
    }
    identifier
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn places_tell_the_script_of_chinese() {
        for (tag, expected) in [
            ("zh-TW", Language::ZhHant),
            ("zh-HK", Language::ZhHant),
            ("zh-MO", Language::ZhHant),
            ("zh-Hant-HK", Language::ZhHant),
            ("zh-CN", Language::ZhHans),
            ("zh-SG", Language::ZhHans),
            ("zh", Language::ZhHans),
            ("zh-Hans", Language::ZhHans),
            ("en-GB", Language::En),
            ("fr", Language::En),
            ("nonsense!", Language::En),
        ] {
            assert_eq!(Language::negotiate([tag]), expected, "{tag}");
        }
    }

    #[test]
    fn the_first_language_we_speak_wins() {
        assert_eq!(
            Language::negotiate(["fr-FR", "zh-TW", "en"]),
            Language::ZhHant
        );
        assert_eq!(
            Language::from_accept_language("de;q=0.9, en;q=0.3, zh-CN;q=0.8"),
            Language::ZhHans
        );
        assert_eq!(
            Language::from_accept_language("zh-CN;q=0, zh-TW;q=0.5"),
            Language::ZhHant
        );
        assert_eq!(Language::from_accept_language("*"), Language::En);
        assert_eq!(Language::from_accept_language(""), Language::En);
    }
}
