//! The filter language: what it reads, what it refuses, and that it says again what was read.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::custom::{CustomField, CustomFields};
use guanxi_domain::kernel::field::{Format, Kind};
use guanxi_domain::kernel::filter::{
    Filter, MOST_ITEMS, MOST_LEVELS, MOST_TESTS, OPS, Op, Operand, Test,
};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::problem::Violations;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::support::{actor, id, reasons, refused, rights, with_custom};

/// Paths of every kind, directly, through references, into rows and custom fields.
const PATHS: &[(&str, Kind)] = &[
    ("name", Kind::Text),
    ("account_id.city", Kind::Text),
    ("account_id.owner_id.name", Kind::Text),
    ("owner_id", Kind::Id),
    ("lines.product_id", Kind::Id),
    ("push_count", Kind::Int),
    ("probability", Kind::Decimal),
    ("lines.quantity", Kind::Decimal),
    ("amount", Kind::Money),
    ("amount.currency", Kind::Text),
    ("won_at", Kind::Instant),
    ("close_on", Kind::Day),
    ("status", Kind::Choice),
    ("account_id.types", Kind::Choices),
    ("pipeline_id.is_default", Kind::Bool),
    ("custom.region", Kind::Choice),
    ("custom.points", Kind::Int),
    ("account_id.custom.grades", Kind::Choices),
];

fn custom_field(name: &str, kind: Kind) -> CustomField {
    CustomField {
        id: id(700),
        name: name.to_owned(),
        labels: Default::default(),
        kind,
        format: Format::Plain,
        choices: vec!["north".to_owned(), "south".to_owned()],
        required: false,
        indexed: false,
        position: 0,
    }
}

fn customs() -> CustomFields {
    let mut customs = CustomFields::default();
    customs.add("opportunity", custom_field("region", Kind::Choice));
    customs.add("opportunity", custom_field("points", Kind::Int));
    customs.add("account", custom_field("grades", Kind::Choices));
    customs
}

fn read(json: &Json) -> Result<Filter, Violations> {
    with_custom(&OPPORTUNITY, &customs(), |lens| {
        Filter::from_json(lens, json, "/filter")
    })
}

fn from_url(key: &str, text: &str) -> Result<Test, Violations> {
    with_custom(&OPPORTUNITY, &customs(), |lens| {
        Filter::from_parameter(lens, key, text)
    })
    .map(|filter| match filter {
        Filter::Test(test) => test,
        other => panic!("{other:?}"),
    })
}

fn operand(kind: Kind) -> BoxedStrategy<Json> {
    let period = prop_oneof![
        "@today",
        "@this_week",
        "@last_quarter",
        "@next_year",
        "@today[+-][1-9][0-9]{0,3}"
    ];
    match kind {
        Kind::Id => prop_oneof![
            any::<u128>().prop_map(|n| json!(id(n >> 64))),
            Just(json!("@me"))
        ]
        .boxed(),
        Kind::Text => "\\PC{0,12}".prop_map(Json::from).boxed(),
        Kind::Int => any::<i64>().prop_map(Json::from).boxed(),
        Kind::Bool => any::<bool>().prop_map(Json::from).boxed(),
        Kind::Decimal => "-?[0-9]{1,9}(\\.[0-9]{1,6})?".prop_map(Json::from).boxed(),
        Kind::Money => any::<i64>()
            .prop_map(|minor| json!({ "amount_minor": minor, "currency": "EUR" }))
            .boxed(),
        Kind::Instant => prop_oneof![Just("2026-11-22T10:00:00.5+01:00".to_owned()), period]
            .prop_map(Json::from)
            .boxed(),
        Kind::Day => prop_oneof!["20[0-9]{2}-0[1-9]-1[0-9]", period]
            .prop_map(Json::from)
            .boxed(),
        Kind::Choice | Kind::Choices => "[a-z_]{1,8}".prop_map(Json::from).boxed(),
        Kind::Json => Just(Json::Null).boxed(),
    }
}

