//! The schema of a field: what comes out of the API, and what it takes.

use guanxi_domain::kernel::decimal::Decimal;
use guanxi_domain::kernel::field::{Field, Format, Initial, Kind};
use serde_json::{Value as Json, json};
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, Object, ObjectBuilder, SchemaType, Type,
};
use utoipa::openapi::{Components, KnownFormat, Ref, RefOr, Schema, SchemaFormat};

use super::words;

/// Any schema.
pub type Any = RefOr<Schema>;

/// A shared schema by name, with words of its own.
pub fn named(name: &str, description: Option<String>) -> Any {
    let mut reference = Ref::from_schema_name(name);
    reference.description = description.unwrap_or_default();
    RefOr::Ref(reference)
}

/// Adds the schemas that every field of a kind shares, those that the document refers to.
pub fn add(components: &mut Components, used: impl Fn(&str) -> bool) {
    for (name, schema) in SHARED.iter().flat_map(|make| make()) {
        if used(name) {
            components.schemas.insert(name.to_owned(), schema.into());
        }
    }
}

type Shared = fn() -> Vec<(&'static str, Object)>;

const SHARED: &[Shared] = &[ids, instants, days, decimals, moneys];

/// A shared schema, and the same with null.
fn pair(names: [&'static str; 2], kind: Type, base: ObjectBuilder) -> Vec<(&'static str, Object)> {
    let mut plain = base.build();
    plain.schema_type = SchemaType::Type(kind.clone());
    let mut open = plain.clone();
    open.schema_type = SchemaType::Array(vec![kind, Type::Null]);
    open.description = open.description.map(|text| format!("{text} Null: none."));
    vec![(names[0], plain), (names[1], open)]
}

fn string(format: Option<KnownFormat>, description: &str, example: Json) -> ObjectBuilder {
    ObjectBuilder::new()
        .format(format.map(SchemaFormat::KnownFormat))
        .description(Some(description))
        .examples([example])
}

fn ids() -> Vec<(&'static str, Object)> {
    let text = "A record's id: a UUID.";
    let example = json!("019a0000-0000-7000-8000-000000000001");
    let base = string(Some(KnownFormat::Uuid), text, example);
    pair(["Id", "IdOrNull"], Type::String, base)
}

fn instants() -> Vec<(&'static str, Object)> {
    let text = "A moment: RFC 3339, answered in UTC with up to six places of a second.";
    let base = string(
        Some(KnownFormat::DateTime),
        text,
        json!("2026-11-22T08:15:00Z"),
    );
    pair(["Instant", "InstantOrNull"], Type::String, base)
}

fn days() -> Vec<(&'static str, Object)> {
    let text = "A calendar day without a zone.";
    let base = string(Some(KnownFormat::Date), text, json!("2026-11-22"));
    pair(["Day", "DayOrNull"], Type::String, base)
}

/// At most six places; zeros behind them do not count.
const DECIMAL: &str = "^-?[0-9]+(\\.[0-9]{1,6}0*)?$";

fn decimals() -> Vec<(&'static str, Object)> {
    let text = "An exact number with up to six places, as a string.";
    let base = || string(None, text, json!("9.5")).pattern(Some(DECIMAL));
    let mut all = pair(["Decimal", "DecimalOrNull"], Type::String, base());
    let text =
        "An exact number with up to six places, as a string; a whole number may stand plain.";
    let mut input = base().description(Some(text)).build();
    input.schema_type = SchemaType::Array(vec![Type::String, Type::Integer]);
    let mut open = input.clone();
    open.schema_type = SchemaType::Array(vec![Type::String, Type::Integer, Type::Null]);
    all.extend([("DecimalInput", input), ("DecimalInputOrNull", open)]);
    all
}

fn moneys() -> Vec<(&'static str, Object)> {
    let minor = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .description(Some("Whole minor units: cents for EUR, yen for JPY."));
    let base = ObjectBuilder::new()
        .description(Some("An exact amount in one currency."))
        .property("amount_minor", minor)
        .property("currency", currency(None))
        .required("amount_minor")
        .required("currency")
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
        .examples([json!({ "amount_minor": 118_513, "currency": "EUR" })]);
    pair(["Money", "MoneyOrNull"], Type::Object, base)
}

fn currency(description: Option<String>) -> ObjectBuilder {
    let description = description.unwrap_or_else(|| "An ISO 4217 code.".to_owned());
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .pattern(Some("^[A-Z]{3}$"))
        .examples([json!("EUR")])
}

/// A field as answers hold it.
pub fn answered(field: &Field) -> Any {
    let text = description(field);
    let name = |plain: &str| {
        if field.nullable {
            format!("{plain}OrNull")
        } else {
            plain.to_owned()
        }
    };
    match field.kind {
        Kind::Id => named(&name("Id"), text),
        Kind::Instant => named(&name("Instant"), text),
        Kind::Day => named(&name("Day"), text),
        Kind::Decimal => named(&name("Decimal"), text),
        Kind::Money => named(&name("Money"), text),
        _ => plain(field, field.nullable, false, text),
    }
}

/// A field as bodies give it. `empty`: null may be said too.
pub fn given(field: &Field, empty: bool) -> Any {
    let text = description(field);
    let name = |plain: &str| {
        if empty {
            format!("{plain}OrNull")
        } else {
            plain.to_owned()
        }
    };
    match field.kind {
        Kind::Id => named(&name("Id"), text),
        Kind::Instant => named(&name("Instant"), text),
        Kind::Day => named(&name("Day"), text),
        Kind::Decimal if field.range.is_none() => named(&name("DecimalInput"), text),
        Kind::Money => named(&name("Money"), text),
        _ => plain(field, empty, true, text),
    }
}

/// Kinds whose limits differ from field to field.
fn plain(field: &Field, empty: bool, limits: bool, text: Option<String>) -> Any {
    if field.kind == Kind::Choices {
        return several(field, empty, text);
    }
    let mut object = ObjectBuilder::new().description(text).build();
    let kind = match field.kind {
        Kind::Int => Type::Integer,
        Kind::Bool => Type::Boolean,
        Kind::Json if field.default == Initial::Text("[]") => Type::Array,
        Kind::Json => Type::Object,
        _ => Type::String,
    };
    object.schema_type = if empty {
        SchemaType::Array(vec![kind, Type::Null])
    } else {
        SchemaType::Type(kind)
    };
    match field.kind {
        Kind::Int => limit_int(&mut object, field),
        Kind::Choice => open_choice(&mut object, field),
        Kind::Text if limits => limit_text(&mut object, field),
        Kind::Decimal => limit_decimal(&mut object, empty),
        _ => {}
    }
    if field.kind == Kind::Json && field.default == Initial::Text("[]") {
        return list_of_anything(object);
    }
    object.into()
}

fn list_of_anything(object: Object) -> Any {
    let mut anything = Object::new();
    anything.schema_type = SchemaType::AnyValue;
    let mut list = ArrayBuilder::new().items(anything).build();
    list.schema_type = object.schema_type;
    list.description = object.description;
    Schema::Array(list).into()
}

fn several(field: &Field, empty: bool, text: Option<String>) -> Any {
    let mut item = ObjectBuilder::new().schema_type(Type::String).build();
    open_choice(&mut item, field);
    let mut list = ArrayBuilder::new().items(item).description(text).build();
    if empty {
        list.schema_type = SchemaType::Array(vec![Type::Array, Type::Null]);
    }
    Schema::Array(list).into()
}

/// Known names are told, but the list stays open: it may grow.
fn open_choice(object: &mut Object, field: &Field) {
    let known = ExtensionsBuilder::new().add("x-extensible-enum", json!(field.choices));
    object.extensions = Some(known.build());
    object.examples = field
        .choices
        .first()
        .map(|name| json!(name))
        .into_iter()
        .collect();
}

fn limit_int(object: &mut Object, field: &Field) {
    object.format = Some(SchemaFormat::KnownFormat(KnownFormat::Int64));
    let (least, most) = field.range.unwrap_or((i64::MIN, i64::MAX));
    let number = |limit: i64| isize::try_from(limit).ok().map(utoipa::Number::Int);
    object.minimum = number(least).filter(|_| least != i64::MIN);
    object.maximum = number(most).filter(|_| most != i64::MAX);
}

/// Limits of a string that means a number cannot be told by a schema; the description tells them.
fn limit_decimal(object: &mut Object, empty: bool) {
    let mut kinds = vec![Type::String, Type::Integer];
    if empty {
        kinds.push(Type::Null);
    }
    object.schema_type = SchemaType::Array(kinds);
    object.pattern = Some(DECIMAL.to_owned());
}

fn limit_text(object: &mut Object, field: &Field) {
    object.max_length = Some(field.max_length as usize);
    if field.required {
        object.min_length = Some(1);
    }
    let pattern = match field.format {
        Format::Currency => "^([A-Z]{3})?$",
        Format::Email => "^([^@\\s]+@[^@\\s]+)?$",
        Format::Url => "^(https?://[^/\\s]\\S*)?$",
        Format::Language | Format::Zone | Format::EntityName => "^[A-Za-z0-9_/+-]*$",
        Format::Recurrence => "^[A-Z0-9=;,+-]*$",
        Format::Plain | Format::Country => "^[^\\r\\n]*$",
        Format::Phone | Format::Percent | Format::Multiline => return,
    };
    object.pattern = Some(pattern.to_owned());
}

/// What the name and the type do not say.
fn description(field: &Field) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    if let Some(target) = field.target() {
        parts.push(format!("The id of {}.", words::one(target)));
    }
    if let Some(hint) = hint(field.format) {
        parts.push(hint.to_owned());
    }
    if !field.choices.is_empty() {
        parts.push(format!("Known names: {}.", words::listed(field.choices)));
    }
    if let (Kind::Decimal, Some((least, most))) = (field.kind, field.range) {
        parts.push(range(least, most));
    }
    if field.unique {
        parts.push("Unique among live records.".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn range(least: i64, most: i64) -> String {
    let shown = |limit| Decimal::from_micros(limit);
    if most == i64::MAX {
        format!("At least {}.", shown(least))
    } else {
        format!("From {} to {}.", shown(least), shown(most))
    }
}

const fn hint(format: Format) -> Option<&'static str> {
    Some(match format {
        Format::Email => "An e-mail address.",
        Format::Phone => "A telephone number as typed.",
        Format::Url => "An http or https address.",
        Format::Currency => "An ISO 4217 code.",
        Format::Country => "An ISO 3166 code, or the country's name as given.",
        Format::Language => "A language tag such as `zh-Hant`.",
        Format::Zone => "A time zone of the IANA database such as `Europe/Rome`.",
        Format::Recurrence => {
            "A recurrence rule of RFC 5545 in whole days such as `FREQ=WEEKLY;BYDAY=MO`."
        }
        Format::Percent => "In percent: 15 means 15 %.",
        Format::EntityName => "The singular name of an entity such as `account`.",
        Format::Plain | Format::Multiline => return None,
    })
}
