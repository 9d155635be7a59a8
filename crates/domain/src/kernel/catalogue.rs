//! Entities as data. Every generic part (engine, routes, document, lists, forms, import) reads this.

use chrono::NaiveDate;

use super::alike::Alike;
use super::computed::Computed;
use super::document::Document;
use super::facts::{Effect, Facts, Read};
use super::field::{Field, Format, Initial, Kind, Write};
use super::filter::Filter;
use super::overview::Block;
use super::problem::Violations;
use super::rules::FieldRule;
use super::time::Instant;
use super::verb::Verb;

/// Whose rights decide over the rows of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The record's owner and team.
    Owned,
    /// Nobody owns it: who may read the entity sees every row (products, stages, roles).
    Shared,
    /// The record named by `anchor_entity` and `anchor_id`, or the row's own owner and team.
    Anchored,
    /// Every record these references point to must be visible (links between records).
    Linked(&'static [&'static str]),
    /// Its owner alone, whatever the roles say: everybody who signs in has some, and nobody looks at those of others.
    Personal {
        /// The field that says who else sees it: a choice of `private`, `team` (the owner's) and `everyone`.
        shared: Option<&'static str>,
    },
    /// A row of another record's collection; only ever reached through it.
    Part,
}

/// Rows that a record owns and that travel inside it.
#[derive(Debug, Clone, Copy)]
pub struct Collection {
    /// Name in the document, such as `lines`.
    pub name: &'static str,
    /// What one row is; its scope is [`Scope::Part`].
    pub entity: fn() -> &'static Entity,
}

/// Most rows of one collection in one record.
pub const MOST_ROWS: usize = 1_000;

/// What decides about a create or change: sees the record before and after, may complete it, and
/// returns what else is to be written.
pub type Decide = fn(&Facts, Option<&Document>, &mut Document) -> Result<Vec<Effect>, Violations>;

/// Computes the stored, read-only values from the rest of the document.
pub type Derive = fn(&Facts, &mut Document) -> Result<(), Violations>;

/// What else is to be written when a change is undone, or why it cannot be: sees the record before and after the undo.
/// Everything that was changed is put back by itself.
pub type Undo = fn(&Facts, &Document, &Document) -> Result<Vec<Effect>, Violations>;

/// A verb that time uses: once a minute, on every live record that is due.
#[derive(Clone, Copy)]
pub struct Timer {
    /// Which records are due at a moment, on a day of the workspace. Using the verb has to end it, or it never rests.
    pub due: fn(Instant, NaiveDate) -> Filter,
    /// The verb; it must not ask for anything.
    pub verb: &'static str,
}

/// A record that may be created together with a verb, in the same transaction: what comes next after a task that is done.
#[derive(Clone, Copy)]
pub struct Sequel {
    /// The verb.
    pub verb: &'static str,
    /// The member of the verb's body that holds what a creation would be given.
    pub name: &'static str,
    /// What is created.
    pub entity: fn() -> &'static Entity,
    /// Adds what the caller need not say, out of the record as the verb left it.
    pub fill: fn(&Document, &mut serde_json::Map<String, serde_json::Value>),
}

/// Rows that name users who may read the record whatever else, such as those asked to a meeting.
#[derive(Debug, Clone, Copy)]
pub struct Guests {
    /// The rows.
    pub rows: fn() -> &'static Entity,
    /// The field that names the user.
    pub user: &'static str,
    /// Verbs for which seeing the record is enough; their rules say who may use them.
    pub verbs: &'static [&'static str],
}

/// Totals that are kept beside the live records, so that summaries need not look at each of them: how many there are and
/// what they come to.
#[derive(Debug, Clone, Copy)]
pub struct Totals {
    /// The table.
    pub table: &'static str,
    /// The fields by which they are kept. They answer what asks and groups by these alone, and whose reach is told by owner
    /// and team.
    pub by: &'static [&'static str],
    /// The amounts that are added up, per currency.
    pub sums: &'static [&'static str],
}

