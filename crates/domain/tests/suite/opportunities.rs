//! Opportunities: where they start and what they are worth.

use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::value_json;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stage_changes::STAGE_CHANGE;
use guanxi_domain::sales::stages::STAGE;
use serde_json::{Value as Json, json};

use crate::sale::{
    LOST, OF_OTHER_PIPELINE, PROPOSE, QUALIFY, WON, euros, later, lost, new, ready, scene, state,
    won,
};
use crate::support::{at, created, creations, facts, id, patched, patches, refused};

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
    assert_eq!(patches(&effects, &PIPELINE), [(id(11), &sets[..])]);
    let (_, effects) = created(&PIPELINE, 13, &scene(), json!({ "name": "New" })).unwrap();
    assert!(effects.is_empty());
}

#[test]
fn a_stage_s_exit_fields_are_fields() {
    let body = |fields: Json| json!({ "name": "S", "pipeline_id": id(11), "exit_fields": fields });
    assert!(created(&STAGE, 30, &facts(), body(json!(["amount", "close_on"]))).is_ok());
    for (fields, code) in [
        (json!(["colour"]), "not_field_names"),
        (json!([1]), "not_field_names"),
        (json!({}), "not_a_list"),
        (json!("amount"), "not_a_list"),
    ] {
        let refusal = refused(created(&STAGE, 30, &facts(), body(fields.clone())));
        assert_eq!(refusal, [("/exit_fields".to_owned(), code)], "{fields}");
    }
}
