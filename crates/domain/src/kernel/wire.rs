//! Values and documents as JSON: what comes in is checked here, once, for browser and server.

use std::collections::BTreeMap;

use email_address::EmailAddress;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::catalogue::{Collection, Entity, MOST_ROWS, at};
use super::currency::{Currency, Money};
use super::custom;
use super::custom::CustomFields;
use super::decimal::{Decimal, DecimalError};
use super::document::{Document, Row, row_id};
use super::field::{Field, Format, Initial, Kind, Write};
use super::fold;
use super::path::{Lens, Shape};
use super::problem::{Violation, Violations};
use super::time::parse_day;
use super::value::Value;

/// Most bytes of a field that holds JSON.
const MOST_JSON: usize = 100_000;

/// A value of a kind out of JSON; the error is a violation's code.
pub fn parse(kind: Kind, json: &Json) -> Result<Value, &'static str> {
    match (kind, json) {
        (_, Json::Null) => Ok(Value::Null),
        (Kind::Text | Kind::Choice, Json::String(text)) => fold::store(text)
            .map(Value::Text)
            .map_err(|_| "control_character"),
        (Kind::Text | Kind::Choice, _) => Err("not_a_text"),
        (Kind::Int, Json::Number(number)) => {
            number.as_i64().map(Value::Int).ok_or("not_a_whole_number")
        }
        (Kind::Int, _) => Err("not_a_whole_number"),
        (Kind::Bool, Json::Bool(yes)) => Ok(Value::Bool(*yes)),
        (Kind::Bool, _) => Err("not_a_boolean"),
        (Kind::Decimal, Json::String(text)) => decimal(text),
        (Kind::Decimal, Json::Number(number)) if !number.is_f64() => decimal(&number.to_string()),
        (Kind::Decimal, _) => Err("not_a_decimal"),
        (Kind::Id, Json::String(text)) => id(text).map(Value::Id).ok_or("not_an_id"),
        (Kind::Id, _) => Err("not_an_id"),
        (Kind::Instant, Json::String(text)) => text
            .parse()
            .map(Value::Instant)
            .map_err(|_| "not_an_instant"),
        (Kind::Instant, _) => Err("not_an_instant"),
        (Kind::Day, Json::String(text)) => parse_day(text).map(Value::Day).ok_or("not_a_day"),
        (Kind::Day, _) => Err("not_a_day"),
        (Kind::Money, Json::Object(map)) => money(map),
        (Kind::Money, _) => Err("not_money"),
        (Kind::Choices, Json::Array(items)) => choices(items),
        (Kind::Choices, _) => Err("not_a_list"),
        (Kind::Json, json) => Ok(Value::Json(json.to_string())),
    }
}

/// An id in its usual form of 36 characters.
pub fn id(text: &str) -> Option<Uuid> {
    (text.len() == 36)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

fn decimal(text: &str) -> Result<Value, &'static str> {
    text.parse()
        .map(Value::Decimal)
        .map_err(|error| match error {
            DecimalError::Unreadable => "not_a_decimal",
            DecimalError::TooPrecise => "too_many_places",
            DecimalError::OutOfRange => "out_of_range",
        })
}

fn money(map: &Map<String, Json>) -> Result<Value, &'static str> {
    let minor = map
        .get("amount_minor")
        .and_then(Json::as_i64)
        .ok_or("not_money")?;
    let code = map
        .get("currency")
        .and_then(Json::as_str)
        .ok_or("not_money")?;
    if map.len() != 2 {
        return Err("not_money");
    }
    let currency: Currency = code.parse().map_err(|_| "unknown_currency")?;
    Ok(Value::Money(Money { minor, currency }))
}

fn choices(items: &[Json]) -> Result<Value, &'static str> {
    let mut names: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        let name = Value::text(item.as_str().ok_or("not_a_text")?);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(Value::List(names))
}

