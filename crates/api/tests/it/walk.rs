//! RA1 and RA2: every operation of the API document, for every persona, on records of every kind of
//! owner, answers as decided here; and what is refused changes nothing.
//!
//! The document lists the operations and the catalogue the entities, so both grow by themselves.
//! What the table below does not decide fails the test.

use std::collections::BTreeMap;

use guanxi_api::openapi;
use guanxi_domain::kernel::catalogue::{Entity, Scope};
use guanxi_domain::registry;
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::firm::{Firm, PERSONAS, Persona};
use crate::on_each_database;
use crate::samples::{self, Known};
use crate::server::TestApp;
use crate::session::{Answer, Session};

/// Whose record is asked for.
const OWNERS: [Owner; 4] = [
    Owner::Of(Persona::Rep),
    Owner::Of(Persona::Mate),
    Owner::Of(Persona::Rep2),
    Owner::Missing,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Of(Persona),
    Missing,
}

const MISSING: &str = "019a0000-0000-7000-8000-000000000001";

/// What persona's roles allow on an entity, told again apart from the code that decides it.
#[derive(Debug, Clone, Copy)]
struct May {
    read: bool,
    create: bool,
    update: bool,
    delete: bool,
}

const NOTHING: May = May {
    read: false,
    create: false,
    update: false,
    delete: false,
};
const LOOK: May = May {
    read: true,
    ..NOTHING
};
const ALL: May = May {
    read: true,
    create: true,
    update: true,
    delete: true,
};

fn may(persona: Persona, entity: &Entity) -> May {
    let sells = matches!(
        persona,
        Persona::Mgr | Persona::Rep | Persona::Mate | Persona::Rep2
    );
    match persona {
        Persona::Admin => ALL,
        Persona::Narrow if entity.name == "contact" => LOOK,
        Persona::Narrow | Persona::Off | Persona::Anon => NOTHING,
        // What belongs to the whole house everybody reads, and only administrators change it; all but tags.
        _ if entity.scope == Scope::Shared && entity.name != "tag" => LOOK,
        Persona::ReadOnly => LOOK,
        _ if sells && entity.name == "tag" => May {
            delete: false,
            ..ALL
        },
        _ => ALL,
    }
}

/// Whether a persona reaches records of this owner.
fn reaches(persona: Persona, entity: &Entity, owner: Owner) -> bool {
    let Owner::Of(owner) = owner else {
        return false;
    };
    if entity.scope == Scope::Shared {
        return true;
    }
    match persona {
        Persona::Admin | Persona::ReadOnly | Persona::Narrow => true,
        Persona::Mgr => matches!(owner, Persona::Rep | Persona::Mate),
        other => other == owner,
    }
}

/// Statuses that are right; a change that is allowed may still be refused by a rule.
fn right(allowed: bool) -> &'static [u16] {
    if allowed {
        &[200, 201, 409, 422]
    } else {
        &[403]
    }
}

/// What an operation on an entity's records must answer.
fn on_records(
    persona: Persona,
    entity: &Entity,
    method: &str,
    rest: &[&str],
    owner: Owner,
) -> Option<&'static [u16]> {
    let may = may(persona, entity);
    let seen = reaches(persona, entity, owner);
    let on_record = |held: bool| match (held, may.read && seen) {
        (false, _) => &[403][..],
        (true, false) => &[404],
        (true, true) => &[200, 409, 422],
    };
    Some(match (method, rest) {
        ("GET", []) | ("POST", ["query" | "aggregate"]) => {
            if may.read {
                &[200]
            } else {
                &[403]
            }
        }
        ("POST", []) => right(may.create),
        ("POST", ["batch"]) | ("PUT", ["by", ..]) => right(may.create || may.update || may.delete),
        ("GET", ["{id}"] | ["{id}", "events"]) => match (may.read, seen) {
            (false, _) => &[403],
            (true, false) => &[404],
            (true, true) => &[200],
        },
        ("PATCH", ["{id}"]) => on_record(may.update),
        ("DELETE", ["{id}"]) => on_record(may.delete),
        // Nothing is in the bin, and no event has the number asked for.
        ("POST", ["{id}", "restore"]) => {
            if may.delete {
                &[404]
            } else {
                &[403]
            }
        }
        ("POST", ["{id}", "revert"]) => {
            match (may.create || may.update || may.delete, may.read && seen) {
                (false, _) => &[403],
                (true, false) => &[404],
                (true, true) => &[404, 422],
            }
        }
        ("POST", ["{id}", name])
            if entity.verb(name).is_some() || entity.collection(name).is_some() =>
        {
            on_record(may.update)
        }
        _ => return None,
    })
}

