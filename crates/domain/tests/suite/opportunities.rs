//! Opportunities: where they start, how they move, what they are worth.

use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::bare_scene;
use guanxi_domain::kernel::facts::{Effect, Facts};
use guanxi_domain::kernel::rules;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::value_json;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stage_changes::STAGE_CHANGE;
use guanxi_domain::sales::stages::STAGE;
use serde_json::{Value as Json, json};

use crate::support::{
    Refusal, acted, at, created, creations, day, facts, id, patched, reasons, refused,
};

const QUALIFY: u128 = 21;
const PROPOSE: u128 = 22;
const WON: u128 = 23;
const LOST: u128 = 24;
const OF_OTHER_PIPELINE: u128 = 25;

fn stage(
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

fn pipeline(n: u128, is_default: bool, position: i64) -> Document {
    let body =
        json!({ "name": format!("pipeline {n}"), "is_default": is_default, "position": position });
    created(&PIPELINE, n, &facts(), body).unwrap().0
}

/// The default pipeline 11 with two open stages, won and lost; and pipeline 12 with one stage.
fn scene() -> Facts {
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

fn euros(minor: i64) -> Json {
    json!({ "amount_minor": minor, "currency": "EUR" })
}

fn new(body: Json) -> (Document, Vec<Effect>) {
    created(&OPPORTUNITY, 1, &scene(), body).unwrap()
}

/// Ready to be won.
fn ready() -> Document {
    let body = json!({
        "name": "Crane", "account_id": id(3), "primary_contact_id": id(4), "amount": euros(100_000),
        "close_on": "2026-12-01", "next_step": "Call", "owner_id": id(1),
    });
    new(body).0
}

fn later() -> Facts {
    let mut facts = scene();
    facts.now = at("2026-11-23T12:00:00Z");
    facts.today = day("2026-11-23");
    facts
}

fn acts(before: &Document, verb: &str, asked: &[(&str, Value)]) -> Result<Document, Refusal> {
    acted(before, later(), verb, asked).map(|(document, _)| document)
}

fn violations(refusal: Result<Document, Refusal>) -> Vec<(String, String)> {
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

fn needs(field: &str) -> Vec<(String, String)> {
    vec![(format!("/{field}"), "required".to_owned())]
}

fn move_to(stage: u128) -> [(&'static str, Value); 1] {
    [("stage_id", Value::Id(id(stage)))]
}

fn state(document: &Document) -> (&str, Option<u128>) {
    let stage = document
        .get("stage_id")
        .as_id()
        .map(|stage| stage.as_u128() - id(0).as_u128());
    (document.text("status"), stage)
}

fn won() -> Document {
    acts(&ready(), "win", &[]).unwrap()
}

fn lost() -> Document {
    acts(&ready(), "lose", &[("lost_reason", Value::text("price"))]).unwrap()
}

#[test]
fn a_new_one_starts_in_the_first_open_stage_of_the_default_pipeline() {
    let (document, effects) = new(json!({ "name": "Crane" }));
    assert_eq!(state(&document), ("open", Some(QUALIFY)));
    assert_eq!(document.get("pipeline_id").as_id(), Some(id(11)));
    assert_eq!(value_json(document.get("probability")), json!("20"));
    assert_eq!(document.text("currency"), "EUR");
    assert_eq!(
        document.get("stage_entered_at"),
        &Value::Instant(facts().now)
    );
    let history = creations(&effects, &STAGE_CHANGE);
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].get("from_stage_id"), &Value::Null);
    assert_eq!(history[0].get("to_stage_id").as_id(), Some(id(QUALIFY)));
    assert_eq!(history[0].get("seconds"), &Value::Null);
    assert_eq!(history[0].id(), facts().ids[0]);
}

#[test]
fn the_caller_may_say_where_it_starts() {
    let at = |body: Json| {
        let mut all = json!({ "name": "Crane" });
        body.as_object()
            .unwrap()
            .iter()
            .for_each(|(name, value)| all[name] = value.clone());
        created(&OPPORTUNITY, 1, &scene(), all)
    };
    assert_eq!(
        state(&at(json!({ "stage_id": id(PROPOSE) })).unwrap().0),
        ("open", Some(PROPOSE))
    );
    assert_eq!(
        state(&at(json!({ "pipeline_id": id(12) })).unwrap().0),
        ("open", Some(OF_OTHER_PIPELINE))
    );
    assert_eq!(
        value_json(
            at(json!({ "probability": "33.5" }))
                .unwrap()
                .0
                .get("probability")
        ),
        json!("33.5")
    );
    for (body, pointer, code) in [
        (json!({ "stage_id": id(99) }), "/stage_id", "unknown_record"),
        (
            json!({ "stage_id": id(PROPOSE), "pipeline_id": id(12) }),
            "/stage_id",
            "stage_of_other_pipeline",
        ),
        (
            json!({ "stage_id": id(WON) }),
            "/stage_id",
            "start_in_open_stage",
        ),
        (
            json!({ "pipeline_id": id(99) }),
            "/pipeline_id",
            "pipeline_without_stages",
        ),
        (json!({ "status": "won" }), "/status", "read_only"),
    ] {
        assert_eq!(
            refused(at(body.clone())),
            [(pointer.to_owned(), code)],
            "{body}"
        );
    }
}

#[test]
fn an_import_brings_closed_ones_with_their_dates() {
    let mut facts = scene();
    facts.importing = true;
    let body = json!({ "name": "Old", "stage_id": id(WON), "won_at": "2020-05-01T00:00:00Z", "amount": euros(5) });
    let (document, _) = created(&OPPORTUNITY, 1, &facts, body).unwrap();
    assert_eq!(state(&document), ("won", Some(WON)));
    assert_eq!(
        document.get("won_at"),
        &Value::Instant(at("2020-05-01T00:00:00Z"))
    );
    assert_eq!(document.text("forecast_category"), "closed");
    assert_eq!(value_json(document.get("weighted")), euros(5));
    let without_reason = json!({ "name": "Old", "stage_id": id(LOST) });
    assert_eq!(
        refused(created(&OPPORTUNITY, 1, &facts, without_reason)),
        [("/lost_reason".to_owned(), "required")]
    );
}

/// The whole table: which verb starts from which state. What is not listed is a conflict.
#[test]
fn every_state_knows_its_verbs() {
    let asked = |verb: &str| match verb {
        "move" => vec![("stage_id", Value::Id(id(PROPOSE)))],
        "lose" => vec![("lost_reason", Value::text("price"))],
        "reopen" => vec![("reopen_reason", Value::text("They called"))],
        _ => Vec::new(),
    };
    let table = [
        (
            ready(),
            [
                ("move", true),
                ("win", true),
                ("lose", true),
                ("reopen", false),
            ],
        ),
        (
            won(),
            [
                ("move", false),
                ("win", false),
                ("lose", false),
                ("reopen", true),
            ],
        ),
        (
            lost(),
            [
                ("move", false),
                ("win", false),
                ("lose", false),
                ("reopen", true),
            ],
        ),
    ];
    assert_eq!(OPPORTUNITY.verbs.len(), 4);
    for (document, verbs) in table {
        for (verb, allowed) in verbs {
            let result = acts(&document, verb, &asked(verb));
            let state = document.text("status");
            assert_eq!(result.is_ok(), allowed, "{verb} from {state}: {result:?}");
            assert!(
                allowed || result == Err(Refusal::Transition),
                "{verb} from {state}"
            );
        }
    }
}

#[test]
fn a_state_of_a_newer_version_has_no_verbs() {
    let mut document = ready();
    document.set("status", Value::text("paused"));
    for verb in OPPORTUNITY.verbs {
        assert_eq!(
            acts(&document, verb.name, &[]),
            Err(Refusal::Transition),
            "{}",
            verb.name
        );
    }
}

#[test]
fn moving_leaves_a_row_of_history_with_its_duration() {
    let (document, effects) = acted(&ready(), later(), "move", &move_to(PROPOSE)).unwrap();
    assert_eq!(state(&document), ("open", Some(PROPOSE)));
    assert_eq!(value_json(document.get("probability")), json!("60"));
    assert_eq!(value_json(document.get("weighted")), euros(60_000));
    assert_eq!(
        document.get("stage_entered_at"),
        &Value::Instant(later().now)
    );
    let [change] = creations(&effects, &STAGE_CHANGE)[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(change.get("opportunity_id").as_id(), Some(id(1)));
    assert_eq!(change.get("account_id").as_id(), Some(id(3)));
    assert_eq!(change.get("from_stage_id").as_id(), Some(id(QUALIFY)));
    assert_eq!(change.get("to_stage_id").as_id(), Some(id(PROPOSE)));
    assert_eq!(change.get("seconds"), &Value::Int(26 * 3_600));
    assert_eq!(change.get("reason"), &Value::Null);
}

#[test]
fn exit_fields_bind_on_the_way_forward_only() {
    let (bare, _) = new(json!({ "name": "Crane" }));
    let refusal = violations(acts(&bare, "move", &move_to(PROPOSE)));
    assert_eq!(refusal, [needs("next_step"), needs("account_id")].concat());
    let (ahead, _) = new(json!({ "name": "Crane", "stage_id": id(PROPOSE) }));
    assert_eq!(
        state(&acts(&ahead, "move", &move_to(QUALIFY)).unwrap()),
        ("open", Some(QUALIFY))
    );
}

#[test]
fn stages_of_other_pipelines_are_out_of_reach() {
    let refusal = violations(acts(&ready(), "move", &move_to(OF_OTHER_PIPELINE)));
    assert_eq!(
        refusal,
        [("/stage_id".to_owned(), "stage_of_other_pipeline".to_owned())]
    );
    let refusal = violations(acts(&ready(), "move", &move_to(99)));
    assert_eq!(
        refusal,
        [("/stage_id".to_owned(), "unknown_record".to_owned())]
    );
}

#[test]
fn winning_stamps_and_needs_what_the_table_says() {
    let document = won();
    assert_eq!(state(&document), ("won", Some(WON)));
    assert_eq!(document.get("won_at"), &Value::Instant(later().now));
    assert_eq!(document.get("lost_at"), &Value::Null);
    assert_eq!(document.text("forecast_category"), "closed");
    assert_eq!(value_json(document.get("weighted")), euros(100_000));
    for field in ["amount", "close_on", "primary_contact_id"] {
        let mut lacking = ready();
        lacking.set(field, Value::Null);
        assert_eq!(violations(acts(&lacking, "win", &[])), needs(field));
        assert_eq!(
            violations(acts(&lacking, "move", &move_to(WON))),
            needs(field)
        );
    }
    let mut lacking = ready();
    lacking.set("close_on", Value::Null);
    let given = [("close_on", Value::Day(day("2026-11-23")))];
    assert_eq!(acts(&lacking, "win", &given).unwrap().text("status"), "won");
}

#[test]
fn losing_stamps_and_needs_a_reason() {
    let document = lost();
    assert_eq!(state(&document), ("lost", Some(LOST)));
    assert_eq!(document.get("lost_at"), &Value::Instant(later().now));
    assert_eq!(
        (
            document.text("lost_reason"),
            document.text("forecast_category")
        ),
        ("price", "omitted")
    );
    assert_eq!(value_json(document.get("weighted")), euros(0));
    assert_eq!(
        violations(acts(&ready(), "lose", &[])),
        needs("lost_reason")
    );
    assert_eq!(
        violations(acts(&ready(), "move", &move_to(LOST))),
        needs("lost_reason")
    );
    let (bare, _) = new(json!({ "name": "Crane" }));
    let document = acts(&bare, "lose", &[("lost_reason", Value::text("timing"))]).unwrap();
    assert_eq!(document.get("close_on"), &Value::Day(day("2026-11-23")));
}

#[test]
fn moving_to_a_closed_stage_is_winning_or_losing() {
    let moved = acts(&ready(), "move", &move_to(WON)).unwrap();
    assert_eq!(moved, won());
    let asked = [
        ("stage_id", Value::Id(id(LOST))),
        ("lost_reason", Value::text("price")),
    ];
    assert_eq!(acts(&ready(), "move", &asked).unwrap(), lost());
}

#[test]
fn a_pipeline_without_a_won_stage_cannot_be_won() {
    let (document, _) = new(json!({
        "name": "Crane", "pipeline_id": id(12), "amount": euros(1), "close_on": "2026-12-01", "primary_contact_id": id(4),
    }));
    let refusal = violations(acts(&document, "win", &[]));
    assert_eq!(
        refusal,
        [("/stage_id".to_owned(), "pipeline_without_stage".to_owned())]
    );
}

#[test]
fn reopening_takes_back_what_closing_stamped() {
    let reason = ("reopen_reason", Value::text("They called"));
    for closed in [won(), lost()] {
        let (document, effects) =
            acted(&closed, later(), "reopen", std::slice::from_ref(&reason)).unwrap();
        assert_eq!(state(&document), ("open", Some(QUALIFY)));
        for field in ["won_at", "lost_at", "lost_reason", "lost_notes"] {
            assert_eq!(document.get(field), &Value::Null, "{field}");
        }
        assert_eq!(document.text("forecast_category"), "pipeline");
        assert_eq!(value_json(document.get("probability")), json!("20"));
        let history = creations(&effects, &STAGE_CHANGE);
        assert_eq!(
            (history.len(), history[0].text("reason")),
            (1, "They called")
        );
        assert_eq!(acts(&document, "win", &[]).unwrap().text("status"), "won");
    }
    let asked = [reason, ("stage_id", Value::Id(id(PROPOSE)))];
    assert_eq!(
        state(&acts(&won(), "reopen", &asked).unwrap()),
        ("open", Some(PROPOSE))
    );
}

#[test]
fn a_closed_one_keeps_its_figures() {
    for body in [
        json!({ "amount": euros(1) }),
        json!({ "currency": "USD" }),
        json!({ "lines": [] }),
        json!({ "probability": "1" }),
        json!({ "account_id": id(9) }),
    ] {
        assert_eq!(
            refused(patched(&won(), &later(), body.clone()))[0].1,
            "locked",
            "{body}"
        );
    }
    assert!(patched(&won(), &later(), json!({ "name": "Crane, sold" })).is_ok());
    let mut lost = lost();
    lost.set("lost_reason", Value::Null);
    let missing = rules::missing(&lost, &bare_scene(day("2026-11-23")));
    assert_eq!(reasons(&missing), [("/lost_reason", "required")]);
}

/// Golden: 5 × 100 and 3 × 200 less 10 % are 1 040; half a cent counts in the line and in the sum.
#[test]
fn lines_make_the_amount() {
    let amount = |lines: Json| {
        value_json(
            new(json!({ "name": "Crane", "lines": lines }))
                .0
                .get("amount"),
        )
    };
    let discounted = json!([
        { "quantity": "5", "unit_price": "100" },
        { "quantity": "3", "unit_price": "200", "discount_percent": "10" },
    ]);
    assert_eq!(amount(discounted), euros(104_000));
    let (document, _) =
        new(json!({ "name": "Crane", "lines": [{ "quantity": "9.5", "unit_price": "124.75" }] }));
    assert_eq!(value_json(document.get("amount")), euros(118_513));
    assert_eq!(
        value_json(document.rows("lines")[0].last().unwrap()),
        euros(118_513)
    );
    let halves = json!([{ "quantity": "9.5", "unit_price": "124.75" }, { "quantity": "9.5", "unit_price": "124.75" }]);
    assert_eq!(amount(halves), euros(237_026));
    let large =
        json!([{ "quantity": "1000000", "unit_price": "9999999.99" }, { "unit_price": "0.01" }]);
    assert_eq!(amount(large), euros(999_999_999_000_001));
}

#[test]
fn a_sum_beyond_64_bits_names_its_line() {
    let huge = json!({ "quantity": "9000000000000", "unit_price": "9000" });
    let body = json!({ "name": "Crane", "lines": [huge, huge] });
    let refusal = refused(created(&OPPORTUNITY, 1, &scene(), body));
    assert_eq!(refusal, [("/lines/1/quantity".to_owned(), "out_of_range")]);
}

/// Golden: 100 000 at 50 %, 50 % and 100 %.
#[test]
fn the_forecast_is_weighted_by_probability() {
    let weighted = |minor: i64, probability: &str| {
        let body = json!({ "name": "Crane", "amount": euros(minor), "probability": probability });
        value_json(new(body).0.get("weighted"))
    };
    assert_eq!(weighted(10_000_000, "50"), euros(5_000_000));
    assert_eq!(weighted(10_000_000, "100"), euros(10_000_000));
    assert_eq!(weighted(10_000_000, "0"), euros(0));
    assert_eq!(weighted(1, "50"), euros(1));
    assert_eq!(weighted(i64::MAX, "100"), euros(i64::MAX));
    let (without, _) = new(json!({ "name": "Crane", "probability": "50" }));
    assert_eq!(without.get("weighted"), &Value::Null);
}

#[test]
fn amount_and_lines_are_in_one_currency() {
    let dollars = json!({ "amount_minor": 5, "currency": "USD" });
    let (document, _) = new(json!({ "name": "Crane", "amount": dollars }));
    assert_eq!(document.text("currency"), "USD");
    let (document, _) = patched(&document, &later(), json!({ "amount": euros(7) })).unwrap();
    assert_eq!(
        (
            document.text("currency"),
            value_json(document.get("amount"))
        ),
        ("EUR", euros(7))
    );
    let other = patched(&document, &later(), json!({ "currency": "JPY" }));
    assert_eq!(
        refused(other),
        [("/amount".to_owned(), "currency_mismatch")]
    );
    let lines = json!([{ "quantity": "2", "unit_price": "10.5" }]);
    let (document, _) = patched(
        &document,
        &later(),
        json!({ "currency": "JPY", "lines": lines }),
    )
    .unwrap();
    assert_eq!(
        value_json(document.get("amount")),
        json!({ "amount_minor": 21, "currency": "JPY" })
    );
}

#[test]
fn putting_the_day_off_counts() {
    let document = ready();
    let pushes = |document: &Document| document.get("push_count").as_int();
    assert_eq!(pushes(&document), Some(0));
    let (document, _) = patched(&document, &later(), json!({ "close_on": "2026-12-24" })).unwrap();
    assert_eq!(pushes(&document), Some(1));
    let (document, _) = patched(&document, &later(), json!({ "close_on": "2026-12-03" })).unwrap();
    assert_eq!(pushes(&document), Some(1));
    let (document, _) = patched(&document, &later(), json!({ "close_on": null })).unwrap();
    let (document, _) = patched(&document, &later(), json!({ "close_on": "2027-01-01" })).unwrap();
    assert_eq!(pushes(&document), Some(1));
}

#[test]
fn derived_values_are_the_same_when_derived_again() {
    for document in [ready(), won(), lost()] {
        let mut again = document.clone();
        (OPPORTUNITY.derive)(&later(), &mut again).unwrap();
        assert_eq!(again, document);
    }
}

#[test]
fn a_new_default_pipeline_takes_it_from_the_other() {
    let (_, effects) = created(
        &PIPELINE,
        13,
        &scene(),
        json!({ "name": "New", "is_default": true }),
    )
    .unwrap();
    let sets = [("is_default", Value::Bool(false))];
    assert_eq!(
        crate::support::patches(&effects, &PIPELINE),
        [(id(11), &sets[..])]
    );
    let (_, effects) = created(&PIPELINE, 13, &scene(), json!({ "name": "New" })).unwrap();
    assert!(effects.is_empty());
}

#[test]
fn a_stage_s_exit_fields_are_fields() {
    let body = |fields: Json| json!({ "name": "S", "pipeline_id": id(11), "exit_fields": fields });
    assert!(created(&STAGE, 30, &facts(), body(json!(["amount", "close_on"]))).is_ok());
    for fields in [json!(["colour"]), json!({}), json!([1]), json!("amount")] {
        let refusal = refused(created(&STAGE, 30, &facts(), body(fields.clone())));
        assert_eq!(
            refusal,
            [("/exit_fields".to_owned(), "not_field_names")],
            "{fields}"
        );
    }
}
