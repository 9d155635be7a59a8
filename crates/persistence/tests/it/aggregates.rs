//! Sums and counts.

use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::period::Unit;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure};
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::Expect;
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

    fn the_median_is_the_value_in_the_middle(db) {
        for (tier, minors) in [("A", vec![1, 900, 2]), ("B", vec![10, 40, 30, 1]), ("C", vec![])] {
            for minor in minors {
                db.create(&ACCOUNT, json!({ "name": "x", "tier": tier, "credit_limit": euro(minor) }));
            }
            db.create(&ACCOUNT, json!({ "name": "x", "tier": tier, "credit_limit": null }));
        }
        db.create(&ACCOUNT, json!({ "name": "x", "tier": "A", "credit_limit": { "amount_minor": 5, "currency": "USD" } }));
        let of = |minor: &str, currency: &str| json!({ "amount_minor": minor, "currency": currency });
        let groups = run(&db, &ACCOUNT, &[("tier", None)], &[(Function::Median, "credit_limit")]);
        assert_eq!(groups, json!([
            { "keys": { "tier": "A" }, "values": { "count": 5, "median_credit_limit": [of("2", "EUR"), of("5", "USD")] } },
            { "keys": { "tier": "B" }, "values": { "count": 5, "median_credit_limit": [of("20", "EUR")] } },
            { "keys": { "tier": "C" }, "values": { "count": 1, "median_credit_limit": [] } },
        ]));
    }

    fn the_median_of_numbers_leaves_out_what_has_none(db) {
        let pipeline = db.create(&PIPELINE, json!({ "name": "x" })).id();
        for (category, days) in [("open", Some(1)), ("open", Some(4)), ("open", None), ("won", None)] {
            db.create(&STAGE, json!({ "name": "x", "pipeline_id": pipeline, "category": category, "target_days": days }));
        }
        let mine = |group: &&Json| group["keys"]["pipeline_id"] == json!(pipeline);
        let groups = run(&db, &STAGE, &[("pipeline_id", None), ("category", None)], &[(Function::Median, "target_days"), (Function::Sum, "target_days")]);
        let values: Vec<_> = groups.as_array().unwrap().iter().filter(mine).map(|group| group["values"].clone()).collect();
        assert_eq!(values, [
            json!({ "count": 3, "median_target_days": "2.5", "sum_target_days": 5 }),
            json!({ "count": 1, "median_target_days": null, "sum_target_days": null }),
        ]);
        assert_eq!(run(&db, &ACCOUNT, &[], &[(Function::Median, "credit_limit")])[0]["values"]["median_credit_limit"], json!([]));
    }

    fn records_are_grouped_by_what_they_refer_to(db) {
        let parent = db.create(&ACCOUNT, json!({ "name": "Parent", "tier": "A", "industry": "toys" }));
        let gone = db.create(&ACCOUNT, json!({ "name": "Gone", "tier": "A", "industry": "wine" }));
        for parent in [Some(parent.id()), Some(parent.id()), Some(gone.id()), None] {
            db.create(&ACCOUNT, json!({ "name": "x", "tier": "B", "parent_id": parent, "credit_limit": euro(5) }));
        }
        let (system, id) = (db.system(), gone.id());
        db.write(move |tx| tx.delete(&system, &ACCOUNT, id, Expect::Any)).unwrap();
        let groups = run(&db, &ACCOUNT, &[("parent_id.industry", None)], &[(Function::Sum, "credit_limit"), (Function::Median, "credit_limit")]);
        let figures = |group: &Json| (group["keys"]["parent_id.industry"].clone(), group["values"]["sum_credit_limit"].clone());
        let found: Vec<_> = groups.as_array().unwrap().iter().map(figures).collect();
        assert_eq!(found, [(json!("toys"), json!([euro(10)])), (Json::Null, json!([euro(10)]))]);
    }
}