/// What an operation without records must answer somebody who is signed in.
fn beside_records(persona: Persona, method: &str, path: &str) -> Option<(&'static [u16], Json)> {
    Some(match (method, path) {
        ("GET", "/me" | "/meta" | "/auth/sessions" | "/auth/state") => (&[200], json!(null)),
        ("GET", "/search") => (&[200], json!(null)),
        ("GET", "/live") => (&[200], json!(null)),
        ("PATCH", "/me") => (&[200], json!({})),
        ("GET", "/workspace") if persona == Persona::Admin => (&[200], json!(null)),
        ("PATCH", "/workspace") if persona == Persona::Admin => (&[200], json!({})),
        ("GET", "/workspace") => (&[403], json!(null)),
        ("PATCH", "/workspace") => (&[403], json!({ "name": "Mine" })),
        ("DELETE", "/auth/sessions/{id}") => (&[404], json!(null)),
        ("GET", "/imports") => (&[200], json!(null)),
        // Nobody's mapping, and nobody's import.
        ("POST", "/imports") => (&[422], json!({})),
        ("GET", "/imports/{id}" | "/imports/{id}/errors") => (&[404], json!(null)),
        ("POST", "/imports/{id}/start" | "/imports/{id}/cancel") => (&[404], json!({})),
        // No CSV.
        ("PUT", "/imports/{id}/files/{name}") => (&[415], json!({})),
        ("POST", "/auth/change_password") => (
            &[422],
            json!({ "current_password": "x", "new_password": "an unguessable sentence" }),
        ),
        _ => return None,
    })
}

/// What an operation that needs nobody must answer.
fn in_public(method: &str, path: &str) -> Option<(&'static [u16], Json)> {
    Some(match (method, path) {
        (
            "GET",
            "/auth/state" | "/health" | "/health/live" | "/health/ready" | "/api/openapi.json"
            | "/api/docs",
        ) => (&[200], json!(null)),
        ("POST", "/auth/setup") => (&[422], json!({})),
        ("POST", "/auth/sign_in") => (&[422], json!({})),
        ("POST", "/auth/refresh") => (&[401], json!(null)),
        // Signing out twice is no mistake; nobody signs out here, because nobody sends the cookie.
        ("POST", "/auth/sign_out") => (&[403], json!(null)),
        // A form that is not there; what there is, is told by the tests of forms.
        ("POST", "/capture/{slug}") => (&[404], json!({ "email": "a@example.com" })),
        _ => return None,
    })
}

