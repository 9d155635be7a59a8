//! What a mapping means: every name in it looked up in the catalogue, every format checked.

mod check;
mod fields;

use std::collections::BTreeSet;

use super::mapping::{Existing, Format, Key, Mapping};
use super::table::Cells;
use crate::kernel::catalogue::Entity;
use crate::kernel::currency::Currency;
use crate::kernel::field::Field;
use crate::kernel::path::Lens;
use crate::kernel::problem::Violations;

use check::Check;
pub use fields::{FieldPlan, NAME_PARTS, Reading, Source, TextSource};

/// A mapping understood.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The files, in the mapping's order.
    pub files: Vec<FilePlan>,
}

/// What is done with one file.
#[derive(Debug, Clone)]
pub struct FilePlan {
    /// Its name.
    pub name: String,
    /// How it is written; nothing is left unsaid that has no usual answer.
    pub format: Format,
    /// How its cells are taken.
    pub cells: Cells,
    /// Only rows whose cells are among these.
    pub only: Vec<(String, Vec<String>)>,
    /// What its rows become.
    pub role: Role,
}

/// What the rows of a file become.
#[derive(Debug, Clone)]
pub enum Role {
    /// Records.
    Records(Vec<RecordPlan>),
    /// Rows inside the records of another file.
    Rows(RowsPlan),
    /// Nothing: they are looked up by this key.
    Lookup(Key),
}

/// How a row becomes a record.
#[derive(Debug, Clone)]
pub struct RecordPlan {
    /// Which entity.
    pub entity: &'static Entity,
    /// How other records of the row call it.
    pub alias: String,
    /// The system of its key.
    pub system: String,
    /// Its key.
    pub key: Option<Key>,
    /// Fields by which a record that was not brought in before is recognised.
    pub matches: Vec<String>,
    /// What happens to a record that is there already.
    pub existing: Existing,
    /// Several rows may speak of the same record.
    pub repeats: bool,
    /// Columns that must hold something, or the row makes no such record.
    pub needs: Vec<String>,
    /// The field whose equal in another record is worth a warning.
    pub same_name: Option<&'static Field>,
    /// Field by field.
    pub fields: Vec<FieldPlan>,
    /// Rows inside it that are made of the same row of the file.
    pub inner: Vec<InnerPlan>,
}

/// A row inside a record, made of the same row of the file.
#[derive(Debug, Clone)]
pub struct InnerPlan {
    /// Place of the collection among the entity's.
    pub collection: usize,
    /// Place among the rows of this collection in the mapping.
    pub place: usize,
    /// Field by field.
    pub fields: Vec<FieldPlan>,
}

/// How the rows of a file become rows inside the records of another.
#[derive(Debug, Clone)]
pub struct RowsPlan {
    /// Place of the other file.
    pub of: usize,
    /// Place of the collection among the entity's.
    pub collection: usize,
    /// The key of the record that owns the row.
    pub parent: Key,
    /// What tells the rows of one record apart.
    pub key: Key,
    /// Field by field.
    pub fields: Vec<FieldPlan>,
}

/// What is known where the mapping is checked.
pub struct Known<'a> {
    /// The workspace's zone.
    pub zone: &'a str,
    /// The company's currency.
    pub currency: Currency,
    /// Whether a name is that of a time zone.
    pub is_zone: &'a dyn Fn(&str) -> bool,
    /// Whether a name is that of an encoding.
    pub is_encoding: &'a dyn Fn(&str) -> bool,
}

impl Plan {
    /// Checks a mapping for an actor; `lens` may look at any entity. All mistakes are told at once,
    /// with pointers into the mapping.
    pub fn new(mapping: &Mapping, lens: &Lens, known: &Known) -> Result<Self, Violations> {
        let mut check = Check {
            mapping,
            lens,
            known,
            currency: known.currency,
            found: Violations::default(),
        };
        check.head();
        let files = mapping.files.iter().enumerate();
        let files: Vec<_> = files.filter_map(|(i, file)| check.file(i, file)).collect();
        check.found.into_result()?;
        Ok(Self { files })
    }

    /// The entities that the import creates and changes.
    pub fn entities(&self) -> Vec<&'static Entity> {
        let mut entities: Vec<&'static Entity> = Vec::new();
        for record in self.files.iter().flat_map(FilePlan::records) {
            if !entities.iter().any(|known| known.is(record.entity)) {
                entities.push(record.entity);
            }
        }
        entities
    }

    /// Columns of a file in which fields of other files are looked up.
    pub fn looked_up(&self, file: usize) -> Vec<&str> {
        let sets = self.files.iter().flat_map(FilePlan::field_sets);
        let columns = sets.flatten().filter_map(|field| match &field.source {
            Source::Text(text, _) => text.lookup.as_ref(),
            _ => None,
        });
        columns
            .filter(|(place, _)| *place == file)
            .map(|(_, column)| column.as_str())
            .collect()
    }

    /// The files whose rows go into the records of a file.
    pub fn parts_of(&self, file: usize) -> impl Iterator<Item = (usize, &RowsPlan)> {
        let files = self.files.iter().enumerate();
        files.filter_map(move |(i, plan)| match &plan.role {
            Role::Rows(rows) if rows.of == file => Some((i, rows)),
            _ => None,
        })
    }
}

impl FilePlan {
    /// The records that its rows become.
    pub fn records(&self) -> &[RecordPlan] {
        match &self.role {
            Role::Records(records) => records,
            _ => &[],
        }
    }

    /// The fields that its rows set, record by record.
    fn field_sets(&self) -> Vec<&[FieldPlan]> {
        match &self.role {
            Role::Records(records) => records
                .iter()
                .flat_map(|record| {
                    let inner = record.inner.iter().map(|row| row.fields.as_slice());
                    std::iter::once(record.fields.as_slice()).chain(inner)
                })
                .collect(),
            Role::Rows(rows) => vec![rows.fields.as_slice()],
            Role::Lookup(_) => Vec::new(),
        }
    }

    /// The columns it must have.
    pub fn columns(&self) -> BTreeSet<&str> {
        let mut columns: BTreeSet<&str> = self
            .only
            .iter()
            .map(|(column, _)| column.as_str())
            .collect();
        match &self.role {
            Role::Records(records) => {
                for record in records {
                    columns.extend(record.key.iter().flat_map(Key::columns));
                    columns.extend(record.needs.iter().map(String::as_str));
                }
            }
            Role::Rows(rows) => {
                columns.extend(rows.parent.columns());
                columns.extend(rows.key.columns());
            }
            Role::Lookup(key) => columns.extend(key.columns()),
        }
        let fields = self.field_sets().into_iter().flatten();
        columns.extend(fields.flat_map(FieldPlan::columns));
        columns
    }
}
