//! Activities that come back, consist of steps, remind their owner, and lead to the next one.

use chrono_tz::{TZ_VARIANTS, Tz};
use guanxi_domain::access::Rights;
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::calendar::Calendar;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::people::seeds;
use guanxi_persistence::Error;
use guanxi_persistence::engine::calendar::WORLD;
use guanxi_persistence::engine::timers;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;
use crate::undo::newest;

fn task(db: &TestDb, more: Json) -> Uuid {
    let mut body = json!({ "kind": "task", "subject": "Send the report" });
    more.as_object()
        .unwrap()
        .iter()
        .for_each(|(name, value)| body[name] = value.clone());
    db.create(&ACTIVITY, body).id()
}

fn shown(db: &TestDb, id: Uuid) -> Json {
    db.get(&db.system(), &ACTIVITY, id).unwrap()
}

/// Open activities, the soonest first.
fn open(db: &TestDb) -> Vec<Json> {
    let query = Query {
        filter: Some(guanxi_domain::kernel::filter::Filter::equals(
            "status",
            guanxi_domain::kernel::value::Value::text("open"),
        )),
        ..Query::default()
    };
    let page = db.list(&db.system(), &ACTIVITY, &query).unwrap();
    page["data"].as_array().unwrap().clone()
}

fn day(days: i64) -> String {
    let day = guanxi_persistence::database::now().utc_day() + chrono::TimeDelta::days(days);
    day.to_string()
}

fn code<T>(result: Result<T, Error>) -> (String, &'static str) {
    match result {
        Err(Error::Violations(found)) => (found.0[0].pointer.clone(), found.0[0].code),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("should be refused"),
    }
}

