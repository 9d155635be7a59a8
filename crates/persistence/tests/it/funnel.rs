//! The battle map: its blocks add up, its filters list exactly what they count, its figures are those of the moves.

use std::collections::BTreeMap;

use guanxi_domain::access::{Grant, Reach, Rights};
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::reports::FunnelWish;
use guanxi_persistence::{Error, Location};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;

/// A pipeline with two open stages (the first with a target of 9 days), one for won and one for lost.
struct Firm {
    pipeline: Uuid,
    first: Uuid,
    second: Uuid,
    lost: Uuid,
}

impl Firm {
    fn of(db: &TestDb) -> Self {
        let pipeline = db.create(&PIPELINE, json!({ "name": "Machines" })).id();
        let stage = |position: i64, name: &str, category: &str, target: Option<i64>| {
            let body = json!({ "name": name, "pipeline_id": pipeline, "position": position, "category": category, "target_days": target, "probability": "50" });
            db.create(&STAGE, body).id()
        };
        let first = stage(1, "First", "open", Some(9));
        let second = stage(2, "Second", "open", None);
        stage(3, "Won", "won", None);
        let lost = stage(4, "Lost", "lost", None);
        Self {
            pipeline,
            first,
            second,
            lost,
        }
    }

    fn sale(&self, db: &TestDb, minor: i64, next: Option<&str>) -> Uuid {
        let body = json!({
            "name": "Sale", "pipeline_id": self.pipeline, "next_step_on": next,
            "amount": { "amount_minor": minor, "currency": "EUR" },
        });
        db.create(&OPPORTUNITY, body).id()
    }

    fn wish(&self, filter: Option<Filter>) -> FunnelWish {
        let day = |text: &str| text.parse().unwrap();
        FunnelWish {
            pipeline: self.pipeline,
            filter,
            during: (day("2000-01-01"), day("2199-12-31")),
            before: Some((day("1990-01-01"), day("1999-12-31"))),
        }
    }

    fn map(&self, db: &TestDb) -> Json {
        let wish = self.wish(None);
        db.db
            .read(|reader| reader.funnel(&db.system(), &wish))
            .unwrap()
    }
}

/// Lets a sale stand in its stage for so many days.
fn age(db: &TestDb, sale: Uuid, days: i64) {
    let since = guanxi_persistence::database::now().micros() - (days * 24 + 1) * 3_600_000_000;
    let since = match db.location {
        Location::Sqlite(_) => since.to_string(),
        Location::Postgres(_) => {
            format!("TIMESTAMPTZ 'epoch' + {since} * INTERVAL '1 microsecond'")
        }
    };
    db.tamper(&format!(
        "UPDATE opportunities SET stage_entered_at = {since} WHERE {}",
        same(db, sale)
    ));
}

fn same(db: &TestDb, id: Uuid) -> String {
    match db.location {
        Location::Sqlite(_) => format!("id = x'{}'", id.simple()),
        Location::Postgres(_) => format!("id = '{id}'"),
    }
}

fn euro(minor: i64) -> Json {
    json!([{ "amount_minor": minor, "currency": "EUR" }])
}

/// How many records the filter of a block or band lists.
fn listed(db: &TestDb, filter: &Json) -> usize {
    let world = db.db.world();
    let actor = db.system();
    let lens = Lens {
        entity: &OPPORTUNITY,
        custom: &world.custom,
        actor: &actor,
    };
    let filter = Filter::from_json(&lens, filter, "/filter").unwrap();
    let query = Query {
        filter: Some(filter),
        limit: 200,
        ..Query::default()
    };
    db.list(&actor, &OPPORTUNITY, &query).unwrap()["data"]
        .as_array()
        .unwrap()
        .len()
}

