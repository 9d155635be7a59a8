//! Bodies that make a record of any entity, out of the catalogue: a new entity needs none written.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{Days, NaiveDate};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::currency::Currency;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::{bare_scene, matches};
use guanxi_domain::kernel::field::{Field, Format, Initial, Kind, Write};
use guanxi_domain::kernel::rules::FieldRule;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::verb::Verb;
use guanxi_domain::kernel::wire;
use guanxi_domain::registry;
use serde_json::{Map, Value as Json, json};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// Ids of records that others may refer to, by entity name.
pub type Known = BTreeMap<&'static str, String>;

/// The least that makes a record; references go to what is known.
pub fn body(entity: &Entity, known: &Known) -> Json {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut body = Map::new();
    for field in entity.fields.iter().filter(|field| is_needed(field)) {
        body.insert(field.name.to_owned(), value(field, known, number));
    }
    for field in required_by_rules(entity) {
        body.insert(field.name.to_owned(), value(field, known, number));
    }
    let today = guanxi_persistence::database::now().utc_day();
    // The target of a period that is over is closed.
    if entity.name == "target" {
        body.insert("starts_on".to_owned(), json!(today.to_string()));
    }
    // A forecast remembers what is to be decided soon.
    if entity.name == "opportunity" {
        body.insert("close_on".to_owned(), json!(today.to_string()));
        body.insert(
            "amount".to_owned(),
            json!({ "amount_minor": 100, "currency": "EUR" }),
        );
    }
    // Few choices may grow.
    if entity.name == "choice_option" {
        body.insert("entity_name".to_owned(), json!("opportunity"));
        body.insert("field".to_owned(), json!("lost_reason"));
        body.insert("name".to_owned(), json!(format!("sample_{number}")));
    }
    // A mention is there when a text has it.
    if let ("activity", Some(account)) = (entity.name, known.get("account")) {
        body.insert(
            "body".to_owned(),
            json!(format!("[#Firm](account:{account})")),
        );
    }
    Json::Object(body)
}

/// What the rules require of a record in which nothing is filled.
fn required_by_rules(entity: &Entity) -> impl Iterator<Item = &'static Field> {
    let entity = registry::by_name(entity.name).unwrap();
    let required = blank_rules(entity).flat_map(|rule| rule.require);
    required.filter_map(|name| entity.field(name))
}

/// What the rules hide in a record in which nothing is filled.
fn hidden_by_rules(entity: &Entity) -> impl Iterator<Item = &'static str> {
    let entity = registry::by_name(entity.name).unwrap();
    blank_rules(entity).flat_map(|rule| rule.hide).copied()
}

/// The rules for a record in which nothing is filled.
fn blank_rules(entity: &'static Entity) -> impl Iterator<Item = &'static FieldRule> {
    let mut blank = Document::new(entity, uuid::Uuid::nil());
    wire::fill_defaults(&mut blank, Currency::default());
    let scene = bare_scene(Clock::utc(Instant::default()));
    let rules = entity.rules.iter();
    rules.filter(move |rule| matches(&(rule.when)(), &blank, &scene))
}

/// A change of one field, to something new, that no rule minds; none of what has no such field.
pub fn change(entity: &Entity) -> Json {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let plain = |field: &&Field| {
        let simple = matches!(field.kind, Kind::Text | Kind::Int | Kind::Choice);
        let hidden = hidden_by_rules(entity).any(|name| name == field.name);
        field.write == Write::Free && field.target.is_none() && simple && !hidden
    };
    let fields = entity.fields.iter().filter(plain);
    let field =
        fields.min_by_key(|field| (field.kind != Kind::Text, field.format != Format::Plain));
    field.map_or_else(
        || json!({}),
        |field| json!({ (field.name): value(field, &Known::new(), number) }),
    )
}

/// What a verb asks for; only what it must have, where the state it leads to depends on that.
pub fn input(entity: &Entity, verb: &Verb, known: &Known) -> Json {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let asked = verb
        .asks
        .iter()
        .filter(|ask| ask.required || verb.to.is_some());
    let mut body = Map::new();
    for ask in asked {
        let field = entity.field(ask.field).unwrap();
        let given = match field.name {
            "stage_id" => json!(known["next_stage"]),
            _ => value(field, known, number),
        };
        body.insert(field.name.to_owned(), given);
    }
    Json::Object(body)
}

fn is_needed(field: &Field) -> bool {
    let asked = matches!(field.write, Write::Free | Write::OnCreate);
    let silent = matches!(field.default, Initial::None);
    asked && silent && (field.required || !field.nullable && field.target.is_none())
}

fn value(field: &Field, known: &Known, number: u32) -> Json {
    if let Some(target) = field.target() {
        return json!(
            known
                .get(target.name)
                .unwrap_or_else(|| panic!("no {} to refer to", target.name))
        );
    }
    match (field.kind, field.format) {
        (Kind::Text, Format::Email) => json!(format!("sample{number}@example.com")),
        (Kind::Text, Format::Currency) => json!("USD"),
        (Kind::Text, Format::EntityName) => json!("account"),
        (Kind::Text, Format::Zone) => json!("UTC"),
        (Kind::Text, Format::Language) => json!("en"),
        (Kind::Text, Format::Url) => json!("https://example.com"),
        // The first kind of a contact point is an e-mail address.
        (Kind::Text, _) if field.name == "value" => json!(format!("sample{number}@example.com")),
        (Kind::Text, _) if field.name == "exceptions" => json!("2026-12-24"),
        (Kind::Text, Format::Recurrence) => json!("FREQ=DAILY"),
        (Kind::Text, _) => json!(format!("sample_{number}")),
        (Kind::Choice, _) => json!(field.choices[0]),
        (Kind::Choices, _) => json!([field.choices[0]]),
        // The only ids without a target are those of anchors.
        (Kind::Id, _) => json!(known["account"]),
        (Kind::Day, _) => json!(day(number)),
        // What is put off is put off into the future.
        (Kind::Instant, _) if field.name == "snoozed_until" => json!("2999-01-01T00:00:00Z"),
        (Kind::Instant, _) => json!("2026-01-01T00:00:00Z"),
        (Kind::Bool, _) => json!(true),
        (Kind::Int, _) => json!(field.range.map_or(1, |(least, _)| least)),
        // The only share is the whole.
        (Kind::Decimal, _) if field.name == "percent" => json!("100"),
        (Kind::Decimal, _) => json!("1"),
        (Kind::Money, _) => json!({ "amount_minor": 100, "currency": "EUR" }),
        (Kind::Json, _) => json!({}),
    }
}

/// A day that no other sample has.
fn day(number: u32) -> String {
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
    // Nor the month: some entities keep one record a month.
    (first + Days::new(32 * u64::from(number))).to_string()
}
