//! What there is to know around a record at a glance: a few short lists of other records, each with its figures.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::catalogue::Entity;
use super::filter::Filter;
use super::path::Lens;

/// One block of an overview: the first records of a question, and how many there are.
#[derive(Clone, Copy)]
pub struct Block {
    /// Its name in the answer.
    pub name: &'static str,
    /// Of which entity.
    pub entity: fn() -> &'static Entity,
    /// Which records.
    pub which: fn(&Around) -> Filter,
    /// In which order.
    pub sort: &'static [&'static str],
    /// Only these fields; those that the reader may not see are left out.
    pub fields: &'static [&'static str],
    /// References delivered whole.
    pub expand: &'static [&'static str],
    /// Records delivered.
    pub limit: usize,
    /// Whether all of them are counted.
    pub counted: bool,
    /// Amounts added up over all of them, per currency.
    pub sums: &'static [&'static str],
    /// The field with the id that further blocks look around.
    pub gives: &'static str,
}

impl Block {
    /// The first records of a question, without figures; refine with struct update syntax.
    pub const fn of(
        name: &'static str,
        entity: fn() -> &'static Entity,
        which: fn(&Around) -> Filter,
    ) -> Self {
        Self {
            name,
            entity,
            which,
            sort: &["-updated_at"],
            fields: &[],
            expand: &[],
            limit: 5,
            counted: false,
            sums: &[],
            gives: "id",
        }
    }

    /// Whether the reader may see everything that decides which records these are, and a record of the entity at all.
    pub fn is_readable(&self, lens: &Lens, filter: &Filter) -> bool {
        let seen = |path: &str| lens.shows(path.split('.').next().unwrap_or(path));
        let decides = filter.tests().into_iter().map(|test| test.path.as_str());
        let ordered = self.sort.iter().map(|path| path.trim_start_matches('-'));
        lens.actor.may_read(lens.entity) && decides.chain(ordered).all(seen)
    }

    /// The fields that the reader may see.
    pub fn fields(&self, lens: &Lens) -> Vec<String> {
        let fields = self.fields.iter().filter(|field| lens.shows(field));
        fields.map(|&field| field.to_owned()).collect()
    }

    /// The references that the reader may follow.
    pub fn expand(&self, lens: &Lens) -> Vec<String> {
        let target = |field: &str| lens.entity.field(field).and_then(|field| field.target());
        let leads = |field: &&&str| {
            lens.shows(field) && target(field).is_some_and(|target| lens.actor.may_read(target))
        };
        let expand = self.expand.iter().filter(leads);
        expand.map(|&field| field.to_owned()).collect()
    }
}

/// Around what a block looks.
#[derive(Debug, Clone)]
pub struct Around {
    /// The record.
    pub id: Uuid,
    /// The reader's day.
    pub today: NaiveDate,
    /// The ids that the blocks before gave, by their name.
    pub found: BTreeMap<&'static str, Vec<Uuid>>,
}

impl Around {
    /// The record, and what some of the blocks before gave.
    pub fn with(&self, blocks: &[&str]) -> Vec<Uuid> {
        let given = blocks.iter().filter_map(|name| self.found.get(name));
        std::iter::once(self.id)
            .chain(given.flatten().copied())
            .collect()
    }
}
