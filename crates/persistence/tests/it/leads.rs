//! Leads: who gets them, when they move on by themselves, and what becomes of them.

use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::activities::taggings::TAGGING;
use guanxi_domain::activities::tags::TAG;
use guanxi_domain::customers::account_contacts::ACCOUNT_CONTACT;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::people::seeds;
use guanxi_domain::sales::assignment_rules::ASSIGNMENT_RULE;
use guanxi_domain::sales::leads::LEAD;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::engine::timers;
use guanxi_persistence::sql::{Bind, Sql};
use guanxi_persistence::{Error, Expect};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, object};
use crate::undo::newest;

/// Two salespeople, by name.
fn sellers(db: &TestDb) -> [Uuid; 2] {
    let [_, _, (_, _, sales), _] = seeds::roles();
    ["Anna", "Ben"].map(|name| db.person(name, &sales, None, None).user.unwrap())
}

fn rule(db: &TestDb, name: &str, position: i64, filter: &Json, members: &[Uuid]) {
    let members: Vec<Json> = members
        .iter()
        .map(|user| json!({ "user_id": user }))
        .collect();
    let body = json!({
        "name": name, "position": position, "filter": filter, "accept_hours": 4, "members": members,
    });
    db.create(&ASSIGNMENT_RULE, body);
}

/// A lead that nobody was named for, as Guanxi itself makes it of a form.
fn lead(db: &TestDb, body: Json) -> Json {
    let id = db.create(&LEAD, body).id();
    db.get(&db.system(), &LEAD, id).unwrap()
}

fn id(record: &Json) -> Uuid {
    record["id"].as_str().unwrap().parse().unwrap()
}

fn reference(record: &Json, field: &str) -> Uuid {
    record[field].as_str().unwrap().parse().unwrap()
}

/// Lets a lead be due, as waiting would.
fn let_pass(db: &TestDb, lead: Uuid, field: &'static str, when: impl Into<Bind>) {
    let when = when.into();
    db.write(move |tx| {
        let text = format!("UPDATE leads SET {field} = ");
        let mut sql = Sql::text(tx.conn().dialect(), &text);
        sql.bind(when.clone()).push(" WHERE id = ").bind(lead);
        Ok(sql.execute(tx.conn())?)
    })
    .unwrap();
}

fn past() -> Instant {
    "2026-01-01T10:00:00Z".parse().unwrap()
}

fn pipeline(db: &TestDb) {
    let pipeline = db
        .create(&PIPELINE, json!({ "name": "Sales", "is_default": true }))
        .id();
    for (position, name, category) in [(1, "New", "open"), (2, "Won", "won"), (3, "Lost", "lost")] {
        let body = json!({ "name": name, "pipeline_id": pipeline, "position": position, "category": category });
        db.create(&STAGE, body);
    }
}

/// A lead that is ready to be converted, with an activity and a tag.
fn ready(db: &TestDb) -> Uuid {
    let lead = db.create(&LEAD, json!({
        "family_name": "Nagy", "given_name": "Anna", "company": "Kodály Kft", "job_title": "Buyer",
        "website": "https://kodaly.example", "need": "Two cranes",
        "estimated_value": { "amount_minor": 500_000, "currency": "EUR" },
        "contact_points": [
            { "kind": "email", "value": "anna@kodaly.example" }, { "kind": "mobile", "value": "+36 30 1234567" },
        ],
        "addresses": [{ "city": "Pécs", "country": "HU" }],
    })).id();
    let anchor = json!({ "anchor_entity": "lead", "anchor_id": lead });
    let mut call = anchor.clone();
    call["kind"] = json!("call");
    call["subject"] = json!("First talk");
    db.create(&ACTIVITY, call);
    let tag = db.create(&TAG, json!({ "name": "fair" })).id();
    let mut tagging = anchor;
    tagging["tag_id"] = json!(tag);
    db.create(&TAGGING, tagging);
    db.verb(&LEAD, lead, "accept", json!({})).unwrap();
    db.verb(&LEAD, lead, "qualify", json!({ "rating": "hot" }))
        .unwrap();
    lead
}

fn count(db: &TestDb, entity: &'static guanxi_domain::kernel::catalogue::Entity) -> usize {
    let page = db.list(&db.system(), entity, &Query::default()).unwrap();
    page["data"].as_array().unwrap().len()
}

