//! Words find records, the same on both databases, in any script.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::query::Query;
use guanxi_persistence::Expect;
use serde_json::json;

use crate::on_each_database;
use crate::support::TestDb;

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

on_each_database! {
    fn words_are_found_whatever_their_writing(db) {
        for name in ["怡海軟件有限公司", "台灣大哥大", "Harbour & Sons", "Müller GmbH", "Harb Ltd"] {
            db.create(&ACCOUNT, json!({ "name": name }));
        }
        for (text, expected) in [
            ("怡海", &["怡海軟件有限公司"][..]), ("软件", &["怡海軟件有限公司"]), ("海軟", &["怡海軟件有限公司"]),
            ("件", &["怡海軟件有限公司"]), ("台湾大哥大", &["台灣大哥大"]), ("harb", &["Harb Ltd", "Harbour & Sons"]),
            ("harb ltd", &["Harb Ltd"]), ("muller", &["Müller GmbH"]), ("ＭＵＬＬＥＲ", &["Müller GmbH"]),
            ("thdgd", &[]), ("twdgd", &["台灣大哥大"]), ("軟硬", &[]), ("arbour", &[]), ("'", &[]), ("\" OR *", &[]), ("", &[]),
        ] {
            assert_eq!(hits(&db, text), expected, "{text}");
        }
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
