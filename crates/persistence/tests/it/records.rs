//! Records: written, read, refused.

use guanxi_domain::customers::account_contacts::ACCOUNT_CONTACT;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_domain::platform::custom_fields::CUSTOM_FIELD;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_domain::sales::stage_changes::STAGE_CHANGE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::{Ask, Error, Expect, How};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, object};

fn codes(error: &Error) -> Vec<(String, &'static str)> {
    match error {
        Error::Violations(violations) => violations
            .0
            .iter()
            .map(|one| (one.pointer.clone(), one.code))
            .collect(),
        Error::Conflict(violation) => vec![(violation.pointer.clone(), violation.code)],
        other => panic!("{other:?}"),
    }
}

/// A pipeline with stages: new, offer, won, lost.
fn pipeline(db: &TestDb) -> Vec<Uuid> {
    let pipeline = db.create(&PIPELINE, json!({ "name": "Direct", "is_default": true }));
    let stage = |name: &str, position: i64, category: &str, probability: &str| {
        let body = json!({
            "name": name, "pipeline_id": pipeline.id(), "position": position, "category": category,
            "probability": probability,
        });
        db.create(&STAGE, body).id()
    };
    vec![
        stage("New", 0, "open", "10"),
        stage("Offer", 1, "open", "50"),
        stage("Won", 2, "won", "100"),
        stage("Lost", 3, "lost", "0"),
    ]
}

