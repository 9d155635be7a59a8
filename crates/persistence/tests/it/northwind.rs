//! The files of a real firm, with the mapping that ships as an example.

use std::collections::BTreeMap;
use std::path::Path;

use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure};
use guanxi_domain::people::users::USER;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_persistence::import::{Import, State};
use serde_json::{Value as Json, json};

use crate::imports::{Files, finished, import, problems};
use crate::on_each_database;
use crate::support::TestDb;

const MAPPING: &str = include_str!("../../../../docs/examples/northwind/northwind.toml");

/// Net sales per employee in cents, by name.
fn expected() -> Vec<(String, i64)> {
    const SOLD: &str = include_str!("../../../../docs/examples/northwind/sold.json");
    let sold: BTreeMap<String, i64> = serde_json::from_str(SOLD).unwrap();
    sold.into_iter().collect()
}

/// Rows of each file, in the mapping's order.
const ROWS: [i64; 8] = [9, 93, 29, 3, 8, 77, 830, 2_155];

fn files() -> Files {
    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/northwind");
    let names = [
        "employees.csv",
        "customers.csv",
        "suppliers.csv",
        "shippers.csv",
        "categories.csv",
        "products.csv",
        "orders.csv",
        "order_details.csv",
    ];
    let read = |name: &str| std::fs::read(Path::new(FOLDER).join(name)).unwrap();
    names
        .iter()
        .map(|name| ((*name).to_owned(), read(name)))
        .collect()
}

fn count(db: &TestDb, entity: &'static guanxi_domain::kernel::catalogue::Entity) -> i64 {
    let ask = Aggregate {
        measures: vec![Measure {
            function: Function::Count,
            path: None,
        }],
        ..Aggregate::default()
    };
    let answer = db
        .db
        .read(|reader| reader.aggregate(&db.system(), entity, &ask))
        .unwrap();
    answer["groups"][0]["values"]["count"]
        .as_i64()
        .unwrap_or_default()
}

/// Sums of opportunities in cents by the name of their owner.
fn sold(db: &TestDb) -> Vec<(String, i64)> {
    let ask = Aggregate {
        filter: None,
        group: vec![Group {
            path: "owner_id".into(),
            bucket: None,
        }],
        measures: vec![Measure {
            function: Function::Sum,
            path: Some("amount".into()),
        }],
    };
    let answer = db
        .db
        .read(|reader| reader.aggregate(&db.system(), &OPPORTUNITY, &ask))
        .unwrap();
    let groups = answer["groups"].as_array().unwrap();
    let sum = |group: &Json| {
        let sums = group["values"]["sum_amount"].as_array().unwrap();
        assert_eq!(sums.len(), 1, "one currency");
        assert_eq!(sums[0]["currency"], "USD");
        sums[0]["amount_minor"].as_i64().unwrap()
    };
    let people = crate::imports::list(db, &USER, None);
    let name = |group: &Json| {
        let owner = people
            .iter()
            .find(|person| person["id"] == group["keys"]["owner_id"])
            .unwrap();
        owner["family_name"].as_str().unwrap().to_owned()
    };
    let mut sold: Vec<_> = groups
        .iter()
        .map(|group| (name(group), sum(group)))
        .collect();
    sold.sort();
    sold
}

fn rows_are_accounted_for(done: &Import) {
    let rows: Vec<i64> = done.progress.files.iter().map(|file| file.rows).collect();
    assert_eq!(rows, ROWS);
    assert!(
        done.progress
            .files
            .iter()
            .all(|file| file.done() == file.rows)
    );
    assert_eq!(done.progress.total().failed, 0);
}

on_each_database! {
    fn the_firm_comes_out_to_the_cent(db) {
        let files = files();
        crate::imports::pipeline(&db);
        let dry = import(&db, MAPPING, &files, true);
        rows_are_accounted_for(&finished(&dry));
        assert_eq!(count(&db, &ACCOUNT), 0, "a dry run leaves nothing");

        let real = import(&db, MAPPING, &files, false);
        rows_are_accounted_for(&finished(&real));
        assert_eq!(dry.progress, real.progress, "a dry run counts exactly");
        let counts: Vec<_> = real.progress.files.iter().map(|file| (file.created, file.skipped, file.warned)).collect();
        assert_eq!(counts, [
            (9, 0, 0), (93, 0, 2), (29, 0, 0), (3, 0, 0), (0, 8, 0), (77, 0, 0), (830, 0, 0), (2_155, 0, 0),
        ]);
        let warnings: Vec<_> = problems(&db, &real).into_iter().map(|one| (one.line, one.code)).collect();
        assert_eq!(warnings, [(85, "key_trimmed".to_owned()), (86, "same_name".to_owned())]);
        for (entity, number) in [(&ACCOUNT, 125), (&CONTACT, 122), (&USER, 9), (&PRODUCT, 77), (&OPPORTUNITY, 830)] {
            assert_eq!(count(&db, entity), number, "{}", entity.plural);
        }
        assert_eq!(sold(&db), expected());
        assert_eq!(sold(&db).iter().map(|(_, cents)| cents).sum::<i64>(), 126_579_329);

        let events = db.newest_event();
        let again = import(&db, MAPPING, &files, false);
        rows_are_accounted_for(&finished(&again));
        assert_eq!(again.progress.total().unchanged, 3_196);
        assert_eq!(db.newest_event(), events, "a second import leaves no trace");
    }

    fn people_and_orders_are_what_they_were(db) {
        let files = files();
        crate::imports::pipeline(&db);
        let done = import(&db, MAPPING, &files, false);
        assert_eq!(done.state, State::Finished);
        let find = |entity, filter: Json| crate::imports::one(&db, entity, filter);
        let nancy = find(&USER, json!({ "field": "family_name", "value": "Davolio" }));
        let andrew = find(&USER, json!({ "field": "family_name", "value": "Fuller" }));
        assert_eq!((nancy["status"].as_str(), nancy["login"].as_str()), (Some("invited"), None));
        assert_eq!(nancy["manager_id"], andrew["id"], "her manager stands further down");
        let order = find(&OPPORTUNITY, json!({ "field": "name", "value": "Order 10250" }));
        assert_eq!(order["status"], "won");
        assert_eq!(order["won_at"], "1996-07-08T07:00:00Z");
        assert_eq!(order["created_at"], "1996-07-08T07:00:00Z");
        assert_eq!(order["close_on"], "1996-07-08");
        assert_eq!(order["amount"], json!({ "amount_minor": 155_260, "currency": "USD" }));
        assert_eq!(order["lines"].as_array().unwrap().len(), 3);
        assert_eq!(order["lines"][1]["discount_percent"], "15");
        let contact = find(&CONTACT, json!({ "field": "id", "value": order["primary_contact_id"] }));
        assert_eq!(contact["account_id"], order["account_id"]);
        assert_eq!(contact["description"], "Accounting Manager, Rio de Janeiro");
        let history = db.db.read(|reader| {
            let id = order["id"].as_str().unwrap().parse().unwrap();
            reader.history(&db.system(), &OPPORTUNITY, id, None, 10)
        }).unwrap();
        assert_eq!(history["data"].as_array().unwrap().len(), 1);
        assert_eq!((history["data"][0]["verb"].as_str(), history["data"][0]["channel"].as_str()), (Some("imported"), Some("import")));
    }
}
