//! A pipeline with its stages, and opportunities in it.

use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::Effect;
use guanxi_domain::kernel::facts::Facts;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use serde_json::{Value as Json, json};

use crate::support::{Refusal, acted, at, created, day, facts, id, reasons};

pub const QUALIFY: u128 = 21;
pub const PROPOSE: u128 = 22;
pub const WON: u128 = 23;
pub const LOST: u128 = 24;
pub const OF_OTHER_PIPELINE: u128 = 25;

pub fn stage(
    n: u128,
    pipeline: u128,
    position: i64,
    category: &str,
    probability: &str,
    exit: &[&str],
) -> Document {
    let body = json!({
        "name": format!("stage {n}"), "pipeline_id": id(pipeline), "position": position, "category": category,
        "probability": probability, "exit_fields": exit,
    });
    created(&STAGE, n, &facts(), body).unwrap().0
}

pub fn pipeline(n: u128, is_default: bool, position: i64) -> Document {
    let body =
        json!({ "name": format!("pipeline {n}"), "is_default": is_default, "position": position });
    created(&PIPELINE, n, &facts(), body).unwrap().0
}

/// The default pipeline 11 with two open stages, won and lost; and pipeline 12 with one stage.
pub fn scene() -> Facts {
    let mut facts = facts();
    facts.loaded.insert(
        "pipelines",
        vec![pipeline(12, false, 0), pipeline(11, true, 1)],
    );
    let stages = vec![
        stage(LOST, 11, 9, "lost", "0", &[]),
        stage(WON, 11, 8, "won", "100", &[]),
        stage(PROPOSE, 11, 2, "open", "60", &["amount"]),
        stage(QUALIFY, 11, 1, "open", "20", &["next_step", "account_id"]),
        stage(OF_OTHER_PIPELINE, 12, 1, "open", "10", &[]),
    ];
    facts.loaded.insert("stages", stages);
    facts
}

pub fn euros(minor: i64) -> Json {
    json!({ "amount_minor": minor, "currency": "EUR" })
}

pub fn new(body: Json) -> (Document, Vec<Effect>) {
    created(&OPPORTUNITY, 1, &scene(), body).unwrap()
}

/// Ready to be won.
pub fn ready() -> Document {
    let body = json!({
        "name": "Crane", "account_id": id(3), "primary_contact_id": id(4), "amount": euros(100_000),
        "close_on": "2026-12-01", "next_step": "Call", "owner_id": id(1),
    });
    new(body).0
}

pub fn later() -> Facts {
    let mut facts = scene();
    facts.now = at("2026-11-23T12:00:00Z");
    facts.today = day("2026-11-23");
    facts
}

pub fn acts(before: &Document, verb: &str, asked: &[(&str, Value)]) -> Result<Document, Refusal> {
    acted(before, later(), verb, asked).map(|(document, _)| document)
}

pub fn violations(refusal: Result<Document, Refusal>) -> Vec<(String, String)> {
    match refusal {
        Err(Refusal::Violations(found)) => {
            let found = reasons(&found).into_iter();
            found
                .map(|(at, code)| (at.to_owned(), code.to_owned()))
                .collect()
        }
        other => panic!("{other:?}"),
    }
}

pub fn needs(field: &str) -> Vec<(String, String)> {
    vec![(format!("/{field}"), "required".to_owned())]
}

pub fn move_to(stage: u128) -> [(&'static str, Value); 1] {
    [("stage_id", Value::Id(id(stage)))]
}

pub fn state(document: &Document) -> (&str, Option<u128>) {
    let stage = document
        .get("stage_id")
        .as_id()
        .map(|stage| stage.as_u128() - id(0).as_u128());
    (document.text("status"), stage)
}

pub fn won() -> Document {
    acts(&ready(), "win", &[]).unwrap()
}

pub fn lost() -> Document {
    let asked = [
        ("lost_reason", Value::text("price")),
        ("lost_notes", Value::text("Too dear")),
    ];
    acts(&ready(), "lose", &asked).unwrap()
}
