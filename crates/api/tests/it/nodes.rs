//! Two servers over one PostgreSQL database: what happens on one is known on the other.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use guanxi_api::settings::ServeOptions;
use guanxi_persistence::infra::credentials;
use serde_json::json;

use crate::firm::{Firm, Persona, stored_hash};
use crate::server::{ADMIN, PASSWORD, Place, TestApp};
use crate::session::Session;

fn two() -> (TestApp, TestApp) {
    let place = Place::postgres();
    let one = TestApp::over(place.clone(), ServeOptions::default(), |_| {});
    // Its link is the newest; whoever starts later offers another one.
    let two = TestApp::over(place, ServeOptions::default(), |_| {});
    (two, one)
}

/// The same person at the other server.
fn there<'a>(session: &Session<'_>, app: &'a TestApp) -> Session<'a> {
    let twin = app.nobody();
    twin.set_token(session.token());
    twin.set_cookie(session.cookie());
    twin
}

/// Fails unless the path answers so within two seconds and a little for a busy machine.
async fn soon(session: &Session<'_>, path: &str, status: u16) {
    let started = Instant::now();
    while session.get(path).await.status != status {
        assert!(
            started.elapsed() < Duration::from_millis(2_500),
            "{path} is not {status} yet"
        );
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
    }
}

#[actix_web::test]
async fn ended_sessions_and_changed_rights_bite_on_every_node() {
    let (here, other) = two();
    let firm = Firm::found(&here).await;
    let (admin, rep) = (firm.of(Persona::Admin), firm.of(Persona::Rep));
    let rep_there = there(rep, &other);
    soon(&rep_there, "/accounts", 200).await;
    let user = format!("/users/{}", firm.ids[&Persona::Rep]);
    admin
        .patch(&user, "*", &json!({ "roles": [] }))
        .await
        .expect(200);
    soon(&rep_there, "/accounts", 403).await;
    rep.sign_out().await.expect(204);
    soon(&rep_there, "/me", 401).await;
    let admin_there = there(admin, &other);
    soon(&admin_there, "/me", 200).await;
    let me = format!("/users/{}", firm.ids[&Persona::Mate]);
    let mate_there = there(firm.of(Persona::Mate), &other);
    soon(&mate_there, "/me", 200).await;
    admin
        .post(&format!("{me}/suspend"), &json!({}))
        .await
        .expect(200);
    soon(&mate_there, "/me", 401).await;
}

#[actix_web::test]
async fn who_was_let_in_a_moment_ago_is_known_on_every_node() {
    let (here, other) = two();
    let admin = here.set_up().await;
    there(&admin, &other).get("/me").await.expect(200);
    let hash = stored_hash(&here);
    for nth in 0..5 {
        let login = format!("new-{nth}@example.com");
        let body = json!({ "family_name": "New", "login": login });
        let made = admin.create("users", &body).await.expect(201).id();
        admin
            .post(&format!("/users/{made}/activate"), &json!({}))
            .await
            .expect(200);
        let (user, hash) = (made.parse().unwrap(), hash.clone());
        let stored = here.app.db.write(move |tx| {
            let now = tx.now;
            credentials::set(tx.conn(), user, &hash, now)
        });
        stored.unwrap();
        let new = other.nobody();
        new.sign_in(&login, PASSWORD).await.expect(200);
        there(&new, &here).get("/me").await.expect(200);
        there(&new, &here).refresh().await.expect(200);
    }
}

#[actix_web::test]
async fn keys_and_guesses_are_counted_together() {
    let (here, other) = two();
    let admin = here.set_up().await;
    let admin_there = there(&admin, &other);
    soon(&admin_there, "/me", 200).await;
    let body = json!({ "name": "Once" });
    let sent = (0..40).map(|n| if n % 2 == 0 { &admin } else { &admin_there });
    let answers = join_all(sent.map(|session| session.post_once("/accounts", &body, "same"))).await;
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer.status, 201 | 409))
    );
    assert_eq!(admin.get("/accounts").await.rows().len(), 1);
    for guess in 0..10 {
        let app = if guess % 2 == 0 { &here } else { &other };
        app.nobody()
            .sign_in(ADMIN, "not the password")
            .await
            .expect(401);
    }
    here.nobody()
        .sign_in(ADMIN, "not the password")
        .await
        .expect(429);
    other
        .nobody()
        .sign_in(ADMIN, "not the password")
        .await
        .expect(429);
}
