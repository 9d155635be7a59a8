//! What belongs to one person is theirs whatever the roles say, until they share it.

use std::collections::BTreeMap;

use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::people::teams::TEAM;
use guanxi_domain::platform::favourites::FAVOURITE;
use guanxi_domain::platform::saved_views::SAVED_VIEW;
use guanxi_persistence::{Error, Expect, How};
use serde_json::json;
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, object};

/// Rights over accounts only, and how far.
fn accounts(reach: Reach) -> Rights {
    let grant = Grant {
        read: reach,
        update: reach,
        ..Grant::default()
    };
    Rights(BTreeMap::from([("account".to_owned(), grant)]))
}

fn view(db: &TestDb, actor: &Actor, name: &str, sharing: &str) -> Document {
    let body = json!({ "name": name, "entity": "account", "sharing": sharing });
    db.create_as(actor, &SAVED_VIEW, body).unwrap()
}

fn renamed(db: &TestDb, actor: &Actor, id: Uuid) -> Result<Document, Error> {
    let (actor, body) = (actor.clone(), object(&json!({ "name": "Renamed" })));
    db.write(move |tx| tx.patch(&actor, &SAVED_VIEW, id, Expect::Any, &body, How::Plain))
}

on_each_database! {
    fn views_are_seen_by_those_they_are_shared_with(db) {
        let north = db.create(&TEAM, json!({ "name": "North" })).id();
        let ann = db.person("ann", &accounts(Reach::Own), Some(north), None);
        let mate = db.person("mate", &accounts(Reach::Own), Some(north), ann.user);
        let eve = db.person("eve", &accounts(Reach::All), None, None);
        let boss = db.person("boss", &Rights::everything(), None, None);
        let (ann, boss) = (db.actor(ann.user.unwrap()), db.actor(boss.user.unwrap()));
        let [own, team, all] = ["private", "team", "everyone"]
            .map(|sharing| view(&db, &ann, &format!("for {sharing}"), sharing).id());
        let names = |actor: &Actor| {
            let mut names = db.names(actor, &SAVED_VIEW, &Query::default());
            names.sort();
            names
        };
        assert_eq!(names(&ann), ["for everyone", "for private", "for team"]);
        assert_eq!(names(&mate), ["for everyone", "for team"]);
        assert_eq!(names(&eve), ["for everyone"]);
        // Whoever sets the workspace up looks after what is shared, and after nothing else.
        assert_eq!(names(&boss), ["for everyone", "for team"]);
        for actor in [&mate, &eve, &boss] {
            assert!(matches!(db.get(actor, &SAVED_VIEW, own), Err(Error::NotFound)));
            assert!(matches!(renamed(&db, actor, own), Err(Error::NotFound)));
        }
        assert!(matches!(renamed(&db, &eve, all), Err(Error::Forbidden(_))));
        assert!(matches!(renamed(&db, &mate, team), Err(Error::Forbidden(_))));
        assert_eq!(renamed(&db, &boss, all).unwrap().owner(), ann.user);
        renamed(&db, &ann, own).unwrap();
    }

    fn favourites_need_no_right_and_are_nobody_elses(db) {
        let ann = db.person("ann", &accounts(Reach::None), None, None);
        let boss = db.person("boss", &Rights::everything(), None, None);
        let record = Uuid::now_v7();
        let body = json!({ "name": "Alfreds", "entity": "account", "record_id": record });
        let made = db.create_as(&ann, &FAVOURITE, body.clone()).unwrap();
        assert_eq!(made.owner(), ann.user);
        assert_eq!(db.names(&ann, &FAVOURITE, &Query::default()), ["Alfreds"]);
        assert!(db.names(&boss, &FAVOURITE, &Query::default()).is_empty());
        assert!(matches!(db.get(&boss, &FAVOURITE, made.id()), Err(Error::NotFound)));
        // Twice is once; somebody else may have the same.
        assert!(matches!(db.create_as(&ann, &FAVOURITE, body.clone()), Err(Error::Conflict(_))));
        db.create_as(&boss, &FAVOURITE, body.clone()).unwrap();
        // Nothing is put among somebody else's.
        let mut foreign = body;
        foreign["owner_id"] = json!(ann.user);
        assert!(matches!(db.create_as(&boss, &FAVOURITE, foreign), Err(Error::Violations(_))));
    }

    fn a_view_is_kept_only_if_a_list_can_show_it(db) {
        let ann = db.person("ann", &accounts(Reach::Own), None, None);
        let keep = |members: serde_json::Value| {
            let mut body = json!({ "name": "Mine", "entity": "account" });
            for (name, value) in members.as_object().unwrap() {
                body[name] = value.clone();
            }
            db.create_as(&ann, &SAVED_VIEW, body)
        };
        for bad in [
            json!({ "entity": "spaceship" }),
            json!({ "entity": "address" }),
            json!({ "filter": { "field": "no_such_field", "value": 1 } }),
            json!({ "filter": [1] }),
            json!({ "sort": "name" }),
            json!({ "columns": { "name": true } }),
        ] {
            assert!(matches!(keep(bad.clone()), Err(Error::Violations(_))), "{bad}");
        }
        let kept = keep(json!({
            "filter": { "and": [{ "field": "owner_id", "op": "eq", "value": "@me" }] },
            "sort": ["-updated_at"],
            "columns": ["name", "industry"],
        })).unwrap();
        let shown = db.get(&ann, &SAVED_VIEW, kept.id()).unwrap();
        assert_eq!(shown["columns"], json!(["name", "industry"]));
        assert_eq!(shown["filter"]["and"][0]["value"], json!("@me"));
    }
}