/// Checks a value of the right kind against its field: length, range, choice, format.
pub fn check(shape: &Shape, value: &Value) -> Result<(), Violation> {
    let no = |code| Err(Violation::at("", code));
    match value {
        Value::Text(text) if shape.kind == Kind::Choice => {
            if shape.choices.allow(text) {
                Ok(())
            } else {
                no("unknown_choice")
            }
        }
        Value::List(items) => {
            let known = items
                .iter()
                .filter_map(Value::as_text)
                .all(|name| shape.choices.allow(name));
            if known { Ok(()) } else { no("unknown_choice") }
        }
        Value::Text(text) => check_text(shape, text),
        Value::Int(number) => check_range(shape, *number, |limit| limit.to_string()),
        Value::Decimal(number) => check_range(shape, number.micros(), |limit| {
            Decimal::from_micros(limit).to_string()
        }),
        Value::Money(money) => check_range(shape, money.minor, |limit| limit.to_string()),
        _ => Ok(()),
    }
}

fn check_range(shape: &Shape, number: i64, show: fn(i64) -> String) -> Result<(), Violation> {
    match shape.range {
        Some((least, most)) if number < least || number > most => {
            Err(Violation::at("", "out_of_range")
                .with("least", show(least))
                .with("most", show(most)))
        }
        _ => Ok(()),
    }
}

fn check_text(shape: &Shape, text: &str) -> Result<(), Violation> {
    if text.chars().count() > shape.max_length as usize {
        return Err(Violation::at("", "too_long").with("most", shape.max_length));
    }
    let (fits, code) = match shape.format {
        _ if text.is_empty() => (true, ""),
        Format::Plain | Format::Country => (!text.contains('\n'), "line_break"),
        Format::Email => (EmailAddress::is_valid(text), "not_an_email"),
        Format::Url => (is_url(text), "not_a_url"),
        Format::Phone => (
            text.chars().any(|c| c.is_numeric()) && !text.contains('\n'),
            "not_a_phone",
        ),
        Format::Currency => (text.parse::<Currency>().is_ok(), "unknown_currency"),
        Format::Language | Format::Zone | Format::EntityName => (is_tag(text), "not_a_tag"),
        Format::Multiline | Format::Percent => (true, ""),
    };
    if fits {
        Ok(())
    } else {
        Err(Violation::at("", code))
    }
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !text.contains(char::is_whitespace)
    })
}

fn is_tag(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_/+".contains(c))
}

/// A value as JSON.
pub fn value_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(yes) => json!(yes),
        Value::Int(number) => json!(number),
        Value::Decimal(number) => json!(number.to_string()),
        Value::Money(money) => {
            json!({ "amount_minor": money.minor, "currency": money.currency.code() })
        }
        Value::Text(text) => json!(text),
        Value::Id(id) => json!(id.to_string()),
        Value::Instant(at) => json!(at.to_string()),
        Value::Day(day) => json!(day.to_string()),
        Value::List(items) => items.iter().map(value_json).collect(),
        Value::Json(text) => serde_json::from_str(text).unwrap_or(Json::Null),
    }
}

/// Why a body is read: decides which fields may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A new record.
    Create,
    /// A change of a record.
    Patch,
    /// An import, which may also set states and what verbs stamp.
    Import,
}

impl Mode {
    const fn may_set(self, write: Write) -> bool {
        match write {
            Write::Free => true,
            Write::OnCreate => matches!(self, Self::Create | Self::Import),
            Write::ByVerb => matches!(self, Self::Import),
            Write::Never => false,
        }
    }
}

/// What a body says, understood and checked field by field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// Place of a field among [`Entity::all_fields`], and its new value.
    pub sets: Vec<(usize, Value)>,
    /// Custom fields by name.
    pub custom: BTreeMap<String, Value>,
    /// Place of a collection, and all its rows as they shall be.
    pub collections: Vec<(usize, Vec<RowChange>)>,
}

/// One row of a collection as it shall be.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange {
    /// The row's id; a new row may come without.
    pub id: Option<Uuid>,
    /// Place of a field among the row entity's fields, and its new value.
    pub sets: Vec<(usize, Value)>,
}

/// Past instants that an import may set beside what verbs stamp.
const IMPORT_STAMPS: [usize; 2] = [at::CREATED_AT, at::UPDATED_AT];

