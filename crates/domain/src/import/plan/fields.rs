//! Where the values of fields come from, checked against the catalogue.

use std::collections::BTreeMap;

use super::RecordPlan;
use super::check::Check;
use crate::import::mapping::{Detail, Format, Key, Missing, Scalar, Setting, When};
use crate::import::reading::{self, Number};
use crate::import::template::Template;
use crate::kernel::catalogue::Entity;
use crate::kernel::currency::Currency;
use crate::kernel::field::{Field, Format as Shape, Kind, Write};
use crate::kernel::path::resolve;
use crate::registry;

/// How a field gets its value.
#[derive(Debug, Clone)]
pub struct FieldPlan {
    /// The field; `custom.<name>` for one that administrators added, `name` for a name to split.
    pub name: String,
    /// Where the value comes from.
    pub source: Source,
    /// When it is set.
    pub when: When,
    /// Whether an empty cell empties the field of a record that is there already.
    pub clear: bool,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A text of the file, read as the field's kind.
    Text(TextSource, Reading),
    /// A whole name, to be split.
    Name(Template),
    /// A record by the key it was brought in with.
    Key {
        /// Which entity.
        target: &'static Entity,
        /// In which system.
        system: String,
        /// The key.
        key: Key,
        /// What happens without it.
        missing: Missing,
    },
    /// The only record with these values.
    Find {
        /// Which entity.
        target: &'static Entity,
        /// Field and value.
        tests: Vec<(String, Template)>,
        /// What happens without it.
        missing: Missing,
    },
    /// A record that the same row makes: its place among them.
    Record(usize),
}

/// A text of the file.
#[derive(Debug, Clone)]
pub struct TextSource {
    /// What it is made of.
    pub template: Template,
    /// File and column in which it is looked up.
    pub lookup: Option<(usize, String)>,
    /// What it is called here.
    pub values: BTreeMap<String, String>,
    /// What it becomes when it is not among them.
    pub otherwise: Option<String>,
    /// What nothing becomes.
    pub default: Option<Template>,
}

/// How a text is read.
#[derive(Debug, Clone)]
pub enum Reading {
    /// Text and choices, as they stand there.
    Text,
    /// Text of one line: line breaks become blanks.
    Line,
    /// A whole number.
    Int(Number),
    /// Yes or no.
    Bool,
    /// A number.
    Decimal(Number),
    /// An amount: its currency is said or the usual one.
    Money(Number, Option<Template>, Currency),
    /// A day, written so.
    Day(Option<String>),
    /// A moment, written so, in this zone.
    Instant(Option<String>, String),
    /// Several choices with this between them.
    Choices(String),
    /// JSON.
    Json,
}

/// The parts of a person's name.
pub const NAME_PARTS: [&str; 3] = ["family_name", "given_name", "name_order"];

impl FieldPlan {
    /// The columns it takes cells from.
    pub fn columns(&self) -> Vec<&str> {
        match &self.source {
            Source::Text(text, reading) => {
                let mut columns = text.template.columns();
                columns.extend(text.default.iter().flat_map(Template::columns));
                if let Reading::Money(_, Some(currency), _) = reading {
                    columns.extend(currency.columns());
                }
                columns
            }
            Source::Name(template) => template.columns(),
            Source::Key { key, .. } => key.columns(),
            Source::Find { tests, .. } => tests
                .iter()
                .flat_map(|(_, value)| value.columns())
                .collect(),
            Source::Record(_) => Vec::new(),
        }
    }

    /// Whether its value is the same for every row.
    pub fn is_constant(&self) -> bool {
        !matches!(self.source, Source::Record(_)) && self.columns().is_empty()
    }

    /// Whether it sets a field of the entity.
    pub fn sets(&self, field: &str) -> bool {
        match &self.source {
            Source::Name(_) => NAME_PARTS.contains(&field),
            _ => self.name == field,
        }
    }

    /// Whether records can be recognised by it.
    pub(super) fn can_match(&self) -> bool {
        let comparable = |reading: &Reading| {
            !matches!(
                reading,
                Reading::Json | Reading::Choices(_) | Reading::Money(..)
            )
        };
        matches!(&self.source, Source::Text(_, reading) if comparable(reading))
    }
}

/// The kind of a field that a mapping names, built in or added.
struct Named {
    kind: Kind,
    percent: bool,
    lines: bool,
    field: Option<&'static Field>,
}