fn a_test() -> impl Strategy<Value = Json> {
    let paths = prop::sample::select(PATHS);
    let pairs = paths.prop_flat_map(|(path, kind)| {
        let fitting: Vec<Op> = OPS
            .iter()
            .map(|(op, _)| *op)
            .filter(|op| op.suits(kind))
            .collect();
        (Just(path), Just(kind), prop::sample::select(fitting))
    });
    pairs.prop_flat_map(|(path, kind, op)| {
        let value = match op {
            Op::Empty => any::<bool>().prop_map(Json::from).boxed(),
            Op::In | Op::Nin => {
                let plain = operand(kind).prop_filter("no tokens", |item| {
                    !item.as_str().is_some_and(|text| text.starts_with('@'))
                });
                prop::collection::vec(plain, 0..4)
                    .prop_map(Json::from)
                    .boxed()
            }
            _ => operand(kind),
        };
        value.prop_map(move |value| json!({ "field": path, "op": op.name(), "value": value }))
    })
}

fn a_filter() -> impl Strategy<Value = Json> {
    a_test().prop_recursive(4, 24, 4, |inner| {
        let parts = prop::collection::vec(inner, 0..4);
        (parts, any::<bool>())
            .prop_map(|(parts, all)| json!({ if all { "and" } else { "or" }: parts }))
    })
}

proptest! {
    #[test]
    fn a_filter_comes_back_from_its_json(json in a_filter()) {
        let filter = read(&json).unwrap_or_else(|refusal| panic!("{json}: {refusal}"));
        let text = filter.to_json().to_string();
        prop_assert_eq!(read(&serde_json::from_str(&text).unwrap()), Ok(filter));
    }

    #[test]
    fn no_url_panics(key in "\\PC{0,20}", text: String) {
        drop(from_url(&key, &text));
        for (path, _) in PATHS {
            drop(from_url(path, &text));
        }
    }
}

fn test_json(path: &str, op: &str, value: Json) -> Json {
    json!({ "field": path, "op": op, "value": value })
}

#[track_caller]
fn refuses(json: Json, pointer: &str, code: &str) {
    let refusal = read(&json).expect_err("should be refused");
    assert_eq!(reasons(&refusal), [(pointer, code)], "{json}");
}

#[test]
fn operators_fit_their_kinds() {
    for (path, kind) in PATHS {
        for (op, name) in OPS {
            let refusal = read(&test_json(path, name, Json::Null));
            let unfit = refusal
                .is_err_and(|all| all.0.iter().any(|one| one.code == "operator_not_for_kind"));
            assert_eq!(unfit, !op.suits(*kind), "{path} {name}");
        }
    }
}

#[test]
fn unknown_and_misshapen_parts_are_refused_where_they_stand() {
    refuses(json!([]), "/filter", "filter_shape");
    refuses(json!("name"), "/filter", "filter_shape");
    refuses(json!({ "and": [], "or": [] }), "/filter", "filter_shape");
    refuses(json!({ "not": {} }), "/filter", "filter_shape");
    refuses(json!({ "and": {} }), "/filter/and", "filter_shape");
    refuses(
        json!({ "and": [{ "or": [7] }] }),
        "/filter/and/0/or/0",
        "filter_shape",
    );
    refuses(
        test_json("colour", "eq", json!(1)),
        "/filter/field",
        "unknown_field",
    );
    refuses(json!({ "field": 7 }), "/filter/field", "unknown_field");
    refuses(
        test_json("name", "like", json!("x")),
        "/filter/op",
        "unknown_operator",
    );
    refuses(
        json!({ "field": "name", "op": 7, "value": "x" }),
        "/filter/op",
        "unknown_operator",
    );
    refuses(
        json!({ "field": "name", "value": "x", "and": [] }),
        "/filter/and",
        "unknown_field",
    );
    refuses(
        test_json("push_count", "eq", json!("7")),
        "/filter/value",
        "not_a_whole_number",
    );
    refuses(
        test_json("name", "empty", json!("yes")),
        "/filter/value",
        "not_a_boolean",
    );
    refuses(
        test_json("status", "in", json!("open")),
        "/filter/value",
        "not_a_list",
    );
    refuses(
        test_json("status", "in", json!(["open", 1])),
        "/filter/value",
        "not_a_text",
    );
    refuses(
        test_json("name", "eq", json!("a\u{0}")),
        "/filter/value",
        "control_character",
    );
}