/// A kind of record.
#[derive(Clone, Copy)]
pub struct Entity {
    /// Singular name: `account`.
    pub name: &'static str,
    /// Table and path: `accounts`.
    pub plural: &'static str,
    /// The field that names a record to people.
    pub title: &'static str,
    /// Its own fields; the system fields of [`Entity::system`] stand before them.
    pub fields: &'static [Field],
    /// Fields that depend on the moment: computed when looked at, never stored. Of records, not of their rows.
    pub computed: &'static [Computed],
    /// Rows that travel inside the record.
    pub collections: &'static [Collection],
    /// Whose rights decide.
    pub scope: Scope,
    /// Users who may read a record besides; of [`Scope::Anchored`] entities.
    pub guests: Option<Guests>,
    /// The field that says that only the owner and the guests may see a record; of [`Scope::Anchored`] entities.
    pub private: Option<&'static str>,
    /// The field that holds the state; it changes by verbs only.
    pub state: Option<&'static str>,
    /// Named state changes.
    pub verbs: &'static [Verb],
    /// What may be created together with a verb.
    pub sequels: &'static [Sequel],
    /// What is required, locked or hidden depending on other fields.
    pub rules: &'static [FieldRule],
    /// Other records that [`Entity::decide`] needs; loaded and locked by the engine.
    pub reads: &'static [Read],
    /// What [`Entity::decide`] needs besides for a new record.
    pub reads_on_create: &'static [Read],
    /// Rules over the whole record that need its former state or other records.
    pub decide: Decide,
    /// Stored values computed from the rest.
    pub derive: Derive,
    /// What an undo leaves besides the former values, such as a row of a history.
    pub undo: Undo,
    /// Sets of fields that together are unique among live records.
    pub unique: &'static [&'static [&'static str]],
    /// Verbs that time uses.
    pub timers: &'static [Timer],
    /// A new record whose caller names no owner is left without one, so that [`Entity::decide`] can choose.
    pub finds_owner: bool,
    /// What two records that are likely the same have in common; shown while one is made, never refused.
    pub alike: &'static [Alike],
    /// What there is to know around a record at a glance.
    pub overview: &'static [Block],
    /// Totals kept beside the records; of [`Scope::Owned`] entities.
    pub totals: Option<Totals>,
    /// Activities, tags and files may hang on it.
    pub anchor: bool,
    /// Administrators may add fields.
    pub custom: bool,
    /// Written through the generic routes; false for records that only rules write.
    pub writable: bool,
    /// The field whose values are the columns of the board.
    pub board: Option<&'static str>,
    /// Default order of a list, such as `-updated_at`.
    pub sort: &'static str,
    /// The few fields that tell what there is to know beside the name where there is little room, such as in a list of
    /// related records; the first key facts when empty.
    pub brief: &'static [&'static str],
}

/// Decides nothing.
fn agree(_: &Facts, _: Option<&Document>, _: &mut Document) -> Result<Vec<Effect>, Violations> {
    Ok(Vec::new())
}

/// Leaves nothing.
fn leave(_: &Facts, _: &Document, _: &Document) -> Result<Vec<Effect>, Violations> {
    Ok(Vec::new())
}

/// Derives nothing.
fn keep(_: &Facts, _: &mut Document) -> Result<(), Violations> {
    Ok(())
}

