//! The domain's rules in the browser: what the server would say, before it is asked.

use std::sync::Arc;

use chrono::{NaiveDate, Utc};
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::calendar::Plain;
use guanxi_domain::kernel::catalogue::Entity as Kept;
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::currency::Currency;
use guanxi_domain::kernel::custom::{ChoiceName, CustomField, CustomFields};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::{bare_scene, matches};
use guanxi_domain::kernel::facts::{Facts, Loaded, Read, ReadFrom};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::{FieldError, Violation};
use guanxi_domain::kernel::wire::{Mode, answer_json, document_from, read_changes};
use guanxi_domain::registry;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::catalogue::{Entity, Field};
use super::desk::Desk;
use super::record::{Record, is_empty};
use crate::ui::day_in;

/// What an entity's rules say about a record as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounds {
    /// Not shown on forms.
    pub hidden: Vec<String>,
    /// Cannot be changed.
    pub locked: Vec<String>,
    /// Must be filled.
    pub required: Vec<String>,
}

/// What a rule-driven entity's rules say about a record. Objects that only the server knows have none here.
pub fn bounds(entity: &Entity, record: &Map<String, Json>) -> Bounds {
    let mut bounds = Bounds::default();
    let Some((kept, document)) = document_of(entity, record) else {
        return bounds;
    };
    let scene = bare_scene(clock());
    for rule in kept
        .rules
        .iter()
        .filter(|rule| matches(&(rule.when)(), &document, &scene))
    {
        let add = |to: &mut Vec<String>, names: &[&str]| {
            to.extend(names.iter().map(|&name| name.to_owned()))
        };
        add(&mut bounds.hidden, rule.hide);
        add(&mut bounds.locked, rule.lock);
        add(&mut bounds.required, rule.require);
    }
    bounds
}

/// What is wrong with a body, as the server would say it; required fields of a new record included.
pub fn faults(entity: &Entity, body: &Map<String, Json>, new: bool) -> Vec<FieldError> {
    let mut faults = shape_faults(entity, body, new);
    if new {
        let missing = entity.fields().iter().filter(|field| {
            field.required && field.is_fillable() && is_empty(field_of(body, field.path()))
        });
        faults.extend(missing.map(|field| fault(field.pointer(), "required")));
    }
    faults
}

fn shape_faults(entity: &Entity, body: &Map<String, Json>, new: bool) -> Vec<FieldError> {
    let Some(kept) = registry::by_name(&entity.name) else {
        return Vec::new();
    };
    let (custom, actor) = (custom_fields(entity), Actor::system());
    let lens = Lens {
        entity: kept,
        custom: &custom,
        actor: &actor,
    };
    let mode = if new { Mode::Create } else { Mode::Patch };
    let found = read_changes(&lens, body, mode)
        .err()
        .map(|violations| violations.0)
        .unwrap_or_default();
    found.into_iter().map(error_of).collect()
}

/// The record with its derived values (totals, names) computed as the server will.
pub fn derived(entity: &Entity, record: &Map<String, Json>) -> Option<Map<String, Json>> {
    let (kept, mut document) = document_of(entity, record)?;
    (kept.derive)(&facts(), &mut document).ok()?;
    let (custom, actor) = (CustomFields::default(), Actor::system());
    Some(answer_json(
        &Lens {
            entity: kept,
            custom: &custom,
            actor: &actor,
        },
        &document,
        clock(),
    ))
}

/// The small, shared entities that the rule of a new record looks at, by the names it calls them; `None` when it also
/// looks at records that only the server knows. What hangs on a record by its id is not there yet.
pub fn looked_at(entity: &Entity) -> Option<Vec<(&'static str, &'static Kept)>> {
    let kept = registry::by_name(&entity.name)?;
    let hangs = |read: &&Read| matches!(read.from, ReadFrom::Where { equals: "id", .. });
    let all = |read: &Read| match read.from {
        ReadFrom::All(of) => Some((read.name, of())),
        _ => None,
    };
    let reads = kept.reads.iter().filter(|read| !hangs(read));
    reads.map(all).collect()
}

/// The name by which the rule of a new record calls the team that it will belong to, when it looks at that.
pub fn own_team(entity: &Entity) -> Option<&'static str> {
    let kept = registry::by_name(&entity.name)?;
    let team = |read: &&Read| matches!(read.from, ReadFrom::Target("team_id"));
    kept.reads_on_create.iter().find(team).map(|read| read.name)
}

/// The references that an entity's rule fills in when a new record does not name them.
pub fn filled_in(entity: &Entity) -> Vec<Field> {
    let by_rule = |field: &&Field| {
        field.is_fillable()
            && field.target.is_some()
            && !field.nullable
            && !field.required
            && field.default.is_null()
    };
    entity.fields().iter().filter(by_rule).cloned().collect()
}