#[test]
fn tokens_stand_for_days_and_for_me_only_where_they_mean_something() {
    assert!(read(&test_json("close_on", "lt", json!("@today+7"))).is_ok());
    assert!(read(&test_json("won_at", "eq", json!("@last_month"))).is_ok());
    assert!(read(&test_json("owner_id", "eq", json!("@me"))).is_ok());
    refuses(
        test_json("owner_id", "eq", json!("@today")),
        "/filter/value",
        "not_an_id",
    );
    refuses(
        test_json("close_on", "eq", json!("@me")),
        "/filter/value",
        "unknown_period",
    );
    refuses(
        test_json("close_on", "eq", json!("@someday")),
        "/filter/value",
        "unknown_period",
    );
    refuses(
        test_json("close_on", "eq", json!("@today-2147483648")),
        "/filter/value",
        "unknown_period",
    );
    refuses(
        test_json("close_on", "in", json!(["@today"])),
        "/filter/value",
        "not_a_day",
    );
    let text = read(&test_json("name", "eq", json!("@today"))).unwrap();
    assert_eq!(text, Filter::equals("name", Value::text("@today")));
}

#[test]
fn paths_lead_two_steps_far_and_only_to_what_is_there() {
    for path in [
        "",
        ".",
        "name.",
        ".name",
        "name.x",
        "amount.minor",
        "custom",
        "custom.colour",
        "lines",
        "lines.parent_id.name",
        "account_id.",
        "custom.region.x",
    ] {
        let refusal = read(&test_json(path, "empty", Json::Null));
        assert_eq!(refused(refusal)[0].1, "unknown_field", "{path}");
    }
    assert!(read(&test_json("lines.product_id.name", "eq", json!("x"))).is_ok());
    refuses(
        test_json("account_id.parent_id.parent_id.name", "eq", json!("x")),
        "/filter/field",
        "path_too_long",
    );
    refuses(
        test_json("lines.parent_id", "eq", json!(id(1))),
        "/filter/value",
        "not_filterable",
    );
    refuses(
        test_json("stage_id.exit_fields", "empty", json!(true)),
        "/filter/value",
        "not_filterable",
    );
}

#[test]
fn size_is_bounded() {
    let mut deep = test_json("name", "eq", json!("x"));
    for _ in 1..MOST_LEVELS {
        deep = json!({ "and": [deep] });
    }
    assert!(read(&deep).is_ok());
    let refusal = refused(read(&json!({ "and": [deep] })));
    assert_eq!(refusal[0].1, "too_deep");
    let many = |n| json!({ "or": vec![test_json("name", "eq", json!("x")); n] });
    assert!(read(&many(MOST_TESTS)).is_ok());
    assert_eq!(refused(read(&many(MOST_TESTS + 1)))[0].1, "too_many_tests");
    let halves = json!({ "and": [many(60), many(60)] });
    assert_eq!(refused(read(&halves))[0].1, "too_many_tests");
    let items = |n: usize| test_json("push_count", "in", json!(vec![1; n]));
    assert!(read(&items(MOST_ITEMS)).is_ok());
    assert_eq!(refused(read(&items(MOST_ITEMS + 1)))[0].1, "not_a_list");
}

