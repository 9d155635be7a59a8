//! What holds a deal and what is settled with it: exit criteria, pipelines of teams, competitors, shares, frozen rates.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::{Effect, Facts};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire::value_json;
use guanxi_domain::people::teams::TEAM;
use guanxi_domain::platform::currency_rates::CURRENCY_RATE;
use guanxi_domain::sales::competitors::COMPETITOR;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::opportunity_competitors::OPPORTUNITY_COMPETITOR;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stage_changes::STAGE_CHANGE;
use guanxi_domain::sales::stages::STAGE;
use serde_json::{Value as Json, json};

use crate::sale::{
    LOST, OF_OTHER_PIPELINE, PROPOSE, QUALIFY, WON, euros, later, move_to, needs, new, pipeline,
    ready, scene, violations,
};
use crate::support::{Refusal, acted, created, creations, facts, id, patched, patches, refused};

/// The stages, with a filter that must hold before one of them is left.
fn with_criteria(stage: u128, filter: Json) -> Facts {
    let mut facts = later();
    let stages = facts.loaded.get_mut("stages").unwrap();
    let one = stages.iter_mut().find(|one| one.id() == id(stage)).unwrap();
    one.set("exit_filter", Value::Json(filter.to_string()));
    facts
}

fn moved(facts: Facts, before: &Document, stage: u128) -> Result<Document, Refusal> {
    acted(before, facts, "move", &move_to(stage)).map(|(document, _)| document)
}

fn at_least(minor: i64) -> Json {
    json!({ "field": "amount", "op": "gte", "value": euros(minor) })
}

