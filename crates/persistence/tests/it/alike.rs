//! Likely duplicates are found however a name or number is written, for whoever may see them, with few statements.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::sales::leads::LEAD;
use guanxi_persistence::Expect;
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::support::{TestDb, object};

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

fn asked(db: &TestDb, actor: &Actor, entity: &'static Entity, body: &Json) -> Vec<Json> {
    let body = object(body);
    let found = db
        .db
        .read(|reader| reader.duplicates(actor, entity, &body))
        .unwrap();
    found["data"].as_array().unwrap().clone()
}

/// Titles and reasons of what is likely there already.
fn alike(db: &TestDb, entity: &'static Entity, body: Json) -> Vec<(String, Vec<String>)> {
    let found = asked(db, &db.system(), entity, &body);
    found.iter().map(told).collect()
}

fn told(one: &Json) -> (String, Vec<String>) {
    let reasons = one["reasons"].as_array().unwrap().iter();
    let reasons = reasons.map(|reason| reason.as_str().unwrap().to_owned());
    (one["title"].as_str().unwrap().to_owned(), reasons.collect())
}

fn firm(title: &str, reasons: &[&str]) -> Vec<(String, Vec<String>)> {
    vec![(
        title.to_owned(),
        reasons.iter().map(|&reason| reason.to_owned()).collect(),
    )]
}

fn harbour(db: &TestDb) -> Json {
    let points = json!([
        { "kind": "phone", "value": "+49 30 007 43-210" },
        { "kind": "email", "value": "info@harbour.example" },
        { "kind": "email", "value": "harbour@gmail.com" },
    ]);
    let account = db.create(
        &ACCOUNT,
        json!({ "name": "Harbour & Sons Ltd.", "tax_id": "DE 4711-08", "website": "https://www.harbour.example/en", "contact_points": points }),
    );
    db.create(&ACCOUNT, json!({ "name": "怡海軟件股份有限公司" }));
    db.create(&ACCOUNT, json!({ "name": "Quiet Valley" }));
    json!(account.id().to_string())
}

