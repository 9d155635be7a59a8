#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::*;

/// Where the committed document is.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/openapi.json");

#[test]
fn the_committed_document_is_the_one_the_code_describes() {
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        committed == json(),
        "openapi/openapi.json is out of date; write it anew with `cargo run -p guanxi-api -- openapi > openapi/openapi.json`"
    );
}

#[test]
fn every_operation_is_told_whole() {
    let document = serde_json::to_value(document()).unwrap();
    let mut ids = BTreeSet::new();
    for operation in all_operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        assert!(ids.insert(id.to_owned()), "{id} twice");
        for member in ["summary", "description"] {
            assert!(
                operation[member]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
                "{id} has no {member}"
            );
        }
        let responses = operation["responses"].as_object().unwrap();
        assert!(
            responses.keys().any(|status| status.starts_with('2')),
            "{id} never succeeds"
        );
        assert!(
            responses.contains_key("429") && responses.contains_key("503"),
            "{id}"
        );
    }
    assert!(ids.len() > 200);
}

#[test]
fn every_reference_leads_somewhere() {
    let document = serde_json::to_value(document()).unwrap();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    for reference in &references {
        let pointer = reference.trim_start_matches('#');
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in schemas.keys() {
        assert!(
            references.contains(&format!("#/components/schemas/{name}")),
            "{name} is not used"
        );
    }
}

#[test]
fn operations_are_listed_with_their_whole_paths() {
    let all = operations();
    for expected in [
        ("GET", "/api/v1/accounts/{id}"),
        ("POST", "/api/v1/opportunities/{id}/win"),
        ("PUT", "/api/v1/contacts/by/{key}/{value}"),
        ("PATCH", "/api/v1/me"),
    ] {
        assert!(
            all.contains(&(expected.0, expected.1.to_owned())),
            "{expected:?}"
        );
    }
    assert!(!all.contains(&("POST", "/api/v1/stage_changes".to_owned())));
}

#[test]
fn what_is_to_go_is_marked_and_nothing_else() {
    let all = || {
        let entity = &guanxi_domain::customers::accounts::ACCOUNT;
        records::operations(&mut Components::new(), entity)
    };
    let sample = crate::frame::sample_farewell();
    let marked = serde_json::to_value(paths(all(), &[sample])).unwrap();
    let got = &marked[sample.path]["get"];
    assert_eq!(
        (&got["deprecated"], &got["x-sunset"]),
        (&Json::Bool(true), &Json::String("2027-05-31".to_owned()))
    );
    assert!(marked[sample.path]["patch"]["deprecated"].is_null());

    // Headers tell of operations alone, so nothing else may be said to go.
    let document = serde_json::to_value(document()).unwrap();
    let marks = document.to_string().matches("\"deprecated\":true").count();
    assert_eq!(marks, FAREWELLS.len());
}

fn all_operations(document: &Json) -> impl Iterator<Item = &Json> {
    let items = document["paths"].as_object().unwrap().values();
    items.flat_map(|item| item.as_object().unwrap().values())
}

fn collect(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Json::as_str) {
                found.insert(reference.to_owned());
            }
            map.values().for_each(|value| collect(value, found));
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}
