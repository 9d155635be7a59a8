//! Names that are spelled nearly as asked: a letter more, less, another one, or two in each other's place.
//!
//! The index gives names that share a piece with the question; how far they are from it is counted here.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use strsim::{jaro_winkler, osa_distance};
use uuid::Uuid;

use super::masked::{AT_ONCE, candidates, mask};
use super::question::quoted;
use super::words::{Run, names, pairs, runs, trigrams};
use crate::connection::{Conn, Dialect};
use crate::engine::keys::match_key;
use crate::engine::read::load;
use crate::error::Result;
use crate::sql::Sql;
use crate::world::World;

/// Most records told.
const MOST_ALIKE: usize = 50;
/// The records of `rows` whose names are nearly the question, the nearest first and newest first among equals.
pub(super) fn spelled(
    conn: &mut Conn,
    actor: &Actor,
    entity: &'static Entity,
    text: &str,
    rows: impl Fn(&mut Sql) -> Result<()>,
) -> Result<Vec<Uuid>> {
    let asked: Vec<Asked> = runs(text).into_iter().map(Asked::new).collect();
    if asked.iter().all(|asked| asked.faults == 0) {
        return Ok(Vec::new());
    }
    let matching = question(&asked, conn.dialect());
    let found = candidates(conn, entity, rows, matching)?;
    let mut near = Vec::new();
    for ids in found.chunks(AT_ONCE) {
        let among = |sql: &mut Sql| {
            sql.push("t.id").in_ids(ids);
        };
        // Names are built-in fields: the workspace's own fields are not needed.
        for mut document in load(conn, &World::default(), entity, among, false)? {
            mask(actor, &mut document);
            let distance = distance(&asked, &names(&document));
            near.extend(distance.map(|distance| (distance, document.id())));
        }
    }
    let newest = |id: Uuid| found.iter().position(|other| *other == id);
    near.sort_by_key(|(distance, id)| (*distance, newest(*id)));
    near.truncate(MOST_ALIKE);
    Ok(near.into_iter().map(|(_, id)| id).collect())
}

/// The question for names that are nearly so; none when no word is long enough to be misspelt.
pub(super) fn nearly(text: &str, dialect: Dialect) -> Option<String> {
    let asked: Vec<Asked> = runs(text).into_iter().map(Asked::new).collect();
    let long = asked.iter().any(|asked| asked.faults > 0);
    long.then(|| question(&asked, dialect))
}

/// Sorts what was found by how alike its title is to the question; equals keep their order.
pub(super) fn rank<T>(text: &str, found: &mut [T], title: impl Fn(&T) -> &str) {
    let asked = match_key(text);
    let alike = |one: &T| jaro_winkler(&asked, &match_key(title(one)));
    found.sort_by(|a, b| alike(b).total_cmp(&alike(a)));
}

/// A word that is looked for.
struct Asked {
    run: Run,
    /// How many letters may be wrong: none in a short word, or everything would be alike.
    faults: usize,
}

impl Asked {
    fn new(run: Run) -> Self {
        let letters = match &run {
            Run::Latin(word) => word.chars().count(),
            Run::Han(run) => run.len(),
        };
        let faults = match letters {
            0..=3 => 0,
            4..=9 => 1,
            _ => 2,
        };
        Self { run, faults }
    }

    /// What the index is asked for: faults leave some piece of a word as it is.
    fn ways(&self) -> Vec<Way> {
        let letters: Vec<char> = match &self.run {
            Run::Latin(word) => word.chars().collect(),
            Run::Han(run) => run.clone(),
        };
        let count = letters.len();
        let piece = |from: usize, to: usize| self.piece(&letters[from..to], from == 0);
        let mut ways: Vec<Way> = match self.faults {
            0 => vec![vec![piece(0, count)]],
            1 => {
                let half = count / 2;
                // Two letters in each other's place may lie on both sides of the middle.
                let beside = vec![piece(0, half - 1), piece(half + 1, count)];
                vec![vec![piece(0, half)], vec![piece(half, count)], beside]
            }
            _ => {
                let (first, second) = (count / 3, 2 * count / 3);
                let thirds = [(0, first), (first, second), (second, count)];
                thirds.map(|(from, to)| vec![piece(from, to)]).to_vec()
            }
        }
        .into_iter()
        .filter_map(|way| way.into_iter().collect())
        .collect();
        ways.dedup();
        ways
    }

    /// A piece as the index knows it; none when it is too short to be looked for.
    fn piece(&self, letters: &[char], begins: bool) -> Option<Piece> {
        let text = String::from_iter(letters);
        match (&self.run, letters.len()) {
            (_, 0) => None,
            (Run::Han(_), 1) => Some(Piece::Beginning(text)),
            (Run::Han(_), _) => {
                let mut pairs = pairs(letters);
                pairs.pop();
                Some(Piece::Phrase(pairs))
            }
            (Run::Latin(_), count) if begins && count > 1 => Some(Piece::Beginning(text)),
            (Run::Latin(_), _) => {
                let trigrams = trigrams(&text);
                (!trigrams.is_empty()).then_some(Piece::Phrase(trigrams))
            }
        }
    }