#[test]
fn urls_say_the_same_as_json() {
    let euros = json!({ "amount_minor": 1250, "currency": "EUR" });
    for (key, text, path, op, value) in [
        ("name", "Harbour", "name", "eq", json!("Harbour")),
        (
            "name.contains",
            "Harbour",
            "name",
            "contains",
            json!("Harbour"),
        ),
        (
            "account_id.city",
            "Rome",
            "account_id.city",
            "eq",
            json!("Rome"),
        ),
        (
            "account_id.city.starts",
            "Ro",
            "account_id.city",
            "starts",
            json!("Ro"),
        ),
        ("push_count.gte", "3", "push_count", "gte", json!(3)),
        (
            "status.in",
            "open,won",
            "status",
            "in",
            json!(["open", "won"]),
        ),
        ("amount.gt", "EUR:1250", "amount", "gt", euros),
        (
            "amount.currency",
            "EUR",
            "amount.currency",
            "eq",
            json!("EUR"),
        ),
        ("close_on.lt", "@today", "close_on", "lt", json!("@today")),
        (
            "pipeline_id.is_default",
            "true",
            "pipeline_id.is_default",
            "eq",
            json!(true),
        ),
        ("account_id.empty", "", "account_id", "empty", json!(true)),
        (
            "account_id.empty",
            "false",
            "account_id",
            "empty",
            json!(false),
        ),
        ("account_id", "null", "account_id", "eq", Json::Null),
        ("name", "null", "name", "eq", json!("null")),
        ("owner_id", "@me", "owner_id", "eq", json!("@me")),
        (
            "custom.region.ne",
            "north",
            "custom.region",
            "ne",
            json!("north"),
        ),
    ] {
        let wanted = read(&test_json(path, op, value)).unwrap();
        assert_eq!(
            from_url(key, text).map(Filter::Test),
            Ok(wanted),
            "{key}={text}"
        );
    }
    for (key, text, code) in [
        ("colour", "red", "unknown_field"),
        ("name.like", "x", "unknown_field"),
        ("push_count", "x", "not_a_whole_number"),
        ("amount.gt", "1250", "not_money"),
        ("amount.gt", "EUR:12.50", "not_money"),
        ("pipeline_id.is_default", "yes", "not_a_boolean"),
        ("status.lt", "open", "operator_not_for_kind"),
    ] {
        let refusal = refused(from_url(key, text));
        assert_eq!(refusal, [(format!("filter[{key}]"), code)], "{key}={text}");
    }
}

#[test]
fn unknown_names_of_choices_are_asked_for_in_vain_but_not_refused() {
    let test = read(&test_json("status", "eq", json!("paused"))).unwrap();
    assert_eq!(
        test.tests()[0].operand,
        Operand::Value(Value::text("paused"))
    );
}

#[test]
fn hidden_fields_and_unreadable_records_are_as_if_they_were_not_there() {
    let role = rights(
        r#"{"opportunity": {"read": "all", "hidden": ["amount", "custom.region"]}, "account": {"read": "all", "hidden": ["tax_id"]}}"#,
    );
    let (actor, custom) = (actor(1, vec![role]), customs());
    let lens = Lens {
        entity: &OPPORTUNITY,
        custom: &custom,
        actor: &actor,
    };
    let code = |path: &str| {
        let read = Filter::from_json(&lens, &test_json(path, "empty", json!(true)), "");
        read.err().map(|all| all.0[0].code)
    };
    for hidden in [
        "amount",
        "amount.currency",
        "custom.region",
        "account_id.tax_id",
        "owner_id.name",
        "stage_id.name",
    ] {
        assert_eq!(code(hidden), Some("unknown_field"), "{hidden}");
    }
    for shown in ["name", "custom.points", "account_id.name", "stage_id"] {
        assert_eq!(code(shown), None, "{shown}");
    }
}

#[test]
fn every_filterable_field_can_be_asked_about() {
    let entities = guanxi_domain::registry::roots();
    let ask = |entity: &'static Entity, path: &str| {
        with_custom(entity, &CustomFields::default(), |lens| {
            Filter::from_json(lens, &test_json(path, "empty", json!(true)), "")
        })
    };
    for entity in entities {
        for field in entity.all_fields() {
            let asked = ask(entity, field.name).is_ok();
            assert_eq!(
                asked,
                field.filterable && field.kind != Kind::Json,
                "{} {}",
                entity.name,
                field.name
            );
        }
    }
}
