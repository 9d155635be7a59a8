//! What the letters of a text tell about its language.
//!
//! Han characters look different in Taipei, Beijing and Tokyo, and screen readers speak them differently. Which of them
//! Traditional and Simplified Chinese have for themselves the browser knows already: the older encodings of both hold
//! little else than their own. So this costs no table of ours.

use std::cell::OnceCell;

use web_sys::TextDecoder;

/// The commonest block of Han characters; the rare ones beyond it tell nothing that these do not.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;
/// Bytes of the two encodings that lead to Han characters: first and last lead byte, ranges of the second byte.
const SIMPLIFIED: (&str, [u8; 2], &[[u8; 2]]) = ("gbk", [0xB0, 0xF7], &[[0xA1, 0xFE]]);
const TRADITIONAL: (&str, [u8; 2], &[[u8; 2]]) =
    ("big5", [0xA4, 0xF9], &[[0x40, 0x7E], [0xA1, 0xFE]]);

thread_local! {
    static HELD: OnceCell<Held> = const { OnceCell::new() };
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Chinese with characters that only Traditional writing has.
    Traditional,
    /// Chinese with characters that only Simplified writing has.
    Simplified,
    /// Han characters that all have in common.
    Han,
    /// With kana.
    Japanese,
    /// With hangul.
    Korean,
}

/// How a text is written; `None` for letters that look the same everywhere.
pub(super) fn script_of(text: &str) -> Option<Script> {
    if text.is_ascii() {
        return None;
    }
    let kind = |letter: char| match u32::from(letter) {
        0x3041..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => Some(Script::Japanese),
        0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF => Some(Script::Korean),
        0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF => Some(Script::Han),
        _ => None,
    };
    let mut han = false;
    for found in text.chars().filter_map(kind) {
        match found {
            Script::Han => han = true,
            other => return Some(other),
        }
    }
    han.then(|| HELD.with(|held| held.get_or_init(Held::read).judge(text)))
}

/// Which characters each encoding holds, one bit each.
struct Held {
    simplified: Vec<u64>,
    traditional: Vec<u64>,
}

impl Held {
    fn read() -> Self {
        Self {
            simplified: characters(SIMPLIFIED),
            traditional: characters(TRADITIONAL),
        }
    }

    fn judge(&self, text: &str) -> Script {
        let (mut simplified, mut traditional) = (0, 0);
        for letter in text.chars() {
            match (
                holds(&self.simplified, letter),
                holds(&self.traditional, letter),
            ) {
                (true, false) => simplified += 1,
                (false, true) => traditional += 1,
                _ => {}
            }
        }
        match (simplified, traditional) {
            (0, 0) => Script::Han,
            (simplified, traditional) if simplified > traditional => Script::Simplified,
            _ => Script::Traditional,
        }
    }
}

fn characters((label, leads, trails): (&str, [u8; 2], &[[u8; 2]])) -> Vec<u64> {
    let mut held = vec![0; ((LAST - FIRST) / 64 + 1) as usize];
    let seconds = || trails.iter().flat_map(|[from, to]| *from..=*to);
    let bytes: Vec<u8> = (leads[0]..=leads[1])
        .flat_map(|lead| seconds().flat_map(move |trail| [lead, trail]))
        .collect();
    // A browser without the encoding gives no characters; then texts are of no script in particular.
    let text = TextDecoder::new_with_label(label)
        .and_then(|decoder| decoder.decode_with_u8_array(&bytes))
        .unwrap_or_default();
    for letter in text.chars() {
        if let Some((at, bit)) = place(letter) {
            held[at] |= bit;
        }
    }
    held
}

fn holds(held: &[u64], letter: char) -> bool {
    place(letter).is_some_and(|(at, bit)| held.get(at).is_some_and(|bits| bits & bit != 0))
}

fn place(letter: char) -> Option<(usize, u64)> {
    let code = u32::from(letter);
    (FIRST..=LAST)
        .contains(&code)
        .then(|| (((code - FIRST) / 64) as usize, 1 << ((code - FIRST) % 64)))
}

#[cfg(test)]
mod tests {
    use super::{Held, Script, place, script_of};

    fn held(simplified: &str, traditional: &str) -> Held {
        let bits = |text: &str| {
            let mut held = vec![0; 328];
            for (at, bit) in text.chars().filter_map(place) {
                held[at] |= bit;
            }
            held
        };
        Held {
            simplified: bits(simplified),
            traditional: bits(traditional),
        }
    }

    #[test]
    fn characters_of_one_writing_decide() {
        let held = held("中国贸易公司", "中國貿易公司");
        assert_eq!(held.judge("中国公司"), Script::Simplified);
        assert_eq!(held.judge("中國公司"), Script::Traditional);
        assert_eq!(held.judge("公司"), Script::Han);
        assert_eq!(held.judge("龘"), Script::Han);
    }

    #[test]
    fn letters_of_other_languages_are_told_apart() {
        assert_eq!(script_of("Alfreds Futterkiste"), None);
        assert_eq!(script_of("Donaudampfschiffahrtsgesellschaftskapitän"), None);
        assert_eq!(script_of("トヨタ自動車"), Some(Script::Japanese));
        assert_eq!(script_of("삼성전자"), Some(Script::Korean));
    }
}
