//! What is asked: the same question for both databases and for words in memory.

use super::words::{Run, pairs, runs, trigrams};
use crate::connection::Dialect;
use crate::engine::keys::is_han;

/// Most words of one question.
const MOST_ASKED: usize = 20;

/// A question: phrases that must all occur, the last one a beginning.
#[derive(Clone)]
pub(crate) struct Question(Vec<Phrase>);

/// A word, or Chinese characters side by side.
#[derive(Clone)]
struct Phrase {
    words: Vec<String>,
    /// Its trigrams, by which it also occurs in the middle of a name.
    inside: Vec<String>,
}

impl Phrase {
    fn new(run: Run) -> Self {
        let whole = |words| Self {
            words,
            inside: Vec::new(),
        };
        match run {
            Run::Latin(word) => Self {
                inside: trigrams(&word),
                words: vec![word],
            },
            // Pairs side by side; a single character is the beginning of pairs.
            Run::Han(run) if run.len() == 1 => whole(vec![run.iter().collect()]),
            Run::Han(run) => {
                let mut pairs = pairs(&run);
                pairs.pop();
                whole(pairs)
            }
        }
    }
}

impl Question {
    pub(super) fn new(text: &str) -> Self {
        let phrases = runs(text).into_iter().take(MOST_ASKED);
        Self(phrases.map(Phrase::new).collect())
    }

    /// The same, without looking into the middle of names.
    pub(super) fn of_whole_words(mut self) -> Self {
        self.0.iter_mut().for_each(|phrase| phrase.inside.clear());
        self
    }

    /// Whether it has no words.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether some word may stand in the middle of a name.
    pub(super) fn looks_inside(&self) -> bool {
        self.0.iter().any(|phrase| !phrase.inside.is_empty())
    }

    /// Single characters and the last word match as prefixes.
    fn is_beginning(&self, phrase: usize) -> bool {
        let single = |phrase: &Phrase| is_single_han(&phrase.words);
        phrase + 1 == self.0.len() || self.0.get(phrase).is_some_and(single)
    }

    /// Whether words in their stored order answer the question, as both databases would say.
    pub(super) fn holds(&self, words: &[String]) -> bool {
        let stand = |phrase: &[String], beginning| {
            !phrase.is_empty()
                && words
                    .windows(phrase.len())
                    .any(|window| is_phrase(window, phrase, beginning))
        };
        let occurs = |(i, phrase): (usize, &Phrase)| {
            stand(&phrase.words, self.is_beginning(i)) || stand(&phrase.inside, false)
        };
        !self.is_empty() && self.0.iter().enumerate().all(occurs)
    }

    /// The question as a database's index takes it.
    pub(super) fn text(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Sqlite => self.sqlite(),
            Dialect::Postgres => self.postgres(),
        }
    }

    /// The question for FTS5.
    fn sqlite(&self) -> String {
        let side_by_side = |words: &[String]| quoted(words, '"', " + ");
        self.written(" AND ", " OR ", |words, beginning| {
            let star = if beginning { "*" } else { "" };
            side_by_side(words) + star
        })
    }

    /// The question for `tsquery`.
    fn postgres(&self) -> String {
        self.written(" & ", " | ", |words, beginning| {
            let star = if beginning { ":*" } else { "" };
            format!("({}{star})", quoted(words, '\'', " <-> "))
        })
    }

    fn written(&self, and: &str, or: &str, write: impl Fn(&[String], bool) -> String) -> String {
        let phrase = |(i, phrase): (usize, &Phrase)| {
            let words = write(&phrase.words, self.is_beginning(i));
            if phrase.inside.is_empty() {
                return words;
            }
            format!("({words}{or}{})", write(&phrase.inside, false))
        };
        let phrases: Vec<_> = self.0.iter().enumerate().map(phrase).collect();
        phrases.join(and)
    }
}

/// Words in quotes, joined. They hold letters and digits only.
pub(super) fn quoted(words: &[String], quote: char, joint: &str) -> String {
    let quoted: Vec<_> = words
        .iter()
        .map(|word| format!("{quote}{word}{quote}"))
        .collect();
    quoted.join(joint)
}

fn is_single_han(words: &[String]) -> bool {
    matches!(words, [word] if word.chars().count() == 1 && word.chars().all(is_han))
}

/// Whether words side by side are a phrase; its last word may be only a beginning.
fn is_phrase(window: &[String], phrase: &[String], beginning: bool) -> bool {
    match (window.split_last(), phrase.split_last()) {
        (Some((last, before)), Some((asked, asked_before))) => {
            before == asked_before
                && (last == asked || (beginning && last.starts_with(asked.as_str())))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn questions_are_phrases_with_a_beginning_at_the_end() {
        let whole = |text: &str| Question::new(text).of_whole_words();
        assert_eq!(whole("harb 怡海").sqlite(), "\"harb\" AND \"怡海\"*");
        assert_eq!(Question::new("海").sqlite(), "\"海\"*");
        assert_eq!(
            Question::new("軟件公司").postgres(),
            "('软件' <-> '件公' <-> '公司':*)"
        );
    }

    #[test]
    fn words_may_stand_inside_names() {
        assert_eq!(
            Question::new("arbo AG").sqlite(),
            "(\"arbo\" OR \"ǃarb\" + \"ǃrbo\") AND \"ag\"*"
        );
        assert_eq!(
            Question::new("arbo").postgres(),
            "(('arbo':*) | ('ǃarb' <-> 'ǃrbo'))"
        );
        let stored = [words("Harbour Ltd"), trigrams("harbour"), trigrams("ltd")].concat();
        for (text, holds) in [
            ("arbo", true),
            ("arbo lt", true),
            ("arbu", false),
            ("rl", false),
        ] {
            assert_eq!(Question::new(text).holds(&stored), holds, "{text}");
            let whole = Question::new(text).of_whole_words();
            assert!(!whole.holds(&stored), "{text}");
        }
    }

    #[test]
    fn words_in_memory_answer_like_the_databases() {
        let stored = words("怡海軟件有限公司 Harbour Ltd");
        for (text, holds) in [
            ("harb", true),
            ("harbour ltd", true),
            ("harb ltd", false),
            ("arbour", false),
            ("海軟", true),
            ("件", true),
            ("海件", false),
            ("軟件 l", true),
            ("", false),
        ] {
            assert_eq!(Question::new(text).holds(&stored), holds, "{text}");
        }
    }
}
