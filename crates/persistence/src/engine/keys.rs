//! Keys beside text: folded for matching, collated for order. Computed here so that both databases
//! match and sort alike.

use std::collections::HashMap;
use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use guanxi_domain::kernel::fold;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

/// In which order people of a workspace read names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Collation {
    /// The root of the Unicode collation algorithm.
    #[default]
    Root,
    /// Chinese by pinyin.
    Pinyin,
    /// Chinese by strokes.
    Stroke,
}

impl Collation {
    /// From its stored name; the root for any other.
    pub fn named(name: &str) -> Self {
        match name {
            "pinyin" => Self::Pinyin,
            "stroke" => Self::Stroke,
            _ => Self::Root,
        }
    }

    /// The one of this name.
    pub fn known(name: &str) -> Option<Self> {
        let named = Self::named(name);
        (named.name() == name).then_some(named)
    }

    /// Its stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Pinyin => "pinyin",
            Self::Stroke => "stroke",
        }
    }

    /// The usual one for a language.
    pub fn of_language(language: &str) -> Self {
        match language {
            "zh-Hans" => Self::Pinyin,
            "zh-Hant" => Self::Stroke,
            _ => Self::Root,
        }
    }

    /// The bytes that sort as people do.
    pub fn sort_key(self, text: &str) -> Vec<u8> {
        static ROOT: LazyLock<Option<CollatorBorrowed<'static>>> =
            LazyLock::new(|| collator(Collation::Root));
        static PINYIN: LazyLock<Option<CollatorBorrowed<'static>>> =
            LazyLock::new(|| collator(Collation::Pinyin));
        static STROKE: LazyLock<Option<CollatorBorrowed<'static>>> =
            LazyLock::new(|| collator(Collation::Stroke));
        let collator = match self {
            Self::Root => &ROOT,
            Self::Pinyin => &PINYIN,
            Self::Stroke => &STROKE,
        };
        let mut key = Vec::with_capacity(text.len() * 2);
        match collator.as_ref() {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(text, &mut key);
            }
            None => key.extend_from_slice(text.as_bytes()),
        }
        key
    }
}

fn collator(collation: Collation) -> Option<CollatorBorrowed<'static>> {
    let locale = match collation {
        Collation::Root => locale!("und"),
        Collation::Pinyin => locale!("zh-u-co-pinyin"),
        Collation::Stroke => locale!("zh-u-co-stroke"),
    };
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}

/// The form in which text is matched: as [`fold::plain`], and Traditional characters as Simplified.
pub fn match_key(text: &str) -> String {
    let folded = fold::plain(text);
    if folded.is_ascii() {
        return folded;
    }
    folded.chars().map(simplified).collect()
}

/// Character by character, so that a text and a piece of it always fold alike.
fn simplified(c: char) -> char {
    if is_han(c) {
        TABLE.get(&c).copied().unwrap_or(c)
    } else {
        c
    }
}

/// Whether a character is a Chinese one.
pub(crate) const fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Made from the library's data at first use: Traditional characters with one Simplified form.
static TABLE: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else {
        return HashMap::new();
    };
    let han = ('\u{3400}'..='\u{9FFF}').filter(|c| is_han(*c));
    han.filter_map(|c| {
        let mut converted = converter
            .convert(c.encode_utf8(&mut [0; 4]))
            .chars()
            .collect::<Vec<_>>()
            .into_iter();
        match (converted.next(), converted.next()) {
            (Some(simple), None) if simple != c => Some((c, simple)),
            _ => None,
        }
    })
    .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_and_simplified_match() {
        assert_eq!(match_key("台灣大哥大"), match_key("台湾大哥大"));
        assert_eq!(match_key("軟件"), match_key("软件"));
        assert_eq!(match_key("Ｍüller"), "muller");
    }

    #[test]
    fn people_order_is_not_byte_order() {
        let key = |text: &str| Collation::Root.sort_key(text);
        assert!(key("Äpfel") < key("Birne"));
        assert!(key("apple") < key("Banana"));
        // Pinyin: 阿 (a) before 波 (bo) before 张 (zhang).
        let pinyin = |text: &str| Collation::Pinyin.sort_key(text);
        assert!(pinyin("阿") < pinyin("波") && pinyin("波") < pinyin("张"));
        // Strokes: 丁 (2) before 王 (4) before 陳 (11).
        let stroke = |text: &str| Collation::Stroke.sort_key(text);
        assert!(stroke("丁") < stroke("王") && stroke("王") < stroke("陳"));
    }
}
