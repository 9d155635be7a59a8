//! What administrators see of the servers, and work that comes again and again: once on many servers, taken over from
//! those that are gone, and not made up for.

use std::time::{Duration, Instant};

use guanxi_persistence::database::now;
use guanxi_persistence::infra::recurring;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::on_each_database;
use crate::server::TestApp;
use crate::session::Session;

const SOON: Duration = Duration::from_secs(20);

fn job(all: &Json, name: &str) -> Json {
    let jobs = all["jobs"].as_array().unwrap();
    jobs.iter().find(|job| job["name"] == name).unwrap().clone()
}

/// The operations, as soon as they are as wanted.
async fn once(session: &Session<'_>, wanted: impl Fn(&Json) -> bool) -> Json {
    let began = Instant::now();
    loop {
        let all = session.get("/operations").await.expect(200).json();
        if wanted(&all) {
            return all;
        }
        assert!(began.elapsed() < SOON, "{all:#}");
        actix_web::rt::time::sleep(Duration::from_millis(200)).await;
    }
}

on_each_database! {
    async fn administrators_see_how_the_servers_fare(app) {
        let admin = app.set_up().await;
        let all = once(&admin, |all| {
            all["jobs"].as_array().unwrap().len() == 6 && !all["servers"].as_array().unwrap().is_empty()
        }).await;
        assert_eq!(all["health"]["ready"], json!(true));
        assert_eq!(all["servers"][0]["is_this"], json!(true));
        assert_eq!(all["servers"][0]["is_there"], json!(true));
        assert_eq!(job(&all, "keep_figures")["every_seconds"], json!(900));
        assert_eq!(job(&all, "keep_figures")["state"], json!("waiting"));
    }

    async fn a_job_is_done_again_when_asked(app) {
        let admin = app.set_up().await;
        once(&admin, |all| all["jobs"].as_array().unwrap().len() == 6).await;
        admin.post("/operations/jobs/tidy_up/run", &json!({})).await.expect(200);
        let all = once(&admin, |all| job(all, "tidy_up")["runs"] == json!(1)).await;
        let done = job(&all, "tidy_up");
        assert_eq!(done["state"], json!("waiting"));
        assert!(done["took_micros"].as_i64().unwrap() >= 0);
        admin.post("/operations/jobs/nothing/run", &json!({})).await.expect(404);
    }

    async fn a_job_that_fails_says_why_and_is_tried_again(app) {
        let admin = app.set_up().await;
        once(&admin, |all| all["jobs"].as_array().unwrap().len() == 6).await;
        app.place.tamper("ALTER TABLE failed_sign_ins RENAME TO gone");
        admin.post("/operations/jobs/tidy_up/run", &json!({})).await.expect(200);
        let all = once(&admin, |all| job(all, "tidy_up")["state"] == json!("failed")).await;
        let failed = job(&all, "tidy_up");
        assert!(failed["fault"].as_str().unwrap().contains("failed_sign_ins"), "{failed}");
        assert_eq!(failed["failures"], json!(1));
        app.place.tamper("ALTER TABLE gone RENAME TO failed_sign_ins");
        admin.post("/operations/jobs/tidy_up/run", &json!({})).await.expect(200);
        let all = once(&admin, |all| job(all, "tidy_up")["state"] == json!("waiting")).await;
        assert_eq!(job(&all, "tidy_up")["fault"], Json::Null);
        assert_eq!(job(&all, "tidy_up")["failures"], json!(0));
    }

    async fn one_server_does_a_job_and_another_takes_it_over(app) {
        let admin = app.set_up().await;
        once(&admin, |all| all["jobs"].as_array().unwrap().len() == 6).await;
        let db = app.app.db.clone();
        // A job that no server of this version does, so that only this test does.
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        db.write(|tx| { let now = tx.now; recurring::know(tx.conn(), "test", now) }).unwrap();
        let took = |node: Uuid| {
            let taken = db.write(move |tx| { let now = tx.now; recurring::take(tx.conn(), "test", node, now) });
            taken.unwrap()
        };
        let there = |node: Uuid, at: guanxi_domain::kernel::time::Instant| {
            db.write(move |tx| {
                let node = guanxi_persistence::infra::nodes::Node {
                    id: node, name: "n".to_owned(), version: "1".to_owned(), started_at: at, seen_at: at,
                };
                guanxi_persistence::infra::nodes::beat(tx.conn(), &node)
            }).unwrap();
        };
        there(one, now());
        there(other, now());
        assert!(took(one));
        assert!(!took(other), "it is being done");
        // Silent for two minutes.
        there(one, guanxi_domain::kernel::time::Instant::from_micros(now().micros() - 120_000_000));
        assert!(took(other), "taken over");
        let end = |node: Uuid| {
            db.write(move |tx| {
                let now = tx.now;
                recurring::end(tx.conn(), "test", node, None, now, now)
            }).unwrap();
            let all = db.read(|reader| recurring::all(reader.conn())).unwrap();
            all.into_iter().find(|job| job.name == "test").unwrap()
        };
        assert_eq!(end(one).runs, 0, "whoever lost it says nothing any more");
        assert_eq!(end(other).runs, 1);
    }

    async fn a_job_whose_end_could_not_be_noted_is_done_again(app) {
        let admin = app.set_up().await;
        once(&admin, |all| {
            all["jobs"].as_array().unwrap().len() == 6 && !all["servers"].as_array().unwrap().is_empty()
        }).await;
        let here = app.app.here.id;
        // As it is when the database goes away between the two: taken by a server that lives and works on.
        let taken = app.app.db.write(move |tx| {
            let now = tx.now;
            recurring::hurry(tx.conn(), "tidy_up", now)?;
            recurring::take(tx.conn(), "tidy_up", here, now)
        });
        assert!(taken.unwrap());
        once(&admin, |all| job(all, "tidy_up")["runs"] == json!(1)).await;
    }

    async fn a_clock_that_was_ahead_for_a_while_holds_no_work_up(app) {
        let admin = app.set_up().await;
        once(&admin, |all| all["jobs"].as_array().unwrap().len() == 6).await;
        let db = app.app.db.clone();
        let ahead = guanxi_domain::kernel::time::Instant::from_micros(now().micros() + 10 * 365 * 86_400_000_000);
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        db.write(move |tx| {
            recurring::know(tx.conn(), "test", ahead)?;
            assert!(recurring::take(tx.conn(), "test", one, ahead)?);
            recurring::end(tx.conn(), "test", one, None, ahead, ahead)
        }).unwrap();
        // The clock is right again.
        let taken = db.write(move |tx| { let now = tx.now; recurring::take(tx.conn(), "test", other, now) });
        assert!(taken.unwrap(), "done now, not in ten years");
        let next = now();
        db.write(move |tx| { let now = tx.now; recurring::end(tx.conn(), "test", other, None, ahead, now) }).unwrap();
        let again = db.write(move |tx| recurring::take(tx.conn(), "test", one, next));
        assert!(!again.unwrap(), "and then in its usual time");
    }

    async fn what_was_missed_is_done_once(app) {
        let admin = app.set_up().await;
        once(&admin, |all| all["jobs"].as_array().unwrap().len() == 6).await;
        let before = job(&admin.get("/operations").await.expect(200).json(), "use_timers")["runs"].as_i64().unwrap();
        app.app.db.write(|tx| {
            let long_ago = guanxi_domain::kernel::time::Instant::from_micros(tx.now.micros() - 86_400_000_000);
            recurring::hurry(tx.conn(), "use_timers", long_ago)
        }).unwrap();
        let wanted = before + 1;
        let all = once(&admin, |all| job(all, "use_timers")["runs"] == json!(wanted)).await;
        let next = job(&all, "use_timers")["next_at"].as_str().unwrap().to_owned();
        assert!(next > now().to_string(), "a day of minutes is not made up for: {next}");
    }

    async fn what_takes_long_is_told_without_values(app) {
        let admin = app.set_up().await;
        let slow = "SELECT COUNT(*) FROM settings a, settings b, settings c";
        let name = "Zq7valueZq7";
        app.app.db.write(move |tx| {
            use diesel::connection::SimpleConnection;
            tx.conn().batch_execute(slow)?;
            Ok(())
        }).unwrap();
        // As slow as a lock that another holds makes it.
        let sleeper = std::time::Duration::from_millis(400);
        hold_settings(&app, sleeper, || {
            app.app.db.write(move |tx| Ok(guanxi_persistence::settings::set(tx.conn(), "test.slow", name)?)).unwrap();
        });
        let all = admin.get("/operations").await.expect(200).json();
        let told = all["statements"].to_string();
        assert!(!told.contains(name), "{told}");
        if app.app.db.dialect() == guanxi_persistence::Dialect::Postgres {
            let found = all["statements"].as_array().unwrap();
            let found = found.iter().find(|one| one["text"].as_str().unwrap().contains("INTO settings"));
            let found = found.expect(&told);
            assert!(found["worst_micros"].as_i64().unwrap() >= 200_000, "{found}");
            assert!(found["count"].as_i64().unwrap() >= 1);
        }
    }
}

/// Lets somebody write to a table of PostgreSQL that is held meanwhile. SQLite's writer is alone with its file.
fn hold_settings(app: &TestApp, time: Duration, write: impl FnOnce()) {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    let guanxi_persistence::Location::Postgres(url) = app.place.location().clone() else {
        return write();
    };
    let (held, wait) = std::sync::mpsc::channel();
    let holder = std::thread::spawn(move || {
        let mut conn = diesel::PgConnection::establish(&url).unwrap();
        conn.batch_execute("BEGIN; LOCK TABLE settings IN ACCESS EXCLUSIVE MODE")
            .unwrap();
        held.send(()).unwrap();
        std::thread::sleep(time);
        conn.batch_execute("ROLLBACK").unwrap();
    });
    wait.recv().unwrap();
    write();
    holder.join().unwrap();
}
