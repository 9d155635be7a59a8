//! Words find records, the same on both databases, in any script.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::filter::{Filter, Op};
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_domain::kernel::value::Value;
use guanxi_persistence::{Database, Dialect, Expect, How};
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::support::{TestDb, object};

fn hits(db: &TestDb, text: &str) -> Vec<String> {
    let mut names = db.names(
        &db.system(),
        &ACCOUNT,
        &Query {
            search: Some(text.into()),
            ..Query::default()
        },
    );
    names.sort();
    names
}

/// Somebody who reads this far, without these fields.
fn reader(db: &TestDb, name: &str, read: Reach, hidden: &[&str]) -> Actor {
    let all = Grant {
        read,
        create: true,
        hidden: hidden.iter().map(|&field| field.to_owned()).collect(),
        ..Grant::default()
    };
    let rights = Rights(BTreeMap::from([("*".to_owned(), all)]));
    db.person(name, &rights, None, None)
}

/// What a list with a total, its next page and the search across entities find; all must agree.
fn found_by(db: &TestDb, actor: &Actor, text: &str) -> Vec<String> {
    let query = Query {
        search: Some(text.into()),
        total: true,
        limit: 1,
        ..Query::default()
    };
    let mut names = Vec::new();
    let mut cursor = None;
    let total = loop {
        let page = db
            .list(
                actor,
                &ACCOUNT,
                &Query {
                    cursor,
                    ..query.clone()
                },
            )
            .unwrap();
        names.extend(titles(&page, "name"));
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break page["total"]["total"].as_u64().unwrap();
        }
    };
    names.sort();
    let across = db
        .db
        .read(|r| r.search(actor, text, &[&ACCOUNT, &CONTACT], 50))
        .unwrap();
    let mut hits = titles(&across, "title");
    hits.sort();
    assert_eq!(hits, names, "{text}");
    assert_eq!(total, names.len() as u64, "{text}");
    names
}

fn titles(page: &Json, key: &str) -> Vec<String> {
    let rows = page["data"].as_array().unwrap().iter();
    rows.map(|row| row[key].as_str().unwrap().to_owned())
        .collect()
}

/// Makes four firms, each renamed at once, and leaves two of them: writes that share commits with those of others.
fn busy(db: &Database, writer: usize) {
    for round in 0..4 {
        let named =
            move |name: &str| object(&json!({ "name": format!("{name} {writer}x{round}") }));
        let made = db.write(move |tx| {
            let system = Actor::system();
            let id = tx
                .create(&system, &ACCOUNT, &named("First"), How::Plain)?
                .id();
            tx.patch(
                &system,
                &ACCOUNT,
                id,
                Expect::Any,
                &named("Second"),
                How::Plain,
            )?;
            if round % 2 == 1 {
                tx.delete(&system, &ACCOUNT, id, Expect::Any)?;
            }
            Ok(id)
        });
        let id = made.unwrap();
        let later = db.write(move |tx| {
            let system = Actor::system();
            match round {
                0 => tx.delete(&system, &ACCOUNT, id, Expect::Any).map(drop),
                1 => tx.restore(&system, &ACCOUNT, id, Expect::Any).map(drop),
                _ => Ok(()),
            }
        });
        later.unwrap();
    }
}

