//! Custom fields: their definition, their stored form, their way through a document.

use std::collections::BTreeMap;
use std::sync::Arc;

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::custom::{CustomField, CustomFields, joined, load, split, store};
use guanxi_domain::kernel::decimal::Decimal;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::field::Format;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::{self, Mode};
use guanxi_domain::platform::custom_fields::{CUSTOM_FIELD, CustomField as Record, definition};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::support::{created, facts, id, object, refused, with_custom};

fn field(name: &str, kind: Kind) -> CustomField {
    CustomField {
        id: id(700),
        name: name.to_owned(),
        labels: BTreeMap::from([
            ("en".to_owned(), "Label".to_owned()),
            ("zh-Hant".to_owned(), "標籤".to_owned()),
        ]),
        kind,
        format: Format::Plain,
        choices: vec!["north".to_owned(), "south".to_owned()],
        required: false,
        indexed: false,
        position: 0,
    }
}

/// One field of each kind that a custom field may have, named by its first letters.
fn fields() -> Vec<Arc<CustomField>> {
    let all = [
        ("text", Kind::Text),
        ("int", Kind::Int),
        ("decimal", Kind::Decimal),
        ("bool", Kind::Bool),
        ("day", Kind::Day),
        ("instant", Kind::Instant),
        ("choice", Kind::Choice),
        ("choices", Kind::Choices),
    ];
    all.map(|(name, kind)| Arc::new(field(name, kind))).to_vec()
}

fn stored(values: &BTreeMap<String, Value>) -> Json {
    serde_json::from_str(&store(&fields(), values)).unwrap()
}

fn one(name: &str, value: Value) -> BTreeMap<String, Value> {
    BTreeMap::from([(name.to_owned(), value)])
}

#[test]
fn the_stored_form_reads_alike_in_both_databases() {
    for (name, value, form) in [
        ("bool", Value::Bool(true), json!(1)),
        ("bool", Value::Bool(false), json!(0)),
        ("int", Value::Int(i64::MIN), json!(i64::MIN)),
        (
            "decimal",
            Value::Decimal(Decimal::from_micros(9_500_000)),
            json!(9_500_000),
        ),
        (
            "instant",
            Value::Instant(Instant::from_micros(-1)),
            json!(-1),
        ),
        (
            "day",
            Value::Day("2026-11-22".parse().unwrap()),
            json!("2026-11-22"),
        ),
        ("text", Value::text("é\n\"海\""), json!("é\n\"海\"")),
        (
            "choices",
            Value::List(vec![Value::text("north"), Value::text("south")]),
            json!("|north|south|"),
        ),
        ("choices", Value::List(Vec::new()), json!("")),
    ] {
        assert_eq!(stored(&one(name, value)), json!({ name: form }), "{name}");
    }
    assert_eq!(stored(&one("text", Value::Null)), json!({}));
    assert_eq!(store(&fields(), &BTreeMap::new()), "{}");
}

#[test]
fn values_of_removed_fields_stay() {
    let text = r#"{"gone":{"a":[1,null]},"int":7}"#;
    let loaded = load(&fields(), text);
    assert_eq!(loaded["int"], Value::Int(7));
    let again: Json = serde_json::from_str(&store(&fields(), &loaded)).unwrap();
    assert_eq!(again, serde_json::from_str::<Json>(text).unwrap());
}

#[test]
fn what_does_not_fit_its_field_is_kept_as_it_is() {
    let text = r#"{"bool":"yes","int":"7"}"#;
    let again: Json = serde_json::from_str(&store(&fields(), &load(&fields(), text))).unwrap();
    assert_eq!(again, serde_json::from_str::<Json>(text).unwrap());
    assert!(load(&fields(), "not json").is_empty() && load(&fields(), "[1]").is_empty());
}

fn any_value(kind: Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Text | Kind::Choice => any::<String>().prop_map(Value::Text).boxed(),
        Kind::Int => any::<i64>().prop_map(Value::Int).boxed(),
        Kind::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Decimal => any::<i64>()
            .prop_map(|micros| Value::Decimal(Decimal::from_micros(micros)))
            .boxed(),
        Kind::Instant => any::<i64>()
            .prop_map(|micros| Value::Instant(Instant::from_micros(micros)))
            .boxed(),
        Kind::Day => (1_i32..=9999, 1_u32..=365)
            .prop_map(|(year, day)| Value::Day(chrono::NaiveDate::from_yo_opt(year, day).unwrap()))
            .boxed(),
        _ => prop::collection::vec("[a-z_]{1,8}".prop_map(Value::Text), 0..4)
            .prop_map(Value::List)
            .boxed(),
    }
}

fn any_values() -> impl Strategy<Value = BTreeMap<String, Value>> {
    let each: Vec<_> = fields()
        .iter()
        .map(|field| {
            prop::option::of(any_value(field.kind)).prop_map({
                let name = field.name.clone();
                move |value| (name.clone(), value)
            })
        })
        .collect();
    each.prop_map(|pairs| {
        pairs
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    })
}

proptest! {
    #[test]
    fn values_come_back_from_their_stored_form(values in any_values()) {
        let text = store(&fields(), &values);
        let loaded = load(&fields(), &text);
        prop_assert_eq!(&loaded, &values);
        prop_assert_eq!(store(&fields(), &loaded), text);
    }

    #[test]
    fn choices_come_back_from_their_column(names in prop::collection::vec("[a-z0-9_]{1,9}", 0..6)) {
        let list: Vec<Value> = names.into_iter().map(Value::Text).collect();
        prop_assert_eq!(split(&joined(&list)), Value::List(list));
    }
}

