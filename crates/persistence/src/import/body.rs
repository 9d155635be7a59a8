//! What a row wants, as the body of a write: completed by what is there, less what is so already.

use guanxi_domain::import::convert::{put, put_name};
use guanxi_domain::import::mapping::When;
use guanxi_domain::import::plan::FieldPlan;
use guanxi_domain::kernel::catalogue::{Entity, at};
use guanxi_domain::kernel::custom::CustomFields;
use guanxi_domain::kernel::document::{Document, Row, row_id};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A field with its value, references found.
pub(super) struct Settled<'p> {
    pub(super) plan: &'p FieldPlan,
    pub(super) value: SettledValue,
}

/// What a field shall be.
pub(super) enum SettledValue {
    /// Nothing is said about it.
    Nothing,
    /// This.
    Json(Json),
    /// The parts of a name.
    Name([Json; 3]),
}

/// Rows that a collection shall have.
pub(super) struct SettledRow<'p> {
    pub(super) collection: usize,
    pub(super) mark: String,
    pub(super) fields: Vec<Settled<'p>>,
    /// It comes from a file of its own, which says all about the rows of the collection.
    pub(super) from_file: bool,
}

/// The id of a row inside a record: the same whenever the same row of a file is brought in.
fn id_of(parent: Uuid, collection: &str, mark: &str) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(parent.as_bytes());
    hash.update(collection.as_bytes());
    hash.update([0]);
    hash.update(mark.as_bytes());
    let digest = hash.finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The body of a new record.
pub(super) fn for_new(
    entity: &Entity,
    id: Uuid,
    fields: Vec<Settled>,
    rows: Vec<SettledRow>,
) -> Map<String, Json> {
    let mut body = Map::new();
    body.insert("id".to_owned(), json!(id.to_string()));
    for field in fields {
        put_value(&mut body, field.plan, field.value);
    }
    for row in rows {
        let collection = entity.collections[row.collection].name;
        let own = id_of(id, collection, &row.mark);
        let list = body
            .entry(collection)
            .or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(list) = list {
            list.push(Json::Object(row_body(own, row.fields, false)));
        }
    }
    body
}

fn put_value(body: &mut Map<String, Json>, plan: &FieldPlan, value: SettledValue) {
    match value {
        SettledValue::Nothing => {}
        SettledValue::Json(json) => put(body, &plan.name, json),
        SettledValue::Name(parts) => put_name(body, parts),
    }
}

/// A row of a file of its own is as the file says, empty cells included.
fn row_body(id: Uuid, fields: Vec<Settled>, whole: bool) -> Map<String, Json> {
    let mut body = Map::from_iter([("id".to_owned(), json!(id.to_string()))]);
    for field in fields {
        match field.value {
            SettledValue::Nothing if whole || field.plan.clear => {
                put(&mut body, &field.plan.name, Json::Null)
            }
            value => put_value(&mut body, field.plan, value),
        }
    }
    body
}

/// The body of a change: only what differs. `fill` leaves alone what holds something.
pub(super) fn for_change(
    before: &Document,
    custom: &CustomFields,
    fields: Vec<Settled>,
    rows: Vec<SettledRow>,
    fill: bool,
) -> Map<String, Json> {
    let mut wished = Map::new();
    for field in fields
        .into_iter()
        .filter(|field| field.plan.when == When::Always)
    {
        match field.value {
            SettledValue::Nothing if field.plan.clear && !fill => {
                put(&mut wished, &field.plan.name, Json::Null)
            }
            value => put_value(&mut wished, field.plan, value),
        }
    }
    let mut body = Map::new();
    for (name, json) in wished {
        match json {
            Json::Object(values) if name == "custom" => {
                let differs = |(name, json): &(String, Json)| {
                    custom_differs(before, custom, name, json, fill)
                };
                let values: Map<_, _> = values.into_iter().filter(differs).collect();
                if !values.is_empty() {
                    body.insert(name, Json::Object(values));
                }
            }
            json if differs(before, &name, &json, fill) => drop(body.insert(name, json)),
            _ => {}
        }
    }
    for (name, rows) in collections(before, rows, fill) {
        body.insert(name, rows);
    }
    body
}

fn differs(before: &Document, name: &str, json: &Json, fill: bool) -> bool {
    let Some(field) = before.entity.field(name) else {
        return true;
    };
    let is = before.get(name);
    (!fill || is.is_empty()) && wire::parse(field.kind, json).as_ref() != Ok(is)
}

