//! The records that are asked for: of every entity, for every owner.

use std::collections::BTreeMap;

use guanxi_domain::kernel::catalogue::{Entity, Scope};
use guanxi_domain::registry;
use guanxi_persistence::reports::keeping;
use serde_json::{Value as Json, json};

use super::oracle::{is_personal, may};
use super::{MISSING, OWNERS, Owner};
use crate::firm::{Firm, Persona};
use crate::samples::{self, Known};

/// Records of every entity for every owner.
pub(super) struct Records {
    live: BTreeMap<(&'static str, Owner), Live>,
    bin: BTreeMap<(&'static str, Owner), String>,
    /// What new records of a persona refer to: records that no link joins yet.
    spare: BTreeMap<Persona, Known>,
}

/// A record that is there.
#[derive(Default)]
struct Live {
    id: String,
    state: String,
    /// Its newest event, a change that can be undone.
    event: String,
}

impl Records {
    pub(super) async fn make(firm: &Firm<'_>) -> Self {
        let mut records = Self {
            live: BTreeMap::new(),
            bin: BTreeMap::new(),
            spare: BTreeMap::new(),
        };
        for owner in OWNERS {
            let Owner::Of(persona) = owner else { continue };
            let known = all_of(firm, persona).await;
            for (name, id) in known {
                let entity = registry::by_name(name).unwrap();
                let live = changed(firm, persona, entity, id).await;
                records.live.insert((name, owner), live);
            }
            let spare = spare_of(firm, persona).await;
            for entity in registry::roots().filter(|entity| entity.writable) {
                let id = binned(firm, entity, persona, &spare).await;
                records.bin.insert((entity.name, owner), id);
            }
            records.spare.insert(persona, spare);
        }
        records
    }

    pub(super) fn id(&self, entity: &Entity, owner: Owner) -> &str {
        self.of(entity, owner).map_or(MISSING, |live| &live.id)
    }

    pub(super) fn in_bin(&self, entity: &Entity, owner: Owner) -> &str {
        let id = self.bin.get(&(entity.name, owner));
        id.map_or(MISSING, String::as_str)
    }

    pub(super) fn state(&self, entity: &Entity, owner: Owner) -> &str {
        self.of(entity, owner).map_or("", |live| &live.state)
    }

    pub(super) fn event(&self, entity: &Entity, owner: Owner) -> &str {
        self.of(entity, owner).map_or("1", |live| &live.event)
    }

    /// What a new record must refer to is in sight, so it is one's own.
    pub(super) fn known(&self, persona: Persona) -> &Known {
        let own = self.spare.get(&persona);
        own.unwrap_or_else(|| &self.spare[&Persona::Rep])
    }

    fn of(&self, entity: &Entity, owner: Owner) -> Option<&Live> {
        self.live.get(&(entity.name, owner))
    }
}

/// Whoever makes records of an entity for a persona.
fn maker(persona: Persona, entity: &Entity) -> Persona {
    if may(persona, entity).create {
        persona
    } else {
        Persona::Admin
    }
}

/// Whoever looks after records of an entity that a persona has: the administrator, but not after what is personal.
fn keeper(persona: Persona, entity: &Entity) -> Persona {
    if is_personal(entity) {
        persona
    } else {
        Persona::Admin
    }
}

/// One record of each entity; what only administrators make, the administrator makes.
async fn all_of(firm: &Firm<'_>, persona: Persona) -> Known {
    let mut known = Known::from([("user", firm.ids[&persona].clone())]);
    for entity in registry::roots().filter(|entity| entity.name != "user") {
        let id = if entity.writable {
            made(firm, entity, persona, &known).await
        } else {
            if entity.name == "forecast_snapshot" {
                remember_forecast(firm);
            }
            let path = own_rows(firm, entity, persona);
            let rows = firm.of(persona).get(&path).await.expect(200).ids();
            let first = rows.into_iter().next();
            first.unwrap_or_else(|| panic!("no {}", entity.name))
        };
        known.insert(entity.name, id);
    }
    known
}

/// The list of what a persona has.
fn own_rows(firm: &Firm<'_>, entity: &Entity, persona: Persona) -> String {
    if entity.scope == Scope::Owned {
        format!("/{}?filter[owner_id]={}", entity.plural, firm.ids[&persona])
    } else {
        format!("/{}", entity.plural)
    }
}

/// Remembers the week's forecast once more, with what was opened since: as if the others were older.
fn remember_forecast(firm: &Firm<'_>) {
    firm.app.place.tamper(
        "UPDATE forecast_snapshots SET taken_on = '2000-01-03'; UPDATE settings SET value = '2000-01-03' WHERE name = 'forecast.taken_on'",
    );
    keeping::keep(&firm.app.app.db).unwrap();
}

/// One more record of each entity that is no link.
async fn spare_of(firm: &Firm<'_>, persona: Persona) -> Known {
    let mut known = Known::from([("user", firm.ids[&persona].clone())]);
    let linked = |entity: &Entity| {
        matches!(
            entity.scope,
            Scope::Linked(_) | Scope::Anchored | Scope::Personal { .. }
        )
    };
    for entity in registry::roots()
        .filter(|entity| entity.name != "user" && entity.writable && !linked(entity))
    {
        let id = made(firm, entity, persona, &known).await;
        known.insert(entity.name, id);
    }
    let stages = "/stages?filter[pipeline_id.is_default]=true&filter[category]=open&sort=-position";
    let stages = firm.of(persona).get(stages).await.expect(200).ids();
    known.insert("next_stage", stages[0].clone());
    known
}

async fn made(firm: &Firm<'_>, entity: &Entity, persona: Persona, known: &Known) -> String {
    let maker = maker(persona, entity);
    let session = firm.of(maker);
    let mut body = samples::body(entity, known);
    if maker != persona && entity.scope == Scope::Owned {
        body["owner_id"] = json!(firm.ids[&persona]);
    }
    session.create(entity.plural, &body).await.expect(201).id()
}

/// A record that went into the bin.
async fn binned(firm: &Firm<'_>, entity: &Entity, persona: Persona, known: &Known) -> String {
    let id = made(firm, entity, persona, known).await;
    let path = format!("/{}/{id}", entity.plural);
    let keeper = firm.of(keeper(persona, entity));
    keeper.delete(&path, "*").await.expect(200);
    id
}

/// The record after a change, so that there is something to undo.
async fn changed(firm: &Firm<'_>, persona: Persona, entity: &'static Entity, id: String) -> Live {
    let admin = firm.of(keeper(persona, entity));
    let path = format!("/{}/{id}", entity.plural);
    if entity.writable {
        let change = samples::change(entity);
        admin.patch(&path, "*", &change).await.expect(200);
    }
    let record = admin.get(&path).await.expect(200).json();
    let events = admin
        .get(&format!("{path}/events?limit=1"))
        .await
        .expect(200);
    let state = entity.state.map(|field| record[field].clone());
    Live {
        state: state.unwrap_or_default().as_str().unwrap_or("").to_owned(),
        event: text(&events.rows()[0]["id"]),
        id,
    }
}

fn text(json: &Json) -> String {
    json.as_str()
        .map_or_else(|| json.to_string(), str::to_owned)
}

/// What is sent.
pub(super) fn body(records: &Records, case: &super::Case) -> Json {
    let (entity, known) = (case.entity, records.known(case.persona));
    match (case.method, case.rest) {
        ("POST", []) | ("PUT", _) => samples::body(entity, known),
        ("POST", ["batch"]) => {
            let id = records.id(entity, case.owner);
            json!({ "operations": [
                { "op": "create", "body": samples::body(entity, known) },
                { "op": "patch", "id": id, "body": samples::change(entity) },
                { "op": "delete", "id": id },
            ] })
        }
        ("POST", ["{id}", "funnel"]) => {
            json!({ "during": { "from": "2026-01-01", "to": "2026-12-31" } })
        }
        ("POST", ["standing"]) => json!({ "ids": [records.id(entity, case.owner)] }),
        ("POST", ["win_loss"]) => json!({ "by": "competitor" }),
        ("POST", ["aggregate"]) => json!({ "measures": [{ "function": "count" }] }),
        ("POST", ["{id}", "revert"]) => json!({ "event_id": records.event(entity, case.owner) }),
        ("POST", ["{id}", name]) => match (entity.collection(name), entity.verb(name)) {
            (Some((_, rows)), _) => samples::body((rows.entity)(), known),
            (None, Some(verb)) => samples::input(entity, verb, known),
            (None, None) => json!({}),
        },
        ("PATCH", _) => samples::change(entity),
        ("GET" | "DELETE", _) => json!(null),
        _ => json!({}),
    }
}
