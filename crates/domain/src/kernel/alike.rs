//! What makes two records of an entity likely the same one, and how likely. Advice only: nothing is ever refused for it.

use strsim::jaro_winkler;

use super::catalogue::Entity;
use super::document::Document;

/// How texts are made comparable: the server folds Traditional and Simplified on top of [`super::fold::plain`].
pub type Fold = fn(&str) -> String;

/// One thing that two records may have in common.
#[derive(Debug, Clone, Copy)]
pub struct Alike {
    /// What it is called; its words are under `alike-<reason>`.
    pub reason: &'static str,
    /// How sure it makes on its own, in percent.
    pub weight: u8,
    /// The fields and collections it is read from.
    pub of: &'static [&'static str],
    /// How it is read from them.
    pub sign: Sign,
    /// Says something only beside other reasons: colleagues share an account, and are not the same person.
    pub beside: bool,
}

/// What of a record is compared.
#[derive(Debug, Clone, Copy)]
pub enum Sign {
    /// Values that are the same or not, as they are compared.
    Same(fn(&Document, Fold) -> Vec<String>),
    /// Names: they may also be written nearly so.
    Name {
        /// The names as people wrote them.
        texts: fn(&Document) -> Vec<String>,
        /// What of a folded name counts, such as a firm without its legal form.
        core: fn(&str) -> String,
    },
}

/// A likely match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// How likely, in percent.
    pub score: u8,
    /// Why, the weightiest first.
    pub reasons: Vec<&'static str>,
}

/// What is said of names that are not quite the same.
pub const NEARLY: &str = "similar_name";
/// Matches that are less likely are not worth a look.
pub const LEAST_SCORE: u8 = 40;
/// Names less alike than this have nothing to do with each other.
const LEAST_ALIKE: f64 = 0.88;
/// How alike a name is to its beginning: people are still typing.
const BEGINNING: f64 = 0.92;
/// Values of one kind that are looked at.
const MOST_VALUES: usize = 32;

/// What a record is compared by: per thing it may have in common, its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits(Vec<Vec<String>>);

impl Traits {
    /// Of a document, or of what somebody has typed of one so far.
    pub fn of(document: &Document, fold: Fold) -> Self {
        let values = |alike: &Alike| {
            let mut values = alike.sign.values(document, fold);
            values.retain(|value| !value.is_empty());
            values.sort_unstable();
            values.dedup();
            values.truncate(MOST_VALUES);
            values
        };
        Self(document.entity.alike.iter().map(values).collect())
    }

    /// The values by which an index finds records that have something in common, each with what it is before it.
    pub fn marks(&self, entity: &Entity) -> Vec<String> {
        let finds = entity.alike.iter().zip(&self.0);
        finds
            .filter(|(alike, _)| !alike.beside)
            .flat_map(|(alike, values)| {
                let reason = alike.reason;
                values.iter().map(move |value| format!("{reason}:{value}"))
            })
            .collect()
    }

    /// The names as they are compared.
    pub fn names(&self, entity: &Entity) -> Vec<&str> {
        let names = entity.alike.iter().zip(&self.0);
        names
            .filter(|(alike, _)| matches!(alike.sign, Sign::Name { .. }))
            .flat_map(|(_, values)| values.iter().map(String::as_str))
            .collect()
    }

    /// How likely two records of an entity are one; `None` when there is nothing to it.
    pub fn compare(&self, other: &Self, entity: &Entity) -> Option<Match> {
        let mut found: Vec<(u8, &'static str)> = Vec::new();
        let mut alone = false;
        for ((alike, ours), theirs) in entity.alike.iter().zip(&self.0).zip(&other.0) {
            if let Some((sure, reason)) = alike.of(ours, theirs) {
                found.push((sure, reason));
                alone |= !alike.beside;
            }
        }
        found.sort_by_key(|(sure, _)| std::cmp::Reverse(*sure));
        let doubt = found.iter().fold(10_000_u32, |doubt, (sure, _)| {
            doubt * (100 - u32::from(*sure).min(100)) / 100
        });
        let score = u8::try_from((10_000 - doubt) / 100).unwrap_or(100);
        (alone && score >= LEAST_SCORE).then(|| Match {
            score,
            reasons: found.into_iter().map(|(_, reason)| reason).collect(),
        })
    }
}

impl Sign {
    fn values(&self, document: &Document, fold: Fold) -> Vec<String> {
        match self {
            Self::Same(values) => values(document, fold),
            Self::Name { texts, core } => texts(document)
                .iter()
                .map(|text| core(&fold(text)))
                .collect(),
        }
    }
}

impl Alike {
    /// How sure this makes, and what to call it.
    fn of(&self, ours: &[String], theirs: &[String]) -> Option<(u8, &'static str)> {
        if ours.iter().any(|value| theirs.contains(value)) {
            return Some((self.weight, self.reason));
        }
        if !matches!(self.sign, Sign::Name { .. }) {
            return None;
        }
        let pairs = ours
            .iter()
            .flat_map(|ours| theirs.iter().map(move |theirs| nearness(ours, theirs)));
        let nearest = pairs.fold(0.0, f64::max);
        let parts: [(f64, u8); 3] = [(0.97, 90), (0.93, 85), (LEAST_ALIKE, 75)];
        let (_, part) = parts.into_iter().find(|(least, _)| nearest >= *least)?;
        let sure = u16::from(self.weight) * u16::from(part) / 100;
        Some((u8::try_from(sure).unwrap_or(100), NEARLY))
    }
}

/// From 0 to 1.
fn nearness(typed: &str, name: &str) -> f64 {
    let begins = is_telling(typed) && name.starts_with(typed);
    let least = if begins { BEGINNING } else { 0.0 };
    jaro_winkler(typed, name).max(least)
}

/// Whether a beginning says something: two Chinese characters do, two letters do not.
fn is_telling(text: &str) -> bool {
    let letters = text.chars().count();
    letters > 2 || (letters == 2 && !text.is_ascii())
}
