//! What a value may look like on the wire, kind by kind, and what is refused.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::{self, Mode, parse, value_json};
use guanxi_domain::people::users::USER;
use guanxi_domain::platform::currency_rates::CURRENCY_RATE;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_domain::sales::stages::STAGE;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::support::{actor, id, object, put, refused, rights, with_lens};

const KINDS: [Kind; 11] = [
    Kind::Id,
    Kind::Text,
    Kind::Int,
    Kind::Bool,
    Kind::Decimal,
    Kind::Money,
    Kind::Instant,
    Kind::Day,
    Kind::Choice,
    Kind::Choices,
    Kind::Json,
];

/// One good value of a kind.
fn good(kind: Kind) -> Json {
    match kind {
        Kind::Id => json!("01900000-0000-7000-8000-000000000001"),
        Kind::Text | Kind::Choice => json!("harbour"),
        Kind::Int => json!(7),
        Kind::Bool => json!(true),
        Kind::Decimal => json!("9.5"),
        Kind::Money => json!({ "amount_minor": 1250, "currency": "EUR" }),
        Kind::Instant => json!("2026-11-22T10:00:00Z"),
        Kind::Day => json!("2026-11-22"),
        Kind::Choices => json!(["harbour"]),
        Kind::Json => json!({ "a": [1] }),
    }
}

/// Whether one kind's good value is readable as another kind: texts and choices are alike, a
/// decimal may be a whole number, and JSON is anything.
fn alike(kind: Kind, other: Kind) -> bool {
    let textual = [
        Kind::Id,
        Kind::Text,
        Kind::Decimal,
        Kind::Instant,
        Kind::Day,
        Kind::Choice,
    ];
    match kind {
        Kind::Json => true,
        Kind::Text | Kind::Choice => textual.contains(&other),
        Kind::Decimal => matches!(other, Kind::Decimal | Kind::Int),
        _ => kind == other,
    }
}

