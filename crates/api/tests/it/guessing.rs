//! RB6 and RB7: guessing is slowed, owners are not locked out, and nobody can list users.

use std::time::{Duration, Instant};

use guanxi_api::settings::ServeOptions;
use guanxi_persistence::infra::failures;
use reqwest::Method;
use serde_json::json;

use crate::on_each_database;
use crate::server::{ADMIN, PASSWORD, Place, TestApp, number_in};
use crate::session::Answer;

on_each_database! {
    async fn guesses_on_one_account_are_slowed(app) {
        app.set_up().await;
        let nobody = app.nobody();
        let mut statuses = Vec::new();
        for guess in 0..12 {
            let spoofed = format!("203.0.113.{guess}");
            let request = nobody.request(Method::POST, "/api/v1/auth/sign_in")
                .header("x-forwarded-for", spoofed)
                .json(&json!({ "login": ADMIN, "password": format!("guess number {guess}") }));
            let answer = nobody.send(request).await;
            if answer.status == 429 {
                assert_eq!(answer.code(), "too_many_attempts");
                assert!(number_in::<u64>(&answer, "retry-after") >= 1);
            }
            statuses.push(answer.status);
        }
        assert_eq!(statuses, [[401; 10].as_slice(), &[429, 429]].concat());
        // The right password is not even looked at from there.
        nobody.sign_in(ADMIN, PASSWORD).await.expect(429);
    }

    async fn one_password_on_many_accounts_is_slowed(app) {
        app.set_up().await;
        let nobody = app.nobody();
        let mut statuses = Vec::new();
        for account in 0..11 {
            let login = format!("person{account}@example.com");
            statuses.push(nobody.sign_in(&login, "Summer2026!").await.status);
        }
        assert_eq!(statuses, [[401; 10].as_slice(), &[429]].concat());
    }

    async fn unknown_wrong_and_suspended_look_alike(app) {
        let firm = crate::firm::Firm::found(&app).await;
        drop(firm);
        let told = async |login: &str, password: &str| {
            let answer = app.nobody().sign_in(login, password).await.expect(401);
            let mut json = answer.json();
            json["trace_id"] = json!("");
            (json, answer.header("set-cookie").map(str::to_owned))
        };
        let unknown = told("nobody@example.com", PASSWORD).await;
        assert_eq!(told(ADMIN, "not the password").await, unknown);
        assert_eq!(told("off@example.com", PASSWORD).await, unknown);
        assert_eq!(told(&"x".repeat(200), "x").await, unknown);
    }
}

fn through_a_proxy(app: &TestApp, client: &str, password: &str) -> reqwest::RequestBuilder {
    app.nobody()
        .request(Method::POST, "/api/v1/auth/sign_in")
        .header("x-forwarded-for", client)
        .header("x-forwarded-proto", "https")
        .json(&json!({ "login": ADMIN, "password": password }))
}

#[actix_web::test]
async fn the_owner_gets_in_from_elsewhere() {
    let serve = ServeOptions {
        trusted_proxies: vec!["127.0.0.1".to_owned()],
        ..ServeOptions::default()
    };
    let app = TestApp::over(Place::sqlite(), serve, |_| {});
    app.set_up().await;
    let from = async |client: &str, password: &str| -> Answer {
        app.nobody()
            .send(through_a_proxy(&app, client, password))
            .await
    };
    for guess in 0..10 {
        from("203.0.113.7", &format!("guess number {guess}"))
            .await
            .expect(401);
    }
    from("203.0.113.7", PASSWORD).await.expect(429);
    // What the client claims before the proxy's own word makes no difference.
    from("198.51.100.1, 203.0.113.7", PASSWORD)
        .await
        .expect(429);
    from("198.51.100.1", PASSWORD).await.expect(200);
}

/// One after the other, and the quickest of many, so that what else the machine does makes no difference.
#[actix_web::test]
async fn unknown_and_wrong_take_alike() {
    let app = TestApp::sqlite();
    app.set_up().await;
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..25 {
        for (login, times) in [ADMIN, "nobody@example.com"].into_iter().zip(&mut times) {
            let started = Instant::now();
            app.nobody()
                .sign_in(login, "not the password")
                .await
                .expect(401);
            times.push(started.elapsed());
        }
        forget_failures(&app);
    }
    let [known, unknown] = times.map(|times| times.into_iter().min().unwrap());
    let allowed = Duration::from_millis(5).max(known / 4);
    assert!(known.abs_diff(unknown) <= allowed, "{known:?} {unknown:?}");
}

fn forget_failures(app: &TestApp) {
    let forgotten = app.app.db.write(|tx| {
        let now = tx.now;
        failures::forget_before(tx.conn(), now)
    });
    forgotten.unwrap();
}
