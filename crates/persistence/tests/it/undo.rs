//! Undo of single changes.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stage_changes::STAGE_CHANGE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::{Error, How, Result};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, object};

pub fn newest(db: &TestDb, entity: &'static Entity, id: Uuid) -> i64 {
    let page = db
        .db
        .read(|r| r.history(&db.system(), entity, id, None, 1))
        .unwrap();
    page["data"][0]["id"].as_i64().unwrap()
}

fn newest_event(db: &TestDb, id: Uuid) -> i64 {
    newest(db, &ACCOUNT, id)
}

fn revert(db: &TestDb, id: Uuid, event: i64) -> Result<Document> {
    revert_as(db, &db.system(), &ACCOUNT, id, event)
}

fn revert_as(
    db: &TestDb,
    actor: &Actor,
    entity: &'static Entity,
    id: Uuid,
    event: i64,
) -> Result<Document> {
    let actor = actor.clone();
    db.write(move |tx| tx.revert(&actor, entity, id, event))
}

pub fn revert_deal(db: &TestDb, id: Uuid, event: i64) -> Result<Document> {
    revert_as(db, &db.system(), &OPPORTUNITY, id, event)
}

/// An opportunity that may be won, in a pipeline with an open, a won and a lost stage.
fn deal(db: &TestDb) -> Uuid {
    let pipeline = db.create(&PIPELINE, json!({ "name": "Direct", "is_default": true }));
    for (position, category, probability) in
        [(0, "open", "10"), (1, "won", "100"), (2, "lost", "0")]
    {
        db.create(
            &STAGE,
            json!({
                "name": category, "pipeline_id": pipeline.id(), "position": position, "category": category,
                "probability": probability,
            }),
        );
    }
    let contact = db.create(&CONTACT, json!({ "family_name": "Anders" }));
    let body = json!({
        "name": "Tea", "amount": usd(100), "close_on": "2026-12-01", "primary_contact_id": contact.id(),
    });
    db.create(&OPPORTUNITY, body).id()
}

fn usd(minor: i64) -> Json {
    json!({ "amount_minor": minor, "currency": "USD" })
}

fn changed_since(refused: &Error) -> &str {
    match refused {
        Error::Conflict(violation) if violation.code == "changed_since" => {
            &violation.params["fields"]
        }
        other => panic!("{other:?}"),
    }
}

fn is_locked(refused: &Error, pointer: &str) -> bool {
    let Error::Violations(violations) = refused else {
        panic!("{refused:?}")
    };
    let mut all = violations.0.iter();
    all.any(|violation| violation.code == "locked" && violation.pointer == pointer)
}

/// Somebody who sees and changes everything, but may not use these verbs.
fn without(db: &TestDb, verbs: &[&str]) -> Actor {
    let grant = Grant {
        read: Reach::All,
        create: true,
        update: Reach::All,
        delete: Reach::All,
        without_verbs: verbs.iter().map(ToString::to_string).collect(),
        ..Grant::default()
    };
    let rights = Rights(BTreeMap::from([("*".to_owned(), grant)]));
    db.person(
        &format!("without {}", verbs.join(" ")).replace(' ', "-"),
        &rights,
        None,
        None,
    )
}

