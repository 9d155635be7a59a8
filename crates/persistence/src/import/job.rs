//! What a worker knows of an import while it works on it: the mapping, the columns of the files,
//! what is looked up, which rows repeat a key. All of it comes from a first look at every file, so
//! a worker that takes over looks again.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use guanxi_domain::access::{Actor, Channel};
use guanxi_domain::import::convert::is_chosen;
use guanxi_domain::import::mapping::Mapping;
use guanxi_domain::import::plan::{FilePlan, Known, Plan, Role, RowsPlan};
use guanxi_domain::import::table::{Header, Lookups, MOST_LOOKED_UP, Row};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::people::users::USER;
use uuid::Uuid;

use super::aside::RawRow;
use super::file::{FileError, FileReader};
use super::input;
use super::store::Import;
use super::uploads;
use crate::database::Database;
use crate::engine::calendar;
use crate::error::Error;
use crate::world::World;

/// An import being worked on.
pub(super) struct Job {
    pub(super) import: Uuid,
    /// It writes to a copy, which nobody else does.
    pub(super) dry: bool,
    pub(super) plan: Plan,
    user: Option<Uuid>,
    headers: Vec<Header>,
    pub(super) lookups: Lookups,
    /// File by file: rows whose key stood there before, with the line of the first.
    doubled: Vec<HashMap<i64, i64>>,
    /// Rows of each file.
    pub(super) totals: Vec<i64>,
}

