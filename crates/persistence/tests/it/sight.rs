//! Of an event hear those who may see its record, at this moment.

use std::collections::BTreeMap;

use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::account_contacts::ACCOUNT_CONTACT;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_persistence::events::{Notice, Position};
use serde_json::json;

use crate::on_each_database;
use crate::support::TestDb;

fn rights(entities: &[(&str, Reach)]) -> Rights {
    let grant = |read: Reach| Grant {
        read,
        create: true,
        update: read,
        delete: read,
        assign: true,
        ..Grant::default()
    };
    Rights(
        entities
            .iter()
            .map(|(name, reach)| ((*name).to_owned(), grant(*reach)))
            .collect::<BTreeMap<_, _>>(),
    )
}

/// Everything in the log, waited for.
fn notices(db: &TestDb) -> Vec<Notice> {
    let newest = db.newest_event();
    for _ in 0..2_000 {
        let all = db
            .db
            .read(|reader| reader.notices_after(Position::default(), 10_000))
            .unwrap();
        if all.iter().any(|notice| notice.position.seq == newest) {
            return all;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the newest event cannot be read");
}

/// `<verb> <what is heard>` of the events of one record or of all of an entity.
fn heard(db: &TestDb, actor: &Actor, about: impl Fn(&Notice) -> bool) -> Vec<String> {
    let all: Vec<Notice> = notices(db).into_iter().filter(about).collect();
    let sight = db.db.read(|reader| reader.sight(actor, &all)).unwrap();
    all.iter()
        .zip(sight)
        .map(|(notice, sight)| format!("{} {sight:?}", notice.verb))
        .collect()
}

on_each_database! {
    fn owners_hear_of_their_own_and_of_what_leaves_them(db) {
        let [ann, bob] = ["ann", "bob"].map(|name| db.person(name, &rights(&[("*", Reach::Own)]), None, None));
        let reader = db.person("reader", &rights(&[("*", Reach::All)]), None, None);
        let id = db.create_as(&ann, &ACCOUNT, json!({ "name": "Hers" })).unwrap().id();
        db.patch_as(&ann, &ACCOUNT, id, json!({ "industry": "Ships" })).unwrap();
        let of = |notice: &Notice| notice.record_id == id;
        assert_eq!(heard(&db, &ann, of), ["created Shown", "updated Shown"]);
        assert_eq!(heard(&db, &bob, of), ["created Hidden", "updated Hidden"]);
        db.patch_as(&ann, &ACCOUNT, id, json!({ "owner_id": bob.user })).unwrap();
        // What happened before is Ann's business no more; that it left her is.
        assert_eq!(heard(&db, &ann, of), ["created Hidden", "updated Hidden", "updated Gone"]);
        assert_eq!(heard(&db, &bob, of), ["created Hidden", "updated Hidden", "updated Shown"]);
        assert_eq!(heard(&db, &reader, of), ["created Shown", "updated Shown", "updated Shown"]);
        let bin = { let bob = bob.clone(); db.write(move |tx| tx.delete(&bob, &ACCOUNT, id, guanxi_persistence::Expect::Any)) };
        bin.unwrap();
        assert_eq!(heard(&db, &bob, of).last().unwrap(), "deleted Shown", "whoever saw it hears that it is gone");
        assert_eq!(heard(&db, &ann, of).last().unwrap(), "deleted Hidden");
    }

    fn who_may_not_read_a_kind_of_record_hears_nothing_of_it(db) {
        let narrow = db.person("narrow", &rights(&[("contact", Reach::All)]), None, None);
        db.create(&ACCOUNT, json!({ "name": "Account" }));
        db.create(&PRODUCT, json!({ "name": "Product" }));
        db.create(&CONTACT, json!({ "family_name": "Contact" }));
        let all = heard(&db, &narrow, |notice| ["account", "product", "contact", "user", "role"].contains(&notice.entity.as_str()));
        assert_eq!(all.iter().filter(|heard| heard.ends_with("Shown")).count(), 1, "{all:?}");
        assert_eq!(heard(&db, &narrow, |notice| notice.entity == "contact"), ["created Shown"]);
    }

    fn what_hangs_on_records_is_heard_with_them(db) {
        let [ann, bob] = ["ann", "bob"].map(|name| db.person(name, &rights(&[("*", Reach::Own)]), None, None));
        let account = db.create_as(&ann, &ACCOUNT, json!({ "name": "Hers" })).unwrap().id();
        let contact = db.create_as(&bob, &CONTACT, json!({ "family_name": "His" })).unwrap().id();
        db.create(&ACTIVITY, json!({ "kind": "note", "subject": "Of the house", "anchor_entity": "account", "anchor_id": account }));
        db.create(&ACCOUNT_CONTACT, json!({ "account_id": account, "contact_id": contact }));
        assert_eq!(heard(&db, &ann, |notice| notice.entity == "activity"), ["created Shown"]);
        assert_eq!(heard(&db, &bob, |notice| notice.entity == "activity"), ["created Hidden"]);
        for actor in [&ann, &bob] {
            assert_eq!(heard(&db, actor, |notice| notice.entity == "account_contact"), ["created Hidden"], "each sees one side only");
        }
    }
}
