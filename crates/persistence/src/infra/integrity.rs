//! Whether a database is whole: what `guanxi check` asks. Every check looks at the same things on both databases and says
//! how many it looked at; another check is one line in [`CHECKS`].

mod alike;
mod anchors;
mod chain;
mod columns;
mod derived;
mod external;
mod keys;
mod owned;
mod pages;
mod references;
mod search;
mod storage;
mod totals;

use uuid::Uuid;

use crate::cells;
use crate::chain::Head;
use crate::database::Database;
use crate::error::Result;
use crate::sql::Sql;

/// Everything that is looked at, in this order.
pub const CHECKS: &[Check] = &[
    Check::new("storage", "pages or rules of the database", storage::look),
    Check::new("columns", "columns against the catalogue", columns::look),
    Check::new("references", "references to other rows", references::look),
    Check::new("owned rows", "rows that records own", owned::look),
    Check::new(
        "external names",
        "names that other systems gave",
        external::look,
    ),
    Check::new(
        "anchors",
        "records with anchors, and what hangs on them",
        anchors::look,
    ),
    Check::new(
        "derived values",
        "live records computed anew",
        derived::look,
    ),
    Check::new(
        "keys",
        "texts with keys for matching and sorting",
        keys::look,
    ),
    Check::new("search rows", "live records and their words", search::look),
    Check::new(
        "marks",
        "live records and what likely duplicates are found by",
        alike::look,
    ),
    Check::new("totals", "totals kept beside records", totals::look),
    Check::new(
        "event chain",
        "events that fit into their chain",
        chain::look,
    ),
];

/// Faults of one check that are told in words; all are counted.
const MOST_TOLD: usize = 20;

/// What the database is held against.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// A head of the event chain that was noted once.
    pub head: Option<Head>,
}

/// One thing that can be wrong with a database.
pub struct Check {
    /// What is checked, in a word or two.
    pub name: &'static str,
    /// What is looked at, after a number.
    pub looks_at: &'static str,
    look: fn(&Database, &mut Findings) -> Result<()>,
}

impl Check {
    const fn new(
        name: &'static str,
        looks_at: &'static str,
        look: fn(&Database, &mut Findings) -> Result<()>,
    ) -> Self {
        Self {
            name,
            looks_at,
            look,
        }
    }

    /// Looks, telling now and then at how much it looked. Only reads, also beside a server at work.
    pub fn run(&self, db: &Database, asked: &Asked, told: &mut dyn FnMut(u64)) -> Result<Found> {
        let mut findings = Findings {
            asked,
            found: Found::default(),
            told,
        };
        (self.look)(db, &mut findings)?;
        Ok(findings.found)
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// How many it looked at.
    pub looked: u64,
    /// How many faults there are.
    pub faults: u64,
    /// The first of them, a sentence each.
    pub first: Vec<String>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

/// What a check finds, and who hears how far it is.
pub(crate) struct Findings<'t> {
    asked: &'t Asked,
    found: Found,
    told: &'t mut dyn FnMut(u64),
}

impl Findings<'_> {
    fn looked_at(&mut self, more: usize) {
        self.found.looked += u64::try_from(more).unwrap_or_default();
        (self.told)(self.found.looked);
    }

    fn fault(&mut self, words: impl FnOnce() -> String) {
        self.found.faults += 1;
        if self.found.first.len() < MOST_TOLD {
            self.found.first.push(words());
        }
    }
}

/// Counts rows.
fn count(db: &Database, text: &str) -> Result<usize> {
    let found = db.read(|reader| {
        let sql = Sql::text(reader.conn().dialect(), text);
        Ok(cells::number(reader.conn(), sql)?)
    })?;
    Ok(usize::try_from(found).unwrap_or_default())
}

/// The ids that a statement gives, and a text beside each.
fn ids(db: &Database, text: &str) -> Result<Vec<(Uuid, String)>> {
    db.read(|reader| {
        let sql = Sql::text(reader.conn().dialect(), text);
        let rows = cells::rows(reader.conn(), sql, |row| {
            (row.id(0).unwrap_or_default(), row.text(1))
        })?;
        Ok(rows)
    })
}