fn json_of(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn kinds_are_never_confused() {
    for kind in KINDS {
        for other in KINDS {
            let read = parse(kind, &good(other));
            assert_eq!(
                read.is_ok(),
                alike(kind, other),
                "{kind:?} from {other:?}: {read:?}"
            );
        }
        assert_eq!(parse(kind, &Json::Null), Ok(Value::Null), "{kind:?}");
    }
}

#[test]
fn good_values_come_back() {
    for kind in KINDS {
        let json = good(kind);
        assert_eq!(value_json(&parse(kind, &json).unwrap()), json, "{kind:?}");
    }
}

#[test]
fn whole_numbers_are_whole_and_fit() {
    let int = |text: &str| parse(Kind::Int, &json_of(text));
    for text in [
        "0",
        "9007199254740993",
        "9223372036854775807",
        "-9223372036854775808",
    ] {
        assert_eq!(int(text), Ok(Value::Int(text.parse().unwrap())), "{text}");
        assert_eq!(value_json(&int(text).unwrap()).to_string(), text);
    }
    for text in [
        "-0",
        "1.0",
        "1e3",
        "0.5",
        "9223372036854775808",
        "-9223372036854775809",
        "1e300",
        "\"1\"",
    ] {
        assert_eq!(int(text), Err("not_a_whole_number"), "{text}");
    }
}

/// Beyond what a float holds, the body itself cannot be read.
#[test]
fn numbers_beyond_floats_are_no_json() {
    assert!(serde_json::from_str::<Json>("1e400").is_err());
    assert!(serde_json::from_str::<Json>("-1e400").is_err());
}

#[test]
fn decimals_never_pass_through_floats() {
    let decimal = |text: &str| parse(Kind::Decimal, &json_of(text)).map(|value| value_json(&value));
    assert_eq!(decimal("\"0.1\""), Ok(json!("0.1")));
    assert_eq!(decimal("\"-0\""), Ok(json!("0")));
    assert_eq!(decimal("12"), Ok(json!("12")));
    for text in [
        "0.1", "1e2", "-0", "\"1e2\"", "\"1,5\"", "\"\"", "\" 1\"", "\"٣\"", "true", "[]",
    ] {
        assert_eq!(decimal(text), Err("not_a_decimal"), "{text}");
    }
    assert_eq!(decimal("\"0.1234567\""), Err("too_many_places"));
    for text in ["\"9223372036855\"", "9223372036855", "18446744073709551615"] {
        assert_eq!(decimal(text), Err("out_of_range"), "{text}");
    }
}

#[test]
fn money_is_whole_minor_units_of_a_known_currency() {
    let money = |json: Json| parse(Kind::Money, &json);
    assert!(money(json!({ "amount_minor": i64::MAX, "currency": "EUR" })).is_ok());
    for json in [
        json!({}),
        json!({ "amount_minor": 1 }),
        json!({ "currency": "EUR" }),
        json!({ "amount_minor": 1.5, "currency": "EUR" }),
        json!({ "amount_minor": "1", "currency": "EUR" }),
        json!({ "amount_minor": null, "currency": "EUR" }),
        json!({ "amount_minor": u64::MAX, "currency": "EUR" }),
        json!({ "amount_minor": 1, "currency": 978 }),
        json!({ "amount_minor": 1, "currency": "EUR", "rate": "1" }),
        json!([1, "EUR"]),
        json!(12),
    ] {
        assert_eq!(money(json.clone()), Err("not_money"), "{json}");
    }
    for code in ["eur", "EURO", "", "ZZZ"] {
        let json = json!({ "amount_minor": 1, "currency": code });
        assert_eq!(money(json), Err("unknown_currency"), "{code}");
    }
}

#[test]
fn text_holds_no_control_characters_and_is_nfc() {
    for text in ["\u{0}", "a\u{0}b", "\u{1b}[0m", "a\u{7f}", "\u{85}"] {
        assert_eq!(
            parse(Kind::Text, &json!(text)),
            Err("control_character"),
            "{text:?}"
        );
    }
    assert_eq!(parse(Kind::Text, &json!("e\u{301}")), Ok(Value::text("é")));
    assert_eq!(
        parse(Kind::Text, &json!("a\r\nb\tc")),
        Ok(Value::text("a\nb\tc"))
    );
    assert_eq!(
        parse(Kind::Text, &json!("海軟 𠮷 👩‍👩‍👧")),
        Ok(Value::text("海軟 𠮷 👩‍👩‍👧"))
    );
}

#[test]
fn days_are_real_days_without_a_time() {
    for text in ["2024-02-29", "0001-01-01", "9999-12-31", "2000-02-29"] {
        assert!(parse(Kind::Day, &json!(text)).is_ok(), "{text}");
    }
    for text in [
        "2023-02-29",
        "1900-02-29",
        "2026-11-31",
        "2026-13-01",
        "0000-01-01",
        "10000-01-01",
        "2026-11-22T00:00:00Z",
        "22.11.2026",
        "２０２６-11-22",
        "",
    ] {
        assert_eq!(parse(Kind::Day, &json!(text)), Err("not_a_day"), "{text}");
    }
}

#[test]
fn instants_have_a_zone_and_are_kept_in_utc() {
    let instant = |text: &str| parse(Kind::Instant, &json!(text)).map(|value| value_json(&value));
    assert_eq!(
        instant("2025-05-18T10:00:00+02:00"),
        Ok(json!("2025-05-18T08:00:00Z"))
    );
    assert_eq!(
        instant("2025-12-01T10:00:00+01:00"),
        Ok(json!("2025-12-01T09:00:00Z"))
    );
    assert_eq!(
        instant("2026-11-22T10:00:00.1Z"),
        Ok(json!("2026-11-22T10:00:00.100000Z"))
    );
    for text in [
        "2026-11-22",
        "2026-11-22T10:00:00",
        "2026-11-22T25:00:00Z",
        "2023-02-29T10:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
        "now",
    ] {
        assert_eq!(instant(text), Err("not_an_instant"), "{text}");
    }
}

#[test]
fn ids_have_their_usual_form() {
    for text in [
        "",
        "1",
        "01900000000070008000000000000001",
        "{01900000-0000-7000-8000-000000000001}",
        "urn:uuid:01900000-0000-7000-8000-000000000001",
        "01900000-0000-7000-8000-00000000000g",
        "ééééééééééééééééééé",
    ] {
        assert_eq!(parse(Kind::Id, &json!(text)), Err("not_an_id"), "{text}");
    }
}

#[test]
fn several_choices_are_named_once_each() {
    let choices = |json: Json| parse(Kind::Choices, &json);
    let once = Value::List(vec![Value::text("a"), Value::text("b")]);
    assert_eq!(choices(json!(["a", "b", "a"])), Ok(once));
    assert_eq!(choices(json!([1])), Err("not_a_text"));
    assert_eq!(choices(json!([null])), Err("not_a_text"));
    assert_eq!(choices(json!({ "a": true })), Err("not_a_list"));
}

/// Pointer and code of what a body for an entity is refused for.
fn refusal(
    entity: &'static guanxi_domain::kernel::catalogue::Entity,
    body: Json,
) -> Vec<(String, &'static str)> {
    refused(put(&mut Document::new(entity, id(1)), body, Mode::Create))
}

fn one(pointer: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(pointer.to_owned(), code)]
}