#[test]
fn each_criterion_that_does_not_hold_is_named() {
    let closing = json!({ "field": "probability", "op": "gt", "value": "30" });
    let filter = json!({ "and": [at_least(200_000), closing] });
    let refusal = moved(with_criteria(QUALIFY, filter), &ready(), PROPOSE);
    let Err(Refusal::Violations(found)) = refusal else {
        panic!("{refusal:?}");
    };
    let told: Vec<_> = found
        .0
        .iter()
        .map(|one| {
            let param = |name: &str| one.params.get(name).map_or("", String::as_str);
            (
                one.pointer.as_str(),
                one.code,
                param("operator"),
                param("value"),
                param("stage"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "/amount",
                "exit_criterion",
                "gte",
                "2000.00 EUR",
                "stage 21"
            ),
            ("/probability", "exit_criterion", "gt", "30", "stage 21"),
        ]
    );
}

#[test]
fn one_of_several_is_enough_and_all_are_told_when_none_holds() {
    let rich = at_least(200_000);
    let near = json!({ "field": "close_on", "op": "lt", "value": "2026-12-24" });
    let either = |second: &Json| json!({ "or": [rich, second] });
    assert!(moved(with_criteria(QUALIFY, either(&near)), &ready(), PROPOSE).is_ok());
    let nearer = json!({ "field": "close_on", "op": "lt", "value": "2026-11-24" });
    assert_eq!(
        violations(moved(
            with_criteria(QUALIFY, either(&nearer)),
            &ready(),
            PROPOSE
        )),
        [
            ("/amount".to_owned(), "exit_criterion_any".to_owned()),
            ("/close_on".to_owned(), "exit_criterion_any".to_owned()),
        ]
    );
}

#[test]
fn criteria_look_at_the_account_as_well() {
    let filter = json!({ "field": "account_id.industry", "value": "Steel" });
    let of = |industry: &str| {
        let mut facts = with_criteria(QUALIFY, filter.clone());
        let body = json!({ "name": "Acme", "industry": industry });
        let account = created(&ACCOUNT, 3, &facts, body).unwrap().0;
        facts.loaded.insert("account", vec![account]);
        facts
    };
    assert!(moved(of("Steel"), &ready(), PROPOSE).is_ok());
    assert_eq!(
        violations(moved(of("Wood"), &ready(), PROPOSE)),
        [("/account_id".to_owned(), "exit_criterion".to_owned())]
    );
}

#[test]
fn winning_leaves_all_open_stages_behind_and_losing_none() {
    let facts = || with_criteria(PROPOSE, at_least(200_000));
    let refusal = acted(&ready(), facts(), "win", &[]).map(|(document, _)| document);
    let too_little = [("/amount".to_owned(), "exit_criterion".to_owned())];
    assert_eq!(violations(refusal), too_little);
    assert_eq!(violations(moved(facts(), &ready(), WON)), too_little);
    assert!(moved(facts(), &ready(), PROPOSE).is_ok());
    let lost = [("lost_reason", Value::text("price"))];
    assert!(acted(&ready(), facts(), "lose", &lost).is_ok());
    let ahead = new(json!({ "name": "Crane", "stage_id": id(PROPOSE) })).0;
    assert!(moved(facts(), &ahead, QUALIFY).is_ok());
}

#[test]
fn criteria_are_filters_within_reach() {
    let body = |filter: Json| json!({ "name": "S", "pipeline_id": id(11), "exit_filter": filter });
    let held = |path: &str| body(json!({ "field": path, "op": "empty", "value": false }));
    for path in [
        "amount",
        "lines.product_id",
        "account_id.industry",
        "account_id.credit_limit.currency",
        "amount.currency",
        "primary_contact_id.email",
    ] {
        assert!(created(&STAGE, 30, &facts(), held(path)).is_ok(), "{path}");
    }
    for path in [
        "owner_id.name",
        "account_id.parent_id.name",
        "lines.product_id.name",
    ] {
        let refusal = refused(created(&STAGE, 30, &facts(), held(path)));
        assert_eq!(
            refusal,
            [("/exit_filter".to_owned(), "criterion_out_of_reach")],
            "{path}"
        );
    }
    let refusal = refused(created(&STAGE, 30, &facts(), held("colour")));
    assert_eq!(
        refusal,
        [("/exit_filter/field".to_owned(), "unknown_field")]
    );
}

#[test]
fn a_stage_with_opportunities_is_replaced_before_it_is_deleted() {
    let stage = |n: u128| {
        let stages = scene().loaded.remove("stages").unwrap();
        stages.into_iter().find(|one| one.id() == id(n)).unwrap()
    };
    let mut gone = stage(QUALIFY);
    gone.set("deleted_at", Value::Instant(facts().now));
    let mut facts = later();
    facts.loaded.insert("standing", vec![ready()]);
    let decided = (STAGE.decide)(&facts, Some(&stage(QUALIFY)), &mut gone);
    assert_eq!(refused(decided), [(String::new(), "stage_in_use")]);
    assert!((STAGE.decide)(&later(), Some(&stage(QUALIFY)), &mut gone).is_ok());

    let to = |n: u128| [("successor_id", Value::Id(id(n)))];
    let (_, effects) = acted(&stage(QUALIFY), facts.clone(), "replace", &to(PROPOSE)).unwrap();
    let (_, sets) = patches(&effects, &OPPORTUNITY)[0];
    assert!(sets.contains(&("stage_id", Value::Id(id(PROPOSE)))));
    let history = creations(&effects, &STAGE_CHANGE);
    assert_eq!(history[0].get("from_stage_id").as_id(), Some(id(QUALIFY)));
    for (wrong, code) in [
        (WON, "no_successor"),
        (LOST, "no_successor"),
        (QUALIFY, "no_successor"),
        (OF_OTHER_PIPELINE, "stage_of_other_pipeline"),
        (99, "unknown_record"),
    ] {
        let refusal = acted(&stage(QUALIFY), facts.clone(), "replace", &to(wrong));
        let refusal = refusal.map(|(document, _)| document);
        let expected = ("/successor_id".to_owned(), code.to_owned());
        assert_eq!(violations(refusal), [expected]);
    }
}

fn kept_for(team: u128) -> Facts {
    let mut facts = scene();
    let body = json!({ "name": "Export", "teams": [{ "team_id": id(team) }] });
    let kept = created(&PIPELINE, 12, &facts, body).unwrap().0;
    facts
        .loaded
        .insert("pipelines", vec![kept, pipeline(11, true, 1)]);
    facts
}

fn begun(
    facts: &Facts,
    team: u128,
    mut body: Json,
) -> Result<Document, Vec<(String, &'static str)>> {
    body["name"] = json!("Crane");
    let mut document = Document::new(&OPPORTUNITY, id(1));
    guanxi_domain::kernel::wire::fill_defaults(&mut document, facts.company_currency);
    crate::support::put(
        &mut document,
        body,
        guanxi_domain::kernel::wire::Mode::Create,
    )
    .unwrap();
    document.set("team_id", Value::Id(id(team)));
    let decided = (OPPORTUNITY.decide)(facts, None, &mut document);
    match decided {
        Ok(_) => Ok(document),
        refused => Err(crate::support::refused(refused)),
    }
}

#[test]
fn a_pipeline_may_be_kept_for_teams_and_a_team_has_its_own() {
    let facts = kept_for(51);
    let chosen = json!({ "pipeline_id": id(12) });
    assert!(begun(&facts, 51, chosen.clone()).is_ok());
    assert_eq!(
        begun(&facts, 52, chosen).unwrap_err(),
        [("/pipeline_id".to_owned(), "pipeline_of_other_team")]
    );
    let of_team = |team: u128| {
        let mut facts = facts.clone();
        let body = json!({ "name": "Team", "pipeline_id": id(12) });
        let team_record = created(&TEAM, team, &facts, body).unwrap().0;
        facts.loaded.insert("team", vec![team_record]);
        let document = begun(&facts, team, json!({})).unwrap();
        document.get("pipeline_id").as_id()
    };
    assert_eq!(of_team(51), Some(id(12)));
    // What it may not use is not its default either.
    assert_eq!(of_team(52), Some(id(11)));
}

#[test]
fn what_counts_as_stalled_is_a_filter_over_the_opportunity_alone() {
    let body = |filter: Json| json!({ "name": "P", "stalled_filter": filter });
    let usual = created(&PIPELINE, 13, &scene(), json!({ "name": "P" }))
        .unwrap()
        .0;
    assert!(guanxi_domain::sales::pipelines::stalled(&usual, &facts().custom).is_ok());
    let far = json!({ "field": "account_id.name", "value": "Acme" });
    assert_eq!(
        refused(created(&PIPELINE, 13, &scene(), body(far))),
        [("/stalled_filter".to_owned(), "criterion_out_of_reach")]
    );
}

fn rival(n: u128, competitor: u128, status: &str) -> Document {
    let body =
        json!({ "opportunity_id": id(1), "competitor_id": id(competitor), "status": status });
    created(&OPPORTUNITY_COMPETITOR, n, &facts(), body)
        .unwrap()
        .0
}

fn against(rivals: Vec<Document>) -> Facts {
    let mut facts = later();
    facts.loaded.insert("rivals", rivals);
    facts
}

fn settled(effects: &[Effect]) -> Vec<(u128, String)> {
    let patches = patches(effects, &OPPORTUNITY_COMPETITOR);
    let status = |(of, sets): (uuid::Uuid, &[(&str, Value)])| {
        let n = of.as_u128() - id(0).as_u128();
        (n, sets[0].1.as_text().unwrap_or_default().to_owned())
    };
    patches.into_iter().map(status).collect()
}

#[test]
fn competitors_are_settled_with_the_sale() {
    let three = || {
        vec![
            rival(61, 71, "suspected"),
            rival(62, 72, "confirmed"),
            rival(63, 73, "eliminated"),
        ]
    };
    let to = |n: u128, status: &str| (n, status.to_owned());
    let (won, effects) = acted(&ready(), against(three()), "win", &[]).unwrap();
    assert_eq!(
        settled(&effects),
        [to(61, "won_against"), to(62, "won_against")]
    );

    let named = [
        ("lost_reason", Value::text("price")),
        ("lost_to_id", Value::Id(id(71))),
    ];
    let (_, effects) = acted(&ready(), against(three()), "lose", &named).unwrap();
    assert_eq!(settled(&effects), [to(61, "lost_to")]);
    let unnamed = [("lost_reason", Value::text("competitor"))];
    let (_, effects) = acted(&ready(), against(three()), "lose", &unnamed).unwrap();
    assert_eq!(settled(&effects), [to(62, "lost_to")]);
    let unknown = [
        ("lost_reason", Value::text("competitor")),
        ("lost_to_id", Value::Id(id(79))),
    ];
    let (_, effects) = acted(&ready(), against(three()), "lose", &unknown).unwrap();
    let noted = creations(&effects, &OPPORTUNITY_COMPETITOR)[0];
    assert_eq!(noted.get("competitor_id").as_id(), Some(id(79)));
    assert_eq!(noted.text("status"), "lost_to");

    let again = [("reopen_reason", Value::text("They called"))];
    let decided = vec![rival(61, 71, "won_against"), rival(63, 73, "eliminated")];
    let (_, effects) = acted(&won, against(decided), "reopen", &again).unwrap();
    assert_eq!(settled(&effects), [to(61, "confirmed")]);
    assert!(COMPETITOR.verbs.is_empty());
}

#[test]
fn shares_add_up_to_the_whole_sale() {
    let shared = |split: Json| patched(&ready(), &later(), json!({ "split": split }));
    let part = |user: u128, percent: &str| json!({ "user_id": id(user), "percent": percent });
    assert!(shared(json!([part(1, "66.666667"), part(2, "33.333333")])).is_ok());
    assert!(shared(json!([])).is_ok());
    let Err(found) = shared(json!([part(1, "60"), part(2, "30")])) else {
        panic!("90 % is not the whole");
    };
    assert_eq!(found.0[0].code, "split_not_whole");
    assert_eq!(found.0[0].params["sum"], "90");
    assert_eq!(
        refused(shared(json!([part(1, "50"), part(1, "50")]))),
        [("/split/1/user_id".to_owned(), "has_a_share_already")]
    );
    assert_eq!(
        refused(created(
            &OPPORTUNITY,
            1,
            &scene(),
            json!({ "name": "C", "split": [part(1, "99.99")] })
        )),
        [("/split".to_owned(), "split_not_whole")]
    );
}

fn rate(n: u128, on: &str, rate: &str) -> Document {
    let body = json!({ "currency": "USD", "valid_on": on, "rate": rate });
    created(&CURRENCY_RATE, n, &facts(), body).unwrap().0
}

fn at_rates(rates: Vec<Document>) -> Facts {
    let mut facts = later();
    facts.loaded.insert("rates", rates);
    facts
}

/// 1,234.55 dollars, otherwise ready to be won.
fn in_dollars() -> Document {
    let mut document = ready();
    document.set("currency", Value::text("USD"));
    let sum = json!({ "amount": { "amount_minor": 123_455, "currency": "USD" } });
    patched(&document, &later(), sum).unwrap().0
}

#[test]
fn the_rate_of_the_day_is_frozen_when_it_is_won() {
    let rates = || {
        vec![
            rate(81, "2026-11-01", "0.95"),
            rate(82, "2026-11-20", "0.913"),
            rate(83, "2026-11-24", "0.5"),
        ]
    };
    let (won, _) = acted(&in_dollars(), at_rates(rates()), "win", &[]).unwrap();
    // 1,234.55 × 0.913 = 1,127.14415
    assert_eq!(value_json(won.get("base_amount")), euros(112_714));
    assert_eq!(value_json(won.get("rate")), json!("0.913"));
    assert_eq!(value_json(won.get("rate_on")), json!("2026-11-23"));
    // Later changes leave it.
    let (noted, _) = patched(&won, &later(), json!({ "description": "Signed" })).unwrap();
    assert_eq!(noted.get("base_amount"), won.get("base_amount"));
    let again = [("reopen_reason", Value::text("They called"))];
    let (open, _) = acted(&won, later(), "reopen", &again).unwrap();
    for field in ["base_amount", "rate", "rate_on"] {
        assert_eq!(open.get(field), &Value::Null, "{field}");
    }
}

#[test]
fn without_a_rate_nothing_is_guessed_and_the_own_currency_needs_none() {
    let late = vec![rate(83, "2026-11-24", "0.5")];
    let (won, _) = acted(&in_dollars(), at_rates(late), "win", &[]).unwrap();
    for field in ["base_amount", "rate", "rate_on"] {
        assert_eq!(won.get(field), &Value::Null, "{field}");
    }
    let (won, _) = acted(&ready(), later(), "win", &[]).unwrap();
    assert_eq!(value_json(won.get("base_amount")), euros(100_000));
    assert_eq!(value_json(won.get("rate")), json!("1"));
}

#[test]
fn a_sale_is_won_in_its_own_currency() {
    let dollars = guanxi_domain::kernel::wire::parse(
        guanxi_domain::kernel::field::Kind::Money,
        &json!({ "amount_minor": 1, "currency": "USD" }),
    );
    let asked = [("amount", dollars.unwrap())];
    let refusal = acted(&ready(), later(), "win", &asked).map(|(document, _)| document);
    let mismatch = [("/amount".to_owned(), "currency_mismatch".to_owned())];
    assert_eq!(violations(refusal), mismatch);
    assert_eq!(needs("amount").len(), 1);
}

#[test]
fn an_imported_sale_is_worth_what_it_was_when_it_was_won() {
    let mut facts = at_rates(vec![
        rate(81, "2025-01-01", "0.97"),
        rate(82, "2026-11-20", "0.913"),
    ]);
    facts.importing = true;
    let body = json!({
        "name": "Old", "stage_id": id(WON), "close_on": "2025-06-30", "account_id": id(3), "currency": "USD",
        "amount": { "amount_minor": 10_000, "currency": "USD" },
    });
    let won = created(&OPPORTUNITY, 1, &facts, body).unwrap().0;
    assert_eq!(value_json(won.get("base_amount")), euros(9_700));
    assert_eq!(value_json(won.get("rate_on")), json!("2025-06-30"));
}
