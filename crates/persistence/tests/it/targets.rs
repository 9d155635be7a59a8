//! Targets: what was reached is that of the records, for people and for teams; what is over is kept; forecasts are
//! remembered week by week.

use std::collections::BTreeMap;

use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::people::seeds;
use guanxi_domain::people::teams::TEAM;
use guanxi_domain::sales::forecast_snapshots::FORECAST_SNAPSHOT;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use guanxi_domain::sales::targets::TARGET;
use guanxi_persistence::reports::keeping::keep;
use guanxi_persistence::{Error, Location};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::support::TestDb;

fn money(minor: i64, currency: &str) -> Json {
    json!({ "amount_minor": minor, "currency": currency })
}

/// A sale of somebody, won on the day the test runs.
fn won(db: &TestDb, owner: &Actor, minor: i64, currency: &str) {
    won_together(db, owner, minor, currency, &[]);
}

/// The same, shared among people by percent.
fn won_together(db: &TestDb, owner: &Actor, minor: i64, currency: &str, shares: &[(&Actor, &str)]) {
    let contact = db
        .create_as(owner, &CONTACT, json!({ "family_name": "Nagy" }))
        .unwrap()
        .id();
    let split: Vec<Json> = shares
        .iter()
        .map(|(one, percent)| json!({ "user_id": one.user, "percent": percent }))
        .collect();
    let body = json!({
        "name": "Sale", "amount": money(minor, currency), "primary_contact_id": contact, "split": split,
    });
    let sale = db.create_as(owner, &OPPORTUNITY, body).unwrap().id();
    db.verb(&OPPORTUNITY, sale, "win", json!({ "close_on": today(db) }))
        .unwrap();
}

fn today(db: &TestDb) -> chrono::NaiveDate {
    let zone = db.db.world().workspace.time_zone.clone();
    guanxi_persistence::engine::calendar::clock(&zone, guanxi_persistence::database::now()).today
}

fn attainment(db: &TestDb, actor: &Actor) -> Vec<Json> {
    let on = today(db);
    let told = db.db.read(|reader| reader.attainment(actor, on)).unwrap();
    told["data"].as_array().unwrap().clone()
}

fn seller(db: &TestDb, name: &str, team: Option<Uuid>) -> Actor {
    db.person(name, &Rights::everything(), team, None)
}

fn rows(db: &TestDb, entity: &'static Entity) -> Vec<Json> {
    let query = Query {
        limit: 200,
        ..Query::default()
    };
    db.list(&db.system(), entity, &query).unwrap()["data"]
        .as_array()
        .unwrap()
        .clone()
}

/// Somebody who sees everything but what is hidden here, by entity; nothing of an entity when `None`.
fn reader(db: &TestDb, name: &str, hidden: &[(&str, Option<&[&str]>)]) -> Actor {
    let sees = Grant {
        read: Reach::All,
        ..Grant::default()
    };
    let mut rights = BTreeMap::from([("*".to_owned(), sees.clone())]);
    for (entity, fields) in hidden {
        let grant = fields.map_or_else(Grant::default, |fields| Grant {
            hidden: fields.iter().map(|&field| field.to_owned()).collect(),
            ..sees.clone()
        });
        rights.insert((*entity).to_owned(), grant);
    }
    db.person(name, &Rights(rights), None, None)
}

/// A pipeline to sell through.
fn pipeline(db: &TestDb) {
    let pipeline = db
        .create(&PIPELINE, json!({ "name": "Machines", "is_default": true }))
        .id();
    for (position, category) in [(1, "open"), (2, "won"), (3, "lost")] {
        db.create(&STAGE, json!({ "name": category, "pipeline_id": pipeline, "position": position, "category": category, "probability": "50" }));
    }
}