/// Why the work on an import ends early.
pub(super) enum Halt {
    /// The import as a whole cannot be done.
    Fault(super::Fault),
    /// The database cannot go on now.
    Database(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

/// Whoever imports, with the rights of now; Guanxi itself when nobody is named.
pub(super) fn actor(world: &World, user: Option<Uuid>) -> Option<Actor> {
    match user {
        Some(user) => world.actor(user, Channel::Import, None),
        None => Some(Actor {
            channel: Channel::Import,
            ..Actor::system()
        }),
    }
}

/// Checks a mapping for an actor.
pub(super) fn plan(world: &World, actor: &Actor, mapping: &Mapping) -> Result<Plan, Violations> {
    let lens = Lens {
        entity: &USER,
        custom: &world.custom,
        actor,
    };
    let known = Known {
        zone: &world.workspace.time_zone,
        currency: world.workspace.company_currency,
        is_zone: &calendar::is_zone,
        is_encoding: &|name| input::named(name).is_some(),
    };
    Plan::new(mapping, &lens, &known)
}

impl Job {
    /// Looks at all files: whether they can be read, how many rows they have, what is looked up.
    pub(super) fn new(db: &Database, import: &Import) -> Result<Self, Halt> {
        let world = db.world();
        let mapping = Mapping::from_json(&import.mapping);
        let mapping = mapping.map_err(|error| Error::Internal(error.to_string()))?;
        let gone = || Halt::Fault(super::Fault::of(None, Violation::at("", "importer_gone")));
        let actor = actor(&world, import.created_by).ok_or_else(gone)?;
        let plan = plan(&world, &actor, &mapping)
            .map_err(|found| Halt::Fault(super::Fault::all(None, found)))?;
        let mut job = Self {
            import: import.id,
            dry: import.dry_run,
            user: import.created_by,
            headers: Vec::new(),
            lookups: Lookups::default(),
            doubled: Vec::new(),
            totals: Vec::new(),
            plan,
        };
        for file in 0..job.plan.files.len() {
            job.look_at(db, file).map_err(|error| match error {
                FileError::Fault(violation) => {
                    let name = job.plan.files[file].name.clone();
                    Halt::Fault(super::Fault::of(Some(name), violation))
                }
                FileError::Database(error) => Halt::Database(error),
            })?;
        }
        let (id, headers) = (import.id, job.headers.clone());
        db.write(move |tx| {
            for (file, header) in headers.iter().enumerate() {
                uploads::set_header(tx.conn, id, file, &header.names)?;
            }
            Ok(())
        })?;
        Ok(job)
    }

    fn look_at(&mut self, db: &Database, file: usize) -> Result<(), FileError> {
        let plan = &self.plan.files[file];
        let mut reader = FileReader::open(db, self.import, file, &plan.format)?;
        let header = reader.header.clone();
        let lacks = header.lacks(plan.columns().into_iter().chain(self.plan.looked_up(file)));
        if let Some(violation) = lacks.0.into_iter().next() {
            return Err(FileError::Fault(violation));
        }
        tracing::debug!(file = plan.name, encoding = reader.encoding, "reading");
        let mut keys = Keys::default();
        let mut rows = 0;
        if matches!(plan.role, Role::Lookup(_)) {
            self.lookups.begin(file, header.clone());
        }
        while let Some(raw) = reader.next_row()? {
            rows += 1;
            let row = Row {
                header: &header,
                cells: &raw.cells,
                taken: &plan.cells,
            };
            match &plan.role {
                Role::Lookup(key) => {
                    if let Some(key) = row.key(key).filter(|_| is_chosen(plan, &row))
                        && !self.lookups.add(file, key, raw.cells)
                    {
                        let violation =
                            Violation::at("", "too_many_rows").with("most", MOST_LOOKED_UP);
                        return Err(FileError::Fault(violation));
                    }
                }
                Role::Records(_) => {
                    if let Some(key) = own_key(plan, &row).filter(|_| is_chosen(plan, &row)) {
                        keys.add(&key, &raw);
                    }
                }
                Role::Rows(_) => {}
            }
        }
        self.headers.push(header);
        self.doubled.push(keys.doubled());
        self.totals.push(rows);
        Ok(())
    }

    /// Whoever imports.
    pub(super) fn actor(&self, world: &World) -> Option<Actor> {
        actor(world, self.user)
    }

    /// A row with the names of its columns.
    pub(super) fn row<'r>(&'r self, raw: &'r RawRow) -> Row<'r> {
        Row {
            header: &self.headers[raw.file],
            cells: &raw.cells,
            taken: &self.plan.files[raw.file].cells,
        }
    }

    /// What is wrong with a row before one looks at its cells.
    pub(super) fn misshapen(&self, raw: &RawRow) -> Option<Violation> {
        let expected = self.headers[raw.file].names.len();
        let beyond = raw
            .cells
            .iter()
            .skip(expected)
            .any(|cell| !cell.trim().is_empty());
        let fits = raw.cells.len() >= expected && !beyond;
        (!fits).then(|| {
            Violation::at("", "wrong_number_of_cells")
                .with("expected", expected)
                .with("found", raw.cells.len())
        })
    }

    /// The line on which the key of a row stood before.
    pub(super) fn doubles(&self, raw: &RawRow) -> Option<i64> {
        self.doubled[raw.file].get(&raw.number).copied()
    }

    /// The key of a row: that of its first record.
    pub(super) fn key(&self, raw: &RawRow) -> Option<String> {
        own_key(&self.plan.files[raw.file], &self.row(raw))
    }

    /// The key of the record that owns a row of a file of parts.
    pub(super) fn parent_key(&self, raw: &RawRow) -> Option<String> {
        let plan = self.part_plan(raw.file)?;
        self.row(raw).key(&plan.parent)
    }

    /// How the rows of a file become rows of another file's records.
    pub(super) fn part_plan(&self, file: usize) -> Option<&RowsPlan> {
        match &self.plan.files[file].role {
            Role::Rows(rows) => Some(rows),
            _ => None,
        }
    }

    /// The files whose rows make records of an entity under keys of a system.
    pub(super) fn makers(&self, entity: &Entity, system: &str) -> Vec<usize> {
        let makes = |plan: &FilePlan| {
            let mut records = plan.records().iter();
            records.any(|record| {
                record.entity.is(entity) && record.system == system && record.key.is_some()
            })
        };
        let files = self.plan.files.iter().enumerate();
        files
            .filter(|(_, plan)| makes(plan))
            .map(|(file, _)| file)
            .collect()
    }
}

fn own_key(plan: &FilePlan, row: &Row) -> Option<String> {
    let record = plan.records().first()?;
    row.key(record.key.as_ref()?)
}

/// Finds keys that stand in a file twice, in a few bytes a row: of each key only a hash of 128 bits
/// is kept.
#[derive(Default)]
struct Keys(Vec<(u64, u64, i64, i64)>);

impl Keys {
    fn add(&mut self, key: &str, raw: &RawRow) {
        let hash = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            key.hash(&mut hasher);
            hasher.finish()
        };
        self.0.push((hash(0), hash(1), raw.number, raw.line));
    }

    /// Rows whose key stood there before, with the line of the first.
    fn doubled(mut self) -> HashMap<i64, i64> {
        self.0.sort_unstable();
        let same = |a: &(u64, u64, i64, i64), b: &(u64, u64, i64, i64)| (a.0, a.1) == (b.0, b.1);
        let groups = self.0.chunk_by(same).filter(|group| group.len() > 1);
        groups
            .flat_map(|group| {
                group[1..]
                    .iter()
                    .map(|(_, _, number, _)| (*number, group[0].3))
            })
            .collect()
    }
}
