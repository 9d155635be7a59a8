//! Words: made by the application, the same on both databases, so that both find the same.
//!
//! Latin runs are whole words, Chinese runs overlapping pairs with the last character alone; names in Chinese also have
//! their pinyin and its initials, names in Latin letters their trigrams, by which the middle of a word is found.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::field::Field;
use guanxi_domain::kernel::value::Value;
use pinyin::ToPinyin;

use crate::engine::keys::{is_han, match_key};

/// Most words of one record.
const MOST_WORDS: usize = 8_000;
/// Most words and trigrams; PostgreSQL's positions end at 16,383.
const MOST_PLACES: usize = 12_000;

/// A run of letters of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    Latin(String),
    Han(Vec<char>),
}

pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for c in match_key(text).chars() {
        match (is_han(c), c.is_alphanumeric(), runs.last_mut()) {
            (true, _, Some(Run::Han(run))) => run.push(c),
            (true, _, _) => runs.push(Run::Han(vec![c])),
            (false, true, Some(Run::Latin(run))) => run.push(c),
            (false, true, _) => runs.push(Run::Latin(c.to_string())),
            (false, false, Some(Run::Latin(run))) if run.is_empty() => {}
            // A separator: an empty run, which the next letter fills.
            (false, false, _) => runs.push(Run::Latin(String::new())),
        }
    }
    runs.retain(|run| !matches!(run, Run::Latin(word) if word.is_empty()));
    runs
}

/// The words of a text as they are stored, in order.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in runs(text) {
        match run {
            Run::Latin(word) => words.push(word),
            Run::Han(run) => words.extend(pairs(&run)),
        }
    }
    words
}

/// Overlapping pairs, and the last character alone.
pub(super) fn pairs(run: &[char]) -> Vec<String> {
    (0..run.len())
        .map(|i| run[i..(i + 2).min(run.len())].iter().collect())
        .collect()
}

/// Pinyin of a Chinese name, whole and as initials: `wangxiaoming`, `wxm`.
fn pinyin_words(text: &str) -> Vec<String> {
    let syllables: Vec<_> = text.to_pinyin().flatten().collect();
    if syllables.is_empty() {
        return Vec::new();
    }
    let whole = syllables.iter().map(|syllable| syllable.plain()).collect();
    let initials = syllables
        .iter()
        .map(|syllable| syllable.first_letter())
        .collect();
    vec![whole, initials]
}

/// Stands before a trigram, so that it is not taken for a word: a letter that hardly any text has.
const MARK: char = '\u{1c3}';

/// Overlapping trigrams of a word, marked as such; a shorter word has none.
pub(super) fn trigrams(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters
        .windows(3)
        .map(|three| std::iter::once(MARK).chain(three.iter().copied()).collect())
        .collect()
}

fn name_trigrams(name: &str) -> impl Iterator<Item = String> {
    runs(name).into_iter().flat_map(|run| match run {
        Run::Latin(word) => trigrams(&word),
        Run::Han(_) => Vec::new(),
    })
}

/// The texts of a document that are searched, in order, and whether each is a name.
fn texts(document: &Document) -> Vec<(&Field, &str)> {
    let mut found = Vec::new();
    let entity = document.entity;
    add_texts(entity, &document.values, &mut found);
    for (collection, rows) in entity.collections.iter().zip(&document.collections) {
        let part = (collection.entity)();
        rows.iter().for_each(|row| add_texts(part, row, &mut found));
    }
    found
}

fn add_texts<'d>(entity: &Entity, values: &'d [Value], found: &mut Vec<(&'static Field, &'d str)>) {
    for (field, value) in entity.all_fields().zip(values) {
        if let (true, Value::Text(text)) = (field.searchable, value) {
            found.push((field, text));
        }
    }
}

/// The names of a document: texts that people order by.
pub(super) fn names(document: &Document) -> Vec<&str> {
    let texts = texts(document).into_iter();
    texts
        .filter(|(field, _)| field.keyed)
        .map(|(_, text)| text)
        .collect()
}

/// All words of a document, then the trigrams of its names.
pub(super) fn document_words(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for (field, text) in texts(document) {
        found.extend(words(text));
        if field.keyed {
            found.extend(pinyin_words(text));
        }
    }
    found.truncate(MOST_WORDS);
    for name in names(document) {
        found.extend(name_trigrams(name));
    }
    found.truncate(MOST_PLACES);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_cut_into_pairs_and_latin_into_words() {
        assert_eq!(
            words("怡海軟件 Ltd."),
            ["怡海", "海软", "软件", "件", "ltd"]
        );
        assert_eq!(
            words("max.mueller@example.com"),
            ["max", "mueller", "example", "com"]
        );
        assert_eq!(pinyin_words("王小明"), ["wangxiaoming", "wxm"]);
        assert!(words("!!! --").is_empty());
        assert_eq!(trigrams("arbo"), ["ǃarb", "ǃrbo"]);
        assert!(trigrams("ag").is_empty());
    }
}