/// Understands a body: merge patch for changes, the same shape for new records.
pub fn read_changes(
    lens: &Lens,
    body: &Map<String, Json>,
    mode: Mode,
) -> Result<Changes, Violations> {
    let mut changes = Changes::default();
    let mut found = Violations::default();
    for (name, json) in body {
        if let Err(violations) = read_member(lens, name, json, mode, &mut changes) {
            found.extend(violations);
        }
    }
    found.into_result().map(|()| changes)
}

fn read_member(
    lens: &Lens,
    name: &str,
    json: &Json,
    mode: Mode,
    changes: &mut Changes,
) -> Result<(), Violations> {
    let unknown = || Violations::from(Violation::field(name, "unknown_field").with("field", name));
    if !lens.shows(name) {
        return Err(unknown());
    }
    if name == "custom" && lens.entity.custom {
        return read_custom(lens, json, changes);
    }
    if let Some((index, collection)) = lens.entity.collection(name) {
        let rows = read_rows(lens, collection, json, mode)?;
        changes.collections.push((index, rows));
        return Ok(());
    }
    let index = lens.entity.index(name).ok_or_else(unknown)?;
    let field = lens.entity.field(name).ok_or_else(unknown)?;
    let stamped = mode == Mode::Import && IMPORT_STAMPS.contains(&index) && !lens.entity.is_part();
    if !(mode.may_set(field.write) || stamped) || lens.actor.locks(lens.entity, name) {
        return Err(Violation::field(name, "read_only").into());
    }
    let value =
        read_value(field, json).map_err(|violation| violation.under(&format!("/{name}")))?;
    changes.sets.push((index, value));
    Ok(())
}

fn read_value(field: &Field, json: &Json) -> Result<Value, Violation> {
    let value = parse(field.kind, json).map_err(|code| Violation::at("", code))?;
    if value == Value::Null && !field.nullable && field.required {
        return Err(Violation::at("", "required"));
    }
    if let Value::Json(text) = &value {
        check_json(field, json, text)?;
    }
    check(&field.shape(), &value)?;
    Ok(value)
}

/// Fields that hold JSON are lists or objects, as their default says; the inside is their rules' matter.
fn check_json(field: &Field, json: &Json, text: &str) -> Result<(), Violation> {
    let code = match field.default {
        Initial::Text("[]") if !json.is_array() => "not_a_list",
        Initial::Text("{}") if !json.is_object() => "not_an_object",
        _ if text.len() > MOST_JSON => {
            return Err(Violation::at("", "too_long").with("most", MOST_JSON));
        }
        _ => return Ok(()),
    };
    Err(Violation::at("", code))
}

fn read_custom(lens: &Lens, json: &Json, changes: &mut Changes) -> Result<(), Violations> {
    let Json::Object(map) = json else {
        return Err(Violation::field("custom", "not_an_object").into());
    };
    let mut found = Violations::default();
    for (name, json) in map {
        let at = format!("/custom/{name}");
        let Some(field) = lens.custom_fields().find(|field| field.name == *name) else {
            found.add(Violation::at(at, "unknown_field").with("field", name));
            continue;
        };
        let value = parse(field.kind, json).map_err(|code| Violation::at("", code));
        match value.and_then(|value| check(&field.shape(), &value).map(|()| value)) {
            Ok(value) => drop(changes.custom.insert(name.clone(), value)),
            Err(violation) => found.add(violation.under(&at)),
        }
    }
    found.into_result()
}

fn read_rows(
    lens: &Lens,
    collection: &Collection,
    json: &Json,
    mode: Mode,
) -> Result<Vec<RowChange>, Violations> {
    let at = format!("/{}", collection.name);
    let Json::Array(items) = json else {
        return Err(Violation::at(at, "not_a_list").into());
    };
    if items.len() > MOST_ROWS {
        return Err(Violation::at(at, "too_many_rows")
            .with("most", MOST_ROWS)
            .into());
    }
    let lens = lens.on((collection.entity)());
    let mode = if mode == Mode::Import {
        Mode::Import
    } else {
        Mode::Create
    };
    let mut rows: Vec<RowChange> = Vec::with_capacity(items.len());
    let mut found = Violations::default();
    for (i, item) in items.iter().enumerate() {
        let at = format!("{at}/{i}");
        match read_row(&lens, item, mode) {
            Ok(row) if row.id.is_some() && rows.iter().any(|other| other.id == row.id) => {
                found.add(Violation::at(format!("{at}/id"), "duplicate_row"));
            }
            Ok(row) => rows.push(row),
            Err(Violations(violations)) => {
                violations
                    .into_iter()
                    .for_each(|violation| found.add(violation.under(&at)));
            }
        }
    }
    found.into_result().map(|()| rows)
}