on_each_database! {
    fn a_change_is_taken_back_whole(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "One", "contact_points": [{ "kind": "phone", "value": "1" }, { "kind": "email", "value": "a@x.org" }] }));
        let before = db.get(&db.system(), &ACCOUNT, account.id()).unwrap();
        db.patch(&ACCOUNT, account.id(), json!({ "name": "Two", "types": ["partner"], "contact_points": [{ "kind": "phone", "value": "2" }] })).unwrap();
        revert(&db, account.id(), newest_event(&db, account.id())).unwrap();
        let after = db.get(&db.system(), &ACCOUNT, account.id()).unwrap();
        for field in ["name", "types", "contact_points", "email", "phone"] {
            assert_eq!(after[field], before[field], "{field}");
        }
        assert_eq!(after["version"], 3);
    }

    fn a_field_that_changed_since_is_named(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "One" }));
        db.patch(&ACCOUNT, account.id(), json!({ "name": "Two", "tier": "A" })).unwrap();
        let event = newest_event(&db, account.id());
        db.patch(&ACCOUNT, account.id(), json!({ "tier": "B" })).unwrap();
        let refused = revert(&db, account.id(), event).unwrap_err();
        assert!(matches!(&refused, Error::Conflict(v) if v.code == "changed_since" && v.params["fields"] == "tier"), "{refused:?}");
        db.patch(&ACCOUNT, account.id(), json!({ "tier": "A" })).unwrap();
        assert_eq!(revert(&db, account.id(), event).unwrap().text("name"), "One");
    }

    fn creating_and_deleting_are_undone_by_each_other(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "One" }));
        revert(&db, account.id(), newest_event(&db, account.id())).unwrap();
        assert!(matches!(db.get(&db.system(), &ACCOUNT, account.id()), Err(Error::NotFound)));
        revert(&db, account.id(), newest_event(&db, account.id())).unwrap();
        assert_eq!(db.get(&db.system(), &ACCOUNT, account.id()).unwrap()["name"], "One");
    }

    fn what_winning_locks_stays_locked_for_undo(db) {
        let deal = deal(&db);
        db.patch(&OPPORTUNITY, deal, json!({ "amount": usd(200) })).unwrap();
        let dearer = newest(&db, &OPPORTUNITY, deal);
        db.patch(&OPPORTUNITY, deal, json!({ "lines": [{ "description": "A", "quantity": "1", "unit_price": "2" }] })).unwrap();
        let lines = newest(&db, &OPPORTUNITY, deal);
        db.verb(&OPPORTUNITY, deal, "win", json!({})).unwrap();
        let won = newest(&db, &OPPORTUNITY, deal);
        let refused = revert_deal(&db, deal, dearer).unwrap_err();
        assert!(is_locked(&refused, "/amount"), "{refused:?}");
        let refused = revert_deal(&db, deal, lines).unwrap_err();
        assert!(is_locked(&refused, "/lines"), "{refused:?}");
        // Once it is open again, both are taken back as usual.
        revert_deal(&db, deal, won).unwrap();
        revert_deal(&db, deal, lines).unwrap();
        let cheaper = revert_deal(&db, deal, dearer).unwrap();
        let json = db.get(&db.system(), &OPPORTUNITY, cheaper.id()).unwrap();
        assert_eq!((&json["amount"], &json["lines"]), (&usd(100), &json!([])));
    }

    fn a_verb_is_taken_back_by_those_who_may_use_it(db) {
        let deal = deal(&db);
        let before = db.get(&db.system(), &OPPORTUNITY, deal).unwrap();
        db.verb(&OPPORTUNITY, deal, "win", json!({})).unwrap();
        let won = newest(&db, &OPPORTUNITY, deal);
        let refused = revert_as(&db, &without(&db, &["win"]), &OPPORTUNITY, deal, won).unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
        let seller = without(&db, &["reopen"]);
        revert_as(&db, &seller, &OPPORTUNITY, deal, won).unwrap();
        let after = db.get(&db.system(), &OPPORTUNITY, deal).unwrap();
        for field in ["status", "stage_id", "probability", "forecast_category", "won_at", "stage_entered_at"] {
            assert_eq!(after[field], before[field], "{field}");
        }
        // Winning again by taking the undo back is winning.
        let undone = newest(&db, &OPPORTUNITY, deal);
        let refused = revert_as(&db, &without(&db, &["lose", "win"]), &OPPORTUNITY, deal, undone).unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
        assert_eq!(revert_deal(&db, deal, undone).unwrap().text("status"), "won");
    }

    fn a_verb_taken_back_is_in_the_history_of_stages(db) {
        let deal = deal(&db);
        db.verb(&OPPORTUNITY, deal, "lose", json!({ "lost_reason": "price" })).unwrap();
        revert_deal(&db, deal, newest(&db, &OPPORTUNITY, deal)).unwrap();
        let query = Query { sort: vec![Sort::parse("created_at")], ..Query::default() };
        let history = db.list(&db.system(), &STAGE_CHANGE, &query).unwrap();
        let steps = history["data"].as_array().unwrap();
        let ends = |step: &Json| (step["from_stage_id"].clone(), step["to_stage_id"].clone());
        assert_eq!(steps.len(), 3);
        let (from, to) = ends(&steps[1]);
        assert_eq!(ends(&steps[2]), (to, from));
    }

    fn a_record_that_changed_since_is_not_uncreated(db) {
        let deal = deal(&db);
        let created = newest(&db, &OPPORTUNITY, deal);
        db.patch(&OPPORTUNITY, deal, json!({ "next_step": "call" })).unwrap();
        let called = newest(&db, &OPPORTUNITY, deal);
        let refused = revert_deal(&db, deal, created).unwrap_err();
        assert_eq!(changed_since(&refused), "next_step");
        revert_deal(&db, deal, called).unwrap();
        assert!(revert_deal(&db, deal, created).unwrap().deleted_at().is_some());
    }

    fn an_imported_record_that_changed_since_is_not_uncreated(db) {
        let actor = db.system();
        let id = db.write(move |tx| {
            let document = tx.create(&actor, &ACCOUNT, &object(&json!({ "name": "One" })), How::Import)?;
            Ok(document.id())
        }).unwrap();
        let imported = newest_event(&db, id);
        db.patch(&ACCOUNT, id, json!({ "name": "Two" })).unwrap();
        assert_eq!(changed_since(&revert(&db, id, imported).unwrap_err()), "name");
        db.patch(&ACCOUNT, id, json!({ "name": "One" })).unwrap();
        assert!(revert(&db, id, imported).unwrap().deleted_at().is_some());
    }

    fn an_unreadable_event_is_not_an_empty_one(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "One" }));
        db.patch(&ACCOUNT, account.id(), json!({ "name": "Two" })).unwrap();
        let event = newest_event(&db, account.id());
        db.write(move |tx| {
            let sql = format!("UPDATE event_log SET changes = '{{}}' WHERE seq = {event}");
            Ok(tx.conn().batch_execute(&sql)?)
        }).unwrap();
        let refused = revert(&db, account.id(), event).unwrap_err();
        assert!(matches!(refused, Error::Internal(_)), "{refused:?}");
        assert_eq!(db.get(&db.system(), &ACCOUNT, account.id()).unwrap()["version"], 2);
    }
}