#[test]
fn fields_check_length_range_choice_and_format() {
    assert_eq!(
        refusal(&ACCOUNT, json!({ "name": "x".repeat(256) })),
        one("/name", "too_long")
    );
    assert_eq!(
        refusal(&ACCOUNT, json!({ "name": "a\nb" })),
        one("/name", "line_break")
    );
    assert_eq!(
        refusal(&ACCOUNT, json!({ "name": null })),
        one("/name", "required")
    );
    assert_eq!(
        refusal(&ACCOUNT, json!({ "types": ["customer", "friend"] })),
        one("/types", "unknown_choice")
    );
    assert_eq!(
        refusal(&ACCOUNT, json!({ "size_band": "3" })),
        one("/size_band", "unknown_choice")
    );
    assert_eq!(
        refusal(&ACCOUNT, json!({ "website": "javascript:alert(1)" })),
        one("/website", "not_a_url")
    );
    assert_eq!(
        refusal(
            &ACCOUNT,
            json!({ "credit_limit": { "amount_minor": -1, "currency": "EUR" } })
        ),
        one("/credit_limit", "out_of_range")
    );
    assert_eq!(
        refusal(&CURRENCY_RATE, json!({ "rate": "0" })),
        one("/rate", "out_of_range")
    );
    assert_eq!(
        refusal(&CURRENCY_RATE, json!({ "currency": "XYZ" })),
        one("/currency", "unknown_currency")
    );
    assert_eq!(
        refusal(&USER, json!({ "login": "nobody" })),
        one("/login", "not_an_email")
    );
    assert_eq!(
        refusal(&USER, json!({ "time_zone": "Europe Rome" })),
        one("/time_zone", "not_a_tag")
    );
    assert_eq!(
        refusal(&OPPORTUNITY, json!({ "probability": "100.000001" })),
        one("/probability", "out_of_range")
    );
    assert_eq!(
        refusal(&PRODUCT, json!({ "lifecycle": "" })),
        one("/lifecycle", "unknown_choice")
    );
}

#[test]
fn the_longest_text_is_counted_in_characters() {
    let document = &mut Document::new(&ACCOUNT, id(1));
    assert_eq!(
        put(document, json!({ "name": "海".repeat(255) }), Mode::Create),
        Ok(())
    );
    assert_eq!(
        put(
            document,
            json!({ "name": "e\u{301}".repeat(255) }),
            Mode::Create
        ),
        Ok(())
    );
}

#[test]
fn all_reasons_are_told_at_once() {
    let body = json!({ "name": "", "website": "x", "birthday": 1, "nothing": 1, "version": 2 });
    let found = refusal(&CONTACT, body);
    let codes: Vec<_> = found
        .iter()
        .map(|(pointer, code)| (pointer.as_str(), *code))
        .collect();
    for reason in [
        ("/name", "read_only"),
        ("/website", "unknown_field"),
        ("/birthday", "not_a_day"),
        ("/nothing", "unknown_field"),
        ("/version", "read_only"),
    ] {
        assert!(codes.contains(&reason), "{reason:?} in {codes:?}");
    }
    assert_eq!(codes.len(), 5);
}