fn read_row(lens: &Lens, json: &Json, mode: Mode) -> Result<RowChange, Violations> {
    let Json::Object(map) = json else {
        return Err(Violation::at("", "not_an_object").into());
    };
    // A row read from us comes back with its position, parent and derived values: said again, not set.
    let said_again = |name: &str| {
        let field = lens.entity.field(name);
        field.is_some_and(|field| field.write == Write::Never) && lens.shows(name)
    };
    let own: Map<String, Json> = map
        .iter()
        .filter(|(name, _)| !said_again(name))
        .map(clone_pair)
        .collect();
    let mut changes = read_changes(lens, &own, mode)?;
    let given = changes.sets.iter().position(|(index, _)| *index == at::ID);
    let id = given.and_then(|place| changes.sets.remove(place).1.as_id());
    Ok(RowChange {
        id,
        sets: changes.sets,
    })
}

fn clone_pair((name, json): (&String, &Json)) -> (String, Json) {
    (name.clone(), json.clone())
}

/// Writes understood changes into a document. Rows are merged by id; new ones get fresh ids.
pub fn apply(changes: Changes, document: &mut Document, fresh: &mut dyn FnMut() -> Uuid) {
    for (index, value) in changes.sets {
        document.values[index] = value;
    }
    for (name, value) in changes.custom {
        match value {
            Value::Null => drop(document.custom.remove(&name)),
            value => drop(document.custom.insert(name, value)),
        }
    }
    let parent = document.id();
    for (index, rows) in changes.collections {
        let entity = (document.entity.collections[index].entity)();
        let former = std::mem::take(&mut document.collections[index]);
        document.collections[index] = rows
            .into_iter()
            .enumerate()
            .map(|(i, row)| row_of(entity, &former, parent, row, i, fresh))
            .collect();
    }
}

fn row_of(
    entity: &Entity,
    former: &[Row],
    parent: Uuid,
    change: RowChange,
    position: usize,
    fresh: &mut dyn FnMut() -> Uuid,
) -> Row {
    let id = change.id.unwrap_or_else(fresh);
    let mut row = former
        .iter()
        .find(|row| row_id(row) == id)
        .cloned()
        .unwrap_or_else(|| blank_row(entity));
    for (index, value) in change.sets {
        row[index] = value;
    }
    refill(entity, &mut row);
    row[at::ID] = Value::Id(id);
    row[at::PARENT] = Value::Id(parent);
    row[at::POSITION] = Value::Int(i64::try_from(position).unwrap_or(i64::MAX));
    row
}

/// A row with its defaults.
pub fn blank_row(entity: &Entity) -> Row {
    entity.all_fields().map(row_default).collect()
}

/// Null in a row's field that cannot be null asks for the default.
fn refill(entity: &Entity, row: &mut Row) {
    for (field, value) in entity.all_fields().zip(row) {
        if *value == Value::Null && !field.nullable {
            *value = row_default(field);
        }
    }
}

/// A row's currency defaults come from its parent by rule, so any company currency will do.
fn row_default(field: &Field) -> Value {
    field.default_value(Currency::default())
}

/// Sets the defaults of a new document.
pub fn fill_defaults(document: &mut Document, company_currency: Currency) {
    for (field, value) in document.entity.all_fields().zip(&mut document.values) {
        if *value == Value::Null {
            *value = field.default_value(company_currency);
        }
    }
}