fn customs(fields: Vec<CustomField>) -> CustomFields {
    let mut customs = CustomFields::default();
    fields
        .into_iter()
        .for_each(|field| customs.add("account", field));
    customs
}

fn read(
    custom: &CustomFields,
    body: Json,
) -> Result<Document, guanxi_domain::kernel::problem::Violations> {
    let changes = with_custom(&ACCOUNT, custom, |lens| {
        wire::read_changes(lens, &object(body), Mode::Patch)
    })?;
    let mut document = Document::new(&ACCOUNT, id(1));
    document.custom = BTreeMap::from([("int".to_owned(), Value::Int(1))]);
    wire::apply(changes, &mut document, &mut || id(500));
    Ok(document)
}

#[test]
fn a_patch_names_custom_fields_one_by_one() {
    let customs = customs(vec![field("int", Kind::Int), field("choice", Kind::Choice)]);
    let document = read(&customs, json!({ "custom": { "choice": "north" } })).unwrap();
    assert_eq!(document.custom["int"], Value::Int(1));
    assert_eq!(document.custom["choice"], Value::text("north"));
    let document = read(&customs, json!({ "custom": { "int": null } })).unwrap();
    assert!(document.custom.is_empty());
    let shown = with_custom(&ACCOUNT, &customs, |lens| {
        wire::document_json(lens, &document)
    });
    assert_eq!(shown["custom"], json!({ "int": null, "choice": null }));
}

#[test]
fn custom_values_are_checked_like_others() {
    let customs = customs(vec![
        field("int", Kind::Int),
        field("choice", Kind::Choice),
        field("text", Kind::Text),
    ]);
    let body = json!({ "custom": { "int": "1", "choice": "west", "text": "x".repeat(1001), "colour": "red" } });
    let mut reasons = refused(read(&customs, body));
    reasons.sort();
    let expected = [
        ("/custom/choice", "unknown_choice"),
        ("/custom/colour", "unknown_field"),
        ("/custom/int", "not_a_whole_number"),
        ("/custom/text", "too_long"),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(at, code)| ((*at).to_owned(), *code))
        .collect();
    assert_eq!(reasons, expected);
    assert_eq!(
        refused(read(&customs, json!({ "custom": [] })))[0].1,
        "not_an_object"
    );
}

#[test]
fn a_required_custom_field_must_be_filled() {
    let customs = customs(vec![CustomField {
        required: true,
        ..field("text", Kind::Text)
    }]);
    let mut document = Document::new(&ACCOUNT, id(1));
    document.set("name", Value::text("A"));
    document.set("types", Value::List(Vec::new()));
    let lacks = |document: &Document| refused(wire::incomplete(&customs, document).into_result());
    assert_eq!(lacks(&document), [("/custom/text".to_owned(), "required")]);
    document.custom.insert("text".to_owned(), Value::text("  "));
    assert_eq!(lacks(&document), [("/custom/text".to_owned(), "required")]);
    document.custom.insert("text".to_owned(), Value::text("x"));
    assert_eq!(wire::incomplete(&customs, &document).into_result(), Ok(()));
}

#[test]
fn labels_fall_back_to_english_and_then_to_the_name() {
    let mut field = field("region", Kind::Text);
    assert_eq!(
        (field.label("zh-Hant"), field.label("zh-Hans")),
        ("標籤", "Label")
    );
    field.labels.clear();
    assert_eq!(field.label("en"), "region");
}

fn defined(body: Json) -> Result<Document, guanxi_domain::kernel::problem::Violations> {
    let mut all = json!({ "entity_name": "account", "name": "region", "kind": "text" });
    for (name, value) in object(body) {
        all[name] = value;
    }
    created(&CUSTOM_FIELD, 1, &facts(), all).map(|(document, _)| document)
}

#[test]
fn a_definition_is_checked() {
    assert!(defined(json!({})).is_ok());
    for (body, pointer, code) in [
        (
            json!({ "entity_name": "stage" }),
            "/entity_name",
            "no_custom_fields",
        ),
        (
            json!({ "entity_name": "nothing" }),
            "/entity_name",
            "no_custom_fields",
        ),
        (json!({ "name": "Region" }), "/name", "not_a_field_name"),
        (json!({ "name": "1st" }), "/name", "not_a_field_name"),
        (json!({ "name": "a'b" }), "/name", "not_a_field_name"),
        (json!({ "name": "地區" }), "/name", "not_a_field_name"),
        (json!({ "labels": [] }), "/labels", "not_an_object"),
        (json!({ "labels": { "en": 1 } }), "/labels", "not_labels"),
        (json!({ "kind": "choice" }), "/choices", "required"),
        (
            json!({ "kind": "choices", "choices": ["a|b"] }),
            "/choices",
            "not_choice_names",
        ),
        (
            json!({ "kind": "choice", "choices": [""] }),
            "/choices",
            "not_choice_names",
        ),
        (json!({ "choices": {} }), "/choices", "not_a_list"),
    ] {
        assert_eq!(
            refused(defined(body.clone())),
            [(pointer.to_owned(), code)],
            "{body}"
        );
    }
}

#[test]
fn a_definition_becomes_a_field() {
    let body = json!({
        "kind": "email", "labels": { "en": "Second address" }, "is_required": true, "is_indexed": true, "position": 3,
    });
    let field = definition(&defined(body).unwrap().typed::<Record>().unwrap());
    assert_eq!((field.kind, field.format), (Kind::Text, Format::Email));
    assert_eq!(
        (
            field.label("en"),
            field.required,
            field.indexed,
            field.position
        ),
        ("Second address", true, true, 3)
    );
}
