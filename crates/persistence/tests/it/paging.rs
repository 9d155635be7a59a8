//! Pages: every row that is there throughout appears once, in both directions, whatever the order.

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::query::{Query, Sort};
use guanxi_persistence::Error;
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::support::TestDb;

const SORTS: [&[&str]; 6] = [
    &["name"],
    &["-name"],
    &["website", "-name"],
    &["-website"],
    &["-credit_limit", "name"],
    &["-created_at"],
];

fn fill(db: &TestDb, count: usize) {
    for i in 0..count {
        let website = if i % 3 == 0 {
            Json::Null
        } else {
            json!(format!("https://w{}.org", i % 5))
        };
        let limit = if i % 4 == 0 {
            Json::Null
        } else {
            json!({ "amount_minor": i % 7, "currency": if i % 2 == 0 { "EUR" } else { "USD" } })
        };
        db.create(&ACCOUNT, json!({ "name": format!("Account {:02}", i * 7 % count), "website": website, "credit_limit": limit }));
    }
}

fn query(sort: &[&str], limit: usize, cursor: Option<&str>) -> Query {
    Query {
        sort: sort.iter().map(|one| Sort::parse(one)).collect(),
        limit,
        cursor: cursor.map(str::to_owned),
        ..Query::default()
    }
}

fn ids(page: &Json) -> Vec<String> {
    page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

/// All pages forward, then all the way back from the last.
fn walk(db: &TestDb, sort: &[&str], limit: usize) -> (Vec<String>, Vec<String>) {
    let mut forward = Vec::new();
    let mut page = db
        .list(&db.system(), &ACCOUNT, &query(sort, limit, None))
        .unwrap();
    assert_eq!(page["prev_cursor"], Json::Null);
    loop {
        forward.extend(ids(&page));
        let Some(next) = page["next_cursor"].as_str().map(str::to_owned) else {
            break;
        };
        page = db
            .list(&db.system(), &ACCOUNT, &query(sort, limit, Some(&next)))
            .unwrap();
    }
    let mut backward = ids(&page);
    while let Some(previous) = page["prev_cursor"].as_str().map(str::to_owned) {
        page = db
            .list(&db.system(), &ACCOUNT, &query(sort, limit, Some(&previous)))
            .unwrap();
        let mut rows = ids(&page);
        rows.append(&mut backward);
        backward = rows;
    }
    (forward, backward)
}

on_each_database! {
    fn pages_join_without_gap_or_repetition(db) {
        fill(&db, 23);
        for sort in SORTS {
            let whole = ids(&db.list(&db.system(), &ACCOUNT, &query(sort, 200, None)).unwrap());
            assert_eq!(whole.len(), 23);
            for limit in [1, 4, 22, 23, 24] {
                let (forward, backward) = walk(&db, sort, limit);
                assert_eq!(forward, whole, "{sort:?} by {limit}");
                assert_eq!(backward, whole, "{sort:?} back by {limit}");
            }
        }
    }

    fn rows_inserted_meanwhile_disturb_nobody(db) {
        fill(&db, 20);
        let before = ids(&db.list(&db.system(), &ACCOUNT, &query(&["name"], 200, None)).unwrap());
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        for i in 0..100 {
            let page = db.list(&db.system(), &ACCOUNT, &query(&["name"], 3, cursor.as_deref())).unwrap();
            seen.extend(ids(&page));
            for name in ["Account 00", "Account 10", "Zebra"] {
                db.create(&ACCOUNT, json!({ "name": format!("{name} {i}") }));
            }
            match page["next_cursor"].as_str() {
                Some(next) if i < 60 => cursor = Some(next.to_owned()),
                _ => break,
            }
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "no row twice");
        assert!(before.iter().all(|id| seen.contains(id)), "every row that was there");
    }

    fn a_list_may_begin_at_a_value(db) {
        for name in ["Alpha", "beta", "Ärger", "Gamma", "delta"] {
            db.create(&ACCOUNT, json!({ "name": name }));
        }
        let from = |text: &str, sort: &str| db.names(&db.system(), &ACCOUNT, &Query { from: Some(text.into()), ..query(&[sort], 50, None) });
        assert_eq!(from("b", "name"), ["beta", "delta", "Gamma"]);
        assert_eq!(from("b", "-name"), ["Ärger", "Alpha"]);
        let page = db.list(&db.system(), &ACCOUNT, &Query { from: Some("b".into()), ..query(&["name"], 50, None) }).unwrap();
        let back = db.names(&db.system(), &ACCOUNT, &query(&["name"], 50, page["prev_cursor"].as_str()));
        assert_eq!(back, ["Alpha", "Ärger"], "one can scroll back from there");
    }

    fn strange_cursors_are_refused(db) {
        fill(&db, 5);
        let page = db.list(&db.system(), &ACCOUNT, &query(&["name"], 2, None)).unwrap();
        let good = page["next_cursor"].as_str().unwrap();
        for (sort, cursor) in [("-name", good.to_owned()), ("name", good[1..].to_owned()), ("name", "x".into()), ("name", String::new())] {
            let refused = db.list(&db.system(), &ACCOUNT, &query(&[sort], 2, Some(&cursor)));
            assert!(matches!(refused, Err(Error::BadCursor)), "{sort} {cursor}");
        }
    }
}

#[test]
fn both_databases_answer_byte_for_byte() {
    let dbs = TestDb::both();
    let names = [
        "Łódź",
        "lodz",
        "王小明",
        "台灣大哥大",
        "台湾大哥大",
        "Émile",
        "emile",
        "zz",
        "",
        "😀 smile",
        "ﬁ ligature",
        "STRASSE",
        "Straße",
    ];
    for (i, name) in names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
    {
        let id = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_1000 + i as u128);
        for db in &dbs {
            db.create(&ACCOUNT, json!({ "id": id, "name": name, "website": if i % 2 == 0 { json!(null) } else { json!("https://a.org") } }));
        }
    }
    for sort in SORTS.iter().filter(|sort| sort[0] != "-created_at") {
        let fields = Some(vec![
            "name".to_owned(),
            "website".to_owned(),
            "custom".to_owned(),
            "contact_points".to_owned(),
        ]);
        let pages = dbs.each_ref().map(|db| {
            let mut all = Vec::new();
            let mut cursor = None;
            loop {
                let query = Query {
                    fields: fields.clone(),
                    ..query(sort, 3, cursor.as_deref())
                };
                let page = db.list(&db.system(), &ACCOUNT, &query).unwrap();
                all.push(page["data"].to_string());
                cursor = page["next_cursor"].as_str().map(str::to_owned);
                if cursor.is_none() {
                    return all;
                }
            }
        });
        assert_eq!(pages[0], pages[1], "{sort:?}");
    }
}