/// What a document still lacks to be stored: fields that must be filled, in root and rows.
pub fn incomplete(custom: &CustomFields, document: &Document) -> Violations {
    let mut found = Violations::default();
    for (field, value) in document
        .entity
        .fields
        .iter()
        .zip(&document.values[document.entity.system().len()..])
    {
        if lacks(field, value) {
            found.add(Violation::field(field.name, "required"));
        }
    }
    for field in custom
        .of(document.entity)
        .iter()
        .filter(|field| field.required)
    {
        if document.custom.get(&field.name).is_none_or(Value::is_empty) {
            found.add(Violation::at(format!("/custom/{}", field.name), "required"));
        }
    }
    for (collection, rows) in document
        .entity
        .collections
        .iter()
        .zip(&document.collections)
    {
        let entity = (collection.entity)();
        for (i, row) in rows.iter().enumerate() {
            for (field, value) in entity.fields.iter().zip(&row[entity.system().len()..]) {
                if lacks(field, value) {
                    found.add(Violation::at(
                        format!("/{}/{i}/{}", collection.name, field.name),
                        "required",
                    ));
                }
            }
        }
    }
    found
}

fn lacks(field: &Field, value: &Value) -> bool {
    (!field.nullable && *value == Value::Null) || (field.required && value.is_empty())
}

/// A document as JSON, as the lens shows it.
pub fn document_json(lens: &Lens, document: &Document) -> Map<String, Json> {
    let mut map = Map::new();
    for (field, value) in document.entity.all_fields().zip(&document.values) {
        if lens.shows(field.name) {
            map.insert(field.name.to_owned(), value_json(value));
        }
    }
    if document.entity.custom {
        let values: Map<_, _> = lens
            .custom_fields()
            .map(|field| {
                (
                    field.name.clone(),
                    document
                        .custom
                        .get(&field.name)
                        .map_or(Json::Null, value_json),
                )
            })
            .collect();
        map.insert("custom".to_owned(), Json::Object(values));
    }
    for (collection, rows) in document
        .entity
        .collections
        .iter()
        .zip(&document.collections)
    {
        if lens.shows(collection.name) {
            let lens = lens.on((collection.entity)());
            let rows: Vec<_> = rows
                .iter()
                .map(|row| Json::Object(row_json(&lens, row)))
                .collect();
            map.insert(collection.name.to_owned(), Json::Array(rows));
        }
    }
    map
}

/// A row of a collection as JSON, as the lens (on the row's entity) shows it.
pub fn row_json(lens: &Lens, row: &Row) -> Map<String, Json> {
    let fields = lens
        .entity
        .all_fields()
        .zip(row)
        .filter(|(field, _)| lens.shows(field.name));
    fields
        .map(|(field, value)| (field.name.to_owned(), value_json(value)))
        .collect()
}

/// A document out of the JSON we sent; fields left out are null. For clients.
pub fn document_from(
    entity: &'static Entity,
    custom: &CustomFields,
    json: &Json,
) -> Option<Document> {
    let map = json.as_object()?;
    let mut document = Document::new(entity, id(map.get("id")?.as_str()?)?);
    read_into(entity, map, &mut document.values);
    if let Some(Json::Object(values)) = map.get("custom") {
        for field in custom.of(entity) {
            let value = values
                .get(&field.name)
                .and_then(|json| parse(field.kind, json).ok());
            if let Some(value) = value.filter(|value| *value != Value::Null) {
                document.custom.insert(field.name.clone(), value);
            }
        }
    }
    for (collection, rows) in entity.collections.iter().zip(&mut document.collections) {
        let part = (collection.entity)();
        for item in map
            .get(collection.name)
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
        {
            let mut row = vec![Value::Null; part.width()];
            read_into(part, item.as_object()?, &mut row);
            rows.push(row);
        }
    }
    Some(document)
}

fn read_into(entity: &Entity, map: &Map<String, Json>, values: &mut [Value]) {
    for (field, value) in entity.all_fields().zip(values) {
        if let Some(read) = map
            .get(field.name)
            .and_then(|json| parse(field.kind, json).ok())
        {
            *value = read;
        }
    }
}

/// Custom values as they are stored for an entity.
pub fn stored_custom(fields: &CustomFields, document: &Document) -> String {
    custom::store(fields.of(document.entity), &document.custom)
}