#[test]
fn who_sets_a_field_depends_on_the_way_in() {
    let read = |entity, body, mode| {
        with_lens(entity, |lens| wire::read_changes(lens, &object(body), mode)).is_ok()
    };
    for (field, value, create, patch, import) in [
        ("name", json!("A"), true, true, true),
        ("pipeline_id", json!(id(1)), true, false, true),
        ("status", json!("won"), false, false, true),
        ("won_at", json!("2020-01-01T00:00:00Z"), false, false, true),
        (
            "created_at",
            json!("2020-01-01T00:00:00Z"),
            false,
            false,
            true,
        ),
        (
            "updated_at",
            json!("2020-01-01T00:00:00Z"),
            false,
            false,
            true,
        ),
        ("created_by", json!(id(1)), false, false, false),
        ("version", json!(9), false, false, false),
        ("deleted_at", json!(null), false, false, false),
        ("weighted", json!(null), false, false, false),
        ("id", json!(id(1)), true, false, true),
        ("owner_id", json!(id(1)), true, true, true),
        ("team_id", json!(id(1)), false, false, false),
    ] {
        for (mode, allowed) in [
            (Mode::Create, create),
            (Mode::Patch, patch),
            (Mode::Import, import),
        ] {
            let body = json!({ field: value });
            assert_eq!(
                read(&OPPORTUNITY, body, mode),
                allowed,
                "{field} by {mode:?}"
            );
        }
    }
}

#[test]
fn hidden_is_as_unknown_and_locked_is_read_only() {
    let role = rights(
        r#"{"account": {"read": "all", "create": true, "update": "all", "hidden": ["tax_id"], "locked": ["tier"]}}"#,
    );
    let actor = actor(1, vec![role]);
    let custom = Default::default();
    let lens = guanxi_domain::kernel::path::Lens {
        entity: &ACCOUNT,
        custom: &custom,
        actor: &actor,
    };
    let read = |body| refused(wire::read_changes(&lens, &object(body), Mode::Patch));
    assert_eq!(
        read(json!({ "tax_id": "1" })),
        one("/tax_id", "unknown_field")
    );
    assert_eq!(read(json!({ "tier": "A" })), one("/tier", "read_only"));
    let shown = wire::document_json(&lens, &Document::new(&ACCOUNT, id(1)));
    assert!(!shown.contains_key("tax_id") && shown.contains_key("tier"));
}

#[test]
fn fields_that_hold_json_are_objects_or_lists() {
    let told = |entity, field: &str, json: Json| {
        let mut document = Document::new(entity, id(1));
        refused(put(&mut document, json!({ field: json }), Mode::Patch))
    };
    for wrong in [json!("dark"), json!([1]), json!(1), json!(true)] {
        let reasons = told(&USER, "preferences", wrong);
        assert_eq!(reasons, one("/preferences", "not_an_object"));
    }
    assert_eq!(
        told(&STAGE, "exit_fields", json!({ "a": 1 })),
        one("/exit_fields", "not_a_list")
    );
    let long = json!({ "note": "x".repeat(100_000) });
    assert_eq!(
        told(&USER, "preferences", long),
        one("/preferences", "too_long")
    );
    let mut user = Document::new(&USER, id(1));
    put(
        &mut user,
        json!({ "preferences": { "theme": "dark" } }),
        Mode::Patch,
    )
    .unwrap();
}

#[test]
fn thousands_of_reasons_are_told_once_each() {
    let mut found = Violations::default();
    for round in 0..2 {
        for n in 0..20_000 {
            found.add(Violation::field(&format!("field{n}"), "unknown_field"));
        }
        assert_eq!(found.0.len(), 20_000 * (round + 1), "not compared yet");
    }
    let found = found.into_result().unwrap_err();
    assert_eq!(found.0.len(), 20_000);
    assert_eq!(found.0[19_999].pointer, "/field19999");
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<i32>().prop_map(|quarters| Json::from(f64::from(quarters) / 4.0)),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Whatever is read can be written out and read again as the same value.
    #[test]
    fn what_is_read_comes_back(json in any_json()) {
        for kind in KINDS {
            if let Ok(value) = parse(kind, &json) {
                prop_assert_eq!(parse(kind, &value_json(&value)), Ok(value), "{:?}", kind);
            }
        }
    }

    #[test]
    fn no_body_panics(json in any_json(), name in "[a-z_.]{0,12}") {
        for entity in [&ACCOUNT, &OPPORTUNITY, &USER] {
            let body = json!({ name.clone(): json, "name": json, "lines": json, "roles": json, "custom": json });
            with_lens(entity, |lens| drop(wire::read_changes(lens, &object(body), Mode::Import)));
        }
    }
}
