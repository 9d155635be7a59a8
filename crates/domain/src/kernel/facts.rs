//! What a rule may know besides the record: the moment, the actor, and records it declared to read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::calendar::Calendar;
use super::catalogue::Entity;
use super::currency::Currency;
use super::custom::CustomFields;
use super::document::{Document, Row};
use super::record::Record;
use super::time::Instant;
use super::value::Value;

/// Other records that a rule needs. The engine loads and locks them and hands them over by name.
#[derive(Debug, Clone, Copy)]
pub struct Read {
    /// The name the rule asks for.
    pub name: &'static str,
    /// Which records.
    pub from: ReadFrom,
}

/// Which records a rule reads.
#[derive(Debug, Clone, Copy)]
pub enum ReadFrom {
    /// The live record that this reference points to (after the change).
    Target(&'static str),
    /// The records met by following this reference upward within the same entity, nearest first,
    /// at most 64. Writers that declare it are serialised per entity, so a cycle cannot slip in.
    Chain(&'static str),
    /// All live records of the entity whose `field` equals this record's `equals` (after the change).
    Where {
        /// Which entity.
        entity: fn() -> &'static Entity,
        /// Its field.
        field: &'static str,
        /// This record's field.
        equals: &'static str,
    },
    /// The same, but the oldest of them only, at most so many: to know whether there are any, or to work through many
    /// a few at a time.
    Some {
        /// Which entity.
        entity: fn() -> &'static Entity,
        /// Its field.
        field: &'static str,
        /// This record's field.
        equals: &'static str,
        /// How many.
        most: usize,
    },
    /// All live records of a small, shared entity (stages, pipelines).
    All(fn() -> &'static Entity),
    /// The same, but whoever decides on all of them takes turns: the last administrator cannot leave twice at once.
    AllInTurn(fn() -> &'static Entity),
}

/// Records loaded for a rule, by the name it declared.
pub type Loaded = BTreeMap<&'static str, Vec<Document>>;

/// How many fresh ids a rule may use at least.
pub const FRESH: usize = 24;

/// Everything a rule may look at besides the record itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The moment of the write.
    pub now: Instant,
    /// The day of that moment in the workspace's zone.
    pub today: NaiveDate,
    /// Who acts; `None` for Guanxi itself.
    pub actor: Option<Uuid>,
    /// The zone in which whoever acts lives.
    pub zone: String,
    /// Zones and days that repeat.
    pub calendar: &'static dyn Calendar,
    /// The company's currency.
    pub company_currency: Currency,
    /// A change is taken back: what somebody said themselves before it, they said.
    pub undoing: bool,
    /// An import: states and past instants may be set, exit criteria do not hold.
    pub importing: bool,
    /// Users who may sign in, as known to the node at most two seconds ago.
    pub active_users: Arc<BTreeSet<Uuid>>,
    /// The fields that administrators added, for filters kept in records.
    pub custom: Arc<CustomFields>,
    /// Fresh ids for what the rule creates: [`FRESH`], and one more for each row of the record and
    /// each record read.
    pub ids: Vec<Uuid>,
    /// Records by declared name.
    pub loaded: Loaded,
}

impl Facts {
    /// The records read under a name.
    pub fn read(&self, name: &str) -> &[Document] {
        self.loaded.get(name).map_or(&[], Vec::as_slice)
    }

    /// The first record read under a name, typed.
    pub fn first<T: Record>(&self, name: &str) -> Option<T> {
        self.read(name).first().and_then(Document::typed)
    }

    /// The records read under a name, typed.
    pub fn all<T: Record>(&self, name: &str) -> Vec<T> {
        self.read(name).iter().filter_map(Document::typed).collect()
    }

    /// The `n`th fresh id for records a rule creates.
    pub fn fresh_id(&self, n: usize) -> Uuid {
        self.ids.get(n).copied().unwrap_or_default()
    }
}

/// Something a rule wants written besides the record itself, in the same transaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A new record.
    Create(Document),
    /// Values of another record.
    Patch {
        /// Which entity.
        entity: &'static Entity,
        /// Which record.
        id: Uuid,
        /// Field and value.
        sets: Vec<(&'static str, Value)>,
    },
    /// Another record goes into the bin.
    Delete {
        /// Which entity.
        entity: &'static Entity,
        /// Which record.
        id: Uuid,
    },
    /// Work to be done later, durably.
    Job {
        /// What kind of work.
        kind: &'static str,
        /// What it needs, as JSON.
        payload: String,
    },
}

/// What a verb's rule answers: values of the record, and what else to write.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Writes {
    /// Field and value of the record itself.
    pub sets: Vec<(&'static str, Value)>,
    /// Collection and all its rows.
    pub rows: Vec<(&'static str, Vec<Row>)>,
    /// What else.
    pub effects: Vec<Effect>,
}

impl Writes {
    /// Adds a value to set.
    pub fn set(mut self, field: &'static str, value: impl Into<Value>) -> Self {
        self.sets.push((field, value.into()));
        self
    }

    /// Puts rows in the place of those of a collection.
    pub fn with_rows(mut self, collection: &'static str, rows: Vec<Row>) -> Self {
        self.rows.push((collection, rows));
        self
    }

    /// Adds something else to write.
    pub fn with(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }
}