on_each_database! {
    fn blocks_are_apart_and_add_up_to_their_band(db) {
        let firm = Firm::of(&db);
        firm.sale(&db, 1, None);
        let far = "2199-01-01";
        for (minor, days) in [(10, 0), (20, 6), (30, 7), (40, 9), (50, 10), (60, 400)] {
            let sale = firm.sale(&db, minor, Some(far));
            age(&db, sale, days);
        }
        firm.sale(&db, 100, Some("2001-01-01"));
        let map = firm.map(&db);
        let open = &map["stages"][0]["open"];
        assert_eq!((&open["count"], &open["amount"]), (&json!(8), &euro(311)));
        let blocks: Vec<_> = open["health"].as_array().unwrap().iter().map(|block| {
            assert_eq!(json!(listed(&db, &block["filter"])), block["count"], "{block}");
            (block["health"].as_str().unwrap(), block["count"].as_i64().unwrap(), block["amount"][0]["amount_minor"].as_i64().unwrap())
        }).collect();
        assert_eq!(blocks, [("no_next_step", 1, 1), ("stuck", 2, 110), ("slowing", 3, 170), ("moving", 2, 30)]);
        assert_eq!(listed(&db, &open["filter"]), 8);
        assert_eq!(open["median_days"], "6.5");
    }

    fn moves_give_conversion_median_and_reasons(db) {
        let firm = Firm::of(&db);
        let contact = db.create(&CONTACT, json!({ "family_name": "Nagy" })).id();
        let sales: Vec<Uuid> = (0..4).map(|i| firm.sale(&db, 100 + i, None)).collect();
        for (i, sale) in sales.iter().take(3).enumerate() {
            age(&db, *sale, [2, 4, 30][i]);
        }
        db.verb(&OPPORTUNITY, sales[0], "move", json!({ "stage_id": firm.second })).unwrap();
        db.verb(&OPPORTUNITY, sales[1], "move", json!({ "stage_id": firm.second })).unwrap();
        db.verb(&OPPORTUNITY, sales[2], "move", json!({ "stage_id": firm.lost, "lost_reason": "price" })).unwrap();
        db.verb(&OPPORTUNITY, sales[0], "win", json!({ "close_on": "2026-11-01", "primary_contact_id": contact })).unwrap();
        db.verb(&OPPORTUNITY, sales[1], "move", json!({ "stage_id": firm.first })).unwrap();
        let map = firm.map(&db);
        assert_eq!(map["stages"][0]["during"], json!({
            "entered": 5, "forward": 2, "back": 0, "lost": 1, "conversion": "66.7", "median_days": "4",
            "lost_reasons": [{ "reason": "price", "count": 1 }],
        }));
        assert_eq!(map["stages"][1]["during"], json!({
            "entered": 2, "forward": 1, "back": 1, "lost": 0, "conversion": "50", "median_days": "0", "lost_reasons": [],
        }));
        assert_eq!(map["during"]["won"], json!({ "count": 1, "amount": euro(100) }));
        assert_eq!(map["during"]["win_rate"], "50");
        assert_eq!(map["before"]["won"], json!({ "count": 0, "amount": [] }));
        assert_eq!(map["stages"][0]["before"]["entered"], 0);
        assert_eq!(map["stages"][0]["open"]["count"], 2);
        assert!(map["stages"][3].get("open").is_none());
    }

    fn the_map_shows_only_what_its_reader_may_see(db) {
        let firm = Firm::of(&db);
        firm.sale(&db, 5, None);
        let own = Grant { read: Reach::Own, create: true, update: Reach::Own, hidden: ["amount", "next_step_on"].map(str::to_owned).into(), ..Grant::default() };
        let all = Grant { read: Reach::All, ..Grant::default() };
        let rights = Rights(BTreeMap::from([("opportunity".to_owned(), own), ("*".to_owned(), all)]));
        let ann = db.person("ann", &rights, None, None);
        db.create_as(&ann, &OPPORTUNITY, json!({ "name": "Own", "pipeline_id": firm.pipeline })).unwrap();
        let map = db.db.read(|reader| reader.funnel(&ann, &firm.wish(None))).unwrap();
        let open = &map["stages"][0]["open"];
        assert_eq!((&open["count"], &open["amount"]), (&json!(1), &json!([])));
        let blocks: Vec<_> = open["health"].as_array().unwrap().iter().map(|block| (block["health"].as_str().unwrap(), block["count"].as_i64().unwrap())).collect();
        assert_eq!(blocks, [("stuck", 0), ("slowing", 0), ("moving", 1)]);

        let blind = Rights(BTreeMap::from([("opportunity".to_owned(), Grant { read: Reach::All, ..Grant::default() })]));
        let eve = db.person("eve", &blind, None, None);
        let refused = db.db.read(|reader| reader.funnel(&eve, &firm.wish(None))).unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
    }

    fn stages_are_not_named_to_those_who_may_not_know(db) {
        let firm = Firm::of(&db);
        let all = Grant { read: Reach::All, ..Grant::default() };
        let nameless = Grant { hidden: ["name", "category"].map(str::to_owned).into(), ..all.clone() };
        let rights = Rights(BTreeMap::from([("stage".to_owned(), nameless), ("*".to_owned(), all.clone())]));
        let ann = db.person("ann", &rights, None, None);
        let map = db.db.read(|reader| reader.funnel(&ann, &firm.wish(None))).unwrap();
        let first = map["stages"][0].as_object().unwrap();
        assert_eq!(first["stage_id"], json!(firm.first));
        assert!(!first.contains_key("name") && !first.contains_key("category"), "{first:?}");

        let rights = Rights(BTreeMap::from([("stage".to_owned(), Grant::default()), ("*".to_owned(), all)]));
        let eve = db.person("eve", &rights, None, None);
        let refused = db.db.read(|reader| reader.funnel(&eve, &firm.wish(None))).unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
    }

    fn a_filter_narrows_every_figure(db) {
        let firm = Firm::of(&db);
        let (one, two) = (firm.sale(&db, 1, None), firm.sale(&db, 2, None));
        for sale in [one, two] {
            db.verb(&OPPORTUNITY, sale, "move", json!({ "stage_id": firm.second })).unwrap();
        }
        let only = Filter::equals("id", Value::Id(one));
        let map = db.db.read(|reader| reader.funnel(&db.system(), &firm.wish(Some(only)))).unwrap();
        assert_eq!(map["stages"][0]["during"]["forward"], 1);
        assert_eq!(map["stages"][1]["open"]["count"], 1);
        assert_eq!(map["stages"][1]["open"]["amount"], euro(1));
    }
}
