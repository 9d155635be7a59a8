//! The filter tree decided in memory.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::{Scene, matches, utc_start};
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::fold;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::Mode;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{at, day, id, put, with_lens};

fn opportunity() -> Document {
    let mut document = Document::new(&OPPORTUNITY, id(1));
    let body = json!({
        "name": "Ｍüller Hafen 海軟",
        "account_id": id(2),
        "owner_id": id(7),
        "currency": "EUR",
        "status": "open",
        "amount": { "amount_minor": 1000, "currency": "EUR" },
        "probability": "50",
        "close_on": "2026-11-22",
        "won_at": "2026-11-21T23:30:00Z",
        "next_step": "",
        "lines": [{ "quantity": "2", "description": "Crane" }, { "quantity": "5" }],
    });
    put(&mut document, body, Mode::Import).unwrap();
    document
}

fn account() -> Document {
    let mut document = Document::new(&ACCOUNT, id(2));
    put(
        &mut document,
        json!({ "name": "Hafen AG", "types": ["customer", "partner"] }),
        Mode::Create,
    )
    .unwrap();
    document
}

fn related(_: &'static Entity, wanted: Uuid) -> Option<Document> {
    (wanted == id(2)).then(account)
}

fn holds_in(
    filter: &Json,
    day_start: &dyn Fn(chrono::NaiveDate) -> Instant,
    me: Option<Uuid>,
) -> bool {
    let filter = with_lens(&OPPORTUNITY, |lens| Filter::from_json(lens, filter, "")).unwrap();
    let scene = Scene {
        clock: Clock {
            now: at("2026-11-22T09:00:00Z"),
            today: day("2026-11-22"),
        },
        day_start,
        me,
        fold: fold::plain,
        related: &related,
    };
    matches(&filter, &opportunity(), &scene)
}

fn holds(path: &str, op: &str, value: Json) -> bool {
    holds_in(
        &json!({ "field": path, "op": op, "value": value }),
        &utc_start,
        Some(id(7)),
    )
}

#[test]
fn all_of_nothing_holds_and_one_of_nothing_does_not() {
    let holds = |filter: Json| holds_in(&filter, &utc_start, None);
    assert!(holds(json!({})) && holds(json!({ "and": [] })) && !holds(json!({ "or": [] })));
    let yes = json!({ "field": "status", "value": "open" });
    let no = json!({ "field": "status", "value": "won" });
    assert!(holds(json!({ "or": [no, yes] })) && !holds(json!({ "and": [yes, no] })));
}

#[test]
fn nothing_stored_equals_nothing_and_differs_from_everything() {
    assert!(holds("lost_at", "eq", Json::Null) && !holds("lost_at", "ne", Json::Null));
    assert!(
        holds("lost_reason", "ne", json!("price")) && !holds("lost_reason", "eq", json!("price"))
    );
    assert!(
        holds("lost_reason", "nin", json!(["price"]))
            && !holds("lost_reason", "in", json!(["price"]))
    );
    for op in ["lt", "lte", "gt", "gte"] {
        assert!(!holds("lost_at", op, json!("2026-01-01T00:00:00Z")), "{op}");
    }
    assert!(holds("next_step", "empty", json!(true)) && holds("description", "empty", json!(true)));
    assert!(holds("name", "empty", json!(false)));
}

#[test]
fn names_match_whatever_width_case_and_accents() {
    assert!(holds("name", "contains", json!("MULLER hafen")));
    assert!(holds("name", "starts", json!("muller")));
    assert!(holds("name", "contains", json!("海軟")));
    assert!(
        !holds("lines.description", "contains", json!("crane")),
        "plain text is matched byte by byte"
    );
    assert!(holds("lines.description", "contains", json!("rane")));
}

#[test]
fn money_compares_within_its_currency() {
    let amount = |minor: i64, code: &str| json!({ "amount_minor": minor, "currency": code });
    assert!(
        holds("amount", "gt", amount(999, "EUR")) && !holds("amount", "gt", amount(1000, "EUR"))
    );
    assert!(
        !holds("amount", "gt", amount(1, "USD")) && !holds("amount", "lt", amount(9_999, "USD"))
    );
    assert!(holds("amount", "ne", amount(1000, "USD")));
    assert!(holds("amount.currency", "in", json!(["EUR", "USD"])));
}

#[test]
fn one_row_is_enough() {
    assert!(holds("lines.quantity", "gt", json!("4")) && holds("lines.quantity", "lt", json!("3")));
    assert!(!holds("lines.quantity", "gt", json!("5")));
    assert!(holds("lines.product_id", "empty", json!(true)));
}

#[test]
fn tests_reach_the_record_behind_a_reference() {
    assert!(holds("account_id.name", "starts", json!("hafen")));
    assert!(
        holds("account_id.types", "has", json!("partner"))
            && !holds("account_id.types", "has", json!("dealer"))
    );
    assert!(
        !holds("primary_contact_id.name", "ne", json!("x")),
        "nobody is there to differ"
    );
}

#[test]
fn me_is_whoever_looks() {
    assert!(holds("owner_id", "eq", json!("@me")));
    let filter = json!({ "field": "owner_id", "value": "@me" });
    assert!(!holds_in(&filter, &utc_start, Some(id(8))) && !holds_in(&filter, &utc_start, None));
}

#[test]
fn periods_are_half_open() {
    for (op, value, expected) in [
        ("eq", "@today", true),
        ("eq", "@this_month", true),
        ("eq", "@last_week", false),
        ("lt", "@today", false),
        ("lt", "@tomorrow", true),
        ("lte", "@today", true),
        ("lte", "@yesterday", false),
        ("gt", "@yesterday", true),
        ("gt", "@this_week", false),
        ("gte", "@today", true),
        ("ne", "@today", false),
        ("ne", "@today+1", true),
    ] {
        assert_eq!(
            holds("close_on", op, json!(value)),
            expected,
            "close_on {op} {value}"
        );
    }
}

/// 23:30 in London is half past twelve of the next day in Rome.
#[test]
fn a_moment_s_day_depends_on_the_zone() {
    let filter = json!({ "field": "won_at", "value": "@today" });
    assert!(!holds_in(&filter, &utc_start, None));
    let in_rome = |day| Instant::from_micros(utc_start(day).micros() - 3_600_000_000);
    assert!(holds_in(&filter, &in_rome, None));
    assert_eq!(
        opportunity().get("won_at"),
        &Value::Instant(at("2026-11-21T23:30:00Z"))
    );
}