    /// How many letters a name is away, if not too many.
    fn distance(&self, names: &[Vec<Run>]) -> Option<usize> {
        let runs = names.iter().flatten();
        let distances = runs.filter_map(|run| match (&self.run, run) {
            (Run::Latin(asked), Run::Latin(word)) => Some(to_word(asked, word)),
            (Run::Han(asked), Run::Han(run)) => Some(to_part(asked, run)),
            _ => None,
        });
        distances.min().filter(|distance| *distance <= self.faults)
    }
}

/// A piece of a word as the index knows it.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    /// Words or trigrams side by side.
    Phrase(Vec<String>),
    /// The beginning of a word.
    Beginning(String),
}

/// Pieces that are all there.
type Way = Vec<Piece>;

/// Every word in one of its ways. A single letter has none: it stands in too many names, and is looked for in those that
/// are found.
fn question(asked: &[Asked], dialect: Dialect) -> String {
    let (quote, next, star, or, and) = match dialect {
        Dialect::Sqlite => ('"', " + ", "*", " OR ", " AND "),
        Dialect::Postgres => ('\'', " <-> ", ":*", " | ", " & "),
    };
    let piece = |piece: Piece| match piece {
        Piece::Phrase(words) => format!("({})", quoted(&words, quote, next)),
        Piece::Beginning(word) => quoted(&[word], quote, next) + star,
    };
    let way = |way: Way| format!("({})", joined(way.into_iter().map(piece), and));
    let word = |ways: Vec<Way>| format!("({})", joined(ways.into_iter().map(way), or));
    let words = asked
        .iter()
        .map(Asked::ways)
        .filter(|ways| !ways.is_empty());
    joined(words.map(word), and)
}

fn joined(parts: impl Iterator<Item = String>, joint: &str) -> String {
    parts.collect::<Vec<_>>().join(joint)
}

/// How far a name is from all that is asked, if it is near.
fn distance(asked: &[Asked], names: &[&str]) -> Option<usize> {
    let names: Vec<_> = names.iter().map(|name| runs(name)).collect();
    asked.iter().map(|asked| asked.distance(&names)).sum()
}

/// To the word or its beginning: people stop typing when they see what they want.
fn to_word(asked: &str, word: &str) -> usize {
    let letters: Vec<char> = word.chars().collect();
    let length = asked.chars().count();
    let beginnings = (length.saturating_sub(1)..=length + 1).filter(|end| *end <= letters.len());
    let to_beginning = |end: usize| osa_distance(asked, &String::from_iter(&letters[..end]));
    beginnings
        .map(to_beginning)
        .chain([osa_distance(asked, word)])
        .min()
        .unwrap_or(usize::MAX)
}

/// To the part of a run of characters that is nearest: Chinese has no spaces between words.
fn to_part(asked: &[char], run: &[char]) -> usize {
    let text = String::from_iter(asked);
    let lengths = asked.len().saturating_sub(1)..=asked.len() + 1;
    let parts = lengths.flat_map(|length| run.windows(length.max(1)));
    parts
        .map(|part| osa_distance(&text, &String::from_iter(part)))
        .min()
        .unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn away(asked: &str, name: &str) -> Option<usize> {
        let asked: Vec<_> = runs(asked).into_iter().map(Asked::new).collect();
        distance(&asked, &[name])
    }

    #[test]
    fn letters_may_be_wrong_in_long_words_only() {
        for (asked, name, expected) in [
            ("harbour", "Harbour & Sons", Some(0)),
            ("harbuor", "Harbour & Sons", Some(1)),
            ("hrabuor", "Harbour & Sons", None),
            ("harbuo", "Harbour", Some(1)),
            ("internatoinla", "International", Some(2)),
            ("sona", "Harbour & Sons", Some(1)),
            ("ltc", "Harbour Ltd", None),
            ("harbuor ltd", "Harbour Ltd", Some(1)),
            ("harbuor sosn", "Harbour & Sons", Some(2)),
            ("harbuor gmbh", "Harbour & Sons", None),
            ("台湾大个大", "台灣大哥大股份有限公司", Some(1)),
            ("大个大", "台灣大哥大", None),
        ] {
            assert_eq!(away(asked, name), expected, "{asked}");
        }
    }

    #[test]
    fn the_index_is_asked_for_pieces_that_faults_leave() {
        let asked = |text: &str| runs(text).into_iter().map(Asked::new).collect::<Vec<_>>();
        assert_eq!(
            question(&asked("harbuor ag"), Dialect::Sqlite),
            r#"(("har"*) OR (("ǃbuo" + "ǃuor")) OR ("ha"* AND ("ǃuor"))) AND (("ag"*))"#
        );
        assert_eq!(
            question(&asked("台湾大个"), Dialect::Postgres),
            "((('台湾')) | (('大个')) | ('台':* & '个':*))"
        );
        // A single letter stands in too many names to be asked for.
        assert_eq!(
            question(&asked("a ltd b"), Dialect::Sqlite),
            r#"(("ltd"*))"#
        );
    }

    #[test]
    fn what_is_most_alike_comes_first_and_equals_keep_their_order() {
        let mut found = [("Scharbourg", 1), ("Harbour", 2), ("Harbour", 3)];
        rank("arbour", &mut found, |one| one.0);
        assert_eq!(found.map(|one| one.1), [2, 3, 1]);
    }
}
