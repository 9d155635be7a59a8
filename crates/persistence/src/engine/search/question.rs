//! What is asked: the same question for both databases and for words in memory.

use super::super::keys::is_han;
use super::{Run, pairs, runs};

/// Most words of one question.
const MOST_ASKED: usize = 20;

/// A question: phrases that must all occur, the last one a beginning.
pub(crate) struct Question(Vec<Vec<String>>);

impl Question {
    pub(super) fn new(text: &str) -> Self {
        let mut phrases: Vec<Vec<String>> = Vec::new();
        for run in runs(text) {
            phrases.push(match run {
                Run::Latin(word) => vec![word],
                // Pairs side by side; a single character is the beginning of pairs.
                Run::Han(run) if run.len() == 1 => vec![run.iter().collect()],
                Run::Han(run) => {
                    let mut pairs = pairs(&run);
                    pairs.pop();
                    pairs
                }
            });
        }
        phrases.truncate(MOST_ASKED);
        Self(phrases)
    }

    /// Whether it has no words.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Single characters and the last word match as prefixes.
    fn is_beginning(&self, phrase: usize) -> bool {
        phrase + 1 == self.0.len() || self.0.get(phrase).is_some_and(|words| is_single_han(words))
    }

    /// Whether words in their stored order answer the question, as both databases would say.
    pub(super) fn holds(&self, words: &[String]) -> bool {
        let occurs = |(i, phrase): (usize, &Vec<String>)| {
            let beginning = self.is_beginning(i);
            words
                .windows(phrase.len())
                .any(|window| is_phrase(window, phrase, beginning))
        };
        !self.is_empty() && self.0.iter().enumerate().all(occurs)
    }

    /// The question for FTS5.
    pub(super) fn sqlite(&self) -> String {
        let phrase = |(i, words): (usize, &Vec<String>)| {
            let joined = words
                .iter()
                .map(|word| format!("\"{word}\""))
                .collect::<Vec<_>>()
                .join(" + ");
            if self.is_beginning(i) {
                format!("{joined}*")
            } else {
                joined
            }
        };
        self.0
            .iter()
            .enumerate()
            .map(phrase)
            .collect::<Vec<_>>()
            .join(" AND ")
    }

    /// The question for `tsquery`.
    pub(super) fn postgres(&self) -> String {
        let phrase = |(i, words): (usize, &Vec<String>)| {
            let prefix = if self.is_beginning(i) { ":*" } else { "" };
            let mut joined = words
                .iter()
                .map(|word| format!("'{word}'"))
                .collect::<Vec<_>>()
                .join(" <-> ");
            joined.push_str(prefix);
            format!("({joined})")
        };
        self.0
            .iter()
            .enumerate()
            .map(phrase)
            .collect::<Vec<_>>()
            .join(" & ")
    }
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
    use super::super::words;
    use super::*;

    #[test]
    fn questions_are_phrases_with_a_beginning_at_the_end() {
        assert_eq!(
            Question::new("harb 怡海").sqlite(),
            "\"harb\" AND \"怡海\"*"
        );
        assert_eq!(Question::new("海").sqlite(), "\"海\"*");
        assert_eq!(
            Question::new("軟件公司").postgres(),
            "('软件' <-> '件公' <-> '公司':*)"
        );
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
