//! Names of choices that a workspace keeps itself: lost reasons in its own words and order.

use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::meta::{FieldMeta, entities};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::people::seeds;
use guanxi_domain::platform::choice_options::CHOICE_OPTION;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::sales::WinLossBy;
use guanxi_persistence::{Error, How};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, object};

fn pipeline(db: &TestDb) {
    let pipeline = db
        .create(&PIPELINE, json!({ "name": "Direct", "is_default": true }))
        .id();
    for (position, category) in [(0, "open"), (1, "won"), (2, "lost")] {
        let stage = json!({ "name": category, "pipeline_id": pipeline, "position": position, "category": category });
        db.create(&STAGE, stage);
    }
}

/// A name of the lost reason.
fn reason(db: &TestDb, more: Json) -> Result<Uuid, Error> {
    let mut body = json!({ "entity_name": "opportunity", "field": "lost_reason" });
    body.as_object_mut().unwrap().extend(object(&more));
    Ok(db.create_as(&db.system(), &CHOICE_OPTION, body)?.id())
}

fn lose(db: &TestDb, reason: &str) -> Result<Uuid, Error> {
    let deal = db.create(&OPPORTUNITY, json!({ "name": "Tea" })).id();
    db.verb(&OPPORTUNITY, deal, "lose", json!({ "lost_reason": reason }))?;
    Ok(deal)
}

fn is_refused(refused: Error, pointer: &str, code: &str) {
    let Error::Violations(found) = &refused else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (found.0[0].pointer.as_str(), found.0[0].code),
        (pointer, code)
    );
}

/// The field as screens know it.
fn field(db: &TestDb) -> FieldMeta {
    let (world, actor) = (db.db.world(), db.system());
    let lens = Lens {
        entity: &OPPORTUNITY,
        custom: &world.custom,
        actor: &actor,
    };
    let entity = entities(&[&OPPORTUNITY], &lens).remove(0);
    entity
        .fields
        .into_iter()
        .find(|field| field.name == "lost_reason")
        .unwrap()
}

const BUILT: [&str; 8] = [
    "price",
    "competitor",
    "product",
    "timing",
    "budget",
    "no_decision",
    "no_contact",
    "other",
];

