//! What the tests share: actors, facts, and the write path without a database.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use guanxi_domain::access::{Actor, Channel, Rights};
use guanxi_domain::kernel::calendar::Plain;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::custom::CustomFields;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::bare_scene;
use guanxi_domain::kernel::facts::{Effect, Facts};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::Violations;
use guanxi_domain::kernel::rules;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::{self, Mode};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0001_0000 + n)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub fn actor(user: u128, roles: Vec<Rights>) -> Actor {
    Actor {
        user: Some(id(user)),
        roles,
        teams: Vec::new(),
        line: vec![id(user)],
        channel: Channel::Api,
        on_behalf_of: None,
        session: None,
        zone: "UTC".to_owned(),
    }
}

/// Rights as a role's JSON tells them.
pub fn rights(json: &str) -> Rights {
    serde_json::from_str(json).unwrap()
}

pub fn facts() -> Facts {
    Facts {
        now: at("2026-11-22T10:00:00Z"),
        today: day("2026-11-22"),
        actor: Some(id(1)),
        zone: "UTC".to_owned(),
        calendar: &Plain,
        company_currency: "EUR".parse().unwrap(),
        undoing: false,
        importing: false,
        active_users: Arc::default(),
        custom: Arc::default(),
        ids: (900..910).map(id).collect(),
        loaded: BTreeMap::new(),
    }
}

/// Everything is visible through it.
pub fn with_lens<T>(entity: &'static Entity, look: impl FnOnce(&Lens) -> T) -> T {
    with_custom(entity, &CustomFields::default(), look)
}

pub fn with_custom<T>(
    entity: &'static Entity,
    custom: &CustomFields,
    look: impl FnOnce(&Lens) -> T,
) -> T {
    let actor = Actor::system();
    look(&Lens {
        entity,
        custom,
        actor: &actor,
    })
}

pub fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        other => panic!("{other} is no object"),
    }
}

/// An id that no test names.
fn fresh_id() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(0x1000_0000);
    id(u128::from(NEXT.fetch_add(1, Ordering::Relaxed)))
}

/// Reads a body and writes it into the document.
pub fn put(document: &mut Document, json: Json, mode: Mode) -> Result<(), Violations> {
    let changes = with_lens(document.entity, |lens| {
        wire::read_changes(lens, &object(json), mode)
    })?;
    wire::apply(changes, document, &mut fresh_id);
    Ok(())
}

/// A record as a create leaves it, with what its rules want written besides.
pub fn created(
    entity: &'static Entity,
    n: u128,
    facts: &Facts,
    json: Json,
) -> Result<(Document, Vec<Effect>), Violations> {
    let mut document = Document::new(entity, id(n));
    let mode = if facts.importing {
        Mode::Import
    } else {
        Mode::Create
    };
    wire::fill_defaults(&mut document, facts.company_currency);
    put(&mut document, json, mode)?;
    stamp(&mut document, facts);
    let effects = (entity.decide)(facts, None, &mut document)?;
    (entity.derive)(facts, &mut document)?;
    wire::incomplete(&CustomFields::default(), &document).into_result()?;
    rules::missing(&document, &bare_scene(Clock::utc(facts.now))).into_result()?;
    Ok((document, effects))
}

fn stamp(document: &mut Document, facts: &Facts) {
    document.set("version", Value::Int(1));
    document.set("created_at", Value::Instant(facts.now));
    document.set("updated_at", Value::Instant(facts.now));
}

/// The record as a change leaves it.
pub fn patched(
    before: &Document,
    facts: &Facts,
    json: Json,
) -> Result<(Document, Vec<Effect>), Violations> {
    let mut after = before.clone();
    let names: Vec<String> = object(json.clone()).keys().cloned().collect();
    put(&mut after, json, Mode::Patch)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    rules::locked(before, &names, &bare_scene(Clock::utc(facts.now))).into_result()?;
    let effects = (before.entity.decide)(facts, Some(before), &mut after)?;
    (before.entity.derive)(facts, &mut after)?;
    wire::incomplete(&CustomFields::default(), &after).into_result()?;
    rules::missing(&after, &bare_scene(Clock::utc(facts.now))).into_result()?;
    Ok((after, effects))
}

/// Why a verb did nothing.
#[derive(Debug, PartialEq)]
pub enum Refusal {
    /// Not from this state.
    Transition,
    /// A rule or a missing field.
    Violations(Violations),
}

impl From<Violations> for Refusal {
    fn from(violations: Violations) -> Self {
        Self::Violations(violations)
    }
}

/// The record as a verb leaves it, and what is written besides.
pub fn acted(
    before: &Document,
    mut facts: Facts,
    verb: &str,
    asked: &[(&str, Value)],
) -> Result<(Document, Vec<Effect>), Refusal> {
    let entity = before.entity;
    let verb = entity.verb(verb).expect("the verb exists");
    let state = entity
        .state
        .map(|field| before.text(field))
        .unwrap_or_default();
    if entity.state.is_some() && !verb.from.contains(&state) {
        return Err(Refusal::Transition);
    }
    let mut after = before.clone();
    for (field, value) in asked {
        assert!(
            verb.asks.iter().any(|ask| ask.field == *field),
            "{field} is not asked for"
        );
        after.set(field, value.clone());
    }
    facts.loaded.insert("before", vec![before.clone()]);
    let writes = (verb.rule)(&facts, &after)?;
    if let (Some(field), Some(to)) = (entity.state, verb.to) {
        after.set(field, Value::text(to));
    }
    for (field, value) in writes.sets {
        after.set(field, value);
    }
    (entity.derive)(&facts, &mut after)?;
    rules::missing(&after, &bare_scene(Clock::utc(facts.now))).into_result()?;
    Ok((after, writes.effects))
}

/// Pointer and code of each reason.
pub fn reasons(violations: &Violations) -> Vec<(&str, &str)> {
    let reasons = violations.0.iter();
    reasons
        .map(|one| (one.pointer.as_str(), one.code))
        .collect()
}

/// Pointer and code of each reason of something refused.
pub fn refused<T: std::fmt::Debug>(result: Result<T, Violations>) -> Vec<(String, &'static str)> {
    let violations = result.expect_err("should be refused").0;
    violations
        .into_iter()
        .map(|one| (one.pointer, one.code))
        .collect()
}

/// The values an effect sets on a record of an entity.
pub fn patches<'a>(
    effects: &'a [Effect],
    entity: &Entity,
) -> Vec<(Uuid, &'a [(&'static str, Value)])> {
    let patches = effects.iter().filter_map(|effect| match effect {
        Effect::Patch {
            entity: of,
            id,
            sets,
        } if of.is(entity) => Some((*id, sets.as_slice())),
        _ => None,
    });
    patches.collect()
}

/// The records of an entity that effects create.
pub fn creations<'a>(effects: &'a [Effect], entity: &Entity) -> Vec<&'a Document> {
    let creations = effects.iter().filter_map(|effect| match effect {
        Effect::Create(document) if document.entity.is(entity) => Some(document),
        _ => None,
    });
    creations.collect()
}
