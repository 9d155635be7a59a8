//! Text made comparable: NFC for storage, folded forms for matching.

mod unicode;

/// Why a text cannot be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("holds a control character")]
pub struct ControlCharacter;

/// The form in which text is stored: NFC. Control characters other than tab and line breaks are
/// refused, NUL among them (PostgreSQL cannot hold it). Line breaks become `\n`.
pub fn store(text: &str) -> Result<String, ControlCharacter> {
    let refused = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if text.chars().any(refused) {
        return Err(ControlCharacter);
    }
    let broken = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(unicode::composed(&broken))
}

/// The form in which text is matched: width, case, accents and spacing do not count.
///
/// NFKD without combining marks, lower case, runs of white space as one blank. The server folds
/// Traditional to Simplified on top of it (its table is too heavy for the browser).
pub fn plain(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank = true;
    for c in unicode::bare(text).chars().flat_map(char::to_lowercase) {
        if c.is_whitespace() {
            if !blank {
                folded.push(' ');
            }
            blank = true;
        } else {
            folded.push(if c == 'ß' { 's' } else { c });
            if c == 'ß' {
                folded.push('s');
            }
            blank = false;
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    unicode::composed(&folded)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn width_case_accents_and_spacing_do_not_count() {
        assert_eq!(plain("  Ｍüller\u{3000}GmbH "), "muller gmbh");
        assert_eq!(plain("STRASSE"), plain("Straße"));
        assert_eq!(plain("王小明"), "王小明");
    }

    #[test]
    fn nul_and_controls_are_refused() {
        assert_eq!(store("a\u{0}b"), Err(ControlCharacter));
        assert_eq!(store("line\nnext\tcell"), Ok("line\nnext\tcell".to_owned()));
        assert_eq!(store("e\u{301}").unwrap(), "é");
    }

    #[test]
    fn line_breaks_are_alike_wherever_they_come_from() {
        assert_eq!(store("a\r\nb\rc\n\r\nd").unwrap(), "a\nb\nc\n\nd");
    }
}