on_each_database! {
    fn a_document_comes_back_as_it_was_written(db) {
        let account = db.create(&ACCOUNT, json!({
            "name": "怡海軟件 Ltd.", "types": ["customer", "partner"], "website": "https://example.com",
            "credit_limit": { "amount_minor": 123_456, "currency": "EUR" },
            "contact_points": [
                { "kind": "email", "value": "Info@Example.com" },
                { "kind": "phone", "value": "+49 30 1234" },
            ],
            "addresses": [{ "lines": "Hauptstr. 1\n2. Stock", "city": "Berlin", "country": "DE" }],
        }));
        let json = db.get(&db.system(), &ACCOUNT, account.id()).unwrap();
        assert_eq!(json["name"], "怡海軟件 Ltd.");
        assert_eq!(json["types"], json!(["customer", "partner"]));
        assert_eq!(json["credit_limit"], json!({ "amount_minor": 123_456, "currency": "EUR" }));
        assert_eq!(json["contact_points"][0]["normalised"], "info@example.com");
        assert_eq!(json["contact_points"][0]["is_primary"], true);
        assert_eq!((json["email"].as_str(), json["phone"].as_str()), (Some("Info@Example.com"), Some("+49 30 1234")));
        assert_eq!(json["city"], "Berlin");
        assert_eq!(json["addresses"][0]["lines"], "Hauptstr. 1\n2. Stock");
        assert_eq!(json["version"], 1);
    }

    fn a_patch_merges_rows_and_leaves_one_event(db) {
        let account = db.create(&ACCOUNT, json!({
            "name": "Acme",
            "contact_points": [{ "kind": "email", "value": "a@x.org" }, { "kind": "email", "value": "b@x.org" }],
        }));
        let json = db.get(&db.system(), &ACCOUNT, account.id()).unwrap();
        let first = json["contact_points"][0]["id"].clone();
        let patched = db.patch(&ACCOUNT, account.id(), json!({
            "name": "Acme Inc.",
            "contact_points": [{ "kind": "phone", "value": "123" }, { "id": first, "label": "Work" }],
        })).unwrap();
        assert_eq!(patched.version(), 2);
        let json = db.get(&db.system(), &ACCOUNT, account.id()).unwrap();
        let points = json["contact_points"].as_array().unwrap();
        assert_eq!(points.len(), 2);
        assert_eq!(points[1]["id"], first);
        assert_eq!((points[1]["value"].as_str(), points[1]["label"].as_str()), (Some("a@x.org"), Some("Work")));
        let history = db.db.read(|r| r.history(&db.system(), &ACCOUNT, account.id(), None, 10)).unwrap();
        let verbs: Vec<_> = history["data"].as_array().unwrap().iter().map(|e| e["verb"].clone()).collect();
        assert_eq!(verbs, [json!("updated"), json!("created")]);
        let same = db.patch(&ACCOUNT, account.id(), json!({ "name": "Acme Inc." })).unwrap();
        assert_eq!(same.version(), 2, "what changes nothing leaves no trace");
    }

    fn refusals_name_every_field(db) {
        let refused = db.create_as(&db.system(), &ACCOUNT, json!({
            "types": ["friend"], "website": "nowhere", "version": 7, "colour": "red",
            "credit_limit": { "amount_minor": -1, "currency": "EUR" },
            "contact_points": [{ "kind": "email", "value": "no address" }],
        })).unwrap_err();
        let codes = codes(&refused);
        for expected in [
            ("/types", "unknown_choice"), ("/website", "not_a_url"), ("/version", "read_only"),
            ("/colour", "unknown_field"), ("/credit_limit", "out_of_range"),
        ] {
            assert!(codes.contains(&(expected.0.to_owned(), expected.1)), "{expected:?} in {codes:?}");
        }
        let refused = db.create_as(&db.system(), &ACCOUNT, json!({})).unwrap_err();
        assert_eq!(self::codes(&refused), [("/name".to_owned(), "required")]);
        let nul = db.create_as(&db.system(), &ACCOUNT, json!({ "name": "a\u{0}b" })).unwrap_err();
        assert_eq!(self::codes(&nul), [("/name".to_owned(), "control_character")]);
    }

    fn a_stale_version_is_refused_with_the_record_as_it_is(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "One" }));
        db.patch(&ACCOUNT, account.id(), json!({ "name": "Two" })).unwrap();
        let (actor, id) = (db.system(), account.id());
        let stale = db.write(move |tx| {
            tx.patch(&actor, &ACCOUNT, id, Expect::Version(1), &object(&json!({ "name": "Three" })), How::Plain)
        }).unwrap_err();
        let Error::Stale(current) = stale else { panic!("{stale:?}") };
        assert_eq!((current.version(), current.text("name")), (2, "Two"));
    }

    fn unique_fields_conflict_and_free_again(db) {
        let first = db.create(&PRODUCT, json!({ "name": "Chai", "sku": "P-1" }));
        let taken = db.create_as(&db.system(), &PRODUCT, json!({ "name": "Chang", "sku": "P-1" })).unwrap_err();
        assert_eq!(codes(&taken), [("/sku".to_owned(), "not_unique")]);
        let (actor, id) = (db.system(), first.id());
        db.write(move |tx| tx.delete(&actor, &PRODUCT, id, Expect::Any)).unwrap();
        db.create(&PRODUCT, json!({ "name": "Chang", "sku": "P-1" }));
        let actor = db.system();
        let back = db.write(move |tx| tx.restore(&actor, &PRODUCT, id, Expect::Any)).unwrap_err();
        assert_eq!(codes(&back), [("/sku".to_owned(), "not_unique")]);
        let actor = db.system();
        let twice = db.write(move |tx| {
            tx.create(&actor, &PRODUCT, &object(&json!({ "id": id, "name": "Again" })), How::Plain)
        }).unwrap_err();
        assert_eq!(codes(&twice), [("/id".to_owned(), "id_taken")]);
    }

    fn hierarchies_have_no_cycles(db) {
        let top = db.create(&ACCOUNT, json!({ "name": "Top" }));
        let middle = db.create(&ACCOUNT, json!({ "name": "Middle", "parent_id": top.id() }));
        let low = db.create(&ACCOUNT, json!({ "name": "Low", "parent_id": middle.id() }));
        for parent in [top.id(), middle.id(), low.id()] {
            let refused = db.patch(&ACCOUNT, top.id(), json!({ "parent_id": parent })).unwrap_err();
            assert_eq!(codes(&refused), [("/parent_id".to_owned(), "cycle")]);
        }
        let nowhere = db.patch(&ACCOUNT, low.id(), json!({ "parent_id": Uuid::now_v7() })).unwrap_err();
        assert_eq!(codes(&nowhere), [("/parent_id".to_owned(), "unknown_record")]);
    }

    fn a_contacts_account_and_its_primary_link_agree(db) {
        let (one, two) = (db.create(&ACCOUNT, json!({ "name": "One" })), db.create(&ACCOUNT, json!({ "name": "Two" })));
        let contact = db.create(&CONTACT, json!({ "family_name": "王", "given_name": "小明", "name_order": "family_first", "account_id": one.id() }));
        assert_eq!(contact.text("name"), "王小明");
        let links = |db: &TestDb| {
            let page = db.list(&db.system(), &ACCOUNT_CONTACT, &Query::default()).unwrap();
            let mut links: Vec<(String, bool)> = page["data"].as_array().unwrap().iter()
                .map(|row| (row["account_id"].as_str().unwrap().to_owned(), row["is_primary"].as_bool().unwrap())).collect();
            links.sort();
            links
        };
        assert_eq!(links(&db), [(one.id().to_string(), true)]);
        db.patch(&CONTACT, contact.id(), json!({ "account_id": two.id() })).unwrap();
        assert_eq!(links(&db), [(one.id().to_string(), false), (two.id().to_string(), true)]);
        let page = db.list(&db.system(), &ACCOUNT_CONTACT, &Query::default()).unwrap();
        let old = page["data"].as_array().unwrap().iter().find(|row| row["account_id"] == json!(one.id())).unwrap();
        let old: Uuid = old["id"].as_str().unwrap().parse().unwrap();
        db.patch(&ACCOUNT_CONTACT, old, json!({ "is_primary": true })).unwrap();
        let contact = db.get(&db.system(), &CONTACT, contact.id()).unwrap();
        assert_eq!(contact["account_id"], json!(one.id()));
        assert_eq!(links(&db), [(one.id().to_string(), true), (two.id().to_string(), false)]);
    }

    fn an_opportunity_is_won_by_its_rules_and_keeps_its_history(db) {
        let stages = pipeline(&db);
        let contact = db.create(&CONTACT, json!({ "family_name": "Anders" }));
        let deal = db.create(&OPPORTUNITY, json!({
            "name": "Tea", "currency": "USD",
            "lines": [
                { "description": "A", "quantity": "9.5", "unit_price": "124.75" },
                { "description": "B", "quantity": "3", "unit_price": "200", "discount_percent": "10" },
            ],
        }));
        let json = db.get(&db.system(), &OPPORTUNITY, deal.id()).unwrap();
        assert_eq!(json["lines"][0]["net"]["amount_minor"], 118_513);
        assert_eq!(json["amount"], json!({ "amount_minor": 118_513 + 54_000, "currency": "USD" }));
        assert_eq!(json["probability"], "10");
        assert_eq!(json["weighted"]["amount_minor"], 17_251);
        assert_eq!(json["stage_id"], json!(stages[0]));

        db.verb(&OPPORTUNITY, deal.id(), "move", json!({ "stage_id": stages[1] })).unwrap();
        let refused = db.verb(&OPPORTUNITY, deal.id(), "win", json!({})).unwrap_err();
        assert_eq!(codes(&refused), [
            ("/close_on".to_owned(), "required"), ("/primary_contact_id".to_owned(), "required"),
        ]);
        let won = db.verb(&OPPORTUNITY, deal.id(), "win", json!({
            "close_on": "2026-12-01", "primary_contact_id": contact.id(),
        })).unwrap();
        assert_eq!((won.text("status"), won.get("stage_id").as_id()), ("won", Some(stages[2])));
        let again = db.verb(&OPPORTUNITY, deal.id(), "win", json!({})).unwrap_err();
        assert!(matches!(again, Error::Transition { verb: "win", .. }), "{again:?}");
        let locked = db.patch(&OPPORTUNITY, deal.id(), json!({ "lines": [] })).unwrap_err();
        assert!(codes(&locked).contains(&("/lines".to_owned(), "locked")), "{locked:?}");
        let reopened = db.verb(&OPPORTUNITY, deal.id(), "reopen", json!({ "reopen_reason": "too early" })).unwrap();
        assert_eq!((reopened.text("status"), reopened.get("stage_id").as_id()), ("open", Some(stages[0])));

        let query = Query { sort: vec![Sort::parse("created_at")], ..Query::default() };
        let history = db.list(&db.system(), &STAGE_CHANGE, &query).unwrap();
        let steps: Vec<_> = history["data"].as_array().unwrap().iter()
            .map(|row| (row["from_stage_id"].clone(), row["to_stage_id"].clone())).collect();
        let step = |from: Option<usize>, to: usize| (json!(from.map(|i| stages[i])), json!(stages[to]));
        assert_eq!(steps, [step(None, 0), step(Some(0), 1), step(Some(1), 2), step(Some(2), 0)]);
    }

    fn moving_into_a_closed_stage_wins_or_loses(db) {
        let stages = pipeline(&db);
        let deal = db.create(&OPPORTUNITY, json!({ "name": "Tea", "amount": { "amount_minor": 100, "currency": "USD" } }));
        let refused = db.verb(&OPPORTUNITY, deal.id(), "move", json!({ "stage_id": stages[3] })).unwrap_err();
        assert_eq!(codes(&refused), [("/lost_reason".to_owned(), "required")]);
        let lost = db.verb(&OPPORTUNITY, deal.id(), "move", json!({ "stage_id": stages[3], "lost_reason": "price" })).unwrap();
        assert_eq!(lost.text("status"), "lost");
        assert_eq!(db.get(&db.system(), &OPPORTUNITY, deal.id()).unwrap()["currency"], "USD");
    }

    fn custom_fields_go_through_every_layer(db) {
        for (i, (name, kind)) in [("region", "choice"), ("seats", "int"), ("signed_on", "day"), ("score", "decimal"), ("vip", "bool"), ("seen_at", "instant")].iter().enumerate() {
            db.create(&CUSTOM_FIELD, json!({
                "entity_name": "account", "name": name, "kind": kind, "position": i, "is_indexed": *name == "region" || *name == "seats",
                "choices": if *kind == "choice" { json!(["north", "south"]) } else { json!([]) },
            }));
        }
        let account = db.create(&ACCOUNT, json!({ "name": "Acme", "custom": {
            "vip": true, "region": "north", "seats": 25, "signed_on": "2026-02-03", "score": "1.5", "seen_at": "2026-11-22T10:00:00.000001Z",
        } }));
        let json = db.get(&db.system(), &ACCOUNT, account.id()).unwrap();
        assert_eq!(json["custom"].to_string(), r#"{"region":"north","score":"1.5","seats":25,"seen_at":"2026-11-22T10:00:00.000001Z","signed_on":"2026-02-03","vip":true}"#);
        let refused = db.patch(&ACCOUNT, account.id(), json!({ "custom": { "region": "west", "size": 1 } })).unwrap_err();
        assert_eq!(codes(&refused), [("/custom/region".to_owned(), "unknown_choice"), ("/custom/size".to_owned(), "unknown_field")]);
        let patched = db.patch(&ACCOUNT, account.id(), json!({ "custom": { "seats": null } })).unwrap();
        assert_eq!(patched.custom.len(), 5);
    }

    fn references_are_delivered_whole_when_asked(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "Acme", "parent_id": null }));
        let contact = db.create(&CONTACT, json!({ "family_name": "Anders", "account_id": account.id() }));
        let lone = db.create(&CONTACT, json!({ "family_name": "Zorro" }));
        let ask = Ask { fields: None, expand: vec!["account_id".into(), "account_id.parent_id".into()] };
        let body = db.db.read(|r| r.get(&db.system(), &CONTACT, contact.id(), &ask)).unwrap().body;
        let json: Json = serde_json::from_slice(&body).unwrap();
        assert_eq!(json["account"]["name"], "Acme");
        assert_eq!(json["account"]["parent"], Json::Null);
        let query = Query { expand: vec!["account_id".into()], fields: Some(vec!["name".into(), "account_id".into()]), ..Query::default() };
        let page = db.list(&db.system(), &CONTACT, &query).unwrap();
        assert_eq!(page["data"][0]["account"]["name"], "Acme");
        assert_eq!((page["data"][1]["id"].clone(), page["data"][1]["account"].clone()), (json!(lone.id()), Json::Null));
        assert!(page["data"][0].get("family_name").is_none());
        let deep = Query { expand: vec!["account_id.parent_id.owner_id".into()], ..Query::default() };
        assert!(db.list(&db.system(), &CONTACT, &deep).is_err());
    }

    fn an_id_of_another_entity_is_no_reference(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "Acme" }));
        let refused = db.create_as(&db.system(), &OPPORTUNITY, json!({
            "name": "Tea", "account_id": account.id(), "primary_contact_id": account.id(),
        })).unwrap_err();
        assert_eq!(codes(&refused), [("/primary_contact_id".to_owned(), "unknown_record")]);
    }

    fn upserts_find_records_by_unique_field_or_foreign_id(db) {
        let upsert = |key: &'static str, value: &'static str, body: Json| {
            let actor = db.system();
            db.write(move |tx| tx.upsert(&actor, &PRODUCT, key, value, &object(&body), How::Plain)).unwrap()
        };
        let (first, created) = upsert("sku", "P-1", json!({ "name": "Chai" }));
        assert!(created);
        let (again, created) = upsert("sku", "P-1", json!({ "name": "Chai Tea" }));
        assert_eq!((again.id(), created, again.text("sku")), (first.id(), false, "P-1"));
        let (foreign, created) = upsert("external.northwind", "1", json!({ "name": "Chang" }));
        assert!(created);
        let (same, created) = upsert("external.northwind", "1", json!({ "name": "Chang 2" }));
        assert_eq!((same.id(), created, same.version()), (foreign.id(), false, 2));
    }

    fn a_failed_part_of_a_batch_leaves_the_rest(db) {
        let actor = db.system();
        let outcome = db.write(move |tx| {
            let body = |name: &str, sku: &str| object(&json!({ "name": name, "sku": sku }));
            let first = tx.savepoint(|tx| tx.create(&actor, &PRODUCT, &body("A", "1"), How::Plain)).is_ok();
            let second = tx.savepoint(|tx| tx.create(&actor, &PRODUCT, &body("B", "1"), How::Plain)).is_ok();
            let third = tx.savepoint(|tx| tx.create(&actor, &PRODUCT, &body("C", "2"), How::Plain)).is_ok();
            Ok((first, second, third))
        }).unwrap();
        assert_eq!(outcome, (true, false, true));
        assert_eq!(db.names(&db.system(), &PRODUCT, &Query::default()), ["A", "C"]);
    }

    fn a_panic_in_one_write_ends_nothing(db) {
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| db.write(|_| -> guanxi_persistence::Result<()> { panic!("boom") })));
        assert!(broken.is_err() || broken.is_ok_and(|done| done.is_err()));
        db.create(&ACCOUNT, json!({ "name": "Still here" }));
    }
}
