//! One row of a file as the records it wants to be. References are left as keys: finding the
//! records they mean is the work of the store.

use serde_json::{Map, Value as Json, json};

use super::mapping::Missing;
use super::plan::{
    FieldPlan, FilePlan, NAME_PARTS, Reading, RecordPlan, RowsPlan, Source, TextSource,
};
use super::reading::{self, Zones};
use super::table::{Lookups, Row};
use crate::customers::names::split_name;
use crate::kernel::catalogue::Entity;
use crate::kernel::problem::{Violation, Violations};

/// What conversion needs besides the row.
#[derive(Clone, Copy)]
pub struct Aids<'a> {
    /// Files that are looked up.
    pub lookups: &'a Lookups,
    /// Zones of the world.
    pub zones: Zones<'a>,
}

/// One reason why a row is refused, or worth a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The columns that the refused value was made of.
    pub columns: Vec<String>,
    /// The field and the reason.
    pub violation: Violation,
}

impl Flaw {
    /// About the whole row.
    pub fn whole(violation: Violation) -> Self {
        Self {
            columns: Vec::new(),
            violation,
        }
    }

    /// About some columns.
    pub fn about(columns: Vec<&str>, violation: Violation) -> Self {
        let mut columns: Vec<String> = columns.into_iter().map(str::to_owned).collect();
        columns.dedup();
        Self { columns, violation }
    }
}

/// What a row wants a record to be.
#[derive(Debug, Clone)]
pub struct Wanted<'p> {
    /// The key that tells it apart.
    pub key: Option<String>,
    /// Field by field.
    pub fields: Vec<WantedField<'p>>,
    /// Rows inside it.
    pub inner: Vec<WantedRow<'p>>,
}

/// What a field shall be.
#[derive(Debug, Clone)]
pub struct WantedField<'p> {
    /// Which field, and how it comes.
    pub plan: &'p FieldPlan,
    /// What it shall be.
    pub value: WantedValue,
}

/// A row inside a record.
#[derive(Debug, Clone)]
pub struct WantedRow<'p> {
    /// Place of the collection among the entity's.
    pub collection: usize,
    /// What tells it apart from other rows of the record: the same in every import.
    pub mark: String,
    /// Field by field.
    pub fields: Vec<WantedField<'p>>,
}

/// What a value shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WantedValue {
    /// The cell is empty.
    Nothing,
    /// This.
    Json(Json),
    /// Family name, given name and order.
    Name([Json; 3]),
    /// A record with a key.
    Key {
        /// Which entity.
        target: &'static Entity,
        /// In which system.
        system: String,
        /// The key.
        key: String,
        /// What happens without it.
        missing: Missing,
    },
    /// The only record with these values.
    Find {
        /// Which entity.
        target: &'static Entity,
        /// Field and value.
        tests: Vec<(String, String)>,
        /// What happens without it.
        missing: Missing,
    },
    /// The record that the row makes at this place.
    Record(usize),
}

/// Whether a row is to be brought in at all, as far as the file says.
pub fn is_chosen(plan: &FilePlan, row: &Row) -> bool {
    let chosen =
        |(column, among): &(String, Vec<String>)| among.iter().any(|one| one == row.cell(column));
    !row.is_blank() && plan.only.iter().all(chosen)
}

/// The record that a row wants; `None` when it makes no such record.
pub fn record<'p>(
    plan: &'p RecordPlan,
    row: &Row,
    aids: Aids,
) -> Result<Option<Wanted<'p>>, Vec<Flaw>> {
    if plan.needs.iter().any(|column| row.cell(column).is_empty()) {
        return Ok(None);
    }
    let mut flaws = Vec::new();
    let key = plan.key.as_ref().and_then(|key| {
        let filled = row.key(key);
        if let Some(violation) = key_fault(filled.as_deref()) {
            flaws.push(Flaw::about(key.columns(), violation));
        }
        filled
    });
    let fields = fields(&plan.fields, row, aids, &mut flaws);
    let mut inner = Vec::new();
    for row_plan in &plan.inner {
        let collection = &plan.entity.collections[row_plan.collection];
        let mark = format!("{}/{}", collection.name, row_plan.place);
        let mut own = Vec::new();
        let fields = self::fields(&row_plan.fields, row, aids, &mut own);
        let at = format!("/{mark}");
        flaws.extend(own.into_iter().map(|flaw| flaw.under(&at)));
        if fields.iter().any(|field| field.says_something())
            || row_plan.fields.iter().all(FieldPlan::is_constant)
        {
            inner.push(WantedRow {
                collection: row_plan.collection,
                mark,
                fields,
            });
        }
    }
    if flaws.is_empty() {
        Ok(Some(Wanted { key, fields, inner }))
    } else {
        Err(flaws)
    }
}

