//! What was erased is gone and can be guessed from nothing, and the chain still holds.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_persistence::chain::Wrong;
use guanxi_persistence::events::Position;
use guanxi_persistence::{Dialect, Error, Expect};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::chain::{check, link, whole};
use crate::on_each_database;
use crate::support::TestDb;

fn erase(db: &TestDb, id: Uuid) -> usize {
    let actor = db.system();
    db.write(move |tx| tx.erase_events(&actor, &CONTACT, id))
        .unwrap()
}

/// A contact with a secret, made and changed, and an account beside it.
fn people(db: &TestDb) -> Uuid {
    db.create(&ACCOUNT, json!({ "name": "Acme" }));
    let id = db
        .create(
            &CONTACT,
            json!({ "family_name": "Markword", "given_name": "Mona" }),
        )
        .id();
    db.patch(&CONTACT, id, json!({ "family_name": "Newmark" }))
        .unwrap();
    id
}

fn log(db: &TestDb) -> String {
    let all = db.db.events_after(Position::default(), 1_000).unwrap();
    all.iter()
        .map(|event| format!("{} {}\n", event.verb, event.changes))
        .collect()
}

on_each_database! {
    fn the_chain_holds_without_the_values(db) {
        let id = people(&db);
        link(&db.db);
        let before = whole(&db.db);
        assert_eq!(erase(&db, id), 2);
        let text = log(&db);
        assert!(!text.contains("Mark") && !text.contains("mark") && text.contains("Acme"), "{text}");
        assert!(text.contains("family_name"), "which fields there were is still told");
        // The event that says so need not be linked for that.
        assert_eq!(whole(&db.db).linked, before.linked);
        link(&db.db);
        let after = whole(&db.db);
        assert_eq!(after.linked, before.linked + 1);
        let noted = db.db.verify_chain(before.head.as_ref(), &mut |_, _| {}).unwrap();
        assert_eq!(noted.fault, None, "the links are the same as before");
        assert_eq!(erase(&db, id), 0, "a second time there is nothing left");
        link(&db.db);
        whole(&db.db);
    }

    fn salts_go_with_the_values(db) {
        let id = people(&db);
        link(&db.db);
        erase(&db, id);
        // With its salt a short value could be guessed from its digest.
        let zeros = match db.db.dialect() {
            Dialect::Sqlite => "trim(hex(c.salts), '0') = ''",
            Dialect::Postgres => "trim(encode(c.salts, 'hex'), '0') = ''",
        };
        db.tamper(&format!(
            "DELETE FROM event_chain WHERE seq IN (SELECT c.seq FROM event_chain c JOIN event_log e ON e.seq = c.seq \
             WHERE e.entity = 'contact' AND {zeros})"
        ));
        assert_eq!(whole(&db.db).linked, 1, "both events of the contact had no salts, the account's had");
    }

    fn what_was_erased_before_it_was_linked_is_linked_as_it_is(db) {
        let id = people(&db);
        erase(&db, id);
        link(&db.db);
        whole(&db.db);
        db.tamper("UPDATE event_log SET changes = replace(changes, 'family_name', 'given_name') WHERE verb = 'updated'");
        assert_eq!(check(&db.db).fault.unwrap().wrong, Wrong::Changed);
    }

    fn erasing_by_another_door_is_no_erasure(db) {
        let id = people(&db);
        link(&db.db);
        let updated = db.db.events_after(Position::default(), 10).unwrap().pop().unwrap();
        let mut changes: Vec<Json> = serde_json::from_str(&updated.changes).unwrap();
        for change in &mut changes {
            *change = json!({ "field": change["field"], "old": null, "new": null, "erased": true });
        }
        db.tamper(&format!(
            "UPDATE event_log SET changes = '{}' WHERE seq = {}", Json::from(changes.clone()), updated.position.seq
        ));
        assert_eq!(check(&db.db).fault.unwrap().wrong, Wrong::Changed, "the salts are still there");
        let zeros = "00".repeat(16 * changes.len());
        let zeros = match db.db.dialect() {
            Dialect::Sqlite => format!("x'{zeros}'"),
            Dialect::Postgres => format!("decode('{zeros}', 'hex')"),
        };
        db.tamper(&format!("UPDATE event_chain SET salts = {zeros} WHERE seq = {}", updated.position.seq));
        let fault = check(&db.db).fault.unwrap();
        assert_eq!((fault.n, fault.wrong), (3, Wrong::Erased));
        // Erasing it properly explains it.
        erase(&db, id);
        whole(&db.db);
    }

    fn erased_changes_are_shown_as_such_and_not_undone(db) {
        let id = people(&db);
        let seq = db.newest_event();
        erase(&db, id);
        let history = db.db.read(|reader| reader.history(&db.system(), &CONTACT, id, None, 10)).unwrap();
        let events = history["data"].as_array().unwrap();
        let verbs: Vec<&Json> = events.iter().map(|event| &event["verb"]).collect();
        assert_eq!(verbs, ["erased", "updated", "created"]);
        assert!(events[1]["changes"].as_array().unwrap().iter().all(|change| change["erased"] == json!(true) && change["new"].is_null()));
        let actor = db.system();
        let undone = db.write(move |tx| tx.revert(&actor, &CONTACT, id, seq));
        assert!(matches!(&undone, Err(Error::Violations(v)) if v.0[0].code == "unknown_record"), "{undone:?}");
        let actor = db.system();
        db.write(move |tx| tx.delete(&actor, &CONTACT, id, Expect::Any)).unwrap();
    }
}
