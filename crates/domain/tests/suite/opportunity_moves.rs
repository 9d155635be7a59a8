//! How an opportunity moves: every verb from every state, what it needs and what it stamps.

use guanxi_domain::kernel::computed::Clock;
use guanxi_domain::kernel::evaluate::bare_scene;
use guanxi_domain::kernel::rules;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::value_json;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::stage_changes::STAGE_CHANGE;
use serde_json::json;

use crate::sale::{
    LOST, OF_OTHER_PIPELINE, PROPOSE, QUALIFY, WON, acts, euros, later, lost, move_to, needs, new,
    ready, state, violations, won,
};
use crate::support::{Refusal, acted, at, creations, day, id, patched, reasons, refused};

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
    let win = OPPORTUNITY.verb("win").unwrap();
    assert_eq!(win.needs, ["amount", "close_on", "primary_contact_id"]);
    for field in win.needs {
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
        ("lost_notes", Value::text("Too dear")),
    ];
    assert_eq!(acts(&ready(), "move", &asked).unwrap(), lost());
}

#[test]
fn a_move_to_where_it_stands_starts_nothing_anew() {
    let mut bare = ready();
    bare.set("next_step", Value::Null);
    let (document, effects) = acted(&bare, later(), "move", &move_to(QUALIFY)).unwrap();
    assert_eq!((document, effects.len()), (bare, 0));
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
    let missing = rules::missing(&lost, &bare_scene(Clock::utc(at("2026-11-23T00:00:00Z"))));
    assert_eq!(reasons(&missing), [("/lost_reason", "required")]);
}