/// Longest key, as the store of keys takes it.
const LONGEST_KEY: usize = 255;

fn key_fault(filled: Option<&str>) -> Option<Violation> {
    match filled {
        None => Some(Violation::at("", "empty_key")),
        Some(key) if key.chars().count() > LONGEST_KEY => {
            Some(Violation::at("", "too_long").with("most", LONGEST_KEY))
        }
        Some(key) if key.chars().any(char::is_control) => {
            Some(Violation::at("", "control_character"))
        }
        Some(_) => None,
    }
}

/// The row that a row of another file wants to be inside its record.
pub fn part<'p>(plan: &'p RowsPlan, row: &Row, aids: Aids) -> Result<WantedRow<'p>, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mark = row.key(&plan.key);
    if mark.is_none() {
        flaws.push(Flaw::about(
            plan.key.columns(),
            Violation::at("", "empty_key"),
        ));
    }
    let fields = fields(&plan.fields, row, aids, &mut flaws);
    match mark {
        Some(mark) if flaws.is_empty() => Ok(WantedRow {
            collection: plan.collection,
            mark,
            fields,
        }),
        _ => Err(flaws),
    }
}

fn fields<'p>(
    plans: &'p [FieldPlan],
    row: &Row,
    aids: Aids,
    flaws: &mut Vec<Flaw>,
) -> Vec<WantedField<'p>> {
    let mut wanted = Vec::with_capacity(plans.len());
    for plan in plans {
        match value(&plan.source, row, aids) {
            Ok(value) => wanted.push(WantedField { plan, value }),
            Err(violation) => {
                let at = format!("/{}", plan.name.replace('.', "/"));
                flaws.push(Flaw::about(plan.columns(), violation.under(&at)));
            }
        }
    }
    wanted
}

impl Flaw {
    fn under(self, at: &str) -> Self {
        Self {
            violation: self.violation.under(at),
            ..self
        }
    }
}

impl WantedField<'_> {
    /// Whether the row itself says something about it.
    fn says_something(&self) -> bool {
        !self.plan.is_constant()
            && !matches!(self.value, WantedValue::Nothing | WantedValue::Record(_))
    }
}

fn value(source: &Source, row: &Row, aids: Aids) -> Result<WantedValue, Violation> {
    Ok(match source {
        Source::Text(text, reading) => {
            let text = text_of(text, row, aids)?;
            if text.is_empty() {
                return Ok(WantedValue::Nothing);
            }
            WantedValue::Json(read(reading, &text, row, aids)?)
        }
        Source::Name(template) => name(&row.fill(template)),
        Source::Key {
            target,
            system,
            key,
            missing,
        } => match row.key(key) {
            None => WantedValue::Nothing,
            Some(key) => WantedValue::Key {
                target,
                system: system.clone(),
                key,
                missing: *missing,
            },
        },
        Source::Find {
            target,
            tests,
            missing,
        } => {
            let filled = tests
                .iter()
                .map(|(path, value)| (path.clone(), row.fill(value)));
            let tests: Vec<_> = filled.collect();
            if tests.iter().any(|(_, value)| value.is_empty()) {
                return Ok(WantedValue::Nothing);
            }
            WantedValue::Find {
                target,
                tests,
                missing: *missing,
            }
        }
        Source::Record(place) => WantedValue::Record(*place),
    })
}

fn name(whole: &str) -> WantedValue {
    if whole.trim().is_empty() {
        return WantedValue::Nothing;
    }
    let (family, given, order) = split_name(whole);
    let given = if given.is_empty() {
        Json::Null
    } else {
        json!(given)
    };
    WantedValue::Name([json!(family), given, json!(order.name())])
}

fn text_of(source: &TextSource, row: &Row, aids: Aids) -> Result<String, Violation> {
    let mut text = row.fill(&source.template);
    if let Some((file, column)) = source.lookup.as_ref().filter(|_| !text.is_empty()) {
        let found = aids.lookups.find(*file, &text, column);
        text = found
            .ok_or_else(|| Violation::at("", "not_looked_up").with("value", &text))?
            .to_owned();
    }
    if let Some(other) = source.values.get(&text) {
        text.clone_from(other);
    } else if !source.values.is_empty() && !text.is_empty() {
        let other = source.otherwise.clone();
        text = other.ok_or_else(|| Violation::at("", "unknown_value").with("value", &text))?;
    }
    if text.is_empty() {
        text = source
            .default
            .as_ref()
            .map(|default| row.fill(default))
            .unwrap_or_default();
    }
    Ok(text)
}