fn custom_differs(
    before: &Document,
    custom: &CustomFields,
    name: &str,
    json: &Json,
    fill: bool,
) -> bool {
    let field = custom
        .of(before.entity)
        .iter()
        .find(|field| field.name == *name);
    let is = before.custom.get(name).unwrap_or(&Value::Null);
    let same = field.is_some_and(|field| wire::parse(field.kind, json).as_ref() == Ok(is));
    (!fill || is.is_empty()) && !same
}

/// The collections that change, each with all its rows as they shall be.
fn collections(before: &Document, rows: Vec<SettledRow>, fill: bool) -> Vec<(String, Json)> {
    let mut by_place: Vec<Vec<SettledRow>> = before
        .entity
        .collections
        .iter()
        .map(|_| Vec::new())
        .collect();
    for row in rows {
        by_place[row.collection].push(row);
    }
    let mut changed = Vec::new();
    for (place, wished) in by_place.into_iter().enumerate() {
        let there = &before.collections[place];
        if wished.is_empty() || (fill && !there.is_empty()) {
            continue;
        }
        let collection = &before.entity.collections[place];
        let part = (collection.entity)();
        let wished = merged(before.id(), collection.name, part, there, wished);
        if !is_so(part, there, &wished) {
            let rows = wished.into_iter().map(Json::Object).collect();
            changed.push((collection.name.to_owned(), Json::Array(rows)));
        }
    }
    changed
}

/// Rows that are there keep their place and what nobody speaks of; rows of a file of their own are
/// all there are.
fn merged(
    parent: Uuid,
    name: &str,
    part: &Entity,
    there: &[Row],
    wished: Vec<SettledRow>,
) -> Vec<Map<String, Json>> {
    let whole = wished.iter().any(|row| row.from_file);
    let mut taken: Vec<Uuid> = Vec::new();
    let mut bodies: Vec<(Uuid, Map<String, Json>)> = Vec::new();
    for row in wished {
        let own = id_of(parent, name, &row.mark);
        let known = there.iter().any(|row| row_id(row) == own);
        let mut body = row_body(own, row.fields, row.from_file);
        let id = if known {
            own
        } else {
            alike(part, there, &taken, &body).unwrap_or(own)
        };
        body.insert("id".to_owned(), json!(id.to_string()));
        taken.push(id);
        bodies.push((id, body));
    }
    if whole {
        return bodies.into_iter().map(|(_, body)| body).collect();
    }
    let mut all = Vec::new();
    for row in there {
        let id = row_id(row);
        match bodies.iter().position(|(other, _)| *other == id) {
            Some(place) => all.push(bodies.remove(place).1),
            None => all.push(Map::from_iter([("id".to_owned(), json!(id.to_string()))])),
        }
    }
    all.extend(bodies.into_iter().map(|(_, body)| body));
    all
}

/// A row that says the same already, though no import made it.
fn alike(part: &Entity, there: &[Row], taken: &[Uuid], body: &Map<String, Json>) -> Option<Uuid> {
    let mut free = there.iter().filter(|row| !taken.contains(&row_id(row)));
    free.find(|row| says(part, row, body)).map(row_id)
}

/// Whether a row has all these values, its id aside.
fn says(part: &Entity, row: &Row, body: &Map<String, Json>) -> bool {
    body.iter()
        .filter(|(name, _)| *name != "id")
        .all(|(name, json)| {
            let Some((place, field)) = part.index(name).zip(part.field(name)) else {
                return false;
            };
            let wanted = wire::parse(field.kind, json);
            // Null in a field that must hold something asks for its default.
            let wanted = wanted.map(|value| match value {
                Value::Null if !field.nullable => {
                    field.default_value(guanxi_domain::kernel::currency::Currency::default())
                }
                value => value,
            });
            wanted.as_ref() == Ok(&row[place])
        })
}

/// Whether the rows are there already, in this order.
fn is_so(part: &Entity, there: &[Row], wished: &[Map<String, Json>]) -> bool {
    let same = |(row, body): (&Row, &Map<String, Json>)| {
        let id = body.get("id").and_then(Json::as_str).and_then(wire::id);
        id == row[at::ID].as_id() && says(part, row, body)
    };
    there.len() == wished.len() && there.iter().zip(wished).all(same)
}
