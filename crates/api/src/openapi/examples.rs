//! Examples that are true to their schemas: made from the same catalogue.

use guanxi_domain::kernel::catalogue::{Entity, SYSTEM};
use guanxi_domain::kernel::field::{Field, Format, Initial, Kind, Write};
use guanxi_domain::registry;
use serde_json::{Map, Value as Json, json};
use utoipa::openapi::example::Example;
use utoipa::openapi::{Components, RefOr};

use super::entities::page_example;
use super::words;

/// The id that stands for a record of an entity in every example.
pub fn id(entity: &Entity) -> String {
    let place = registry::ENTITIES.iter().position(|known| known.is(entity));
    let place = place.unwrap_or_default() + 1;
    format!("019a0000-0000-7000-8000-{place:012x}")
}

/// The examples that several operations on an entity share.
pub fn add(components: &mut Components, entity: &'static Entity) {
    let name = words::camel(entity.name);
    let mut put = |name: String, value: Json| {
        let mut example = Example::new();
        example.value = Some(value);
        components.examples.insert(name, RefOr::T(example));
    };
    put(name.clone(), record(entity));
    put(format!("{name}Page"), page_example(row(entity)));
    if entity.writable {
        put(format!("{name}Create"), creation(entity));
    }
}

/// A record as it is answered.
fn record(entity: &'static Entity) -> Json {
    let mut map = values(entity);
    for collection in entity.collections {
        let mut item = values((collection.entity)());
        item.insert("parent_id".to_owned(), json!(id(entity)));
        map.insert(collection.name.to_owned(), json!([item]));
    }
    if entity.custom {
        map.insert("custom".to_owned(), json!({}));
    }
    Json::Object(map)
}

/// A record as lists answer it: without the rows it owns.
fn row(entity: &'static Entity) -> Json {
    let mut map = values(entity);
    if entity.custom {
        map.insert("custom".to_owned(), json!({}));
    }
    Json::Object(map)
}

fn values(entity: &'static Entity) -> Map<String, Json> {
    let values = entity.read_fields().map(|field| {
        let value = if field.name == "id" {
            json!(id(entity))
        } else {
            answered(entity, field)
        };
        (field.name.to_owned(), value)
    });
    values.collect()
}

/// What nobody filled stays empty, so that the example reads like a real record.
fn answered(entity: &Entity, field: &Field) -> Json {
    let system = SYSTEM.iter().any(|known| known.name == field.name);
    match field.name {
        "deleted_at" | "deleted_by" => Json::Null,
        "position" => json!(0),
        "version" => json!(1),
        _ if field.nullable && !field.key_fact && !system => Json::Null,
        _ if field.nullable && field.write == Write::ByVerb => Json::Null,
        _ => value(entity, field),
    }
}

/// A body that makes a record: what it needs, and key facts that are no references, so that it works
/// as it stands where nothing else is needed.
pub fn creation(entity: &'static Entity) -> Json {
    let offered = |field: &Field| field.key_fact && field.kind != Kind::Id;
    let settable = |field: &&Field| matches!(field.write, Write::Free | Write::OnCreate);
    let fields = entity.fields.iter().filter(settable);
    let values = fields
        .filter(|field| field.required || offered(field))
        .map(|field| (field.name.to_owned(), value(entity, field)));
    Json::Object(values.collect())
}

/// A body that changes one field.
pub fn change(entity: &'static Entity) -> Json {
    let free = |field: &&&Field| field.write == Write::Free;
    let mut fields: Vec<&Field> = entity.fields.iter().filter(|field| free(&field)).collect();
    fields.sort_by_key(|field| (field.name == entity.title, !field.key_fact));
    let chosen = fields
        .first()
        .map(|field| (field.name.to_owned(), value(entity, field)));
    Json::Object(chosen.into_iter().collect())
}

/// A body for fields that a verb asks for.
pub fn asked(entity: &'static Entity, names: &[&str]) -> Json {
    let fields = names.iter().filter_map(|name| entity.field(name));
    Json::Object(
        fields
            .map(|field| (field.name.to_owned(), value(entity, field)))
            .collect(),
    )
}

/// A value for one field.
pub fn value(entity: &Entity, field: &Field) -> Json {
    match field.kind {
        Kind::Id => json!(field.target().map_or_else(|| id(entity), id)),
        Kind::Text => json!(text(entity, field)),
        Kind::Int => json!(field.range.map_or(1, |(least, _)| least.max(1))),
        Kind::Bool => json!(field.default == Initial::Bool(true)),
        Kind::Decimal if field.format == Format::Percent => json!("25"),
        Kind::Decimal => json!("9.5"),
        Kind::Money => json!({ "amount_minor": 118_513, "currency": "EUR" }),
        Kind::Instant => json!("2026-11-22T08:15:00Z"),
        Kind::Day => json!("2026-11-22"),
        Kind::Choice => json!(field.choices.first()),
        Kind::Choices => json!(field.choices.iter().take(1).collect::<Vec<_>>()),
        Kind::Json if field.default == Initial::Text("[]") => json!([]),
        Kind::Json => json!({}),
    }
}

fn text(entity: &Entity, field: &Field) -> &'static str {
    match field.format {
        Format::Email => "mira@example.com",
        Format::Phone => "+49 30 0074321",
        Format::Url => "https://example.com",
        Format::Currency => "EUR",
        Format::Country => "DE",
        Format::Language => "zh-Hant",
        Format::Zone => "Europe/Berlin",
        Format::EntityName => "account",
        Format::Recurrence => "FREQ=WEEKLY",
        Format::Percent => "25",
        Format::Plain | Format::Multiline => named(entity.name, field.name),
    }
}

/// Texts that people would write there.
fn named(entity: &str, field: &str) -> &'static str {
    match (entity, field) {
        ("contact" | "user", "name") => "Maria Anders",
        (_, "family_name") => "Anders",
        (_, "given_name") => "Maria",
        ("opportunity", "name") => "Autumn delivery",
        ("product", "name") => "Chai",
        ("stage", "name") => "Proposal",
        ("pipeline", "name") => "New business",
        ("team", "name") => "Inside sales",
        ("role", "name") => "Sales",
        ("tag", "name") => "VIP",
        ("custom_field", "name") => "region",
        (_, "name") => "Alfreds Futterkiste",
        (_, "source") => "api",
        (_, "email") => "mira@example.com",
        (_, "phone") => "+49 30 0074321",
        (_, "city") => "Berlin",
        (_, "country") => "DE",
        (_, "job_title" | "role") => "Sales representative",
        (_, "subject") => "Call back about the offer",
        (_, "next_step") => "Send the offer",
        (_, "sku") => "CH-001",
        (_, "industry") => "Food",
        (_, "unit") => "10 boxes x 20 bags",
        (_, "family") => "Beverages",
        ("contact_point", "value") => "mira@example.com",
        _ => "As agreed on the phone",
    }
}
