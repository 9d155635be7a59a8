//! Sums and counts.

use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::period::Unit;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure};
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::support::TestDb;

fn run(
    db: &TestDb,
    entity: &'static guanxi_domain::kernel::catalogue::Entity,
    group: &[(&str, Option<Unit>)],
    measures: &[(Function, &str)],
) -> Json {
    let ask = Aggregate {
        filter: None,
        group: group
            .iter()
            .map(|(path, bucket)| Group {
                path: (*path).into(),
                bucket: *bucket,
            })
            .collect(),
        measures: measures
            .iter()
            .map(|(function, path)| Measure {
                function: *function,
                path: Some((*path).into()),
            })
            .collect(),
    };
    let mut actor = db.system();
    actor.zone = "Asia/Taipei".into();
    db.db.read(|r| r.aggregate(&actor, entity, &ask)).unwrap()["groups"].clone()
}

fn euro(minor: i64) -> Json {
    json!({ "amount_minor": minor, "currency": "EUR" })
}

on_each_database! {
    fn amounts_are_added_per_currency(db) {
        for (tier, limit) in [("A", json!(euro(100))), ("A", json!(euro(50))), ("A", json!({ "amount_minor": 7, "currency": "USD" })), ("B", Json::Null)] {
            db.create(&ACCOUNT, json!({ "name": "x", "tier": tier, "credit_limit": limit }));
        }
        let groups = run(&db, &ACCOUNT, &[("tier", None)], &[(Function::Sum, "credit_limit"), (Function::Avg, "credit_limit"), (Function::Max, "credit_limit")]);
        assert_eq!(groups, json!([
            { "keys": { "tier": "A" }, "values": {
                "count": 3,
                "sum_credit_limit": [euro(150), { "amount_minor": 7, "currency": "USD" }],
                "avg_credit_limit": [{ "amount_minor": "75", "currency": "EUR" }, { "amount_minor": "7", "currency": "USD" }],
                "max_credit_limit": [euro(100), { "amount_minor": 7, "currency": "USD" }],
            } },
            { "keys": { "tier": "B" }, "values": { "count": 1, "sum_credit_limit": [], "avg_credit_limit": [], "max_credit_limit": [] } },
        ]));
    }

    fn an_overflow_is_told_not_wrapped(db) {
        for _ in 0..2 {
            db.create(&ACCOUNT, json!({ "name": "x", "credit_limit": euro(i64::MAX) }));
        }
        let ask = Aggregate { measures: vec![Measure { function: Function::Sum, path: Some("credit_limit".into()) }], ..Aggregate::default() };
        let refused = db.db.read(|r| r.aggregate(&db.system(), &ACCOUNT, &ask)).unwrap_err();
        assert!(matches!(&refused, guanxi_persistence::Error::Violations(v) if v.0[0].code == "out_of_range"), "{refused:?}");
    }

    fn stretches_of_the_calendar_begin_in_the_viewers_zone(db) {
        for at in ["2026-01-31T15:59:59Z", "2026-01-31T16:00:00Z", "2026-03-01T00:00:00Z"] {
            db.create(&ACTIVITY, json!({ "kind": "call", "subject": "x", "starts_at": at }));
        }
        db.create(&ACTIVITY, json!({ "kind": "call", "subject": "x" }));
        let groups = run(&db, &ACTIVITY, &[("starts_at", Some(Unit::Month))], &[]);
        let mut counts: Vec<_> = groups.as_array().unwrap().iter().map(|g| (g["keys"]["starts_at"].clone(), g["values"]["count"].clone())).collect();
        counts.sort_by_key(|(key, _)| key.to_string());
        assert_eq!(counts, [
            (json!("2026-01-01"), json!(1)), (json!("2026-02-01"), json!(1)), (json!("2026-03-01"), json!(1)), (Json::Null, json!(1)),
        ]);
    }
}
