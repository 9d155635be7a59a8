#![allow(clippy::unwrap_used)]

use super::document::faults;
use serde_json::{Value as Json, json};

const TODAY: &str = "2026-11-22";

fn document() -> Json {
    json!({
        "paths": {
            "/things": {
                "get": {
                    "parameters": [{ "$ref": "#/components/parameters/limit" }, { "in": "header", "name": "If-Match", "schema": {} }],
                    "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } }, "headers": { "ETag": {} } }, "404": {} }
                },
                "post": {
                    "security": [],
                    "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ThingCreate" } } } },
                    "responses": { "201": {} }
                }
            }
        },
        "components": {
            "parameters": { "limit": { "in": "query", "name": "limit", "schema": { "type": "integer", "maximum": 200 } } },
            "schemas": {
                "Thing": {
                    "type": "object",
                    "properties": { "name": { "type": "string" }, "kind": { "type": "string", "enum": ["a"] }, "part": { "$ref": "#/components/schemas/Thing" } },
                    "required": ["name"]
                },
                "ThingCreate": {
                    "type": "object",
                    "properties": {
                        "name": { "type": "string", "maxLength": 200 },
                        "kind": { "type": ["string", "null"], "enum": ["a", "b"] },
                        "size": { "oneOf": [{ "type": "integer" }, { "type": "string" }] }
                    },
                    "required": ["name"]
                }
            }
        }
    })
}

/// What is found when something is changed in the new document, or in the old one where the place begins with `old`.
fn after(changes: &[(&str, Json)]) -> Vec<String> {
    let (mut old, mut new) = (document(), document());
    for (place, value) in changes {
        let (document, place) = match place.strip_prefix("old") {
            Some(place) => (&mut old, place),
            None => (&mut new, *place),
        };
        let (parent, name) = place.rsplit_once('/').unwrap();
        let name = name.replace("~1", "/");
        let parent = document.pointer_mut(parent).unwrap();
        match value {
            Json::Null => drop(parent.as_object_mut().unwrap().remove(&name)),
            value => parent[name] = value.clone(),
        }
    }
    faults(&old, &new, TODAY)
}

const GET: &str = "/paths/~1things/get";
const POST: &str = "/paths/~1things/post";
const THING: &str = "/components/schemas/Thing";
const CREATE: &str = "/components/schemas/ThingCreate";

#[test]
fn the_same_document_and_one_that_grew_break_nothing() {
    assert_eq!(after(&[]), [""; 0]);
    let grown = [
        ("/paths/~1more", json!({ "get": {} })),
        (
            &*format!("{THING}/properties/more"),
            json!({ "type": "string" }),
        ),
        (&*format!("{THING}/properties/kind/enum"), json!(["a", "b"])),
        (&*format!("{THING}/required"), json!(["name", "kind"])),
        (
            &*format!("{CREATE}/properties/more"),
            json!({ "type": "string" }),
        ),
        (&*format!("{CREATE}/properties/name/maxLength"), json!(300)),
        (
            &*format!("{CREATE}/properties/kind/enum"),
            json!(["a", "b", "c"]),
        ),
        (
            &*format!("{CREATE}/properties/size/oneOf"),
            json!([{ "type": "string" }, { "type": "integer" }, { "type": "null" }]),
        ),
        (&*format!("{CREATE}/required"), json!([])),
        (&*format!("{GET}/responses/404"), Json::Null),
        ("/components/parameters/limit/schema/maximum", json!(500)),
    ];
    assert_eq!(after(&grown), [""; 0]);
}

#[test]
fn what_callers_rely_on_may_not_go_or_narrow() {
    for (place, value, told) in [
        ("/paths/~1things", Json::Null, "GET /things is gone"),
        (POST, Json::Null, "POST /things is gone"),
        (
            &*format!("{POST}/security"),
            Json::Null,
            "POST /things needs signing in now",
        ),
        (
            &*format!("{POST}/requestBody/required"),
            json!(true),
            "POST /things needs a body now",
        ),
        (
            &*format!("{POST}/responses"),
            json!({ "200": {} }),
            "POST /things: 201 is answered no more",
        ),
        (
            &*format!("{GET}/responses/200/headers"),
            json!({}),
            "GET /things: 200 has no ETag any more",
        ),
        (
            &*format!("{GET}/responses/200/content"),
            json!({}),
            "GET /things: 200 is not application/json any more",
        ),
        (
            &*format!("{GET}/parameters"),
            json!([]),
            "GET /things takes no query parameter limit any more",
        ),
        (
            &*format!("{GET}/parameters"),
            json!([{ "$ref": "#/components/parameters/limit" }, { "in": "query", "name": "q", "required": true }]),
            "GET /things needs query parameter q now",
        ),
        (
            "/components/parameters/limit/required",
            json!(true),
            "GET /things: query parameter limit is required now",
        ),
        (
            "/components/parameters/limit/schema/maximum",
            json!(100),
            "GET /things: query parameter limit has a tighter maximum",
        ),
        (
            "/components/parameters/limit/schema/minimum",
            json!(1),
            "GET /things: query parameter limit has a tighter minimum",
        ),
        (
            &*format!("{THING}/properties/kind"),
            Json::Null,
            "Thing.kind is gone",
        ),
        (
            &*format!("{THING}/required"),
            json!([]),
            "Thing.name may be missing now",
        ),
        (
            &*format!("{THING}/properties/name/type"),
            json!(["string", "null"]),
            "Thing.name was \"string\" and is [\"string\",\"null\"]",
        ),
        (
            &*format!("{CREATE}/properties/kind/type"),
            json!("string"),
            "ThingCreate.kind was [\"string\",\"null\"] and is \"string\"",
        ),
        (
            &*format!("{CREATE}/properties/kind/enum"),
            json!(["a"]),
            "ThingCreate.kind takes \"b\" no more",
        ),
        (
            &*format!("{CREATE}/properties/name/enum"),
            json!(["x"]),
            "ThingCreate.name takes certain names only now",
        ),
        (
            &*format!("{CREATE}/properties/name/maxLength"),
            json!(100),
            "ThingCreate.name has a tighter maxLength",
        ),
        (
            &*format!("{CREATE}/properties/name/pattern"),
            json!("^a"),
            "ThingCreate.name has another pattern",
        ),
        (
            &*format!("{CREATE}/properties/size/oneOf"),
            json!([{ "type": "integer" }]),
            "ThingCreate.size takes one of its choices no more",
        ),
        (
            &*format!("{CREATE}/properties/size"),
            Json::Null,
            "ThingCreate.size is gone",
        ),
        (
            &*format!("{CREATE}/required"),
            json!(["name", "kind"]),
            "ThingCreate.kind is required now",
        ),
        (
            &*format!("{CREATE}/additionalProperties"),
            json!(false),
            "ThingCreate takes no further properties now",
        ),
    ] {
        let found = after(&[(place, value)]);
        assert!(found.iter().any(|fault| fault == told), "{told}: {found:?}");
    }
}

#[test]
fn what_was_announced_goes_when_its_day_is_over() {
    let gone = |last: &str| {
        after(&[
            (&format!("old{POST}/deprecated"), json!(true)),
            (&format!("old{POST}/x-sunset"), json!(last)),
            (POST, Json::Null),
        ])
    };
    assert_eq!(gone("2026-11-21"), [""; 0]);
    assert_eq!(
        gone("2026-11-22"),
        ["POST /things is gone"],
        "the last day itself"
    );
    let unannounced = after(&[
        (&format!("old{POST}/deprecated"), json!(true)),
        (POST, Json::Null),
    ]);
    assert_eq!(unannounced, ["POST /things is gone"]);
}