on_each_database! {
    fn what_was_won_counts_for_its_owner_in_the_currency_of_the_goal(db) {
        pipeline(&db);
        let (ann, bob) = (seller(&db, "ann", None), seller(&db, "bob", None));
        let goal = json!({ "starts_on": today(&db), "period": "month", "goal_amount": money(1_000, "EUR"), "owner_id": ann.user });
        db.create(&TARGET, goal);
        for (owner, minor, currency) in [(&ann, 300, "EUR"), (&ann, 25, "EUR"), (&ann, 900, "USD"), (&bob, 5_000, "EUR")] {
            won(&db, owner, minor, currency);
        }
        let told = attainment(&db, &db.system());
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["reached_amount"], money(325, "EUR"));
        assert_eq!(told[0]["others"], json!([money(900, "USD")]));
        assert_eq!(told[0]["percent"], "32.5");
        assert_eq!(told[0]["closed"], false);
    }

    fn a_shared_sale_counts_for_each_by_percent_and_for_nobody_twice(db) {
        pipeline(&db);
        let [north, south] = ["North", "South"].map(|name| db.create(&TEAM, json!({ "name": name })).id());
        let ann = seller(&db, "ann", Some(north));
        let (bob, cleo) = (seller(&db, "bob", Some(south)), seller(&db, "cleo", None));
        let period = |whose: &str, id: Json| {
            for goal in [json!({ "goal_amount": money(1_000, "EUR") }), json!({ "metric": "won_count", "goal_count": 4 })] {
                let mut body = json!({ "starts_on": today(&db), "period": "month", whose: id });
                body.as_object_mut().unwrap().extend(goal.as_object().unwrap().clone());
                db.create(&TARGET, body);
            }
        };
        for one in [&ann, &bob, &cleo] {
            period("owner_id", json!(one.user));
        }
        for team in [north, south] {
            period("for_team_id", json!(team));
        }
        won(&db, &ann, 100, "EUR");
        // A third each: what is left over is the owner's, so that 100 stays 100.
        won_together(&db, &ann, 100, "EUR", &[(&bob, "33.333333"), (&cleo, "33.333333"), (&ann, "33.333334")]);
        // The owner has no part in it, and of other currencies nothing is left with the owner either.
        won_together(&db, &ann, 51, "EUR", &[(&bob, "50"), (&cleo, "50")]);
        won_together(&db, &ann, 7, "USD", &[(&bob, "100")]);
        let of = |told: &[Json], whose: &str, id: Json| -> (Json, Json, Json) {
            let of = |metric: &str| told.iter().find(|told| told[whose] == id && told["metric"] == metric && (whose == "for_team_id" || told["for_team_id"].is_null())).unwrap().clone();
            let amount = of("won_amount");
            (amount["reached_amount"]["amount_minor"].clone(), amount["others"].clone(), of("won_count")["reached_count"].clone())
        };
        let expect = |told: &[Json]| {
            assert_eq!(of(told, "owner_id", json!(ann.user)), (json!(134), json!([]), json!(2)));
            assert_eq!(of(told, "owner_id", json!(bob.user)), (json!(59), json!([money(7, "USD")]), json!(2)));
            assert_eq!(of(told, "owner_id", json!(cleo.user)), (json!(58), json!([]), json!(0)));
            assert_eq!(of(told, "for_team_id", json!(north)), (json!(134), json!([]), json!(2)));
            assert_eq!(of(told, "for_team_id", json!(south)), (json!(59), json!([money(7, "USD")]), json!(2)));
        };
        expect(&attainment(&db, &db.system()));
        expect(&attainment(&db, &reader(&db, "all", &[])));
        // Without sight of shares nobody knows what each has won; without sight of teams, what teams have.
        let unknown = |told: &[Json]| told.iter().filter(|told| told["reached_amount"].is_null() && told["reached_count"].is_null()).count();
        assert_eq!(unknown(&attainment(&db, &reader(&db, "no-split", &[("opportunity", Some(&["split"]))]))), 10);
        assert_eq!(unknown(&attainment(&db, &reader(&db, "no-teams", &[("user", Some(&["teams"]))]))), 4);
    }

    fn of_a_sale_out_of_sight_the_own_share_counts_and_nothing_else_is_told(db) {
        pipeline(&db);
        let [_, _, (_, _, sales), _] = seeds::roles();
        let own = |entity: &str| (entity.to_owned(), Grant { read: Reach::Own, ..Grant::default() });
        let all = |entity: &str| (entity.to_owned(), Grant { read: Reach::All, ..Grant::default() });
        let lead = db.person("lead", &Rights(BTreeMap::from([own("opportunity"), all("target"), all("user")])), None, None);
        let (ann, bob, cleo) = (seller(&db, "ann", None), db.person("bob", &sales, None, None), seller(&db, "cleo", None));
        for (owner, goal) in [&bob, &ann].into_iter().flat_map(|one| [(one, money(1_000, "EUR")), (one, Json::Null)]) {
            let mut body = json!({ "starts_on": today(&db), "period": "month", "goal_amount": goal, "owner_id": owner.user });
            if goal.is_null() {
                body["metric"] = json!("won_count");
                body["goal_count"] = json!(4);
            }
            db.create(&TARGET, body);
        }
        let figures = |actor: &Actor, owner: &Actor| -> Json {
            let told = attainment(&db, actor);
            let of = |metric: &str| told.iter().find(|told| told["owner_id"] == json!(owner.user) && told["metric"] == metric).unwrap();
            let (amount, count) = (of("won_amount"), of("won_count"));
            json!([amount["reached_amount"]["amount_minor"], amount["others"], amount["unseen_amounts"], count["reached_count"], count["unseen_count"]])
        };
        assert_eq!(figures(&bob, &bob), json!([0, [], [], 0, 0]));
        // A third each: exact parts, and as a number it is whose share is the largest.
        won_together(&db, &ann, 100, "EUR", &[(&bob, "33.333334"), (&cleo, "33.333333"), (&ann, "33.333333")]);
        won_together(&db, &cleo, 51, "EUR", &[(&ann, "60"), (&bob, "40")]);
        won_together(&db, &ann, 7, "USD", &[(&bob, "100")]);
        // What he sees is not told twice, what is open or others' alone not at all.
        won_together(&db, &bob, 1_000, "EUR", &[(&bob, "10"), (&ann, "90")]);
        won(&db, &ann, 5_000, "EUR");
        db.create_as(&ann, &OPPORTUNITY, json!({ "name": "Open", "amount": money(9, "EUR"), "split": [{ "user_id": bob.user, "percent": "100" }] })).unwrap();
        let expected = json!([154, [money(7, "USD")], [money(54, "EUR"), money(7, "USD")], 2, 2]);
        assert_eq!(figures(&bob, &bob), expected);
        let unseen = |told: &Json| (told[2].clone(), told[4].clone());
        assert_eq!(unseen(&figures(&db.system(), &bob)), (json!([]), json!(0)), "who sees all has nothing out of sight");
        assert_eq!(figures(&db.system(), &bob)[0], 154);
        // Whoever reaches the target but no sale of these sees the same figure.
        let led = figures(&lead, &bob);
        assert_eq!((&led[0], &led[1], &led[3]), (&expected[0], &expected[1], &expected[3]));
        assert_eq!(led[2], json!([money(154, "EUR"), money(7, "USD")]));
        // Of sales without shares nothing is told to whoever cannot open them.
        assert_eq!(figures(&lead, &ann)[0], json!(33 + 31 + 900));
        let text = serde_json::to_string(&attainment(&db, &bob)).unwrap();
        assert!(!text.contains("Sale") && !text.contains(&ann.user.unwrap().to_string()), "{text}");
        // Without sight of shares not even one's own.
        let none = reader(&db, "no-split", &[("opportunity", Some(&["split"]))]);
        assert_eq!(figures(&none, &bob)[0], Json::Null);
    }

    fn a_team_counts_shares_of_sales_in_sight_only(db) {
        pipeline(&db);
        let [_, _, (_, _, sales), _] = seeds::roles();
        let south = db.create(&TEAM, json!({ "name": "South" })).id();
        let (ann, bob) = (seller(&db, "ann", None), db.person("bob", &sales, Some(south), None));
        db.create(&TARGET, json!({ "starts_on": today(&db), "period": "month", "goal_amount": money(1_000, "EUR"), "for_team_id": south, "owner_id": bob.user }));
        won_together(&db, &ann, 100, "EUR", &[(&bob, "60"), (&ann, "40")]);
        let told = |actor: &Actor| (attainment(&db, actor)[0]["reached_amount"].clone(), attainment(&db, actor)[0]["unseen_amounts"].clone());
        assert_eq!(told(&bob), (money(0, "EUR"), json!([])));
        assert_eq!(told(&db.system()), (money(60, "EUR"), json!([])));
    }

    fn a_team_counts_with_the_teams_below_it(db) {
        let north = db.create(&TEAM, json!({ "name": "North" })).id();
        let deep = db.create(&TEAM, json!({ "name": "Deep north", "parent_id": north })).id();
        let south = db.create(&TEAM, json!({ "name": "South" })).id();
        let team = |team: Uuid| json!({ "starts_on": today(&db), "metric": "calls", "period": "year", "goal_count": 4, "for_team_id": team });
        db.create(&TARGET, team(north));
        db.create(&TARGET, team(south));
        for (name, team, kind, done) in [("a", north, "call", true), ("b", deep, "call", true), ("c", south, "call", false), ("d", deep, "meeting", true)] {
            let one = seller(&db, name, Some(team));
            let activity = db.create_as(&one, &ACTIVITY, json!({ "kind": kind, "subject": "x" })).unwrap().id();
            if done {
                db.verb(&ACTIVITY, activity, "complete", json!({})).unwrap();
            }
        }
        let told = attainment(&db, &db.system());
        let of = |id: Uuid| told.iter().find(|told| told["for_team_id"] == json!(id)).unwrap();
        assert_eq!((&of(north)["reached_count"], &of(north)["percent"]), (&json!(2), &json!("50")));
        assert_eq!(of(south)["reached_count"], 0);
    }

    fn what_was_reached_is_kept_when_the_period_is_over(db) {
        let past = today(&db) - chrono::Days::new(70);
        let old = db.create(&TARGET, json!({ "starts_on": past, "period": "month", "metric": "visits", "goal_count": 3 })).id();
        let running = db.create(&TARGET, json!({ "starts_on": today(&db), "period": "month", "metric": "visits", "goal_count": 3 })).id();
        assert_eq!(keep(&db.db).unwrap().targets, 1);
        assert_eq!(keep(&db.db).unwrap().targets, 0);
        let kept = db.get(&db.system(), &TARGET, old).unwrap();
        assert_eq!(kept["reached_count"], 0);
        assert!(kept["closed_at"].is_string());
        assert!(db.get(&db.system(), &TARGET, running).unwrap()["closed_at"].is_null());
        let refused = db.patch(&TARGET, old, json!({ "goal_count": 1 })).unwrap_err();
        assert!(matches!(&refused, Error::Violations(found) if found.0[0].code == "target_is_closed"), "{refused:?}");
        let told = db.db.read(|reader| reader.attainment(&db.system(), past)).unwrap();
        assert_eq!(told["data"][0]["closed"], true);
    }

    fn many_targets_are_told_in_part_and_closed_in_several_goes(db) {
        let past = today(&db) - chrono::Days::new(70);
        for _ in 0..501 {
            db.create(&TARGET, json!({ "starts_on": past, "period": "month", "metric": "visits", "goal_count": 3 }));
        }
        let told = db.db.read(|reader| reader.attainment(&db.system(), past)).unwrap();
        assert_eq!((told["data"].as_array().unwrap().len(), &told["truncated"]), (500, &json!(true)));
        assert_eq!(keep(&db.db).unwrap().targets, 501);
        assert_eq!(db.count("SELECT COUNT(*) FROM targets WHERE closed_at IS NULL"), 0);
    }

    fn a_target_begins_with_its_period_and_asks_for_its_goal(db) {
        let target = db.create(&TARGET, json!({ "starts_on": "2026-11-22", "goal_amount": money(5, "EUR") })).id();
        let target = db.get(&db.system(), &TARGET, target).unwrap();
        assert_eq!((&target["starts_on"], &target["ends_on"], &target["name"]), (&json!("2026-10-01"), &json!("2026-12-31"), &json!("2026 Q4")));
        let refused = db.create_as(&db.system(), &TARGET, json!({ "starts_on": "2026-11-22", "metric": "calls" })).unwrap_err();
        assert!(matches!(&refused, Error::Violations(found) if found.0[0].pointer == "/goal_count"), "{refused:?}");
    }

    fn sellers_see_their_own_targets_only(db) {
        let [_, _, (_, _, sales), _] = seeds::roles();
        let (ann, bob) = (db.person("ann", &sales, None, None), db.person("bob", &sales, None, None));
        for owner in [ann.user, bob.user] {
            db.create(&TARGET, json!({ "starts_on": today(&db), "metric": "calls", "goal_count": 1, "owner_id": owner }));
        }
        let told = attainment(&db, &ann);
        assert_eq!(told.iter().map(|told| told["owner_id"].clone()).collect::<Vec<_>>(), [json!(ann.user)]);
        let refused = db.create_as(&ann, &TARGET, json!({ "starts_on": today(&db), "metric": "calls", "goal_count": 1 })).unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)), "{refused:?}");
    }

    fn what_is_hidden_of_a_target_is_not_told(db) {
        pipeline(&db);
        let ann = seller(&db, "ann", None);
        let goal = json!({ "starts_on": today(&db), "period": "month", "goal_amount": money(1_000, "EUR"), "owner_id": ann.user });
        let target = db.create(&TARGET, goal).id();
        won(&db, &ann, 250, "EUR");
        won(&db, &ann, 7, "USD");
        let all = &attainment(&db, &db.system())[0];
        for (hidden, gone) in [
            ("name", &["name"][..]),
            ("metric", &["metric"]),
            ("owner_id", &["owner_id"]),
            ("for_team_id", &["for_team_id"]),
            ("goal_amount", &["goal_amount", "percent"]),
            ("goal_count", &["goal_count"]),
            ("reached_amount", &["reached_amount", "others", "unseen_amounts", "percent"]),
            ("reached_count", &["reached_count", "unseen_count"]),
            ("closed_at", &["closed"]),
        ] {
            let told = attainment(&db, &reader(&db, hidden, &[("target", Some(&[hidden]))])).remove(0);
            assert_eq!(told["target_id"], json!(target));
            let left_out: Vec<&str> = all.as_object().unwrap().keys().map(String::as_str).filter(|key| told.get(key).is_none()).collect();
            let mut expected = gone.to_vec();
            expected.sort_unstable();
            assert_eq!(left_out, expected, "without {hidden}");
        }
        // Whose and what is counted cannot be told from what comes of it.
        for basis in ["metric", "owner_id", "for_team_id"] {
            let told = attainment(&db, &reader(&db, &format!("no-{basis}"), &[("target", Some(&[basis]))])).remove(0);
            assert_eq!((&told["reached_amount"], &told["others"], &told["percent"]), (&Json::Null, &json!([]), &Json::Null), "without {basis}");
        }
        // Nor can days be found out by asking for one after the other.
        for day in ["starts_on", "ends_on"] {
            assert_eq!(attainment(&db, &reader(&db, day, &[("target", Some(&[day]))])), Vec::<Json>::new());
        }
    }

    fn what_the_reader_may_not_count_stays_unknown(db) {
        pipeline(&db);
        let ann = seller(&db, "ann", None);
        let goal = |metric: &str, name: &str, goal: Json| json!({ "starts_on": today(&db), "period": "month", "metric": metric, name: goal, "owner_id": ann.user });
        db.create(&TARGET, goal("won_amount", "goal_amount", money(1_000, "EUR")));
        for metric in ["won_count", "new_accounts", "calls"] {
            db.create(&TARGET, goal(metric, "goal_count", json!(2)));
        }
        won(&db, &ann, 250, "EUR");
        let reached = |actor: &Actor| -> Vec<String> {
            let told = attainment(&db, actor);
            assert_eq!(told.len(), 4);
            let known = told.iter().filter(|told| !(told["reached_amount"].is_null() && told["reached_count"].is_null()));
            known.map(|told| told["metric"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(reached(&reader(&db, "all", &[])), ["won_amount", "won_count", "new_accounts", "calls"]);
        assert_eq!(reached(&reader(&db, "amount", &[("opportunity", Some(&["amount"]))])), ["won_count", "new_accounts", "calls"]);
        for field in ["won_at", "owner_id"] {
            assert_eq!(reached(&reader(&db, field, &[("opportunity", Some(&[field]))])), ["new_accounts", "calls"]);
        }
        assert_eq!(reached(&reader(&db, "kind", &[("activity", Some(&["kind"]))])), ["won_amount", "won_count", "new_accounts"]);
        assert_eq!(reached(&reader(&db, "none", &[("opportunity", None), ("account", None), ("activity", None)])), Vec::<String>::new());
    }

    fn the_forecast_of_a_week_is_remembered_once(db) {
        pipeline(&db);
        let ann = seller(&db, "ann", None);
        let soon = today(&db);
        for (minor, currency, category) in [(100, "EUR", "commit"), (31, "EUR", "commit"), (7, "USD", "commit"), (5, "EUR", "pipeline")] {
            let body = json!({ "name": "Sale", "amount": money(minor, currency), "close_on": soon, "forecast_category": category });
            db.create_as(&ann, &OPPORTUNITY, body).unwrap();
        }
        db.create_as(&ann, &OPPORTUNITY, json!({ "name": "Far", "amount": money(9, "EUR"), "close_on": soon + chrono::Months::new(14) })).unwrap();
        assert_eq!(keep(&db.db).unwrap().figures, 3);
        assert_eq!(keep(&db.db).unwrap().figures, 0);
        let mut figures: Vec<_> = rows(&db, &FORECAST_SNAPSHOT).into_iter().map(|row| {
            assert_eq!((&row["owner_id"], &row["weighted"]["currency"]), (&json!(ann.user), &row["amount"]["currency"]));
            (row["category"].clone(), row["amount"]["currency"].clone(), row["amount"]["amount_minor"].clone(), row["deals"].clone())
        }).collect();
        figures.sort_by_key(|figure| format!("{figure:?}"));
        assert_eq!(figures, [
            (json!("commit"), json!("EUR"), json!(131), json!(2)),
            (json!("commit"), json!("USD"), json!(7), json!(1)),
            (json!("pipeline"), json!("EUR"), json!(5), json!(1)),
        ]);
    }

    fn an_interrupted_forecast_goes_on_where_it_stopped(db) {
        pipeline(&db);
        let owners: Vec<Actor> = (0..4).map(|i| seller(&db, &format!("seller{i}"), None)).collect();
        let sale = |owner: &Actor, category: &str, currency: &str, minor: i64| {
            let body = json!({ "name": "Sale", "amount": money(minor, currency), "close_on": today(&db), "forecast_category": category });
            db.create_as(owner, &OPPORTUNITY, body).unwrap().id()
        };
        let first = sale(&owners[0], "best_case", "AUD", 1);
        for owner in &owners {
            for category in ["best_case", "commit", "pipeline"] {
                for currency in ["CAD", "CHF", "CNY", "EUR", "GBP", "HKD", "JPY", "TWD", "USD"] {
                    sale(owner, category, currency, 1);
                }
            }
        }
        // The last figure stands for two sales, and cannot be written yet.
        sale(&owners[3], "pipeline", "USD", 2);
        let (stop, go) = match db.location {
            Location::Sqlite(_) => (
                "CREATE TRIGGER stop BEFORE INSERT ON forecast_snapshots WHEN NEW.deals > 1 BEGIN SELECT RAISE(ABORT, 'stop'); END",
                "DROP TRIGGER stop",
            ),
            Location::Postgres(_) => (
                "ALTER TABLE forecast_snapshots ADD CONSTRAINT stop CHECK (deals < 2)",
                "ALTER TABLE forecast_snapshots DROP CONSTRAINT stop",
            ),
        };
        db.tamper(stop);
        assert!(keep(&db.db).is_err());
        let there = || db.count("SELECT COUNT(*) FROM forecast_snapshots");
        assert_eq!(there(), 100, "what was written before stays");

        db.tamper(go);
        db.patch(&OPPORTUNITY, first, json!({ "amount": money(50, "AUD") })).unwrap();
        assert_eq!(keep(&db.db).unwrap().figures, 9);
        assert_eq!(there(), 109, "no figure is there twice");
        assert_eq!(db.count("SELECT COUNT(*) FROM forecast_snapshots WHERE amount_currency = 'AUD' AND amount_minor = 1"), 1);

        // A week that is written down stays as it is.
        sale(&owners[0], "commit", "AUD", 7);
        assert_eq!(keep(&db.db).unwrap().figures, 0);
    }
}