fn read(reading: &Reading, text: &str, row: &Row, aids: Aids) -> Result<Json, Violation> {
    let no = |code| Violation::at("", code);
    Ok(match reading {
        Reading::Text => json!(text),
        Reading::Line => json!(one_line(text)),
        Reading::Bool => match text.to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" => json!(true),
            "false" | "no" | "n" | "0" => json!(false),
            _ => return Err(no("not_a_boolean")),
        },
        Reading::Int(number) => {
            let number = number.read(text).map_err(no)?.normalize();
            let whole: i64 = number
                .to_string()
                .parse()
                .map_err(|_| no("not_a_whole_number"))?;
            json!(whole)
        }
        Reading::Decimal(number) => json!(number.read(text).map_err(no)?.normalize().to_string()),
        Reading::Money(number, template, usual) => {
            let code = template
                .as_ref()
                .map(|template| row.fill(template))
                .filter(|code| !code.is_empty());
            let currency = match code {
                Some(code) => code.parse().map_err(|_| no("unknown_currency"))?,
                None => *usual,
            };
            let money = number.money(text, currency).map_err(no)?;
            json!({ "amount_minor": money.minor, "currency": money.currency.code() })
        }
        Reading::Day(format) => {
            let day = reading::day(text, format.as_deref());
            json!(
                day.ok_or_else(|| not_written_so(format.as_deref(), "YYYY-MM-DD"))?
                    .to_string()
            )
        }
        Reading::Instant(format, zone) => {
            let at = reading::instant(text, format.as_deref(), zone, aids.zones);
            json!(
                at.ok_or_else(|| not_written_so(format.as_deref(), "RFC 3339"))?
                    .to_string()
            )
        }
        Reading::Choices(separator) => {
            let names = text.split(separator.as_str()).map(str::trim);
            json!(names.filter(|name| !name.is_empty()).collect::<Vec<_>>())
        }
        Reading::Json => serde_json::from_str(text).map_err(|_| no("not_json"))?,
    })
}

fn one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn not_written_so(format: Option<&str>, usual: &str) -> Violation {
    Violation::at("", "not_in_format").with("format", format.unwrap_or(usual))
}

/// Puts a field's value into a body as the store takes it.
pub fn put(body: &mut Map<String, Json>, name: &str, value: Json) {
    let Some(custom) = name.strip_prefix("custom.") else {
        body.insert(name.to_owned(), value);
        return;
    };
    let fields = body
        .entry("custom")
        .or_insert_with(|| Json::Object(Map::new()));
    if let Json::Object(fields) = fields {
        fields.insert(custom.to_owned(), value);
    }
}

/// Puts the parts of a name into a body.
pub fn put_name(body: &mut Map<String, Json>, parts: [Json; 3]) {
    for (name, value) in NAME_PARTS.iter().zip(parts) {
        body.insert((*name).to_owned(), value);
    }
}

/// The flaws that the store's refusal of a record means, with the columns of the fields it names.
pub fn flaws(plan: &RecordPlan, wanted: &Wanted, refused: Violations) -> Vec<Flaw> {
    let refused = refused.0.into_iter();
    refused
        .map(|violation| Flaw::about(columns_at(plan, wanted, &violation.pointer), violation))
        .collect()
}

fn columns_at<'p>(plan: &'p RecordPlan, wanted: &Wanted<'p>, pointer: &str) -> Vec<&'p str> {
    let mut steps = pointer.trim_start_matches('/').split('/');
    let first = steps.next().unwrap_or_default();
    if let Some((collection, _)) = plan.entity.collection(first) {
        let place: usize = steps
            .next()
            .and_then(|place| place.parse().ok())
            .unwrap_or_default();
        let field = steps.next().unwrap_or_default();
        let mut rows = wanted
            .inner
            .iter()
            .filter(|row| row.collection == collection);
        let found = rows
            .nth(place)
            .and_then(|row| row.fields.iter().find(|one| one.plan.name == field));
        return found.map(|one| one.plan.columns()).unwrap_or_default();
    }
    let name = match first {
        "custom" => format!("custom.{}", steps.next().unwrap_or_default()),
        name => name.to_owned(),
    };
    let found = plan.fields.iter().find(|field| field.sets(&name));
    found.map(FieldPlan::columns).unwrap_or_default()
}