on_each_database! {
    fn a_workspace_has_reasons_of_its_own(db) {
        pipeline(&db);
        assert_eq!(field(&db).choices, BUILT);
        is_refused(lose(&db, "Tender").unwrap_err(), "/lost_reason", "unknown_choice");
        let tender = reason(&db, json!({ "name": "Tender", "position": 1 })).unwrap();
        let deal = lose(&db, "Tender").unwrap();
        assert_eq!(db.get(&db.system(), &OPPORTUNITY, deal).unwrap()["lost_reason"], "Tender");
        assert_eq!(field(&db).choices[..3], ["price", "competitor", "Tender"]);
        // Called otherwise, it is the same reason, and what is stored stays.
        db.patch(&CHOICE_OPTION, tender, json!({ "name": "Lost the tender" })).unwrap();
        assert_eq!(field(&db).choice_labels["Tender"], "Lost the tender");
        lose(&db, "Tender").unwrap();
        is_refused(lose(&db, "Lost the tender").unwrap_err(), "/lost_reason", "unknown_choice");
        is_refused(lose(&db, "nothing").unwrap_err(), "/lost_reason", "unknown_choice");
        // What comes with the product may be called otherwise, too, and stand elsewhere.
        let price = reason(&db, json!({ "code": "price", "name": "Too dear", "position": 9 })).unwrap();
        let told = field(&db);
        assert_eq!((told.choices.last().unwrap().as_str(), told.choice_labels["price"].as_str()), ("price", "Too dear"));
        lose(&db, "price").unwrap();
        db.patch(&CHOICE_OPTION, price, json!({ "name": null })).unwrap();
        assert!(!field(&db).choice_labels.contains_key("price"));
    }

    fn what_is_no_longer_offered_stays_where_it_is_and_in_reports(db) {
        pipeline(&db);
        let tender = reason(&db, json!({ "name": "Tender", "position": 9 })).unwrap();
        let deal = lose(&db, "Tender").unwrap();
        for code in ["price", "budget"] {
            reason(&db, json!({ "code": code, "is_archived": true })).unwrap();
        }
        db.patch(&CHOICE_OPTION, tender, json!({ "is_archived": true })).unwrap();
        let told = field(&db);
        assert_eq!(told.choices, ["competitor", "product", "timing", "no_decision", "no_contact", "other"]);
        assert_eq!(told.choice_labels["Tender"], "Tender");
        // Programs that know it are not refused; people are not offered it.
        lose(&db, "price").unwrap();
        db.patch(&OPPORTUNITY, deal, json!({ "lost_reason": "Tender" })).unwrap_err();
        db.patch(&OPPORTUNITY, deal, json!({ "description": "x" })).unwrap();
        let of = |code: &str| Query { filter: Some(Filter::equals("lost_reason", Value::text(code))), ..Query::default() };
        assert_eq!(db.list(&db.system(), &OPPORTUNITY, &of("Tender")).unwrap()["data"].as_array().unwrap().len(), 1);
        let report = || -> Vec<(Json, Json)> {
            let told = db.db.read(|reader| reader.win_loss(&db.system(), WinLossBy::Reason, None)).unwrap();
            let mut rows: Vec<_> = told["data"].as_array().unwrap().iter().map(|row| (row["name"].clone(), row["lost"].clone())).collect();
            rows.sort_by_key(|row| row.0.to_string());
            rows
        };
        let expected = [(json!("Tender"), json!(1)), (json!("price"), json!(1))];
        assert_eq!(report(), expected);
        // Even when its name is in the bin.
        let actor = db.system();
        db.write(move |tx| tx.delete(&actor, &CHOICE_OPTION, tender, guanxi_persistence::Expect::Any).map(drop)).unwrap();
        assert_eq!(report(), expected);
        assert_eq!(db.get(&db.system(), &OPPORTUNITY, deal).unwrap()["lost_reason"], "Tender");
        is_refused(lose(&db, "Tender").unwrap_err(), "/lost_reason", "unknown_choice");
    }

    fn imports_follow_the_same_names(db) {
        pipeline(&db);
        reason(&db, json!({ "name": "Tender" })).unwrap();
        let lost = db.list(&db.system(), &STAGE, &Query::default()).unwrap()["data"].as_array().unwrap().iter().find(|stage| stage["category"] == "lost").unwrap()["id"].clone();
        let import = |reason: &str| {
            let (actor, body) = (db.system(), object(&json!({ "name": "Old", "stage_id": lost, "lost_reason": reason, "close_on": "2025-01-01" })));
            db.write(move |tx| tx.create(&actor, &OPPORTUNITY, &body, How::Import).map(drop))
        };
        import("Tender").unwrap();
        import("price").unwrap();
        is_refused(import("Weather").unwrap_err(), "/lost_reason", "unknown_choice");
    }

    fn only_choices_that_may_grow_do_and_only_by_those_who_set_up(db) {
        for (entity, name) in [("opportunity", "status"), ("opportunity", "name"), ("activity", "kind"), ("nothing", "lost_reason")] {
            let body = json!({ "entity_name": entity, "field": name, "name": "X" });
            let refused = db.create_as(&db.system(), &CHOICE_OPTION, body).unwrap_err();
            assert!(matches!(refused, Error::Violations(_)), "{refused:?}");
        }
        is_refused(reason(&db, json!({})).unwrap_err(), "/name", "required");
        is_refused(reason(&db, json!({ "name": "a|b" })).unwrap_err(), "/code", "not_choice_names");
        reason(&db, json!({ "name": "Tender" })).unwrap();
        reason(&db, json!({ "name": "Other words", "code": "Tender" })).unwrap_err();
        for (_, code, rights) in seeds::roles() {
            let one = db.person(code, &rights, None, None);
            let body = json!({ "entity_name": "opportunity", "field": "lost_reason", "name": code });
            let done = db.create_as(&one, &CHOICE_OPTION, body);
            assert_eq!(done.is_ok(), code == "administrator", "{code}");
            assert!(!db.list(&one, &CHOICE_OPTION, &Query::default()).unwrap()["data"].as_array().unwrap().is_empty());
        }
    }
}
