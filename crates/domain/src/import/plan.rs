//! What a mapping means: every name in it looked up in the catalogue, every format checked.

mod fields;

use std::collections::BTreeSet;

use super::mapping::{Existing, FileMap, Format, Key, Mapping, RecordMap, RowsMap, SameName};
use super::table::Cells;
use crate::kernel::catalogue::Entity;
use crate::kernel::currency::Currency;
use crate::kernel::field::{Field, Initial, Write};
use crate::kernel::path::Lens;
use crate::kernel::problem::{Violation, Violations};
use crate::registry;

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

/// Longest name of a system and of a key in it, as the store of keys takes them.
const LONGEST_SYSTEM: usize = 60;
/// Most files of one mapping.
const MOST_FILES: usize = 50;

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

struct Check<'a> {
    mapping: &'a Mapping,
    lens: &'a Lens<'a>,
    known: &'a Known<'a>,
    currency: Currency,
    found: Violations,
}

impl Check<'_> {
    fn add(&mut self, at: &str, code: &'static str) {
        self.found.add(Violation::at(at, code));
    }

    fn add_with(&mut self, at: &str, code: &'static str, name: &'static str, value: &str) {
        self.found.add(Violation::at(at, code).with(name, value));
    }

    fn head(&mut self) {
        self.system("/system", &self.mapping.system);
        if self.mapping.files.is_empty() {
            self.add("/file", "required");
        }
        if self.mapping.files.len() > MOST_FILES {
            self.found
                .add(Violation::at("/file", "too_many_rows").with("most", MOST_FILES));
        }
        if let Some(code) = &self.mapping.currency {
            match code.parse() {
                Ok(currency) => self.currency = currency,
                Err(_) => self.add("/currency", "unknown_currency"),
            }
        }
        self.format("/format", &self.mapping.format);
    }

    fn system(&mut self, at: &str, system: &str) {
        if system.is_empty()
            || system.chars().count() > LONGEST_SYSTEM
            || system.chars().any(char::is_control)
        {
            self.add(at, "not_a_system");
        }
    }

    fn format(&mut self, at: &str, format: &Format) {
        if let Some(name) = format
            .encoding
            .as_ref()
            .filter(|name| !(self.known.is_encoding)(name))
        {
            self.add_with(
                &format!("{at}/encoding"),
                "unknown_encoding",
                "encoding",
                name,
            );
        }
        if format
            .delimiter
            .is_some_and(|mark| !mark.is_ascii() || "\"\r\n".contains(mark))
        {
            self.add(&format!("{at}/delimiter"), "not_a_delimiter");
        }
        for (name, written) in [("day", &format.day), ("instant", &format.instant)] {
            self.moment_format(&format!("{at}/{name}"), written.as_deref());
        }
        self.zone(&format!("{at}/zone"), format.zone.as_deref());
    }

    fn file(&mut self, i: usize, file: &FileMap) -> Option<FilePlan> {
        let at = format!("/file/{i}");
        if file.name.is_empty() || file.name.chars().any(|c| c.is_control() || c == '/') {
            self.add(&format!("{at}/name"), "not_a_file_name");
        }
        if self.mapping.files[..i]
            .iter()
            .any(|other| other.name == file.name)
        {
            self.add_with(&format!("{at}/name"), "doubled_file", "file", &file.name);
        }
        self.format(&format!("{at}/format"), &file.format);
        let format = file.format.over(&self.mapping.format);
        self.number_marks(&format!("{at}/format"), format.decimal, format.group);
        let role = match (file.records.as_slice(), &file.rows, &file.lookup) {
            ([], None, Some(key)) => Role::Lookup(key.clone()),
            ([], Some(rows), None) => {
                Role::Rows(self.rows(&format!("{at}/rows"), &format, rows)?)
            }
            (records @ [_, ..], None, None) => self.records(&at, &format, records),
            _ => {
                self.add_with(&at, "file_without_use", "file", &file.name);
                return None;
            }
        };
        Some(FilePlan {
            name: file.name.clone(),
            cells: Cells::of(&format),
            only: file.only.clone().into_iter().collect(),
            format,
            role,
        })
    }

    fn records(&mut self, at: &str, format: &Format, maps: &[RecordMap]) -> Role {
        let mut plans: Vec<RecordPlan> = Vec::new();
        for (n, map) in maps.iter().enumerate() {
            let at = format!("{at}/record/{n}");
            if let Some(plan) = self.record(&at, format, map, &plans) {
                plans.push(plan);
            }
        }
        Role::Records(plans)
    }

    fn record(
        &mut self,
        at: &str,
        format: &Format,
        map: &RecordMap,
        before: &[RecordPlan],
    ) -> Option<RecordPlan> {
        let entity = self.entity(&format!("{at}/entity"), &map.entity)?;
        let system = map.system.as_ref().unwrap_or(&self.mapping.system);
        self.system(&format!("{at}/system"), &system.clone());
        if map.key.is_none() && map.matches.is_empty() {
            self.add(&format!("{at}/key"), "key_needed");
        }
        let alias = map.alias.as_ref().unwrap_or(&map.entity);
        if before.iter().any(|other| other.alias == *alias) {
            self.add_with(&format!("{at}/as"), "doubled_record", "record", alias);
        }
        let fields = self.fields(&format!("{at}/fields"), entity, format, &map.fields, before);
        for (n, name) in map.matches.iter().enumerate() {
            if !fields
                .iter()
                .any(|field| field.name == *name && field.can_match())
            {
                self.add_with(&format!("{at}/match/{n}"), "unknown_field", "field", name);
            }
        }
        self.required(&format!("{at}/fields"), entity, &fields);
        Some(RecordPlan {
            entity,
            alias: alias.clone(),
            system: system.clone(),
            key: map.key.clone(),
            matches: map.matches.clone(),
            existing: if map.repeats && map.existing == Existing::Update {
                Existing::Fill
            } else {
                map.existing
            },
            repeats: map.repeats,
            needs: map.needs.clone(),
            same_name: same_name(entity, map.same_name),
            inner: self.inner(at, entity, format, map, before),
            fields,
        })
    }

    fn entity(&mut self, at: &str, name: &str) -> Option<&'static Entity> {
        match registry::by_name(name).filter(|entity| !entity.is_part()) {
            Some(entity) if entity.writable => Some(entity),
            Some(_) => {
                self.add_with(at, "not_importable", "entity", name);
                None
            }
            None => {
                self.add_with(at, "unknown_entity", "entity", name);
                None
            }
        }
    }

    /// What every new record needs must be mapped; whether the cells are filled is seen row by row.
    fn required(&mut self, at: &str, entity: &Entity, fields: &[FieldPlan]) {
        let needed = entity.fields.iter().filter(|field| {
            field.required && matches!(field.default, Initial::None) && field.write != Write::Never
        });
        for field in needed {
            if !fields.iter().any(|plan| plan.sets(field.name)) {
                self.add_with(at, "required", "field", field.name);
            }
        }
    }

    fn inner(
        &mut self,
        at: &str,
        entity: &'static Entity,
        format: &Format,
        map: &RecordMap,
        before: &[RecordPlan],
    ) -> Vec<InnerPlan> {
        let mut plans = Vec::new();
        for (name, rows) in &map.rows {
            let at = format!("{at}/rows/{name}");
            let Some((collection, part)) = self.collection(&at, entity, name) else {
                continue;
            };
            for (place, settings) in rows.iter().enumerate() {
                let at = format!("{at}/{place}");
                let fields = self.fields(&at, part, format, settings, before);
                plans.push(InnerPlan {
                    collection,
                    place,
                    fields,
                });
            }
        }
        plans
    }

    fn collection(
        &mut self,
        at: &str,
        entity: &'static Entity,
        name: &str,
    ) -> Option<(usize, &'static Entity)> {
        let lens = self.lens.on(entity);
        let found = entity.collection(name).filter(|_| lens.shows(name));
        let found = found.map(|(place, collection)| (place, (collection.entity)()));
        if found.is_none() {
            self.add_with(at, "unknown_field", "field", name);
        }
        found
    }

    fn rows(&mut self, at: &str, format: &Format, map: &RowsMap) -> Option<RowsPlan> {
        let of = self.file_named(&format!("{at}/of"), &map.of)?;
        let Some(owner) = self.mapping.files[of].records.first() else {
            self.add_with(&format!("{at}/of"), "file_without_records", "file", &map.of);
            return None;
        };
        if owner.key.is_none() {
            self.add(&format!("/file/{of}/record/0/key"), "key_needed");
        }
        let entity = registry::by_name(&owner.entity)?;
        let (collection, part) =
            self.collection(&format!("{at}/collection"), entity, &map.collection)?;
        let fields = self.fields(&format!("{at}/fields"), part, format, &map.fields, &[]);
        self.required(&format!("{at}/fields"), part, &fields);
        Some(RowsPlan {
            of,
            collection,
            parent: map.parent.clone(),
            key: map.key.clone(),
            fields,
        })
    }

    fn file_named(&mut self, at: &str, name: &str) -> Option<usize> {
        let found = self
            .mapping
            .files
            .iter()
            .position(|file| file.name == *name);
        if found.is_none() {
            self.add_with(at, "unknown_file", "file", name);
        }
        found
    }
}

/// Names made of parts are those of people, who share them legitimately.
fn same_name(entity: &'static Entity, wish: SameName) -> Option<&'static Field> {
    let title = entity.field(entity.title)?;
    (wish == SameName::Warn && title.keyed && title.write != Write::Never).then_some(title)
}