on_each_database! {
    fn names_are_alike_in_any_script_width_and_legal_form(db) {
        harbour(&db);
        let named = |name: &str| alike(&db, &ACCOUNT, json!({ "name": name }));
        for name in ["harbour & sons", "ＨＡＲＢＯＵＲ Sons GmbH", "Hárbour and".replace(" and", " & Sons").as_str()] {
            assert_eq!(named(name), firm("Harbour & Sons Ltd.", &["name"]), "{name}");
        }
        for name in ["Harb", "Harbuor Sons", "Harbour Son"] {
            assert_eq!(named(name), firm("Harbour & Sons Ltd.", &["similar_name"]), "{name}");
        }
        for name in ["怡海软件", "怡海軟件有限公司"] {
            assert_eq!(named(name), firm("怡海軟件股份有限公司", &["name"]), "{name}");
        }
        assert_eq!(named("怡海"), firm("怡海軟件股份有限公司", &["similar_name"]));
        let local = json!({ "name": "Yihai", "local_name": "怡海软件" });
        assert_eq!(alike(&db, &ACCOUNT, local), firm("怡海軟件股份有限公司", &["name"]));
        for name in ["", "H", "Valley Inn", "有限公司", "%_"] {
            assert!(named(name).is_empty(), "{name}");
        }
    }

    fn numbers_and_addresses_are_alike_in_any_spelling(db) {
        harbour(&db);
        let point = |kind: &str, value: &str| alike(&db, &ACCOUNT, json!({ "contact_points": [{ "kind": kind, "value": value }] }));
        for number in ["030 / 00743210", "0049 30 007 43 210", "(030) 007-43210", "０３０ ００７４３２１０"] {
            assert_eq!(point("phone", number), firm("Harbour & Sons Ltd.", &["phone"]), "{number}");
        }
        for number in ["43210", "030 00743211", "+", "none"] {
            assert!(point("mobile", number).is_empty(), "{number}");
        }
        assert_eq!(point("email", "INFO@Harbour.Example"), firm("Harbour & Sons Ltd.", &["email", "domain"]));
        assert_eq!(point("email", "sales@harbour.example"), firm("Harbour & Sons Ltd.", &["domain"]));
        assert_eq!(point("url", "harbour.example"), firm("Harbour & Sons Ltd.", &["domain"]));
        assert!(point("email", "somebody@gmail.com").is_empty(), "everybody may have an address there");
        assert!(point("email", "half typed@").is_empty());
        let tax = |tax: &str| alike(&db, &ACCOUNT, json!({ "tax_id": tax }));
        assert_eq!(tax("de471108"), firm("Harbour & Sons Ltd.", &["tax_id"]));
        assert!(tax("de47").is_empty());
        let several = json!({ "name": "Harbour", "tax_id": "DE471108", "website": "harbour.example" });
        let found = asked(&db, &db.system(), &ACCOUNT, &json!({ "name": "Harbour", "tax_id": "DE471108" }));
        assert!(found[0]["score"].as_u64().unwrap() >= 95);
        assert!(db.db.read(|r| r.duplicates(&db.system(), &ACCOUNT, &object(&several))).is_err(), "a web address has a scheme");
    }

    fn people_are_alike_whichever_name_comes_first(db) {
        let firm_id = db.create(&ACCOUNT, json!({ "name": "Harbour" })).id();
        db.create(&CONTACT, json!({ "family_name": "Anders", "given_name": "Maria", "account_id": firm_id,
            "contact_points": [{ "kind": "email", "value": "maria@harbour.example" }] }));
        db.create(&CONTACT, json!({ "family_name": "王", "given_name": "小華", "name_order": "family_first" }));
        let named = |family: &str, given: &str| alike(&db, &CONTACT, json!({ "family_name": family, "given_name": given }));
        assert_eq!(named("Maria", "anders"), firm("Maria Anders", &["name"]));
        assert_eq!(named("王", "小华"), firm("王小華", &["name"]));
        assert_eq!(named("Anders", ""), firm("Maria Anders", &["similar_name"]));
        assert!(alike(&db, &CONTACT, json!({ "account_id": firm_id })).is_empty(), "colleagues are not the same person");
        let body = json!({ "family_name": "Anders", "given_name": "Maria", "account_id": firm_id });
        assert_eq!(alike(&db, &CONTACT, body), firm("Maria Anders", &["name", "account"]));
        let lead = json!({ "family_name": "Anders", "given_name": "Maria", "company": "Harbour AG" });
        db.create(&LEAD, lead);
        assert_eq!(alike(&db, &LEAD, json!({ "company": "harbour" })), firm("Maria Anders", &["company"]));
        let body = json!({ "family_name": "Ｍaria", "given_name": "Anders", "company": "Harbour" });
        assert_eq!(alike(&db, &LEAD, body), firm("Maria Anders", &["name", "company"]));
    }

    fn what_is_found_follows_every_change(db) {
        let id = harbour(&db);
        let named = |name: &str| alike(&db, &ACCOUNT, json!({ "name": name })).len();
        assert!(alike(&db, &ACCOUNT, json!({ "id": id, "name": "Harbour & Sons" })).is_empty(), "itself");
        let uuid = id.as_str().unwrap().parse().unwrap();
        db.patch(&ACCOUNT, uuid, json!({ "name": "Pier", "contact_points": [] })).unwrap();
        assert_eq!((named("harbour sons"), named("pier")), (0, 1));
        assert_eq!(alike(&db, &ACCOUNT, json!({ "contact_points": [{ "kind": "phone", "value": "03000743210" }] })).len(), 0);
        let system = db.system();
        let other = system.clone();
        db.write(move |tx| tx.delete(&other, &ACCOUNT, uuid, Expect::Any)).unwrap();
        assert_eq!(named("pier"), 0);
        db.write(move |tx| tx.restore(&system, &ACCOUNT, uuid, Expect::Any)).unwrap();
        assert_eq!(named("pier"), 1);
    }

    fn nobody_learns_of_what_they_may_not_see(db) {
        harbour(&db);
        let own = reader(&db, "own", Reach::Own, &[]);
        let no_tax = reader(&db, "taxless", Reach::All, &["tax_id"]);
        let no_points = reader(&db, "pointless", Reach::All, &["contact_points"]);
        let no_values = reader(&db, "valueless", Reach::All, &["value"]);
        let no_name = reader(&db, "nameless", Reach::All, &["name"]);
        let site = json!({ "website": "https://harbour.example" });
        let count = |actor: &Actor, body: &Json| asked(&db, actor, &ACCOUNT, body).len();
        assert_eq!(count(&own, &site), 0, "a record out of reach");
        for actor in [&no_tax, &no_points, &no_values, &no_name] {
            assert_eq!(count(actor, &site), 1);
        }
        let title = asked(&db, &no_name, &ACCOUNT, &site)[0]["title"].clone();
        assert!(!title.as_str().unwrap().contains("Harbour"), "{title}");
        // What is hidden cannot be asked for, and what is asked for finds nothing that is hidden.
        let tax = object(&json!({ "tax_id": "DE471108" }));
        assert!(db.db.read(|r| r.duplicates(&no_tax, &ACCOUNT, &tax)).is_err());
        let mail = json!({ "website": "https://gmail.com", "legal_name": "Harbour & Sons" });
        assert_eq!(count(&no_name, &mail), 0, "names that are hidden");
        assert_eq!(count(&no_points, &mail), 1);
        let nothing = Rights(BTreeMap::new());
        let stranger = db.person("stranger", &nothing, None, None);
        assert!(db.db.read(|r| r.duplicates(&stranger, &ACCOUNT, &object(&site))).is_err());
    }

    fn few_statements_answer_however_many_records_there_are(db) {
        db.write(|tx| {
            let system = Actor::system();
            for i in 0..400 {
                let body = json!({ "name": format!("Harbour {i} Trading"), "website": format!("https://h{}.example", i % 3),
                    "contact_points": [{ "kind": "phone", "value": format!("0304711{:04}", i % 50) }] });
                tx.create(&system, &ACCOUNT, &object(&body), guanxi_persistence::How::Plain)?;
            }
            Ok(())
        }).unwrap();
        let bodies = [
            json!({ "name": "Harbour" }),
            json!({ "name": "Harbuor Tradign" }),
            json!({ "name": "Harbour 7 Trading", "local_name": "Harbour", "legal_name": "Harbour Trading", "website": "https://h1.example",
                "contact_points": [{ "kind": "phone", "value": "0304711 0007" }] }),
        ];
        let mut slowest = Duration::ZERO;
        for body in &bodies {
            let before = db.db.statements().run();
            let start = Instant::now();
            let found = asked(&db, &db.system(), &ACCOUNT, body);
            slowest = slowest.max(start.elapsed());
            assert_eq!(found.len(), 10, "{body}");
            let run = db.db.statements().run() - before;
            assert!(run <= 20, "{run} statements for {body}");
        }
        assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    }

    fn marks_are_made_anew_and_looked_after(db) {
        harbour(&db);
        db.tamper("DELETE FROM alike_marks");
        assert_eq!(alike(&db, &ACCOUNT, json!({ "tax_id": "DE471108" })).len(), 0);
        let look = || {
            let check = guanxi_persistence::infra::integrity::CHECKS.iter().find(|check| check.name == "marks").unwrap();
            check.run(&db.db, &Default::default(), &mut |_| {}).unwrap().faults
        };
        assert_eq!(look(), 3);
        db.tamper("DELETE FROM settings WHERE name = 'alike.making'");
        db.db.migrate().unwrap();
        assert_eq!(alike(&db, &ACCOUNT, json!({ "tax_id": "DE471108" })).len(), 1);
        assert_eq!(look(), 0);
    }
}