on_each_database! {
    fn words_are_right_whoever_shares_a_commit(db) {
        std::thread::scope(|scope| {
            for writer in 0..16 {
                let db = &db.db;
                scope.spawn(move || busy(db, writer));
            }
        });
        let mut left: Vec<String> = (0..16).flat_map(|n| [format!("Second {n}x1"), format!("Second {n}x2")]).collect();
        left.sort();
        assert_eq!(found_by(&db, &db.system(), "second"), left);
        assert!(found_by(&db, &db.system(), "first").is_empty());
    }

    fn words_of_hidden_fields_find_nothing(db) {
        for (name, tax, phone) in [("Harbour North", "DE4711", "030 998877"), ("Harbour South", "FR1234", "040 112233"), ("DE4711 Ltd", "x", "050 1")] {
            db.create(&ACCOUNT, json!({ "name": name, "tax_id": tax, "contact_points": [{ "kind": "phone", "value": phone }] }));
        }
        let everything = reader(&db, "open", Reach::All, &[]);
        let no_limit = reader(&db, "unsearchable", Reach::All, &["credit_limit"]);
        let no_tax = reader(&db, "taxless", Reach::All, &["tax_id"]);
        let no_points = reader(&db, "pointless", Reach::All, &["contact_points"]);
        let no_values = reader(&db, "valueless", Reach::All, &["value"]);
        let both = ["Harbour North", "Harbour South"];
        for actor in [&db.system(), &everything, &no_limit, &no_tax, &no_points, &no_values] {
            assert_eq!(found_by(&db, actor, "harb"), both);
            assert_eq!(found_by(&db, actor, "harbour nor"), ["Harbour North"]);
            assert_eq!(found_by(&db, actor, "arbour"), both, "in the middle of a name");
            assert!(found_by(&db, actor, "").is_empty());
        }
        for actor in [&db.system(), &everything, &no_limit, &no_points, &no_values] {
            assert_eq!(found_by(&db, actor, "de47"), ["DE4711 Ltd", "Harbour North"]);
            assert_eq!(found_by(&db, actor, "harbour fr1234"), ["Harbour South"]);
        }
        assert_eq!(found_by(&db, &no_tax, "de47"), ["DE4711 Ltd"], "only where the word is to be seen");
        for text in ["fr1234", "fr", "harbour fr1234", "fr1234 harbour"] {
            assert!(found_by(&db, &no_tax, text).is_empty(), "{text}");
        }
        for actor in [&db.system(), &everything, &no_limit, &no_tax] {
            assert_eq!(found_by(&db, actor, "998877"), ["Harbour North"]);
            assert_eq!(found_by(&db, actor, "harbour 1122"), ["Harbour South"]);
        }
        for actor in [&no_points, &no_values] {
            for text in ["998877", "9988", "harbour 998877", "030 998877"] {
                assert!(found_by(&db, actor, text).is_empty(), "{text}");
            }
        }
    }

    fn hidden_words_keep_to_reach_filter_and_order(db) {
        let narrow = reader(&db, "narrow", Reach::Own, &["tax_id"]);
        for (name, city) in [("Quay One", "Kiel"), ("Quay Two", "Bremen"), ("Quay Three", "Kiel")] {
            db.create_as(&narrow, &ACCOUNT, json!({ "name": name, "industry": city })).unwrap();
        }
        db.create(&ACCOUNT, json!({ "name": "Quay of others", "industry": "Kiel" }));
        let own = ["Quay One", "Quay Three", "Quay Two"];
        assert_eq!(found_by(&db, &narrow, "quay"), own);
        let query = Query {
            search: Some("quay".into()),
            filter: Some(Filter::test("industry", Op::Eq, Value::text("Kiel"))),
            sort: vec![Sort::parse("-name")],
            ..Query::default()
        };
        assert_eq!(db.names(&narrow, &ACCOUNT, &query), ["Quay Three", "Quay One"]);
        for i in 0..70 {
            db.create_as(&narrow, &ACCOUNT, json!({ "name": format!("Pier {i}") })).unwrap();
        }
        let many = Query { search: Some("pier".into()), total: true, limit: 1, ..Query::default() };
        assert_eq!(db.list(&narrow, &ACCOUNT, &many).unwrap()["total"]["total"], 70, "more than are read again at once");
        let bin = Query { deleted: true, search: Some("quay".into()), ..Query::default() };
        assert!(db.names(&narrow, &ACCOUNT, &bin).is_empty());
    }

    fn words_are_found_whatever_their_writing(db) {
        for name in ["怡海軟件有限公司", "台灣大哥大", "Harbour & Sons", "Müller GmbH", "Harb Ltd"] {
            db.create(&ACCOUNT, json!({ "name": name }));
        }
        for (text, expected) in [
            ("怡海", &["怡海軟件有限公司"][..]), ("软件", &["怡海軟件有限公司"]), ("海軟", &["怡海軟件有限公司"]),
            ("件", &["怡海軟件有限公司"]), ("台湾大哥大", &["台灣大哥大"]), ("harb", &["Harb Ltd", "Harbour & Sons"]),
            ("harb ltd", &["Harb Ltd"]), ("muller", &["Müller GmbH"]), ("ＭＵＬＬＥＲ", &["Müller GmbH"]),
            ("thdgd", &[]), ("twdgd", &["台灣大哥大"]), ("軟硬", &[]), ("arbour", &["Harbour & Sons"]), ("arb", &["Harb Ltd", "Harbour & Sons"]), ("rb", &[]), ("'", &[]), ("\" OR *", &[]), ("", &[]),
        ] {
            assert_eq!(hits(&db, text), expected, "{text}");
        }
    }

    fn names_nearly_spelled_are_found_when_none_is_exactly(db) {
        for name in ["怡海軟件有限公司", "台灣大哥大股份有限公司", "Harbour & Sons", "Müller GmbH", "Harb Ltd", "International Paper"] {
            db.create(&ACCOUNT, json!({ "name": name, "description": "Waterfront" }));
        }
        for (text, expected) in [
            ("harbuor", &["Harbour & Sons"][..]), ("hrabour", &["Harbour & Sons"]), ("harbourr", &["Harbour & Sons"]),
            ("harbuor sosn", &["Harbour & Sons"]), ("harbuo", &["Harbour & Sons"]), ("harbuor gmbh", &[]), ("mulelr", &["Müller GmbH"]),
            ("internatoinla", &["International Paper"]), ("i papre", &["International Paper"]), ("x harbuor", &[]), ("台湾大个大", &["台灣大哥大股份有限公司"]),
            // What is no name, and what is too short or too far, is not guessed at.
            ("waterfornt", &[]), ("ltb", &[]), ("hxrbxxr", &[]),
            // Somebody has just this word: nothing else is meant.
            ("harb", &["Harb Ltd", "Harbour & Sons"]), ("sons", &["Harbour & Sons"]),
        ] {
            assert_eq!(hits(&db, text), expected, "{text}");
            assert_eq!(found_by(&db, &db.system(), text), expected, "{text}");
        }
    }

    fn whole_words_come_first_then_the_most_alike_and_newest_first_among_equals(db) {
        let made = ["Scharbourg", "Harbour", "Arbour Ltd", "Harbour"].map(|name| db.create(&ACCOUNT, json!({ "name": name })).id());
        let order = |text: &str| -> Vec<usize> {
            let found = db.db.read(|r| r.search(&db.system(), text, &[&ACCOUNT], 10)).unwrap();
            let ids = found["data"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned());
            ids.map(|id| made.iter().position(|one| one.to_string() == id).unwrap()).collect()
        };
        assert_eq!(order("arbour"), [2, 3, 1, 0]);
        assert_eq!(order("harbor"), [3, 1], "nearly so spelled, the newest first");
        let few = db.db.read(|r| r.search(&db.system(), "arbour", &[&ACCOUNT], 2)).unwrap();
        assert_eq!(titles(&few, "title"), ["Arbour Ltd", "Harbour"]);
    }

    fn hidden_names_are_not_guessed_at(db) {
        let narrow = reader(&db, "narrow", Reach::Own, &[]);
        let nameless = reader(&db, "nameless", Reach::All, &["name"]);
        db.create(&ACCOUNT, json!({ "name": "Harbour of others" }));
        db.create_as(&narrow, &ACCOUNT, json!({ "name": "Quayside" })).unwrap();
        for text in ["harbuor", "arbou"] {
            assert!(found_by(&db, &narrow, text).is_empty(), "{text}");
            assert!(found_by(&db, &nameless, text).is_empty(), "{text}");
        }
        for text in ["quaysied", "uaysi"] {
            assert_eq!(found_by(&db, &narrow, text), ["Quayside"], "{text}");
            assert!(found_by(&db, &nameless, text).is_empty(), "{text}");
        }
        let filtered = Query {
            search: Some("quaysied".into()),
            filter: Some(Filter::test("industry", Op::Eq, Value::text("Ships"))),
            ..Query::default()
        };
        assert!(db.names(&narrow, &ACCOUNT, &filtered).is_empty(), "what is like the question must pass the filter too");
    }

    fn words_of_another_making_are_made_anew(db) {
        db.create(&ACCOUNT, json!({ "name": "Harbour" }));
        let gone = db.create(&ACCOUNT, json!({ "name": "Harbour gone" })).id();
        let system = db.system();
        db.write(move |tx| tx.delete(&system, &ACCOUNT, gone, Expect::Any)).unwrap();
        let dialect = db.db.dialect();
        db.write(move |tx| {
            tx.conn().batch_execute("DELETE FROM search_rows; UPDATE settings SET value = '1' WHERE name = 'search.spelling'")?;
            if dialect == Dialect::Sqlite {
                tx.conn().batch_execute("DELETE FROM search_words")?;
            }
            Ok(())
        }).unwrap();
        assert!(hits(&db, "harbour").is_empty());
        db.db.migrate().unwrap();
        assert_eq!(hits(&db, "harbour"), ["Harbour"]);
        assert_eq!(hits(&db, "arbou"), ["Harbour"]);
    }

    fn what_changed_or_went_is_found_accordingly(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "Old name", "contact_points": [{ "kind": "phone", "value": "030 1234" }] }));
        assert_eq!(hits(&db, "1234"), ["Old name"]);
        db.patch(&ACCOUNT, account.id(), json!({ "name": "New name", "contact_points": [] })).unwrap();
        assert!(hits(&db, "old").is_empty() && hits(&db, "1234").is_empty());
        assert_eq!(hits(&db, "new"), ["New name"]);
        let (actor, id) = (db.system(), account.id());
        db.write(move |tx| tx.delete(&actor, &ACCOUNT, id, Expect::Any)).unwrap();
        assert!(hits(&db, "new").is_empty());
        let actor = db.system();
        db.write(move |tx| tx.restore(&actor, &ACCOUNT, id, Expect::Any)).unwrap();
        assert_eq!(hits(&db, "new"), ["New name"]);
    }

    fn people_are_found_by_pinyin_across_entities(db) {
        db.create(&CONTACT, json!({ "family_name": "王", "given_name": "小明", "name_order": "family_first" }));
        for text in ["wxm", "wangxiao", "小明", "王小"] {
            let found = db.db.read(|r| r.search(&db.system(), text, &[&ACCOUNT, &CONTACT], 10)).unwrap();
            assert_eq!(found["data"][0]["title"], "王小明", "{text}");
        }
    }
}