impl Check<'_> {
    pub(super) fn fields(
        &mut self,
        at: &str,
        entity: &'static Entity,
        format: &Format,
        settings: &BTreeMap<String, Setting>,
        before: &[RecordPlan],
    ) -> Vec<FieldPlan> {
        let mut plans = Vec::new();
        for (name, Setting(detail)) in settings {
            let at = format!("{at}/{name}");
            plans.extend(self.field(&at, entity, format, name, detail, before));
        }
        plans
    }

    fn field(
        &mut self,
        at: &str,
        entity: &'static Entity,
        format: &Format,
        name: &str,
        detail: &Detail,
        before: &[RecordPlan],
    ) -> Option<FieldPlan> {
        let said = [
            detail.value.is_some(),
            detail.split.is_some(),
            detail.key.is_some(),
            !detail.find.is_empty(),
            detail.record.is_some(),
        ];
        if said.iter().filter(|said| **said).count() != 1 {
            self.add(at, "one_source");
            return None;
        }
        if let Some(template) = &detail.split {
            return self.split(at, entity, name, template, detail);
        }
        let named = self.named(at, entity, name)?;
        let source = if let Some(value) = &detail.value {
            let reading = self.reading(at, format, &named, detail)?;
            Source::Text(self.text(at, value, detail)?, reading)
        } else {
            self.reference(at, &named, detail, before)?
        };
        Some(FieldPlan {
            name: name.to_owned(),
            source,
            when: detail.when.unwrap_or_else(|| usually(&named)),
            clear: detail.clear,
        })
    }

    fn split(
        &mut self,
        at: &str,
        entity: &'static Entity,
        name: &str,
        template: &Template,
        detail: &Detail,
    ) -> Option<FieldPlan> {
        let lens = self.lens.on(entity);
        let whole = NAME_PARTS
            .iter()
            .all(|part| entity.field(part).is_some() && lens.shows(part));
        if name != "name" || !whole {
            self.add(at, "cannot_split");
            return None;
        }
        if NAME_PARTS.iter().any(|part| lens.actor.locks(entity, part)) {
            self.add(at, "read_only");
            return None;
        }
        Some(FieldPlan {
            name: name.to_owned(),
            source: Source::Name(template.clone()),
            when: detail.when.unwrap_or(When::Always),
            clear: false,
        })
    }

    /// What does not exist and what is hidden are told alike.
    fn named(&mut self, at: &str, entity: &'static Entity, name: &str) -> Option<Named> {
        let lens = self.lens.on(entity);
        if let Some(wanted) = name.strip_prefix("custom.") {
            let mut fields = lens.custom_fields().filter(|_| entity.custom);
            if let Some(field) = fields.find(|field| field.name == wanted) {
                let percent = field.format == Shape::Percent;
                let lines = field.format == Shape::Multiline;
                return Some(Named {
                    kind: field.kind,
                    percent,
                    lines,
                    field: None,
                });
            }
        }
        let Some(field) = entity.field(name).filter(|_| lens.shows(name)) else {
            self.add_with(at, "unknown_field", "field", name);
            return None;
        };
        let stamped = !entity.is_part() && ["created_at", "updated_at"].contains(&name);
        let place = entity.is_part() && name == "id";
        if (field.write == Write::Never && !stamped) || place || lens.actor.locks(entity, name) {
            self.add(at, "read_only");
            return None;
        }
        Some(Named {
            kind: field.kind,
            percent: field.format == Shape::Percent,
            lines: field.format == Shape::Multiline,
            field: Some(field),
        })
    }

    fn reading(
        &mut self,
        at: &str,
        format: &Format,
        named: &Named,
        detail: &Detail,
    ) -> Option<Reading> {
        self.moment_format(&format!("{at}/format"), detail.format.as_deref());
        self.zone(&format!("{at}/zone"), detail.zone.as_deref());
        if detail.percent.is_some() && !named.percent {
            self.add(&format!("{at}/percent"), "not_a_percentage");
        }
        let number = Number {
            decimal: detail.decimal.or(format.decimal).unwrap_or('.'),
            group: detail.group.or(format.group),
            percent: detail.percent,
            round: detail.round,
        };
        self.number_marks(at, Some(number.decimal), number.group);
        let written = |usual: &Option<String>| detail.format.clone().or_else(|| usual.clone());
        Some(match named.kind {
            Kind::Text if !named.lines => Reading::Line,
            Kind::Text | Kind::Choice => Reading::Text,
            Kind::Int => Reading::Int(number),
            Kind::Bool => Reading::Bool,
            Kind::Decimal => Reading::Decimal(number),
            Kind::Money => Reading::Money(number, self.money_currency(at, detail), self.currency),
            Kind::Day => Reading::Day(written(&format.day)),
            Kind::Instant => {
                let zone = detail.zone.as_ref().or(format.zone.as_ref());
                let zone = zone.map_or(self.known.zone, String::as_str);
                Reading::Instant(written(&format.instant), zone.to_owned())
            }
            Kind::Choices => {
                Reading::Choices(detail.separator.clone().unwrap_or_else(|| ",".to_owned()))
            }
            Kind::Json => Reading::Json,
            Kind::Id if named.field.is_some_and(|field| field.target.is_none()) => Reading::Text,
            Kind::Id => {
                self.add(at, "needs_reference");
                return None;
            }
        })
    }

    fn money_currency(&mut self, at: &str, detail: &Detail) -> Option<Template> {
        let template = detail.currency.as_ref()?;
        let constant = template.is_constant().then(|| template.fill(&|_: &str| ""));
        if constant.is_some_and(|code| code.parse::<Currency>().is_err()) {
            self.add(&format!("{at}/currency"), "unknown_currency");
        }
        Some(template.clone())
    }

    fn text(&mut self, at: &str, value: &Scalar, detail: &Detail) -> Option<TextSource> {
        let lookup = match (&detail.lookup, &detail.column) {
            (None, None) => None,
            (Some(file), Some(column)) => {
                let place = self.file_named(&format!("{at}/lookup"), file)?;
                if self.mapping.files[place].lookup.is_none() {
                    self.add_with(&format!("{at}/lookup"), "not_a_lookup", "file", file);
                }
                Some((place, column.clone()))
            }
            _ => {
                self.add(&format!("{at}/lookup"), "lookup_with_column");
                None
            }
        };
        Some(TextSource {
            template: value.0.clone(),
            lookup,
            values: detail.values.clone(),
            otherwise: detail.otherwise.clone(),
            default: detail.default.as_ref().map(|scalar| scalar.0.clone()),
        })
    }

    fn reference(
        &mut self,
        at: &str,
        named: &Named,
        detail: &Detail,
        before: &[RecordPlan],
    ) -> Option<Source> {
        let target = self.target(at, named, detail)?;
        let missing = detail.missing;
        if let Some(key) = &detail.key {
            let system = detail
                .system
                .as_ref()
                .unwrap_or(&self.mapping.system)
                .clone();
            return Some(Source::Key {
                target,
                system,
                key: key.clone(),
                missing,
            });
        }
        if let Some(name) = &detail.record {
            let place = before
                .iter()
                .position(|record| record.alias == *name && record.entity.is(target));
            if place.is_none() {
                self.add_with(
                    &format!("{at}/record"),
                    "unknown_row_record",
                    "record",
                    name,
                );
            }
            return place.map(Source::Record);
        }
        let lens = self.lens.on(target);
        for path in detail.find.keys() {
            let fits = resolve(&lens, path)
                .map(|path| path.leaf.filterable())
                .unwrap_or(false);
            if !fits {
                self.add_with(&format!("{at}/find/{path}"), "unknown_field", "field", path);
            }
        }
        let tests = detail
            .find
            .iter()
            .map(|(path, value)| (path.clone(), value.0.clone()))
            .collect();
        Some(Source::Find {
            target,
            tests,
            missing,
        })
    }

    /// The entity that a reference points to: the field's, or the one that is said.
    fn target(&mut self, at: &str, named: &Named, detail: &Detail) -> Option<&'static Entity> {
        let own = named.field.and_then(Field::target);
        let said = match &detail.entity {
            None => None,
            Some(name) => {
                let entity = registry::by_name(name).filter(|entity| !entity.is_part());
                if entity.is_none_or(|entity| own.is_some_and(|own| !own.is(entity))) {
                    self.add_with(&format!("{at}/entity"), "wrong_target", "entity", name);
                    return None;
                }
                entity
            }
        };
        let target = own.or(said).filter(|_| named.kind == Kind::Id);
        if target.is_none() {
            self.add(at, "not_a_reference");
        }
        target.filter(|target| {
            let readable = self.lens.actor.may_read(target);
            if !readable {
                self.add(at, "not_a_reference");
            }
            readable
        })
    }

    pub(super) fn moment_format(&mut self, at: &str, format: Option<&str>) {
        if let Some(format) = format.filter(|format| !reading::is_format(format)) {
            self.add_with(at, "not_a_format", "format", format);
        }
    }

    pub(super) fn zone(&mut self, at: &str, zone: Option<&str>) {
        if zone.is_some_and(|zone| !(self.known.is_zone)(zone)) {
            self.add(at, "unknown_time_zone");
        }
    }

    /// Fraction and thousands are told apart by different marks that are no digits.
    pub(super) fn number_marks(&mut self, at: &str, decimal: Option<char>, group: Option<char>) {
        let decimal = decimal.unwrap_or('.');
        let is_mark = |mark: char| !mark.is_ascii_digit() && !"-+".contains(mark);
        if !is_mark(decimal) || !group.is_none_or(is_mark) || group == Some(decimal) {
            self.add(&format!("{at}/decimal"), "not_number_marks");
        }
    }
}

/// States and what is fixed at creation are set then only, unless the mapping says otherwise: what
/// people did with a record since is not undone by the next import.
fn usually(named: &Named) -> When {
    let fixed = named
        .field
        .is_some_and(|field| matches!(field.write, Write::OnCreate | Write::ByVerb | Write::Never));
    if fixed { When::Create } else { When::Always }
}
