//! Who and what the text of an activity mentions, and who sees that.

use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::activities::mentions::MENTION;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::people::seeds;
use guanxi_persistence::Error;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;

fn mentions(db: &TestDb, actor: &guanxi_domain::access::Actor) -> Vec<Json> {
    let page = db.list(actor, &MENTION, &Query::default()).unwrap();
    page["data"].as_array().unwrap().clone()
}

fn current(db: &TestDb) -> Vec<Uuid> {
    let all = mentions(db, &db.system());
    let live = all.iter().filter(|one| one["withdrawn"] == json!(false));
    let mut ids: Vec<Uuid> = live
        .map(|one| {
            let id = one["user_id"]
                .as_str()
                .or(one["record_id"].as_str())
                .unwrap();
            id.parse().unwrap()
        })
        .collect();
    ids.sort_unstable();
    ids
}

on_each_database! {
    fn a_text_and_its_mentions_say_the_same(db) {
        let [_, _, (_, _, sales), _] = seeds::roles();
        let [anna, ben] = ["Anna", "Ben"].map(|name| db.person(name, &sales, None, None).user.unwrap());
        let account = db.create(&ACCOUNT, json!({ "name": "Ernst Handel" })).id();
        let body = format!("Ask [@Anna](user:{anna}) about [#Ernst Handel](account:{account}), [@Anna](user:{anna}); [@x](user:{}) [y](lamp:{anna})", Uuid::now_v7());
        let note = db.create(&ACTIVITY, json!({ "kind": "note", "subject": "Ask", "body": body })).id();
        assert_eq!(current(&db), { let mut both = [anna, account]; both.sort_unstable(); both });
        db.patch(&ACTIVITY, note, json!({ "body": format!("Ask [@Ben](user:{ben})") })).unwrap();
        assert_eq!(current(&db), [ben]);
        db.patch(&ACTIVITY, note, json!({ "body": format!("Both: [@Ben](user:{ben}) [@Anna](user:{anna})") })).unwrap();
        assert_eq!(current(&db).len(), 2, "who is back is mentioned again");
        assert_eq!(mentions(&db, &db.system()).len(), 3, "by the same record");
        let forged = db.create_as(&db.system(), &MENTION, json!({ "activity_id": note, "user_id": ben }));
        assert!(matches!(forged, Err(Error::Forbidden(_))));
    }

    fn whoever_may_not_see_the_record_sees_no_mention_of_it(db) {
        let [_, _, (_, _, sales), _] = seeds::roles();
        let [anna, ben] = ["Anna", "Ben"].map(|name| db.person(name, &sales, None, None));
        let both = format!("[@Anna](user:{}) [@Ben](user:{})", anna.user.unwrap(), ben.user.unwrap());
        let account = db.create_as(&anna, &ACCOUNT, json!({ "name": "Anna's" })).unwrap().id();
        let body = json!({ "kind": "note", "subject": "Look", "body": both, "anchor_entity": "account", "anchor_id": account });
        db.create_as(&anna, &ACTIVITY, body).unwrap();
        assert_eq!(mentions(&db, &anna).len(), 2);
        assert_eq!(mentions(&db, &ben).len(), 0);
        db.patch(&ACCOUNT, account, json!({ "owner_id": ben.user })).unwrap();
        assert_eq!(mentions(&db, &ben).len(), 2);
    }

    fn hundreds_of_mentions_are_a_text_with_some(db) {
        let accounts: Vec<Uuid> = (0..30).map(|n| db.create(&ACCOUNT, json!({ "name": format!("A{n}") })).id()).collect();
        let body: Vec<String> = accounts.iter().map(|id| format!("[#A](account:{id})")).collect();
        db.create(&ACTIVITY, json!({ "kind": "note", "subject": "All", "body": body.join(" ") }));
        assert_eq!(current(&db).len(), 20);
    }
}
