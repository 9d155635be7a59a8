//! RA1 and RA2: every operation of the API document, for every persona, on records of every kind of
//! owner, answers as decided here; and what is refused changes nothing.
//!
//! The document lists the operations and the catalogue the entities, so both grow by themselves.
//! What the table below does not decide fails the test.

mod oracle;
mod records;

use guanxi_api::openapi;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::registry;
use reqwest::Method;
use serde_json::{Value as Json, json};

use self::records::Records;
use crate::firm::{Firm, PERSONAS, Persona};
use crate::on_each_database;
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

/// One cell: who does what to whose record.
#[derive(Clone, Copy)]
struct Case<'a> {
    persona: Persona,
    entity: &'static Entity,
    method: &'a str,
    /// The path behind the entity's.
    rest: &'a [&'a str],
    owner: Owner,
    /// The state of the record.
    state: &'a str,
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
    cells: usize,
    /// Cells that answered otherwise.
    wrong: Vec<String>,
}

impl Walk<'_, '_> {
    async fn operation(&mut self, method: &str, path: &str) {
        let inner = path.strip_prefix("/api/v1").unwrap_or(path);
        if let Some((right, body)) = oracle::in_public(method, inner) {
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
            let (right, body) = oracle::beside_records(persona, method, inner)
                .unwrap_or_else(|| panic!("nobody decided about {method} {path}"));
            let right = if is_out(persona) { &[401][..] } else { right };
            let path = path.replace("{id}", MISSING);
            let path = match inner {
                "/search" => format!("{path}?q=x"),
                "/agenda" => format!("{path}?from=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z"),
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
                let state = self.records.state(entity, owner);
                let case = Case {
                    persona,
                    entity,
                    method,
                    rest,
                    owner,
                    state,
                };
                self.cell(&case).await;
            }
        }
    }

    async fn cell(&mut self, case: &Case<'_>) {
        let Case {
            persona,
            entity,
            method,
            rest,
            owner,
            ..
        } = *case;
        let decided = oracle::on_records(case);
        let decided = decided
            .unwrap_or_else(|| panic!("nobody decided about {method} {} {rest:?}", entity.plural));
        let right = if is_out(persona) { 401 } else { decided };
        // What is allowed is only tried, so that the records stay for the next.
        let trial = if changes(method, rest) {
            "?validate_only=true"
        } else {
            ""
        };
        let path = format!("{}{trial}", self.path(entity, rest, owner));
        let body = records::body(self.records, case);
        let answer = send(self.firm.of(persona), method, &path, &body).await;
        let what = format!("{path} of {owner:?} with {body}");
        self.check(persona, method, &what, &[right], &answer);
        if rest == ["batch"] && right == 200 {
            let statuses: Vec<_> = answer
                .rows()
                .iter()
                .map(|row| row["status"].as_u64())
                .collect();
            let expected = oracle::in_batch(case).map(|status| Some(u64::from(status)));
            if statuses != expected {
                let said = answer.json();
                let wrong = format!("{persona:?} {what}: {statuses:?} not {expected:?}: {said}");
                self.wrong.push(wrong);
            }
        }
    }

    fn path(&self, entity: &Entity, rest: &[&str], owner: Owner) -> String {
        let id = match rest {
            [_, "restore"] => self.records.in_bin(entity, owner),
            _ => self.records.id(entity, owner),
        };
        let rest: Vec<&str> = rest
            .iter()
            .map(|part| match *part {
                "{id}" => id,
                "{key}" => "external.walk",
                "{value}" => "new",
                other => other,
            })
            .collect();
        let path = [&["/api/v1", entity.plural], rest.as_slice()].concat();
        path.join("/")
    }

    fn check(
        &mut self,
        persona: Persona,
        method: &str,
        what: &str,
        right: &[u16],
        answer: &Answer,
    ) {
        self.cells += 1;
        if !right.contains(&answer.status) {
            let text = String::from_utf8_lossy(&answer.bytes);
            let said: String = text.chars().take(400).collect();
            let status = answer.status;
            let wrong = format!("{persona:?} {method} {what}: {status} not {right:?}: {said}");
            self.wrong.push(wrong);
        }
    }
}

const fn is_out(persona: Persona) -> bool {
    matches!(persona, Persona::Off | Persona::Anon)
}

fn changes(method: &str, rest: &[&str]) -> bool {
    method != "GET"
        && !matches!(
            rest,
            ["query" | "aggregate" | "duplicates" | "standing" | "win_loss"] | ["{id}", "funnel"]
        )
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
    let records = Records::make(&firm).await;
    let before = digest(&firm).await;
    let mut walk = Walk {
        firm: &firm,
        records: &records,
        cells: 0,
        wrong: Vec::new(),
    };
    for (method, path) in openapi::operations() {
        walk.operation(method, &path).await;
    }
    assert!(
        walk.wrong.is_empty(),
        "{} wrong of {}:\n{}",
        walk.wrong.len(),
        walk.cells,
        walk.wrong.join("\n")
    );
    assert!(walk.cells > 5_000, "only {} cells", walk.cells);
    assert_eq!(
        digest(&firm).await,
        before,
        "something that was refused or only tried changed records"
    );
}

/// What the router could do for any kind of record, by its generic paths.
fn generic() -> Vec<(&'static str, String)> {
    let id = |rest: &str| format!("/{MISSING}{rest}");
    let mut all = vec![
        ("GET", String::new()),
        ("POST", String::new()),
        ("PUT", "/by/external.walk/1".to_owned()),
        ("GET", id("")),
        ("PATCH", id("")),
        ("DELETE", id("")),
    ];
    for question in ["query", "aggregate", "duplicates", "batch"] {
        all.push(("POST", format!("/{question}")));
    }
    for part in ["overview", "events"] {
        all.push(("GET", id(&format!("/{part}"))));
    }
    let verbs = registry::roots().flat_map(|entity| entity.verbs.iter().map(|verb| verb.name));
    let rows = registry::roots().flat_map(|entity| entity.collections.iter().map(|rows| rows.name));
    let mut acts: Vec<_> = verbs.chain(rows).chain(["restore", "revert"]).collect();
    acts.sort_unstable();
    acts.dedup();
    all.extend(acts.into_iter().map(|act| ("POST", id(&format!("/{act}")))));
    all
}

fn as_told(entity: &Entity, rest: &str) -> String {
    let rest = rest.replace(MISSING, "{id}");
    let rest = rest.replace("external.walk/1", "{key}/{value}");
    format!("/api/v1/{}{rest}", entity.plural)
}

on_each_database! {
    async fn what_the_document_does_not_tell_is_not_there(app) {
        let admin = app.set_up().await;
        let told = openapi::operations();
        let mut asked = 0;
        for entity in registry::roots() {
            for (method, rest) in generic() {
                let known = as_told(entity, &rest);
                if told.iter().any(|(other, path)| *other == method && *path == known) {
                    continue;
                }
                let path = format!("/api/v1/{}{rest}", entity.plural);
                let answer = send(&admin, method, &path, &json!({})).await;
                assert!(matches!(answer.status, 404 | 405), "{method} {path}: {}", answer.status);
                asked += 1;
            }
        }
        assert!(asked > 500, "only {asked}");
    }

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