impl Entity {
    /// A plain root entity; refine with struct update syntax.
    pub const fn root(name: &'static str, plural: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            plural,
            title: "name",
            fields,
            computed: &[],
            collections: &[],
            scope: Scope::Owned,
            guests: None,
            private: None,
            state: None,
            verbs: &[],
            sequels: &[],
            rules: &[],
            reads: &[],
            reads_on_create: &[],
            decide: agree,
            derive: keep,
            undo: leave,
            unique: &[],
            timers: &[],
            finds_owner: false,
            alike: &[],
            overview: &[],
            totals: None,
            anchor: false,
            custom: false,
            writable: true,
            board: None,
            sort: "-updated_at",
            brief: &[],
        }
    }

    /// A row entity of a collection.
    pub const fn part(name: &'static str, plural: &'static str, fields: &'static [Field]) -> Self {
        let mut entity = Self::root(name, plural, fields);
        entity.scope = Scope::Part;
        entity.title = "id";
        entity.sort = "position";
        entity
    }

    /// Whether its rows live inside other records.
    pub const fn is_part(&self) -> bool {
        matches!(self.scope, Scope::Part)
    }

    /// The columns that every record (or every row of a collection) has.
    pub const fn system(&self) -> &'static [Field] {
        if self.is_part() { PART } else { SYSTEM }
    }

    /// System fields, then its own: the order of [`Document::values`].
    pub fn all_fields(&self) -> impl DoubleEndedIterator<Item = &'static Field> + Clone {
        self.system().iter().chain(self.fields.iter())
    }

    /// How many values a document of it has.
    pub const fn width(&self) -> usize {
        self.system().len() + self.fields.len()
    }

    /// Place of a field among [`Entity::all_fields`].
    pub fn index(&self, name: &str) -> Option<usize> {
        self.all_fields().position(|field| field.name == name)
    }

    /// A field by name, system fields included.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.all_fields().find(|field| field.name == name)
    }

    /// A collection by name, with its place.
    pub fn collection(&self, name: &str) -> Option<(usize, &'static Collection)> {
        self.collections
            .iter()
            .enumerate()
            .find(|(_, collection)| collection.name == name)
    }

    /// Whether seeing a record is enough to use a verb on it.
    pub fn is_for_guests(&self, verb: &str) -> bool {
        self.guests
            .is_some_and(|guests| guests.verbs.contains(&verb))
    }

    /// A verb by name.
    pub fn verb(&self, name: &str) -> Option<&'static Verb> {
        self.verbs.iter().find(|verb| verb.name == name)
    }

    /// What may be created together with a verb.
    pub fn sequels_of<'a>(&self, verb: &'a str) -> impl Iterator<Item = &'static Sequel> + use<'a> {
        self.sequels.iter().filter(move |one| one.verb == verb)
    }

    /// Whether two entities are the same.
    pub fn is(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Entity {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

/// The columns of every record, in the order of [`super::record::System`].
pub const SYSTEM: &[Field] = &[
    system("id", Kind::Id).on_create(),
    system("version", Kind::Int),
    system("created_at", Kind::Instant),
    Field {
        nullable: true,
        target: Some(user),
        ..system("created_by", Kind::Id)
    },
    system("updated_at", Kind::Instant),
    Field {
        nullable: true,
        target: Some(user),
        ..system("updated_by", Kind::Id)
    },
    Field {
        nullable: true,
        ..system("deleted_at", Kind::Instant)
    },
    Field {
        nullable: true,
        target: Some(user),
        ..system("deleted_by", Kind::Id)
    },
    Field {
        nullable: true,
        target: Some(user),
        write: Write::Free,
        ..system("owner_id", Kind::Id)
    },
    Field {
        nullable: true,
        target: Some(team),
        ..system("team_id", Kind::Id)
    },
    Field {
        choices: SOURCES,
        default: Initial::Text("api"),
        ..system("source", Kind::Choice)
    },
];

/// The columns of every row of a collection, in the order of [`super::record::Part`].
pub const PART: &[Field] = &[
    system("id", Kind::Id).on_create(),
    Field {
        filterable: false,
        ..system("parent_id", Kind::Id)
    },
    system("position", Kind::Int),
];

/// Where a record came from.
pub const SOURCES: &[&str] = &[
    "ui", "api", "import", "mail", "form", "portal", "workflow", "agent", "system",
];

/// Places of the system columns.
pub mod at {
    /// The id.
    pub const ID: usize = 0;
    /// The version, from 1.
    pub const VERSION: usize = 1;
    /// When it was created.
    pub const CREATED_AT: usize = 2;
    /// Who created it.
    pub const CREATED_BY: usize = 3;
    /// When it changed last.
    pub const UPDATED_AT: usize = 4;
    /// Who changed it last.
    pub const UPDATED_BY: usize = 5;
    /// When it went into the bin.
    pub const DELETED_AT: usize = 6;
    /// Who put it there.
    pub const DELETED_BY: usize = 7;
    /// The user it belongs to.
    pub const OWNER: usize = 8;
    /// The team stamped when the owner was set.
    pub const TEAM: usize = 9;
    /// Where it came from.
    pub const SOURCE: usize = 10;
    /// In a row of a collection: the record that owns it.
    pub const PARENT: usize = 1;
    /// In a row of a collection: its place, from 0.
    pub const POSITION: usize = 2;
}

const fn system(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        nullable: false,
        target: None,
        choices: &[],
        format: Format::Plain,
        max_length: 255,
        range: None,
        required: false,
        unique: false,
        keyed: false,
        searchable: false,
        filterable: true,
        write: Write::Never,
        personal: false,
        key_fact: false,
        mirror: false,
        grows: false,
        default: Initial::None,
    }
}

fn user() -> &'static Entity {
    &crate::people::users::USER
}

fn team() -> &'static Entity {
    &crate::people::teams::TEAM
}
