//! Files and records of a mapping, checked against the catalogue.

use super::{FieldPlan, FilePlan, InnerPlan, Known, RecordPlan, Role, RowsPlan};
use crate::import::mapping::{Existing, FileMap, Format, Mapping, RecordMap, RowsMap, SameName};
use crate::import::table::Cells;
use crate::kernel::catalogue::Entity;
use crate::kernel::currency::Currency;
use crate::kernel::field::{Field, Initial, Write};
use crate::kernel::path::Lens;
use crate::kernel::problem::{Violation, Violations};
use crate::registry;

/// Longest name of a system, as the store of keys takes it.
const LONGEST_SYSTEM: usize = 60;
/// Most files of one mapping.
const MOST_FILES: usize = 50;

/// A check under way: all mistakes are collected.
pub(super) struct Check<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) lens: &'a Lens<'a>,
    pub(super) known: &'a Known<'a>,
    pub(super) currency: Currency,
    pub(super) found: Violations,
}

impl Check<'_> {
    pub(super) fn add(&mut self, at: &str, code: &'static str) {
        self.found.add(Violation::at(at, code));
    }

    pub(super) fn add_with(
        &mut self,
        at: &str,
        code: &'static str,
        name: &'static str,
        value: &str,
    ) {
        self.found.add(Violation::at(at, code).with(name, value));
    }

    pub(super) fn head(&mut self) {
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

    pub(super) fn file(&mut self, i: usize, file: &FileMap) -> Option<FilePlan> {
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

    pub(super) fn file_named(&mut self, at: &str, name: &str) -> Option<usize> {
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