/// Records of every entity for every owner.
struct Records(BTreeMap<(&'static str, Owner), String>);

impl Records {
    async fn make(firm: &Firm<'_>) -> (Self, BTreeMap<Persona, Known>) {
        let mut records = BTreeMap::new();
        let mut known = BTreeMap::new();
        for owner in OWNERS {
            let Owner::Of(persona) = owner else { continue };
            let own = Self::of(firm, persona).await;
            for (name, id) in &own {
                records.insert((*name, owner), id.clone());
            }
            known.insert(persona, own);
        }
        (Self(records), known)
    }

    /// One record of each entity; what only administrators make, the administrator makes.
    async fn of(firm: &Firm<'_>, persona: Persona) -> Known {
        let mut known = Known::from([("user", firm.ids[&persona].clone())]);
        for entity in registry::roots().filter(|entity| entity.name != "user") {
            let maker = if may(persona, entity).create {
                persona
            } else {
                Persona::Admin
            };
            let session = firm.of(maker);
            let id = if entity.writable {
                let body = samples::body(entity, &known);
                session.create(entity.plural, &body).await.expect(201).id()
            } else {
                let rows = firm
                    .of(persona)
                    .get(&format!("/{}", entity.plural))
                    .await
                    .expect(200)
                    .ids();
                rows.into_iter()
                    .next()
                    .unwrap_or_else(|| panic!("no {}", entity.name))
            };
            known.insert(entity.name, id);
        }
        known
    }

    fn id(&self, entity: &Entity, owner: Owner) -> &str {
        self.0
            .get(&(entity.name, owner))
            .map_or(MISSING, String::as_str)
    }
}

/// Everything the administrator can see of the records, to compare before and after.
async fn digest(firm: &Firm<'_>) -> Vec<Vec<u8>> {
    let admin = firm.of(Persona::Admin);
    let mut pages = Vec::new();
    for entity in registry::roots() {
        for bin in ["false", "true"] {
            let path = format!("/{}?limit=200&sort=created_at&deleted={bin}", entity.plural);
            pages.push(admin.get(&path).await.expect(200).bytes);
        }
    }
    pages
}

/// One operation for one persona.
struct Walk<'a, 'b> {
    firm: &'a Firm<'b>,
    records: &'a Records,
    known: &'a BTreeMap<Persona, Known>,
    cells: usize,
}

impl Walk<'_, '_> {
    async fn operation(&mut self, method: &str, path: &str) {
        let inner = path.strip_prefix("/api/v1").unwrap_or(path);
        if let Some((right, body)) = in_public(method, inner) {
            for persona in PERSONAS {
                let answer = send(self.firm.of(persona), method, path, &body).await;
                self.check(persona, method, path, right, &answer);
            }
            return;
        }
        let parts: Vec<&str> = inner.trim_start_matches('/').split('/').collect();
        match registry::by_plural(parts[0]) {
            Some(entity) => self.on_records(method, entity, &parts[1..]).await,
            None => self.beside_records(method, path, inner).await,
        }
    }

    async fn beside_records(&mut self, method: &str, path: &str, inner: &str) {
        for persona in PERSONAS {
            let (right, body) = beside_records(persona, method, inner)
                .unwrap_or_else(|| panic!("nobody decided about {method} {path}"));
            let right = if is_out(persona) { &[401][..] } else { right };
            let path = path.replace("{id}", MISSING);
            let path = match inner {
                "/search" => format!("{path}?q=x"),
                // A stream would go on.
                "/live" => format!("{path}?wait=0"),
                _ => path,
            };
            let answer = send(self.firm.of(persona), method, &path, &body).await;
            self.check(persona, method, &path, right, &answer);
        }
    }

    async fn on_records(&mut self, method: &str, entity: &'static Entity, rest: &[&str]) {
        for persona in PERSONAS {
            for owner in OWNERS {
                let decided = on_records(persona, entity, method, rest, owner);
                let decided = decided.unwrap_or_else(|| {
                    panic!("nobody decided about {method} {} {rest:?}", entity.plural)
                });
                let right = if is_out(persona) { &[401][..] } else { decided };
                // What is allowed is only tried, so that the records stay for the next.
                let trial = if right.contains(&200) && changes(method, rest) {
                    "?validate_only=true"
                } else {
                    ""
                };
                let path = format!("{}{trial}", self.path(entity, rest, owner));
                let body = self.body(entity, method, rest, persona);
                let answer = send(self.firm.of(persona), method, &path, &body).await;
                self.check(
                    persona,
                    method,
                    &format!("{path} of {owner:?}"),
                    right,
                    &answer,
                );
            }
        }
    }

    fn path(&self, entity: &Entity, rest: &[&str], owner: Owner) -> String {
        let rest: Vec<&str> = rest
            .iter()
            .map(|part| match *part {
                "{id}" => self.records.id(entity, owner),
                "{key}" => "external.walk",
                "{value}" => "new",
                other => other,
            })
            .collect();
        let path = [&["/api/v1", entity.plural], rest.as_slice()].concat();
        path.join("/")
    }

    fn body(&self, entity: &Entity, method: &str, rest: &[&str], persona: Persona) -> Json {
        let makes = matches!((method, rest), ("POST", []) | ("PUT", _));
        // What a new record refers to must be in sight, so it is one's own.
        let own = self
            .known
            .get(&persona)
            .or_else(|| self.known.get(&Persona::Rep));
        match (method, rest) {
            _ if makes => samples::body(entity, own.unwrap()),
            (_, ["batch"]) => json!({ "operations": [] }),
            (_, ["aggregate"]) => json!({ "measures": [{ "function": "count" }] }),
            (_, ["{id}", "revert"]) => json!({ "event_id": "999999999" }),
            ("GET" | "DELETE", _) => json!(null),
            _ => json!({}),
        }
    }

    #[track_caller]
    fn check(
        &mut self,
        persona: Persona,
        method: &str,
        what: &str,
        right: &[u16],
        answer: &Answer,
    ) {
        self.cells += 1;
        let text = String::from_utf8_lossy(&answer.bytes);
        let said = &text[..text.len().min(400)];
        assert!(
            right.contains(&answer.status),
            "{persona:?} {method} {what}: {} not in {right:?}: {said}",
            answer.status
        );
    }
}

const fn is_out(persona: Persona) -> bool {
    matches!(persona, Persona::Off | Persona::Anon)
}

fn changes(method: &str, rest: &[&str]) -> bool {
    method != "GET" && !matches!(rest, ["query" | "aggregate" | "batch"])
}

async fn send(session: &Session<'_>, method: &str, path: &str, body: &Json) -> Answer {
    let method: Method = method.parse().unwrap();
    let mut request = session.request(method.clone(), path);
    if matches!(method, Method::PATCH | Method::DELETE) {
        request = request.header("if-match", "*");
    }
    if path.ends_with("/refresh") {
        request = request.header("x-guanxi", "1");
    }
    if !body.is_null() {
        request = request.json(body);
    }
    session.send(request).await
}

async fn walk(app: &TestApp) {
    let firm = Firm::found(app).await;
    let (records, known) = Records::make(&firm).await;
    let before = digest(&firm).await;
    let mut walk = Walk {
        firm: &firm,
        records: &records,
        known: &known,
        cells: 0,
    };
    for (method, path) in openapi::operations() {
        walk.operation(method, &path).await;
    }
    assert!(walk.cells > 5_000, "only {} cells", walk.cells);
    assert_eq!(
        digest(&firm).await,
        before,
        "something that was refused or only tried changed records"
    );
}

on_each_database! {
    async fn every_operation_answers_every_persona_as_decided(app) {
        walk(&app).await;
    }

    async fn hidden_and_missing_records_look_alike(app) {
        let firm = Firm::found(&app).await;
        let other = firm.of(Persona::Rep2).create("accounts", &json!({ "name": "Hidden" })).await.expect(201).id();
        let rep = firm.of(Persona::Rep);
        for rest in ["", "/events"] {
            let told = async |id: &str| {
                let mut json = rep.get(&format!("/accounts/{id}{rest}")).await.expect(404).json();
                json["trace_id"] = json!("");
                json
            };
            assert_eq!(told(&other).await, told(MISSING).await);
        }
        let patch = async |id: &str| rep.patch(&format!("/accounts/{id}"), 1, &json!({ "name": "x" })).await.expect(404).code();
        assert_eq!(patch(&other).await, patch(MISSING).await);
    }
}
