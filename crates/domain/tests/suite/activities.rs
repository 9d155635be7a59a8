//! Activities, and what they and tags hang on.

use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::activities::taggings::TAGGING;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::registry;
use serde_json::{Value as Json, json};

use crate::support::{Refusal, acted, at, created, facts, id, patched, reasons, refused};

fn activity(kind: &str) -> Document {
    created(
        &ACTIVITY,
        1,
        &facts(),
        json!({ "kind": kind, "subject": "Call back" }),
    )
    .unwrap()
    .0
}

fn with(body: Json) -> Result<Document, guanxi_domain::kernel::problem::Violations> {
    let mut all = json!({ "kind": "task", "subject": "Call back" });
    body.as_object()
        .unwrap()
        .iter()
        .for_each(|(name, value)| all[name] = value.clone());
    created(&ACTIVITY, 1, &facts(), all).map(|(document, _)| document)
}

#[test]
fn every_state_knows_its_verbs() {
    let table = [
        ("complete", ["open"].as_slice(), "done"),
        ("cancel", &["open"], "cancelled"),
        ("reopen", &["done", "cancelled"], "open"),
    ];
    let moving = ACTIVITY.verbs.iter().filter(|verb| verb.to.is_some());
    assert_eq!(moving.count(), table.len());
    for (verb, from, to) in table {
        for status in ["open", "done", "cancelled"] {
            let mut before = activity("task");
            before.set("status", Value::text(status));
            match acted(&before, facts(), verb, &[]) {
                Ok((after, _)) => assert!(
                    from.contains(&status) && after.text("status") == to,
                    "{verb} from {status}"
                ),
                Err(refusal) => assert!(
                    !from.contains(&status) && refusal == Refusal::Transition,
                    "{verb} from {status}"
                ),
            }
        }
    }
}

#[test]
fn completing_stamps_and_reopening_takes_it_back() {
    let asked = [
        ("outcome", Value::text("reached")),
        ("body", Value::text("Wants two")),
    ];
    let (done, _) = acted(&activity("call"), facts(), "complete", &asked).unwrap();
    assert_eq!(done.get("done_at"), &Value::Instant(facts().now));
    assert_eq!(
        (done.text("outcome"), done.text("body")),
        ("reached", "Wants two")
    );
    let (open, _) = acted(&done, facts(), "reopen", &[]).unwrap();
    assert_eq!(
        (open.get("done_at"), open.text("status")),
        (&Value::Null, "open")
    );
}

#[test]
fn notes_and_what_is_logged_afterwards_are_done_at_once() {
    let note = activity("note");
    assert_eq!(
        (note.text("status"), note.get("done_at")),
        ("done", &Value::Instant(facts().now))
    );
    match acted(&note, facts(), "reopen", &[]) {
        Err(Refusal::Violations(found)) => {
            assert_eq!(reasons(&found), [("/kind", "notes_stay_done")])
        }
        other => panic!("{other:?}"),
    }
    let call = with(json!({ "kind": "call", "done_at": "2026-11-20T09:00:00Z" })).unwrap();
    assert_eq!(
        (call.text("status"), call.get("done_at")),
        ("done", &Value::Instant(at("2026-11-20T09:00:00Z")))
    );
    assert_eq!(
        with(json!({ "kind": "call" })).unwrap().text("status"),
        "open"
    );
}

#[test]
fn nothing_ends_before_it_starts() {
    let hours = |from: &str, to: &str| with(json!({ "starts_at": from, "ends_at": to }));
    assert!(hours("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z").is_ok());
    let refusal = refused(hours("2026-11-22T10:00:00+01:00", "2026-11-22T08:59:59Z"));
    assert_eq!(refusal, [("/ends_at".to_owned(), "ends_before_start")]);
}

#[test]
fn an_anchor_is_named_whole_and_carries_activities() {
    for entity in registry::roots() {
        let anchored = with(json!({ "anchor_entity": entity.name, "anchor_id": id(9) }));
        assert_eq!(anchored.is_ok(), entity.anchor, "{}", entity.name);
    }
    for (body, pointer, code) in [
        (
            json!({ "anchor_entity": "account" }),
            "/anchor_id",
            "required",
        ),
        (json!({ "anchor_id": id(9) }), "/anchor_entity", "required"),
        (
            json!({ "anchor_entity": "nothing", "anchor_id": id(9) }),
            "/anchor_entity",
            "not_an_anchor",
        ),
        (
            json!({ "anchor_entity": "opportunity_line", "anchor_id": id(9) }),
            "/anchor_entity",
            "not_an_anchor",
        ),
    ] {
        assert_eq!(
            refused(with(body.clone())),
            [(pointer.to_owned(), code)],
            "{body}"
        );
    }
    let anchored = with(json!({ "anchor_entity": "account", "anchor_id": id(9) })).unwrap();
    let loose = patched(
        &anchored,
        &facts(),
        json!({ "anchor_entity": null, "anchor_id": null }),
    );
    assert!(loose.is_ok());
}

#[test]
fn a_tag_hangs_on_an_anchor() {
    let tagging = |entity: &str| {
        let body = json!({ "tag_id": id(5), "anchor_entity": entity, "anchor_id": id(9) });
        created(&TAGGING, 1, &facts(), body)
    };
    assert!(tagging("account").is_ok());
    assert_eq!(
        refused(tagging("tag")),
        [("/anchor_entity".to_owned(), "not_an_anchor")]
    );
}