on_each_database! {
    fn rules_give_each_member_a_turn(db) {
        let [anna, ben] = sellers(&db);
        rule(&db, "Others", 9, &json!({}), &[ben]);
        rule(&db, "Web", 1, &json!({ "field": "lead_source", "op": "eq", "value": "web" }), &[anna, ben]);
        let web = || lead(&db, json!({ "company": "Web", "lead_source": "web" }));
        let owners: Vec<Json> = (0..3).map(|_| web()["owner_id"].clone()).collect();
        assert_eq!(owners, [json!(anna), json!(ben), json!(anna)]);
        let phone = lead(&db, json!({ "company": "Phone", "lead_source": "phone" }));
        assert_eq!(phone["owner_id"], json!(ben), "the next rule takes what the first does not");
        assert!(phone["accept_due_at"].is_string() && phone["assigned_at"].is_string());

        db.verb(&guanxi_domain::people::users::USER, anna, "suspend", json!({})).unwrap();
        assert_eq!(web()["owner_id"], json!(ben));
        assert_eq!(web()["owner_id"], json!(ben), "who cannot sign in has no turn");
        let named = lead(&db, json!({ "company": "Named", "owner_id": ben }));
        assert_eq!(named["accept_due_at"], Json::Null, "who is named needs no rule");
    }

    fn without_a_rule_a_lead_is_its_makers(db) {
        let [anna, _] = sellers(&db);
        let actor = db.actor(anna);
        let made = db.create_as(&actor, &LEAD, json!({ "company": "Own" })).unwrap();
        assert_eq!(made.owner(), Some(anna));
        let nobody = db.create_as(&actor, &LEAD, json!({ "rating": "hot" }));
        assert!(matches!(nobody, Err(Error::Violations(found)) if found.0[0].pointer == "/company"));
    }

    fn what_is_not_accepted_in_time_goes_to_the_next(db) {
        let [anna, ben] = sellers(&db);
        rule(&db, "All", 1, &json!({}), &[anna, ben]);
        let waiting = lead(&db, json!({ "company": "Waiting" }));
        let taken = lead(&db, json!({ "company": "Taken" }));
        assert_eq!((&waiting["owner_id"], &taken["owner_id"]), (&json!(anna), &json!(ben)));
        db.verb(&LEAD, id(&taken), "accept", json!({})).unwrap();
        assert_eq!(timers::use_due(&db.db).unwrap(), 0, "nothing is due yet");
        let_pass(&db, id(&waiting), "accept_due_at", past());
        assert_eq!(timers::use_due(&db.db).unwrap(), 1);
        let now = db.get(&db.system(), &LEAD, id(&waiting)).unwrap();
        assert_eq!((&now["owner_id"], &now["status"]), (&json!(ben), &json!("new")));
        assert!(now["accept_due_at"].as_str() > waiting["assigned_at"].as_str(), "with time of his own");
        assert_eq!(timers::use_due(&db.db).unwrap(), 0);
        let still = db.get(&db.system(), &LEAD, id(&taken)).unwrap();
        assert_eq!((&still["status"], &still["accepted_at"].is_string()), (&json!("working"), &true));
    }

    fn with_nobody_else_it_stays_and_rests(db) {
        let [anna, _] = sellers(&db);
        rule(&db, "All", 1, &json!({}), &[anna]);
        let waiting = lead(&db, json!({ "company": "Waiting" }));
        let_pass(&db, id(&waiting), "accept_due_at", past());
        assert_eq!(timers::use_due(&db.db).unwrap(), 1);
        assert_eq!(timers::use_due(&db.db).unwrap(), 0, "time asks once");
        let now = db.get(&db.system(), &LEAD, id(&waiting)).unwrap();
        assert_eq!((&now["owner_id"], &now["accept_due_at"]), (&json!(anna), &Json::Null));
    }

    fn what_was_put_off_comes_back_on_its_day(db) {
        let [anna, ben] = sellers(&db);
        rule(&db, "All", 1, &json!({}), &[anna, ben]);
        let lead = id(&lead(&db, json!({ "company": "Later" })));
        db.verb(&LEAD, lead, "accept", json!({})).unwrap();
        let without = db.verb(&LEAD, lead, "recycle", json!({}));
        assert!(matches!(without, Err(Error::Violations(found)) if found.0[0].pointer == "/recycle_on"));
        db.verb(&LEAD, lead, "recycle", json!({ "recycle_on": "2999-01-01" })).unwrap();
        assert_eq!(timers::use_due(&db.db).unwrap(), 0);
        let_pass(&db, lead, "recycle_on", past().utc_day());
        assert_eq!(timers::use_due(&db.db).unwrap(), 1);
        let now = db.get(&db.system(), &LEAD, lead).unwrap();
        assert_eq!((&now["status"], &now["recycle_on"]), (&json!("new"), &Json::Null));
        assert!(now["accept_due_at"].is_string() && now["accepted_at"].is_null());
    }

    fn a_lead_becomes_account_contact_and_opportunity_at_once_and_once(db) {
        pipeline(&db);
        let lead = ready(&db);
        let first = db.verb(&LEAD, lead, "convert", json!({ "opportunity_name": "Two cranes" })).unwrap();
        let read = |entity, id| db.get(&db.system(), entity, id).unwrap();
        let shown = read(&LEAD, lead);
        assert_eq!(shown["status"], "converted");
        let (account, contact, opportunity) = (
            reference(&shown, "converted_account_id"),
            reference(&shown, "converted_contact_id"),
            reference(&shown, "converted_opportunity_id"),
        );
        let firm = read(&ACCOUNT, account);
        assert_eq!((&firm["name"], &firm["city"]), (&json!("Kodály Kft"), &json!("Pécs")));
        let person = read(&CONTACT, contact);
        assert_eq!((&person["name"], &person["account_id"]), (&json!("Anna Nagy"), &json!(account)));
        assert_eq!((&person["email"], &person["phone"]), (&json!("anna@kodaly.example"), &json!("+36 30 1234567")));
        let sale = read(&OPPORTUNITY, opportunity);
        assert_eq!((&sale["name"], &sale["amount"]["amount_minor"]), (&json!("Two cranes"), &json!(500_000)));
        assert_eq!((&sale["account_id"], &sale["primary_contact_id"]), (&json!(account), &json!(contact)));
        assert!(sale["stage_id"].is_string());

        for entity in [&ACTIVITY, &TAGGING] {
            let page = db.list(&db.system(), entity, &Query::default()).unwrap();
            let row = &page["data"][0];
            assert_eq!((&row["anchor_entity"], &row["anchor_id"]), (&json!("opportunity"), &json!(opportunity)));
        }
        let link = &db.list(&db.system(), &ACCOUNT_CONTACT, &Query::default()).unwrap()["data"][0];
        assert_eq!((&link["account_id"], &link["is_primary"]), (&json!(account), &json!(true)));

        let last = db.newest_event();
        let again = db.verb(&LEAD, lead, "convert", json!({ "opportunity_name": "Another", "converted_account_id": null }));
        assert_eq!(again.unwrap().values, first.values, "told again, the same answer");
        assert_eq!(db.newest_event(), last, "and nothing written");
        assert_eq!((count(&db, &ACCOUNT), count(&db, &CONTACT), count(&db, &OPPORTUNITY)), (1, 1, 1));
        assert!(matches!(
            db.patch(&LEAD, lead, json!({ "company": "Other" })),
            Err(Error::Violations(found)) if found.0[0].code == "locked"
        ));
        let event = newest(&db, &LEAD, lead);
        let system = db.system();
        let undone = db.write(move |tx| tx.revert(&system, &LEAD, lead, event));
        assert!(matches!(undone, Err(Error::Violations(found)) if found.0[0].code == "conversion_stays"));
    }

    fn the_sale_of_a_lead_begins_where_and_with_what_was_said(db) {
        pipeline(&db);
        let other = db.create(&PIPELINE, json!({ "name": "Service" })).id();
        db.create(&STAGE, json!({ "name": "Asked", "pipeline_id": other, "position": 1, "category": "open" }));
        let lead = ready(&db);
        let asked = json!({
            "opportunity_name": "Care", "opportunity_pipeline_id": other,
            "estimated_value": { "amount_minor": 120_000, "currency": "TWD" },
        });
        db.verb(&LEAD, lead, "convert", asked).unwrap();
        let shown = db.get(&db.system(), &LEAD, lead).unwrap();
        let sale = db.get(&db.system(), &OPPORTUNITY, reference(&shown, "converted_opportunity_id")).unwrap();
        assert_eq!((&sale["pipeline_id"], &sale["amount"]), (&json!(other), &json!({ "amount_minor": 120_000, "currency": "TWD" })));
    }

    fn a_lead_may_join_what_we_know(db) {
        pipeline(&db);
        let lead = ready(&db);
        let account = db.create(&ACCOUNT, json!({ "name": "Kodály" })).id();
        let contact = db.create(&CONTACT, json!({ "family_name": "Nagy" })).id();
        let tag = db.list(&db.system(), &TAG, &Query::default()).unwrap()["data"][0]["id"].clone();
        db.create(&TAGGING, json!({ "tag_id": tag, "anchor_entity": "account", "anchor_id": account }));
        let asked = json!({ "converted_account_id": account, "converted_contact_id": contact });
        db.verb(&LEAD, lead, "convert", asked).unwrap();
        assert_eq!((count(&db, &ACCOUNT), count(&db, &CONTACT), count(&db, &OPPORTUNITY)), (1, 1, 0));
        let person = db.get(&db.system(), &CONTACT, contact).unwrap();
        assert_eq!(person["account_id"], json!(account));
        let call = &db.list(&db.system(), &ACTIVITY, &Query::default()).unwrap()["data"][0];
        assert_eq!((&call["anchor_id"], &call["contact_id"]), (&json!(account), &json!(contact)));
        assert_eq!(count(&db, &TAGGING), 2, "the account had the tag already");
    }

    fn a_conversion_that_fails_leaves_nothing(db) {
        // No pipeline: the opportunity cannot begin, so nothing else comes to be either.
        let lead = ready(&db);
        let failed = db.verb(&LEAD, lead, "convert", json!({ "opportunity_name": "Two cranes" }));
        assert!(matches!(failed, Err(Error::Violations(_))), "{failed:?}");
        assert_eq!((count(&db, &ACCOUNT), count(&db, &CONTACT)), (0, 0));
        assert_eq!(db.get(&db.system(), &LEAD, lead).unwrap()["status"], "qualified");
        let system = db.system();
        let input = object(&json!({ "converted_account_id": Uuid::now_v7() }));
        let unknown = db.write(move |tx| tx.verb(&system, &LEAD, lead, Expect::Any, "convert", &input));
        assert!(matches!(unknown, Err(Error::Violations(found)) if found.0[0].code == "unknown_record"));
    }
}
