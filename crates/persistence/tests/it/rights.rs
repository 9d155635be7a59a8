//! Rows and fields out of sight are not there, on any path.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::account_contacts::ACCOUNT_CONTACT;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::filter::{Filter, Op};
use guanxi_domain::kernel::query::{Aggregate, Group, Query, Sort};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::people::teams::TEAM;
use guanxi_domain::people::users::USER;
use guanxi_domain::people::{roles::ROLE, seeds};
use guanxi_persistence::{Dialect, Error, Expect, How};
use serde_json::json;
use uuid::Uuid;

use crate::on_each_database;
use crate::support::{TestDb, object};

fn rights(reach: Reach, change: impl FnOnce(&mut Grant)) -> Rights {
    let mut grant = Grant {
        read: reach,
        create: true,
        update: reach,
        delete: reach,
        ..Grant::default()
    };
    change(&mut grant);
    Rights(BTreeMap::from([("*".to_owned(), grant)]))
}

/// Boss over Ann and Bob; Ann's team and one below it; Eve elsewhere.
struct Firm {
    boss: Actor,
    ann: Actor,
    bob: Actor,
    eve: Actor,
    reader: Actor,
}

fn firm(db: &TestDb) -> Firm {
    let north = db.create(&TEAM, json!({ "name": "North" })).id();
    let deep = db
        .create(&TEAM, json!({ "name": "Deep north", "parent_id": north }))
        .id();
    let boss = db.person(
        "boss",
        &rights(Reach::Line, |grant| grant.assign = true),
        None,
        None,
    );
    let ann = db.person("ann", &rights(Reach::Team, |_| {}), Some(north), boss.user);
    let bob = db.person("bob", &rights(Reach::Own, |_| {}), Some(deep), boss.user);
    let eve = db.person("eve", &rights(Reach::Own, |_| {}), None, None);
    let mut only_read = rights(Reach::All, |grant| {
        (grant.create, grant.update) = (false, Reach::None)
    });
    only_read.0.get_mut("*").unwrap().delete = Reach::None;
    let reader = db.person("reader", &only_read, None, None);
    // The boss's line is known only once those below exist.
    let again = |actor: &Actor| db.actor(actor.user.unwrap());
    Firm {
        boss: again(&boss),
        ann: again(&ann),
        bob: again(&bob),
        eve,
        reader,
    }
}

fn account(db: &TestDb, actor: &Actor, name: &str) -> Uuid {
    db.create_as(actor, &ACCOUNT, json!({ "name": name }))
        .unwrap()
        .id()
}

/// Many more accounts of one user, older than all others, so that the database has something to choose between.
fn crowd(db: &TestDb, owner: Uuid) {
    let rows = match db.db.dialect() {
        Dialect::Sqlite => format!(
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) \
             SELECT randomblob(16), 1, 0, n, X'{}', 'api', 'crowd', 'crowd', X'00' FROM c",
            owner.simple()
        ),
        Dialect::Postgres => format!(
            "SELECT gen_random_uuid(), 1, to_timestamp(0), to_timestamp(n), '{owner}', 'api', 'crowd', 'crowd', '\\x00' \
             FROM generate_series(1, 20000) n"
        ),
    };
    let columns =
        "id, version, created_at, updated_at, owner_id, source, name, name_key, name_sort";
    let text = format!("INSERT INTO accounts ({columns}) {rows}");
    db.write(move |tx| Ok(tx.conn().batch_execute(&text)?))
        .unwrap();
    db.write(move |tx| Ok(tx.conn().batch_execute("ANALYZE")?))
        .unwrap();
}