/// A new record as the entity's rule completes it, from what is given and the records it looks at; or the pointers of
/// what the rule refuses.
pub fn completed(
    entity: &Entity,
    given: &Map<String, Json>,
    others: &[(&'static str, Vec<Document>)],
) -> Result<Map<String, Json>, Vec<String>> {
    let mut given = given.clone();
    let named = |name: &&'static str| others.iter().find(|(other, _)| other == name);
    if let Some((_, team)) = own_team(entity).as_ref().and_then(named)
        && let Some(team) = team.first()
    {
        settle(&mut given, "team_id", json!(team.id()));
    }
    let Some((kept, mut document)) = document_of(entity, &given) else {
        return Err(Vec::new());
    };
    let mut facts = facts();
    facts.loaded = others.iter().cloned().collect();
    (kept.decide)(&facts, None, &mut document).map_err(|violations| {
        violations
            .0
            .into_iter()
            .map(|found| found.pointer)
            .collect::<Vec<_>>()
    })?;
    let (custom, actor) = (CustomFields::default(), Actor::system());
    let lens = Lens {
        entity: kept,
        custom: &custom,
        actor: &actor,
    };
    Ok(answer_json(&lens, &document, clock()))
}

/// A record from the server as the domain knows it.
pub fn document(kept: &'static Kept, record: &Record) -> Option<Document> {
    document_from(
        kept,
        &CustomFields::default(),
        &Json::Object(record.members().clone()),
    )
}

fn document_of(entity: &Entity, record: &Map<String, Json>) -> Option<(&'static Kept, Document)> {
    let kept = registry::by_name(&entity.name)?;
    let mut whole = record.clone();
    settle(&mut whole, "id", json!(Uuid::nil()));
    for rows in kept.collections {
        let rows = whole.get_mut(rows.name).and_then(Json::as_array_mut);
        let rows = rows.into_iter().flatten().filter_map(Json::as_object_mut);
        for (place, row) in rows.enumerate() {
            settle(row, "id", json!(Uuid::nil()));
            settle(row, "parent_id", json!(Uuid::nil()));
            settle(row, "position", json!(place));
        }
    }
    let document = document_from(kept, &custom_fields(entity), &Json::Object(whole))?;
    Some((kept, document))
}

/// What is still being made lacks what the server gives it, and the rules want something there.
fn settle(record: &mut Map<String, Json>, name: &str, value: Json) {
    record.entry(name).or_insert(value);
}

/// The workspace's day: rules are shared, so they do not ask whose day it is.
fn today() -> NaiveDate {
    let known = Desk::here().known();
    let zone = known.map(|known| known.workspace().time_zone.clone());
    day_in(&zone.unwrap_or_default())
        .parse()
        .unwrap_or_else(|_| Utc::now().date_naive())
}

fn clock() -> Clock {
    Clock {
        now: Utc::now().into(),
        today: today(),
    }
}

fn company_currency() -> Currency {
    let known = Desk::here().known();
    let code = known.and_then(|known| known.workspace().company_currency.parse().ok());
    code.unwrap_or_default()
}

fn facts() -> Facts {
    Facts {
        now: Utc::now().into(),
        today: today(),
        actor: None,
        zone: String::new(),
        calendar: &Plain,
        company_currency: company_currency(),
        undoing: false,
        importing: false,
        // What only the server knows stays empty; it decides anew.
        active_users: Arc::default(),
        custom: Arc::default(),
        ids: Vec::new(),
        loaded: Loaded::new(),
    }
}

fn custom_fields(entity: &Entity) -> CustomFields {
    let mut fields = CustomFields::default();
    for (position, field) in (0..).zip(entity.fields().iter().filter(|field| field.custom)) {
        let custom = CustomField {
            id: Uuid::nil(),
            name: field.name.clone(),
            labels: field.labels.clone(),
            kind: field.kind,
            format: field.format,
            choices: field.choices.clone(),
            required: field.required,
            indexed: false,
            position,
        };
        fields.add(&entity.name, custom);
    }
    for field in entity.fields().iter().filter(|field| !field.custom) {
        let name = |code: &String| ChoiceName {
            code: code.clone(),
            label: None,
            archived: false,
        };
        let names = field.choices.iter().map(name).collect();
        fields.name_choice(&entity.name, &field.name, names);
    }
    fields
}

fn field_of<'a>(body: &'a Map<String, Json>, path: &str) -> &'a Json {
    let value = match path.strip_prefix("custom.") {
        Some(custom) => body.get("custom").and_then(|values| values.get(custom)),
        None => body.get(path),
    };
    value.unwrap_or(&Json::Null)
}

fn error_of(violation: Violation) -> FieldError {
    FieldError {
        pointer: Some(violation.pointer),
        parameter: None,
        code: violation.code.to_owned(),
        message: String::new(),
        params: violation
            .params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    }
}

/// A reason of our own, about one place.
pub fn fault(pointer: String, code: &str) -> FieldError {
    FieldError {
        pointer: Some(pointer),
        parameter: None,
        code: code.to_owned(),
        message: String::new(),
        params: Default::default(),
    }
}
