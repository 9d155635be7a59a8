//! What people said about being contacted: one answer per channel and purpose, seen with the person only.

use std::collections::BTreeMap;

use guanxi_domain::access::{Grant, Reach, Rights};
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::consents::CONSENT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::query::Query;
use guanxi_persistence::{Error, How};
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::support::object;

fn codes<T: std::fmt::Debug>(refused: Result<T, Error>) -> Vec<(String, &'static str)> {
    match refused {
        Err(Error::Violations(found)) => {
            let codes = found.0.into_iter();
            codes.map(|one| (one.pointer, one.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

on_each_database! {
    fn each_channel_and_purpose_has_one_answer_with_its_moment(db) {
        let contact = db.create(&CONTACT, json!({ "family_name": "Nagy" })).id();
        let body = json!({ "contact_id": contact, "channel": "email", "purpose": "newsletter", "status": "given", "origin": "form" });
        let consent = db.create(&CONSENT, body.clone());
        let said = consent.get("said_at").clone();
        assert!(!said.is_empty(), "now, when nobody says otherwise");
        let twice = db.create_as(&db.system(), &CONSENT, body);
        assert!(twice.is_err(), "the answer is there already");
        let refused = db.patch(&CONSENT, consent.id(), json!({ "status": "withdrawn" })).unwrap();
        assert!(refused.get("said_at").as_instant() > said.as_instant(), "something else was said now");
        let past = json!({ "status": "given", "said_at": "2026-01-02T10:00:00Z" });
        let given = db.patch(&CONSENT, consent.id(), past).unwrap();
        assert_eq!(given.get("said_at").as_instant(), "2026-01-02T10:00:00Z".parse().ok());
        let future = db.patch(&CONSENT, consent.id(), json!({ "said_at": "2126-01-02T10:00:00Z" }));
        assert_eq!(codes(future), [("/said_at".to_owned(), "in_the_future")]);
    }

    fn consents_are_seen_with_the_person_only(db) {
        let contact = db.create(&CONTACT, json!({ "family_name": "Nagy" })).id();
        db.create(&CONSENT, json!({ "contact_id": contact, "channel": "phone", "status": "refused" }));
        let own = Grant { read: Reach::Own, create: true, ..Grant::default() };
        let rights = Rights(BTreeMap::from([("*".to_owned(), own)]));
        let stranger = db.person("stranger", &rights, None, None);
        let count = |page: &Json| page["data"].as_array().unwrap().len();
        assert_eq!(count(&db.list(&stranger, &CONSENT, &Query::default()).unwrap()), 0);
        assert_eq!(count(&db.list(&db.system(), &CONSENT, &Query::default()).unwrap()), 1);
        let body = object(&json!({ "contact_id": contact, "channel": "email", "status": "given" }));
        let made = db.write(move |tx| tx.create(&stranger, &CONSENT, &body, How::Plain));
        assert!(made.is_err(), "of somebody out of sight");
    }

    fn quiet_hours_are_times_and_come_in_pairs(db) {
        let system = db.system();
        let make = |from: &str, until: &str| {
            let body = json!({ "family_name": "Nagy", "quiet_from": from, "quiet_until": until });
            db.create_as(&system, &CONTACT, body)
        };
        assert!(make("21:00", "7:30").is_ok() && make("", "").is_ok());
        assert_eq!(codes(make("21:00", "")), [("/quiet_until".to_owned(), "required")]);
        assert_eq!(codes(make("9 pm", "07:00")), [("/quiet_from".to_owned(), "not_a_time")]);
    }

    fn the_reason_of_a_contact_all_the_same_is_kept(db) {
        let contact = db.create(&CONTACT, json!({ "family_name": "Nagy" })).id();
        let mail = db.create(&ACTIVITY, json!({
            "kind": "mail", "subject": "Drawing", "anchor_entity": "contact", "anchor_id": contact,
            "done_at": "2026-01-02T10:00:00Z", "despite": "Asked for it by phone",
        }));
        let other = db.patch(&ACTIVITY, mail.id(), json!({ "despite": "Something else" }));
        assert_eq!(codes(other), [("/despite".to_owned(), "read_only")]);
    }
}