on_each_database! {
    fn each_sees_the_rows_within_reach_on_every_path(db) {
        let firm = firm(&db);
        for (actor, name) in [(&firm.ann, "of Ann"), (&firm.bob, "of Bob"), (&firm.eve, "of Eve"), (&firm.boss, "of Boss")] {
            account(&db, actor, name);
        }
        let expected: [(&Actor, &[&str]); 5] = [
            (&firm.boss, &["of Ann", "of Bob", "of Boss"]),
            (&firm.ann, &["of Ann", "of Bob"]),
            (&firm.bob, &["of Bob"]),
            (&firm.eve, &["of Eve"]),
            (&firm.reader, &["of Ann", "of Bob", "of Boss", "of Eve"]),
        ];
        for (actor, names) in expected {
            assert_eq!(db.names(actor, &ACCOUNT, &Query::default()), names);
            let counted = db.list(actor, &ACCOUNT, &Query { total: true, limit: 1, ..Query::default() }).unwrap();
            assert_eq!(counted["total"], json!({ "total": names.len(), "exact": true }));
            let groups = db.db.read(|r| r.aggregate(actor, &ACCOUNT, &Aggregate {
                group: vec![Group { path: "name".into(), bucket: None }], ..Aggregate::default()
            })).unwrap();
            let mut labels: Vec<_> = groups["groups"].as_array().unwrap().iter().map(|g| g["keys"]["name"].as_str().unwrap().to_owned()).collect();
            labels.sort();
            assert_eq!(labels, names);
            let hits = db.db.read(|r| r.search(actor, "of", &[&ACCOUNT], 50)).unwrap();
            assert_eq!(hits["data"].as_array().unwrap().len(), names.len());
        }
    }

    fn a_narrow_reach_walks_its_own_index(db) {
        let firm = firm(&db);
        for i in 0..30 {
            account(&db, [&firm.ann, &firm.bob, &firm.eve][i % 3], &format!("{i:02}"));
        }
        crowd(&db, firm.eve.user.unwrap());
        let newest = Query { sort: vec![Sort::parse("-updated_at")], limit: 4, ..Query::default() };
        for actor in [&firm.ann, &firm.bob] {
            let plan = db.db.read(|r| r.explain(actor, &ACCOUNT, &newest)).unwrap();
            assert!(plan.contains("accounts_by_owner_id") && !plan.contains("accounts_by_updated_at"), "{plan}");
        }
        // Owner and team branches overlap: Ann owns rows of her own team. None is shown twice.
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let page = db.list(&firm.ann, &ACCOUNT, &Query { cursor, ..newest.clone() }).unwrap();
            seen.extend(page["data"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()));
            cursor = page["next_cursor"].as_str().map(str::to_owned);
            if cursor.is_none() { break }
        }
        let expected: Vec<_> = (0..30).rev().filter(|i| i % 3 != 2).map(|i| format!("{i:02}")).collect();
        assert_eq!(seen, expected);
    }

    fn absent_and_hidden_are_alike_and_visible_is_not_changeable(db) {
        let firm = firm(&db);
        let eves = account(&db, &firm.eve, "of Eve");
        for id in [eves, Uuid::now_v7()] {
            assert!(matches!(db.get(&firm.bob, &ACCOUNT, id), Err(Error::NotFound)));
            assert!(matches!(db.patch_as(&firm.bob, &ACCOUNT, id, json!({ "name": "x" })), Err(Error::NotFound)));
        }
        assert!(matches!(db.patch_as(&firm.reader, &ACCOUNT, eves, json!({ "name": "x" })), Err(Error::Forbidden(_))));
        assert!(matches!(db.create_as(&firm.reader, &ACCOUNT, json!({ "name": "x" })), Err(Error::Forbidden(_))));
        assert_eq!(db.get(&firm.eve, &ACCOUNT, eves).unwrap()["version"], 1, "a refused change changes nothing");
    }

    fn giving_a_record_away_needs_the_right(db) {
        let firm = firm(&db);
        let anns = account(&db, &firm.ann, "of Ann");
        let refused = db.patch_as(&firm.ann, &ACCOUNT, anns, json!({ "owner_id": firm.bob.user })).unwrap_err();
        assert!(matches!(&refused, Error::Violations(v) if v.0[0].code == "needs_assign"), "{refused:?}");
        let moved = db.patch_as(&firm.boss, &ACCOUNT, anns, json!({ "owner_id": firm.bob.user })).unwrap();
        assert_eq!(moved.team(), firm.bob.teams.first().copied(), "the new owner's team is stamped");
    }

    fn references_to_hidden_records_are_unknown_and_come_back_empty(db) {
        let firm = firm(&db);
        let eves = account(&db, &firm.eve, "of Eve");
        let refused = db.create_as(&firm.bob, &CONTACT, json!({ "family_name": "X", "account_id": eves })).unwrap_err();
        assert!(matches!(&refused, Error::Violations(v) if v.0[0].code == "unknown_record"));
        let shared = db.create(&CONTACT, json!({ "family_name": "Shared", "account_id": eves, "owner_id": firm.bob.user }));
        let query = Query { expand: vec!["account_id".into()], ..Query::default() };
        let page = db.list(&firm.bob, &CONTACT, &query).unwrap();
        assert_eq!(page["data"][0]["account"], json!(null));
        let by_hidden = Query { filter: Some(Filter::test("account_id.name", Op::Eq, Value::text("of Eve"))), ..Query::default() };
        assert!(db.names(&firm.bob, &CONTACT, &by_hidden).is_empty());
        let sorted = Query { sort: vec![Sort::parse("account_id.name")], ..Query::default() };
        assert_eq!(db.names(&firm.bob, &CONTACT, &sorted), ["Shared"]);
        let links = db.list(&firm.bob, &ACCOUNT_CONTACT, &Query::default()).unwrap();
        assert_eq!(links["data"], json!([]), "a link is hidden when either side is");
        assert!(db.get(&firm.bob, &CONTACT, shared.id()).is_ok());
    }

    fn activities_follow_the_record_they_hang_on(db) {
        let firm = firm(&db);
        let anns = account(&db, &firm.ann, "of Ann");
        let on = |anchor: Uuid| json!({ "kind": "note", "subject": "Talk", "anchor_entity": "account", "anchor_id": anchor });
        db.create_as(&firm.ann, &ACTIVITY, on(anns)).unwrap();
        let subjects = |actor: &Actor| db.list(actor, &ACTIVITY, &Query::default()).unwrap()["data"].as_array().unwrap().len();
        assert_eq!((subjects(&firm.ann), subjects(&firm.boss), subjects(&firm.bob), subjects(&firm.eve)), (1, 1, 0, 0));
        let hidden = db.create_as(&firm.eve, &ACTIVITY, on(anns)).unwrap_err();
        assert!(matches!(&hidden, Error::Violations(v) if v.0[0].code == "unknown_record"));
        let before = db.newest_event();
        db.patch_as(&firm.boss, &ACCOUNT, anns, json!({ "owner_id": firm.boss.user })).unwrap();
        db.patch_as(&firm.boss, &ACCOUNT, anns, json!({ "owner_id": firm.bob.user })).unwrap();
        assert_eq!(subjects(&firm.bob), 1, "a new owner has the activities at once");
        assert_eq!(db.newest_event(), before + 2, "one event a change");
        let system = db.system();
        db.write(move |tx| tx.delete(&system, &ACCOUNT, anns, Expect::Any)).unwrap();
        assert_eq!((subjects(&firm.bob), subjects(&firm.reader)), (0, 0), "they go with it");
    }

    fn a_hidden_field_does_not_exist(db) {
        let mut masked = rights(Reach::All, |_| {});
        masked.0.get_mut("*").unwrap().hidden.extend(["credit_limit".to_owned(), "contact_points".to_owned()]);
        let actor = db.person("masked", &masked, None, None);
        let body = json!({ "name": "Acme", "credit_limit": { "amount_minor": 5, "currency": "EUR" } });
        let account = db.create(&ACCOUNT, body.clone()).id();
        let json = db.get(&actor, &ACCOUNT, account).unwrap();
        assert!(json.get("credit_limit").is_none() && json.get("contact_points").is_none());
        let unknown = |error: Error| matches!(&error, Error::Violations(v) if v.0[0].code == "unknown_field");
        let amount = json!({ "field": "credit_limit.currency", "op": "eq", "value": "EUR" });
        let world = db.db.world();
        let lens = guanxi_domain::kernel::path::Lens { entity: &ACCOUNT, custom: &world.custom, actor: &actor };
        assert!(Filter::from_json(&lens, &amount, "/filter").is_err_and(|v| v.0[0].code == "unknown_field"));
        let made = Filter::test("credit_limit.currency", Op::Eq, Value::text("EUR"));
        assert!(unknown(db.list(&actor, &ACCOUNT, &Query { filter: Some(made), ..Query::default() }).unwrap_err()));
        assert!(unknown(db.list(&actor, &ACCOUNT, &Query { sort: vec![Sort::parse("credit_limit")], ..Query::default() }).unwrap_err()));
        assert!(unknown(db.list(&actor, &ACCOUNT, &Query { fields: Some(vec!["credit_limit".into()]), ..Query::default() }).unwrap_err()));
        assert!(unknown(db.patch_as(&actor, &ACCOUNT, account, json!({ "contact_points": [] })).unwrap_err()));
        db.patch(&ACCOUNT, account, json!({ "credit_limit": null })).unwrap();
        let history = db.db.read(|r| r.history(&actor, &ACCOUNT, account, None, 10)).unwrap();
        assert!(!history.to_string().contains("credit_limit"));
    }

    fn a_list_whose_usual_order_is_hidden_comes_in_another(db) {
        let nameless = db.person("nameless", &rights(Reach::All, |grant| { grant.hidden.insert("name".into()); }), None, None);
        let made = ["b", "a", "c"].map(|name| db.create(&ACCOUNT, json!({ "name": name })).id());
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let page = db.list(&nameless, &ACCOUNT, &Query { cursor, limit: 1, ..Query::default() }).unwrap();
            seen.push(page["data"][0]["id"].as_str().unwrap().parse::<Uuid>().unwrap());
            cursor = page["next_cursor"].as_str().map(str::to_owned);
            if cursor.is_none() { break }
        }
        assert_eq!(seen, made, "by id, which tells nothing of names");
    }

    fn the_last_administrator_stays(db) {
        let id = seeds::ADMINISTRATOR_ID;
        db.create(&ROLE, json!({ "id": id, "name": "Administrator", "rights": Rights::everything() }));
        db.write(move |tx| guanxi_persistence::infra::seeds::name_role(tx.conn(), id, "administrator")).unwrap();
        let admin = |name: &str| {
            let body = json!({ "family_name": name, "login": format!("{name}@example.com"), "roles": [{ "role_id": id }] });
            let user = db.create(&USER, body).id();
            db.verb(&USER, user, "activate", json!({})).unwrap();
            user
        };
        let (one, two) = (admin("one"), admin("two"));
        for _ in 0..20 {
            let demote = |user: Uuid| {
                let (db, actor) = (db.db.clone(), db.system());
                std::thread::spawn(move || db.write(move |tx| {
                    tx.patch(&actor, &USER, user, Expect::Any, &object(&json!({ "roles": [] })), How::Plain)
                }))
            };
            let outcomes = [demote(one), demote(two)].map(|thread| thread.join().unwrap());
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "exactly one leaves: {outcomes:?}");
            for user in [one, two] {
                db.patch(&USER, user, json!({ "roles": [{ "role_id": id }] })).unwrap();
            }
        }
        let refused = { db.patch(&USER, two, json!({ "roles": [] })).unwrap(); db.verb(&USER, one, "suspend", json!({})) };
        assert!(matches!(refused, Err(Error::Violations(v)) if v.0[0].code == "last_administrator"));
    }
}
