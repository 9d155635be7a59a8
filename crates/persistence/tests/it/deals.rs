//! Deals on both databases: stages that hold, are replaced and settle what hangs on a sale.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::query::Query;
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
use guanxi_persistence::{Error, Expect, Result};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;
use crate::undo::{newest, revert_deal};

/// A pipeline with two open stages, won and lost.
pub struct Way {
    pub pipeline: Uuid,
    pub first: Uuid,
    pub second: Uuid,
    pub won: Uuid,
}

pub fn way(db: &TestDb, exit_filter: Json) -> Way {
    let pipeline = db
        .create(&PIPELINE, json!({ "name": "Sales", "is_default": true }))
        .id();
    let stage = |name: &str, position: i64, category: &str, filter: Json| {
        let body = json!({
            "name": name, "pipeline_id": pipeline, "position": position, "category": category, "exit_filter": filter,
            "probability": "50",
        });
        db.create(&STAGE, body).id()
    };
    let way = Way {
        pipeline,
        first: stage("First", 1, "open", exit_filter),
        second: stage("Second", 2, "open", json!({})),
        won: stage("Won", 3, "won", json!({})),
    };
    stage("Lost", 4, "lost", json!({}));
    way
}

fn codes<T: std::fmt::Debug>(refused: Result<T>) -> Vec<(String, &'static str)> {
    match refused {
        Err(Error::Violations(found)) => found
            .0
            .into_iter()
            .map(|one| (one.pointer, one.code))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn deal(db: &TestDb, body: Json) -> Document {
    let mut whole = json!({ "name": "Crane" });
    for (name, value) in body.as_object().unwrap() {
        whole[name] = value.clone();
    }
    db.create(&OPPORTUNITY, whole)
}

fn deleted(db: &TestDb, stage: Uuid) -> Result<Document> {
    let system = db.system();
    db.write(move |tx| tx.delete(&system, &STAGE, stage, Expect::Any))
}

/// Ready to be won in a currency.
fn ready(db: &TestDb, minor: i64, currency: &str) -> Document {
    let contact = db.create(&CONTACT, json!({ "family_name": "Nagy" })).id();
    deal(
        db,
        json!({
            "primary_contact_id": contact, "close_on": "2026-12-01", "currency": currency,
            "amount": { "amount_minor": minor, "currency": currency },
        }),
    )
}

on_each_database! {
    fn a_stage_is_left_when_its_criteria_hold_for_the_account_too(db) {
        let steel = json!({ "field": "account_id.industry", "op": "eq", "value": "Steel" });
        let way = way(&db, json!({ "and": [steel, { "field": "next_step", "op": "empty", "value": false }] }));
        let account = db.create(&ACCOUNT, json!({ "name": "Acme", "industry": "Wood" })).id();
        let deal = deal(&db, json!({ "account_id": account }));
        let on = json!({ "stage_id": way.second });
        assert_eq!(codes(db.verb(&OPPORTUNITY, deal.id(), "move", on.clone())), [
            ("/account_id".to_owned(), "exit_criterion"), ("/next_step".to_owned(), "exit_criterion"),
        ]);
        db.patch(&ACCOUNT, account, json!({ "industry": "Steel" })).unwrap();
        db.patch(&OPPORTUNITY, deal.id(), json!({ "next_step": "Call" })).unwrap();
        let moved = db.verb(&OPPORTUNITY, deal.id(), "move", on).unwrap();
        assert_eq!(moved.get("stage_id").as_id(), Some(way.second));
        // Back again, whatever the criteria say.
        db.patch(&ACCOUNT, account, json!({ "industry": "Wood" })).unwrap();
        assert!(db.verb(&OPPORTUNITY, deal.id(), "move", json!({ "stage_id": way.first })).is_ok());
    }

    fn a_stage_is_emptied_some_at_a_time_and_then_deleted(db) {
        let way = way(&db, json!({}));
        let deals: Vec<Uuid> = (0..201).map(|_| deal(&db, json!({})).id()).collect();
        assert_eq!(codes(deleted(&db, way.first)), [(String::new(), "stage_in_use")]);
        let standing = |stage: Uuid| {
            let filter = Filter::equals("stage_id", Value::Id(stage));
            let query = Query { filter: Some(filter), limit: 1, total: true, ..Query::default() };
            db.list(&db.system(), &OPPORTUNITY, &query).unwrap()["total"]["total"].as_i64()
        };
        let on = json!({ "successor_id": way.second });
        db.verb(&STAGE, way.first, "replace", on.clone()).unwrap();
        assert_eq!((standing(way.first), standing(way.second)), (Some(1), Some(200)));
        assert_eq!(codes(deleted(&db, way.first)), [(String::new(), "stage_in_use")]);
        db.verb(&STAGE, way.first, "replace", on).unwrap();
        assert_eq!((standing(way.first), standing(way.second)), (Some(0), Some(201)));
        assert!(deleted(&db, way.first).is_ok());
        let filter = Filter::equals("opportunity_id", Value::Id(deals[0]));
        let query = Query { filter: Some(filter), limit: 10, ..Query::default() };
        let history = db.list(&db.system(), &STAGE_CHANGE, &query).unwrap();
        assert_eq!(history["data"].as_array().unwrap().len(), 2);
    }

    fn a_team_begins_in_its_own_pipeline(db) {
        let usual = way(&db, json!({}));
        let team = db.create(&TEAM, json!({ "name": "Export" })).id();
        let export = db.create(&PIPELINE, json!({ "name": "Export", "teams": [{ "team_id": team }] })).id();
        db.create(&STAGE, json!({ "name": "Open", "pipeline_id": export }));
        db.patch(&TEAM, team, json!({ "pipeline_id": export })).unwrap();
        let all = guanxi_domain::access::Rights::everything();
        let inside = db.person("inside", &all, Some(team), None);
        let outside = db.person("outside", &all, None, None);
        let begun = |actor: &guanxi_domain::access::Actor, body: Json| db.create_as(actor, &OPPORTUNITY, body);
        let own = begun(&inside, json!({ "name": "Ship" })).unwrap();
        assert_eq!(own.get("pipeline_id").as_id(), Some(export));
        let other = begun(&outside, json!({ "name": "Crane" })).unwrap();
        assert_eq!(other.get("pipeline_id").as_id(), Some(usual.pipeline));
        let refused = begun(&outside, json!({ "name": "Crane", "pipeline_id": export }));
        assert_eq!(codes(refused), [("/pipeline_id".to_owned(), "pipeline_of_other_team")]);
    }

    fn competitors_are_again_what_they_were_when_a_decision_is_taken_back(db) {
        way(&db, json!({}));
        for (decide, given) in [("win", json!({})), ("lose", json!({ "lost_reason": "competitor" }))] {
            for by_undo in [true, false] {
                let deal = ready(&db, 100, "EUR");
                let links: Vec<(Uuid, &str)> = ["suspected", "confirmed", "eliminated"].map(|status| {
                    let rival = db.create(&COMPETITOR, json!({ "name": format!("{status} {decide} {by_undo}") })).id();
                    let link = json!({ "opportunity_id": deal.id(), "competitor_id": rival, "status": status });
                    (db.create(&OPPORTUNITY_COMPETITOR, link).id(), status)
                }).into();
                let now = |link: Uuid| db.get(&db.system(), &OPPORTUNITY_COMPETITOR, link).unwrap()["status"].clone();
                db.verb(&OPPORTUNITY, deal.id(), decide, given.clone()).unwrap();
                let settled: Vec<_> = links.iter().map(|(link, _)| now(*link)).collect();
                let expected = if decide == "win" { ["won_against", "won_against", "eliminated"] } else { ["suspected", "lost_to", "eliminated"] };
                assert_eq!(settled, expected);
                if by_undo {
                    revert_deal(&db, deal.id(), newest(&db, &OPPORTUNITY, deal.id())).unwrap();
                } else {
                    db.verb(&OPPORTUNITY, deal.id(), "reopen", json!({ "reopen_reason": "A mistake" })).unwrap();
                }
                for (link, status) in &links {
                    assert_eq!(now(*link), *status, "after {decide}, by undo: {by_undo}");
                }
                // Taking that back, too, settles them as before.
                revert_deal(&db, deal.id(), newest(&db, &OPPORTUNITY, deal.id())).unwrap();
                let again: Vec<_> = links.iter().map(|(link, _)| now(*link)).collect();
                assert_eq!(again, expected, "after {decide}, by undo: {by_undo}");
            }
        }
    }

    fn a_competitor_first_noted_by_a_loss_goes_with_it_or_stays_as_known(db) {
        way(&db, json!({}));
        let rival = db.create(&COMPETITOR, json!({ "name": "Newcomer" })).id();
        let noted = |deal: Uuid| -> Vec<Json> {
            let query = Query { filter: Some(Filter::equals("opportunity_id", Value::Id(deal))), ..Query::default() };
            db.list(&db.system(), &OPPORTUNITY_COMPETITOR, &query).unwrap()["data"].as_array().unwrap().clone()
        };
        let stands = |deal: Uuid| -> Vec<Json> { noted(deal).into_iter().map(|link| link["status"].clone()).collect() };
        let lost = || {
            let deal = ready(&db, 100, "EUR").id();
            db.verb(&OPPORTUNITY, deal, "lose", json!({ "lost_reason": "price", "lost_to_id": rival })).unwrap();
            assert_eq!(stands(deal), ["lost_to"]);
            deal
        };
        let undo = |deal: Uuid| revert_deal(&db, deal, newest(&db, &OPPORTUNITY, deal)).unwrap();
        // Undone, as if the loss had never been noted; undone again, it is lost to them once more.
        let deal = lost();
        undo(deal);
        assert_eq!(stands(deal), Vec::<Json>::new());
        undo(deal);
        assert_eq!(stands(deal), ["lost_to"]);
        // Opened again they are known to be in it.
        let deal = lost();
        db.verb(&OPPORTUNITY, deal, "reopen", json!({ "reopen_reason": "They called" })).unwrap();
        assert_eq!(stands(deal), ["confirmed"]);
        // What somebody wrote of them since stays, and so does what was noted by hand.
        let deal = lost();
        let link: Uuid = noted(deal)[0]["id"].as_str().unwrap().parse().unwrap();
        db.patch(&OPPORTUNITY_COMPETITOR, link, json!({ "notes": "A third cheaper" })).unwrap();
        undo(deal);
        assert_eq!(stands(deal), ["confirmed"]);
        let deal = ready(&db, 100, "EUR").id();
        db.verb(&OPPORTUNITY, deal, "lose", json!({ "lost_reason": "price" })).unwrap();
        db.create(&OPPORTUNITY_COMPETITOR, json!({ "opportunity_id": deal, "competitor_id": rival, "status": "lost_to" }));
        undo(deal);
        assert_eq!(stands(deal), ["confirmed"]);
    }

    fn competitors_are_settled_with_the_sale(db) {
        way(&db, json!({}));
        let deal = ready(&db, 100, "EUR");
        let rival = db.create(&COMPETITOR, json!({ "name": "Rival" })).id();
        let link = db.create(&OPPORTUNITY_COMPETITOR, json!({ "opportunity_id": deal.id(), "competitor_id": rival }));
        let status = || db.get(&db.system(), &OPPORTUNITY_COMPETITOR, link.id()).unwrap()["status"].clone();
        db.verb(&OPPORTUNITY, deal.id(), "win", json!({})).unwrap();
        assert_eq!(status(), "won_against");
        db.verb(&OPPORTUNITY, deal.id(), "reopen", json!({ "reopen_reason": "They called" })).unwrap();
        assert_eq!(status(), "suspected");
        let other = db.create(&COMPETITOR, json!({ "name": "Other" })).id();
        let lost = json!({ "lost_reason": "price", "lost_to_id": other });
        db.verb(&OPPORTUNITY, deal.id(), "lose", lost).unwrap();
        assert_eq!(status(), "suspected");
        let count = format!("SELECT COUNT(*) FROM opportunity_competitors WHERE status = 'lost_to' AND competitor_id <> {}", match db.db.dialect() {
            guanxi_persistence::Dialect::Sqlite => format!("x'{}'", rival.simple()),
            guanxi_persistence::Dialect::Postgres => format!("'{rival}'"),
        });
        assert_eq!(db.count(&count), 1);
    }

    fn the_rate_of_the_day_is_frozen(db) {
        let way = way(&db, json!({}));
        db.create(&CURRENCY_RATE, json!({ "currency": "JPY", "valid_on": "2020-01-01", "rate": "0.006125" }));
        db.create(&CURRENCY_RATE, json!({ "currency": "JPY", "valid_on": "2999-01-01", "rate": "1" }));
        let deal = ready(&db, 1_234_567, "JPY");
        let won = db.verb(&OPPORTUNITY, deal.id(), "move", json!({ "stage_id": way.won })).unwrap();
        // 1,234,567 yen × 0.006125 = 7,561.722875
        assert_eq!(value_json(won.get("base_amount")), json!({ "amount_minor": 756_172, "currency": "EUR" }));
        let read = db.get(&db.system(), &OPPORTUNITY, deal.id()).unwrap();
        assert_eq!(read["rate"], "0.006125");
        let open = db.verb(&OPPORTUNITY, deal.id(), "reopen", json!({ "reopen_reason": "They called" })).unwrap();
        assert_eq!(open.get("base_amount"), &Value::Null);
        let unknown = ready(&db, 100, "SEK");
        let won = db.verb(&OPPORTUNITY, unknown.id(), "win", json!({})).unwrap();
        assert_eq!((won.get("base_amount"), won.get("rate")), (&Value::Null, &Value::Null));
    }

    fn shares_are_stored_with_the_deal(db) {
        way(&db, json!({}));
        let all = guanxi_domain::access::Rights::everything();
        let (anna, ben) = (db.person("anna", &all, None, None), db.person("ben", &all, None, None));
        let part = |user: Option<Uuid>, percent: &str| json!({ "user_id": user, "percent": percent });
        let deal = deal(&db, json!({ "split": [part(anna.user, "60"), part(ben.user, "40")] }));
        let read = db.get(&db.system(), &OPPORTUNITY, deal.id()).unwrap();
        assert_eq!(read["split"][1]["percent"], "40");
        let refused = db.patch(&OPPORTUNITY, deal.id(), json!({ "split": [part(anna.user, "60")] }));
        assert_eq!(codes(refused), [("/split".to_owned(), "split_not_whole")]);
    }
}

/// What the criteria, the pipeline's rule and the activities say of running deals.
mod asked {
    use guanxi_domain::access::Rights;
    use guanxi_domain::activities::activities::ACTIVITY;
    use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure};
    use guanxi_domain::sales::products::PRODUCT;
    use guanxi_persistence::sales::WinLossBy;

    use super::*;

    on_each_database! {
        fn running_deals_are_explained_to_those_who_see_them(db) {
            let way = way(&db, json!({ "field": "next_step", "op": "empty", "value": false }));
            let all = Rights::everything();
            let own = crate::support::object(&json!({ "*": { "read": "own", "create": true, "update": "own" } }));
            let own: Rights = serde_json::from_value(Json::Object(own)).unwrap();
            let (boss, seller) = (db.person("boss", &all, None, None), db.person("seller", &own, None, None));
            let mine = db.create_as(&seller, &OPPORTUNITY, json!({ "name": "Mine" })).unwrap();
            let planned = json!({ "name": "Planned", "next_step": "Call", "next_step_on": "2999-01-01" });
            let theirs = db.create_as(&boss, &OPPORTUNITY, planned).unwrap();
            let on = |deal: &Document, kind: &str, outcome: Json, at: &str| db.create(&ACTIVITY, json!({
                "kind": kind, "subject": "x", "done_at": at, "outcome": outcome, "anchor_entity": "opportunity", "anchor_id": deal.id(),
            }));
            on(&theirs, "call", json!("reached"), "2026-01-02T00:00:00Z");
            on(&theirs, "call", json!("no_answer"), "2026-01-03T00:00:00Z");
            on(&theirs, "note", Json::Null, "2026-01-04T00:00:00Z");
            let ids = [mine.id(), theirs.id()];
            let told = db.db.read(|r| r.standings(&boss, &ids)).unwrap();
            let of = |deal: &Document| told.iter().find(|one| one.id == deal.id()).unwrap();
            assert!(of(&mine).standing.is_stalled && !of(&theirs).standing.is_stalled);
            assert_eq!(of(&mine).standing.missing.0[0].code, "exit_criterion");
            assert!(of(&theirs).standing.missing.0.is_empty());
            assert_eq!((of(&mine).days_in_stage, of(&mine).stage), (Some(0), Some(way.first)));
            assert_eq!(of(&mine).last_contact_at, None);
            assert!(of(&theirs).last_contact_at.as_deref().unwrap().starts_with("2026-01-02T00:00:00"));
            let told = db.db.read(|r| r.standings(&seller, &ids)).unwrap();
            assert_eq!(told.iter().map(|one| one.id).collect::<Vec<_>>(), [mine.id()]);
        }

        fn who_may_not_read_a_field_is_told_nothing_of_it(db) {
            way(&db, json!({ "field": "next_step", "op": "empty", "value": false }));
            let blind = json!({ "*": { "read": "all" }, "opportunity": { "read": "all", "hidden": ["next_step"] } });
            let rights: Rights = serde_json::from_value(blind).unwrap();
            let blind = db.person("blind", &rights, None, None);
            let deal = deal(&db, json!({}));
            let told = db.db.read(|r| r.standings(&blind, &[deal.id()])).unwrap();
            assert!(told[0].standing.missing.0.is_empty(), "{told:?}");
        }

        fn the_pace_of_a_stage_is_the_median_stay(db) {
            let way = way(&db, json!({}));
            for _ in 0..4 {
                let deal = deal(&db, json!({}));
                db.verb(&OPPORTUNITY, deal.id(), "move", json!({ "stage_id": way.second })).unwrap();
            }
            let stays = [40, 10, 30, 20];
            let rows = Query { filter: Some(Filter::equals("from_stage_id", Value::Id(way.first))), limit: 10, ..Query::default() };
            let rows = db.list(&db.system(), &STAGE_CHANGE, &rows).unwrap();
            for (row, seconds) in rows["data"].as_array().unwrap().iter().zip(stays) {
                let id: Uuid = row["id"].as_str().unwrap().parse().unwrap();
                let literal = match db.db.dialect() {
                    guanxi_persistence::Dialect::Sqlite => format!("x'{}'", id.simple()),
                    guanxi_persistence::Dialect::Postgres => format!("'{id}'"),
                };
                db.tamper(&format!("UPDATE stage_changes SET seconds = {seconds} WHERE id = {literal}"));
            }
            let pace = db.db.read(|r| r.pace(&db.system(), way.pipeline)).unwrap();
            assert_eq!(pace.iter().map(|one| (one.stage, one.median_seconds, one.counted)).collect::<Vec<_>>(), [(way.first, 20, 4)]);
            assert!(matches!(db.db.read(|r| r.pace(&db.system(), way.first)), Err(Error::NotFound)));
        }

        fn wins_and_losses_are_counted_by_whom_what_where_and_why(db) {
            let way = way(&db, json!({}));
            let rival = db.create(&COMPETITOR, json!({ "name": "Rival" })).id();
            let product = db.create(&PRODUCT, json!({ "name": "Crane" })).id();
            let account = db.create(&ACCOUNT, json!({ "name": "Acme", "industry": "Steel" })).id();
            let begun = |lines: Json| {
                let deal = ready(&db, 100, "EUR");
                db.patch(&OPPORTUNITY, deal.id(), json!({ "account_id": account, "lines": lines })).unwrap();
                db.create(&OPPORTUNITY_COMPETITOR, json!({ "opportunity_id": deal.id(), "competitor_id": rival }));
                deal.id()
            };
            let line = json!({ "product_id": product, "unit_price": "1" });
            let (won, lost) = (begun(json!([line, line])), begun(json!([])));
            db.verb(&OPPORTUNITY, won, "win", json!({})).unwrap();
            db.verb(&OPPORTUNITY, lost, "move", json!({ "stage_id": way.second })).unwrap();
            db.verb(&OPPORTUNITY, lost, "lose", json!({ "lost_reason": "price", "lost_to_id": rival })).unwrap();
            begun(json!([line]));
            let told = |by: WinLossBy, filter: Option<Filter>| db.db.read(|r| r.win_loss(&db.system(), by, filter)).unwrap()["data"].clone();
            assert_eq!(told(WinLossBy::Competitor, None), json!([{ "id": rival, "name": "Rival", "won": 1, "lost": 1 }]));
            assert_eq!(told(WinLossBy::Product, None), json!([{ "id": product, "name": "Crane", "won": 1, "lost": 0 }]));
            assert_eq!(told(WinLossBy::Segment, None), json!([{ "id": null, "name": "Steel", "won": 1, "lost": 1 }]));
            assert_eq!(told(WinLossBy::Reason, None), json!([{ "id": way.second, "name": "price", "won": 0, "lost": 1 }]));
            let with_product = Filter::equals("lines.product_id", Value::Id(product));
            assert_eq!(told(WinLossBy::Competitor, Some(with_product)), json!([{ "id": rival, "name": "Rival", "won": 1, "lost": 0 }]));
            let own: Rights = serde_json::from_value(json!({ "*": { "read": "own" } })).unwrap();
            let stranger = db.person("stranger", &own, None, None);
            let told = db.db.read(|r| r.win_loss(&stranger, WinLossBy::Product, None)).unwrap();
            assert_eq!(told["data"], json!([]));
        }

        fn sums_come_in_the_companys_currency_at_a_stated_day_and_never_by_guess(db) {
            way(&db, json!({}));
            for (currency, on, rate) in [("USD", "2026-01-01", "0.9"), ("USD", "2026-02-01", "0.913"), ("JPY", "2026-01-01", "0.006125")] {
                db.create(&CURRENCY_RATE, json!({ "currency": currency, "valid_on": on, "rate": rate }));
            }
            for (minor, currency) in [(10_000, "EUR"), (123_455, "USD"), (1_234_567, "JPY")] {
                deal(&db, json!({ "currency": currency, "amount": { "amount_minor": minor, "currency": currency } }));
            }
            let ask = Aggregate {
                group: vec![Group { path: "status".into(), bucket: None }],
                measures: vec![Measure { function: Function::Sum, path: Some("amount".into()) }],
                ..Aggregate::default()
            };
            let told = |day: &str| db.db.read(|r| {
                let mut figures = r.aggregate(&db.system(), &OPPORTUNITY, &ask)?;
                r.restate(&mut figures, day.parse().unwrap())?;
                Ok(figures)
            }).unwrap();
            // 100.00 + 1,234.55 × 0.913 (1,127.14415) + 1,234,567 × 0.006125 (7,561.722875)
            let figures = told("2026-03-01");
            assert_eq!(figures["groups"][0]["values"]["sum_amount_converted"], json!({ "amount_minor": 878_886, "currency": "EUR", "missing": [] }));
            assert_eq!(figures["rates"], json!({ "on": "2026-03-01", "currency": "EUR", "of": { "EUR": "1", "USD": "0.913", "JPY": "0.006125" } }));
            // The day before, another rate held.
            assert_eq!(told("2026-01-31")["groups"][0]["values"]["sum_amount_converted"]["amount_minor"], json!(878_886 - 112_714 + 111_110));
            let early = told("2025-12-31");
            assert_eq!(early["groups"][0]["values"]["sum_amount_converted"], json!({ "amount_minor": null, "currency": "EUR", "missing": ["JPY", "USD"] }));
            assert_eq!(early["groups"][0]["values"]["sum_amount"].as_array().unwrap().len(), 3);
        }
    }
}