on_each_database! {
    fn what_is_done_comes_back_on_its_next_day(db) {
        let id = task(&db, json!({ "due_on": day(0), "recurrence": "FREQ=DAILY;INTERVAL=3;COUNT=2", "priority": "high" }));
        db.verb(&ACTIVITY, id, "complete", json!({ "body": "Sent" })).unwrap();
        let left = open(&db);
        assert_eq!(left.len(), 1);
        assert_eq!(left[0]["due_on"], day(3));
        assert_eq!((&left[0]["priority"], &left[0]["body"], &left[0]["follows_id"]), (&json!("high"), &Json::Null, &json!(id)));
        let second: Uuid = left[0]["id"].as_str().unwrap().parse().unwrap();
        db.verb(&ACTIVITY, second, "complete", json!({})).unwrap();
        assert_eq!(open(&db).len(), 0, "the rule counts to two");
    }

    fn what_lay_about_does_not_come_back_for_days_that_went_by(db) {
        let id = task(&db, json!({ "due_on": day(-40), "recurrence": "FREQ=WEEKLY" }));
        db.verb(&ACTIVITY, id, "complete", json!({})).unwrap();
        let due = open(&db)[0]["due_on"].as_str().unwrap().to_owned();
        assert_eq!(due, day(2), "the day of the week stays, 42 days later");
    }

    fn doing_it_twice_or_undoing_it_leaves_one(db) {
        let id = task(&db, json!({ "due_on": day(1), "recurrence": "FREQ=DAILY" }));
        db.verb(&ACTIVITY, id, "complete", json!({})).unwrap();
        db.verb(&ACTIVITY, id, "reopen", json!({})).unwrap();
        db.verb(&ACTIVITY, id, "complete", json!({})).unwrap();
        assert_eq!(open(&db).len(), 1);
        let (actor, event) = (db.system(), newest(&db, &ACTIVITY, id));
        db.write(move |tx| tx.revert(&actor, &ACTIVITY, id, event)).unwrap();
        let left = open(&db);
        assert_eq!(left.len(), 1);
        assert_eq!(left[0]["id"], json!(id));
        let cancelled = task(&db, json!({ "due_on": day(1), "recurrence": "FREQ=DAILY" }));
        db.verb(&ACTIVITY, cancelled, "cancel", json!({})).unwrap();
        assert_eq!(open(&db).len(), 1, "what is cancelled does not come back");
    }

    fn a_rule_has_to_be_one_and_needs_a_day(db) {
        let with = |more: Json| {
            let mut body = json!({ "kind": "task", "subject": "x" });
            more.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
            code(db.create_as(&db.system(), &ACTIVITY, body))
        };
        assert_eq!(with(json!({ "recurrence": "FREQ=DAILY" })), ("/due_on".to_owned(), "recurrence_needs_day"));
        assert_eq!(with(json!({ "recurrence": "FREQ=HOURLY", "due_on": day(0) })), ("/recurrence".to_owned(), "not_a_recurrence"));
        assert_eq!(with(json!({ "time_zone": "Europe/Roma", "due_on": day(0) })), ("/time_zone".to_owned(), "unknown_time_zone"));
    }

    fn a_task_counts_its_steps(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "Firm" })).id();
        let whole = task(&db, json!({ "anchor_entity": "account", "anchor_id": account }));
        let steps: Vec<Uuid> = (0..4).map(|_| task(&db, json!({ "parent_id": whole }))).collect();
        assert_eq!(shown(&db, steps[0])["anchor_id"], json!(account), "a step hangs where its task does");
        let counts = || {
            let shown = shown(&db, whole);
            (shown["steps_done"].as_i64().unwrap(), shown["steps_total"].as_i64().unwrap())
        };
        assert_eq!(counts(), (0, 4));
        db.verb(&ACTIVITY, steps[0], "complete", json!({})).unwrap();
        db.verb(&ACTIVITY, steps[1], "complete", json!({})).unwrap();
        db.verb(&ACTIVITY, steps[2], "cancel", json!({})).unwrap();
        assert_eq!(counts(), (2, 3));
        db.verb(&ACTIVITY, steps[1], "reopen", json!({})).unwrap();
        assert_eq!(counts(), (1, 3));
        let (actor, step) = (db.system(), steps[0]);
        db.write(move |tx| tx.delete(&actor, &ACTIVITY, step, guanxi_persistence::Expect::Any)).unwrap();
        assert_eq!(counts(), (0, 2));
        let actor = db.system();
        db.write(move |tx| tx.restore(&actor, &ACTIVITY, step, guanxi_persistence::Expect::Any)).unwrap();
        assert_eq!(counts(), (1, 3));
        assert_eq!(code(db.patch(&ACTIVITY, whole, json!({ "parent_id": steps[0] }))), ("/parent_id".to_owned(), "read_only"));
    }

    fn the_owner_is_reminded_once_and_again_after_a_snooze(db) {
        let now = guanxi_persistence::database::now();
        let (past, future) = (now.plus_seconds(-90).to_string(), now.plus_seconds(3_600).to_string());
        let due = task(&db, json!({ "remind_at": past }));
        let later = task(&db, json!({ "remind_at": future }));
        let done = task(&db, json!({ "remind_at": past }));
        db.verb(&ACTIVITY, done, "complete", json!({})).unwrap();
        assert_eq!(timers::use_due(&db.db).unwrap(), 1);
        assert_eq!(timers::use_due(&db.db).unwrap(), 0);
        assert!(shown(&db, due)["reminded_at"].is_string() && shown(&db, later)["reminded_at"].is_null());
        assert_eq!(code(db.verb(&ACTIVITY, due, "snooze", json!({ "snoozed_until": past }))).1, "in_the_past");
        db.verb(&ACTIVITY, due, "snooze", json!({ "snoozed_until": future })).unwrap();
        assert_eq!(timers::use_due(&db.db).unwrap(), 0, "it is out of the way");
        let name = if matches!(db.location, guanxi_persistence::Location::Postgres(_)) { "now() - interval '1 minute'" } else { "1" };
        db.tamper(&format!("UPDATE activities SET snoozed_until = {name} WHERE snoozed_until IS NOT NULL"));
        assert_eq!(timers::use_due(&db.db).unwrap(), 1);
        assert!(shown(&db, due)["snoozed_until"].is_null());
        db.patch(&ACTIVITY, due, json!({ "remind_at": now.plus_seconds(-30).to_string() })).unwrap();
        assert_eq!(timers::use_due(&db.db).unwrap(), 1, "another moment reminds anew");
    }

    fn finishing_plans_the_next_step_in_the_same_transaction(db) {
        let account = db.create(&ACCOUNT, json!({ "name": "Firm" })).id();
        let id = task(&db, json!({ "anchor_entity": "account", "anchor_id": account }));
        let refused = db.verb(&ACTIVITY, id, "complete", json!({ "follow_up": { "subject": "Call", "due_on": "soon" } }));
        assert_eq!(code(refused).0, "/follow_up/due_on");
        assert_eq!(shown(&db, id)["status"], "open", "nothing happened");
        let follow_up = json!({ "subject": "Call", "kind": "call", "due_on": day(3) });
        db.verb(&ACTIVITY, id, "complete", json!({ "outcome": "reached", "follow_up": follow_up })).unwrap();
        let left = open(&db);
        assert_eq!(left.len(), 1);
        assert_eq!((&left[0]["kind"], &left[0]["anchor_id"], &left[0]["follows_id"]), (&json!("call"), &json!(account), &json!(id)));
        let reader: Rights = serde_json::from_value(json!({ "activity": { "read": "all", "update": "all" }, "account": { "read": "all" } })).unwrap();
        let reader = db.person("Reader", &reader, None, None);
        let next: Uuid = left[0]["id"].as_str().unwrap().parse().unwrap();
        let may_not = db.write(move |tx| {
            let body = crate::support::object(&json!({ "follow_up": { "subject": "More" } }));
            tx.verb(&reader, &ACTIVITY, next, guanxi_persistence::Expect::Any, "complete", &body)
        });
        assert!(matches!(may_not, Err(Error::Forbidden(_))), "{may_not:?}");
        assert_eq!(shown(&db, next)["status"], "open");
    }

    fn whoever_visits_says_so_with_or_without_the_place(db) {
        let visit = db.create(&ACTIVITY, json!({ "kind": "visit", "subject": "Plant" })).id();
        db.verb(&ACTIVITY, visit, "check_in", json!({})).unwrap();
        let bare = shown(&db, visit);
        assert!(bare["checked_in_at"].is_string() && bare["check_in_latitude"].is_null());
        let half = db.verb(&ACTIVITY, visit, "check_in", json!({ "check_in_latitude": "45.46" }));
        assert_eq!(code(half), ("/check_in_longitude".to_owned(), "required"));
        let far = db.verb(&ACTIVITY, visit, "check_in", json!({ "check_in_latitude": "91", "check_in_longitude": "9" }));
        assert_eq!(code(far).1, "out_of_range");
        db.verb(&ACTIVITY, visit, "check_in", json!({ "check_in_latitude": "45.4642", "check_in_longitude": "9.19" })).unwrap();
        assert_eq!(shown(&db, visit)["check_in_latitude"], "45.4642");
    }

    fn a_reminder_goes_by_the_clocks_of_its_owner(db) {
        let [_, _, (_, _, sales), _] = seeds::roles();
        let seller = db.person("Rosa", &sales, None, None);
        db.patch(&guanxi_domain::people::users::USER, seller.user.unwrap(), json!({ "time_zone": "Europe/Rome" })).unwrap();
        let seller = db.actor(seller.user.unwrap());
        // 10:00 in Rome on the last Monday before clocks go forward.
        let body = json!({
            "kind": "call", "subject": "Weekly", "recurrence": "FREQ=WEEKLY;INTERVAL=500", "starts_at": "2035-03-19T09:00:00Z",
            "ends_at": "2035-03-19T09:30:00Z", "remind_at": "2035-03-19T08:45:00Z",
        });
        let id = db.create_as(&seller, &ACTIVITY, body).unwrap().id();
        assert_eq!(shown(&db, id)["time_zone"], "Europe/Rome");
        assert_eq!(shown(&db, id)["starts_wall"], "10:00:00");
        db.patch(&ACTIVITY, id, json!({ "recurrence": "FREQ=WEEKLY" })).unwrap();
        db.verb(&ACTIVITY, id, "complete", json!({})).unwrap();
        let next = &open(&db)[0];
        assert_eq!(
            (next["starts_at"].as_str(), next["ends_at"].as_str(), next["remind_at"].as_str()),
            (Some("2035-03-26T08:00:00Z"), Some("2035-03-26T08:30:00Z"), Some("2035-03-26T07:45:00Z"))
        );
    }
}

#[test]
fn clocks_show_in_every_zone_what_was_agreed() {
    let mut runner = TestRunner::new(Config::with_cases(2_000));
    let any = (0..TZ_VARIANTS.len(), 0_i64..40_000, 0_u32..1_440);
    let checked = runner.run(&any, |(zone, days, minutes)| {
        let zone: Tz = TZ_VARIANTS[zone];
        let day =
            chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        let wall = day.and_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
        let moment: Instant = WORLD.moment(zone.name(), wall).unwrap();
        let back = WORLD.wall(zone.name(), moment).unwrap();
        let skipped =
            chrono::TimeZone::from_local_datetime(&zone, &wall) == chrono::LocalResult::None;
        if skipped {
            // Read by the offset before the change: later by what was skipped, by a day at most.
            prop_assert!(
                back > wall && back - wall <= chrono::TimeDelta::hours(24),
                "{zone} {wall} {back}"
            );
        } else {
            prop_assert_eq!(back, wall, "{}", zone);
        }
        Ok(())
    });
    checked.unwrap();
}
