//! Undo of single changes.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::document::Document;
use guanxi_persistence::{Error, Result};
use serde_json::json;
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;

fn newest_event(db: &TestDb, id: Uuid) -> i64 {
    let page = db
        .db
        .read(|r| r.history(&db.system(), &ACCOUNT, id, None, 1))
        .unwrap();
    page["data"][0]["id"].as_i64().unwrap()
}

fn revert(db: &TestDb, id: Uuid, event: i64) -> Result<Document> {
    let actor = db.system();
    db.write(move |tx| tx.revert(&actor, &ACCOUNT, id, event))
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
}
