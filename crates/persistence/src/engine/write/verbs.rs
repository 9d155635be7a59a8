//! Named state changes.

use std::sync::Arc;

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::catalogue::{Entity, Sequel};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::verb::Verb;
use guanxi_domain::kernel::wire;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{Expect, How, Tx};
use crate::error::{Error, Result};

impl Tx<'_> {
    /// A named state change.
    pub fn verb(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        id: Uuid,
        expect: Expect,
        name: &str,
        input: &Map<String, Json>,
    ) -> Result<Document> {
        let verb = entity.verb(name).ok_or(Error::NotFound)?;
        if !entity.writable || !actor.may_use(entity, name) {
            return Err(Error::Forbidden("use this verb"));
        }
        let action = if entity.is_for_guests(name) {
            Action::Read
        } else {
            Action::Update
        };
        let before = self.loaded(actor, entity, id, action, expect)?;
        let state = entity.state.map_or("", |field| before.text(field));
        if entity.state.is_some() && !verb.from.contains(&state) {
            return Err(Error::Transition {
                verb: verb.name,
                state: state.to_owned(),
            });
        }
        let (input, sequels) = parted(entity, verb, input)?;
        let mut after = before.clone();
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity,
            custom: &world.custom,
            actor,
        };
        asked(&lens, verb, &mut after, &input)?;
        let mut facts = self.gather(actor, verb.reads, &after, How::Plain)?;
        facts.loaded.insert("before", vec![before.clone()]);
        self.check_references(actor, Some(&before), &after)?;
        let writes = (verb.rule)(&facts, &after)?;
        if let (Some(field), Some(to)) = (entity.state, verb.to) {
            after.set(field, Value::text(to));
        }
        for (field, value) in writes.sets {
            after.set(field, value);
        }
        for (collection, rows) in writes.rows {
            if let Some(held) = after.rows_mut(collection) {
                *held = rows;
            }
        }
        if after.owner() != before.owner() {
            self.stamp_team(&mut after);
        }
        needed(verb, &after)?;
        (entity.derive)(&facts, &mut after)?;
        self.complete(&after)?;
        let done = self.finish(actor, before, after, verb.name, writes.effects)?;
        for (sequel, body) in sequels {
            self.create_sequel(actor, sequel, &done, body)?;
        }
        Ok(done)
    }

    /// Creates what the caller wants along with a verb, by the same rules as any creation. What the record would give it
    /// and the caller may not set is left out.
    fn create_sequel(
        &mut self,
        actor: &Actor,
        sequel: &'static Sequel,
        done: &Document,
        mut body: Map<String, Json>,
    ) -> Result<()> {
        let entity = (sequel.entity)();
        let given: Vec<String> = body.keys().cloned().collect();
        (sequel.fill)(done, &mut body);
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity,
            custom: &world.custom,
            actor,
        };
        body.retain(|name, _| {
            given.contains(name) || (lens.shows(name) && !actor.locks(entity, name))
        });
        match self.create(actor, entity, &body, How::Plain) {
            Err(Error::Violations(found)) => {
                let prefix = format!("/{}", sequel.name);
                let found = found.0.into_iter().map(|one| one.under(&prefix));
                Err(Violations(found.collect()).into())
            }
            other => other.map(drop),
        }
    }
}

/// What a verb itself asks for, and what is to be created along with it.
type Parts = (Map<String, Json>, Vec<(&'static Sequel, Map<String, Json>)>);

fn parted(entity: &Entity, verb: &Verb, input: &Map<String, Json>) -> Result<Parts, Violations> {
    let (mut own, mut sequels) = (input.clone(), Vec::new());
    for sequel in entity.sequels_of(verb.name) {
        match own.remove(sequel.name) {
            None | Some(Json::Null) => {}
            Some(Json::Object(body)) => sequels.push((sequel, body)),
            Some(_) => return Err(Violation::field(sequel.name, "not_an_object").into()),
        }
    }
    Ok((own, sequels))
}

/// Applies the fields a verb asks for; what it does not ask for is refused.
fn asked(
    lens: &Lens,
    verb: &Verb,
    after: &mut Document,
    input: &Map<String, Json>,
) -> Result<(), Violations> {
    let mut found = Violations::default();
    for name in input
        .keys()
        .filter(|name| !verb.asks.iter().any(|ask| ask.field == name.as_str()))
    {
        found.add(Violation::field(name, "unknown_field").with("field", name));
    }
    for ask in verb.asks {
        let Some(field) = lens.entity.field(ask.field) else {
            continue;
        };
        let json = input.get(ask.field).unwrap_or(&Json::Null);
        let value = wire::parse(field.kind, json).map_err(|code| Violation::at("", code));
        match value.and_then(|value| wire::check(&lens.shape(field), &value).map(|()| value)) {
            Ok(value) if value.is_empty() && ask.required => {
                found.add(Violation::field(ask.field, "required"))
            }
            Ok(value) if input.contains_key(ask.field) => after.set(ask.field, value),
            Ok(_) => {}
            Err(violation) => found.add(violation.under(&format!("/{}", ask.field))),
        }
    }
    found.into_result()
}

fn needed(verb: &Verb, after: &Document) -> Result<(), Violations> {
    let mut found = Violations::default();
    for field in verb
        .needs
        .iter()
        .filter(|field| after.get(field).is_empty())
    {
        found.add(Violation::field(field, "required"));
    }
    found.into_result()
}
