//! RE3: a POST sent again with the same key happens once.

use futures_util::future::join_all;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::infra::idempotency;
use serde_json::json;

use crate::firm::{Firm, Persona};
use crate::on_each_database;

on_each_database! {
    async fn the_same_key_gives_the_same_answer(app) {
        let admin = app.set_up().await;
        let body = json!({ "name": "Once" });
        let first = admin.post_once("/accounts", &body, "key-1").await.expect(201);
        let again = admin.post_once("/accounts", &body, "key-1").await.expect(201);
        assert_eq!(again.bytes, first.bytes);
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(again.header("etag"), first.header("etag"));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        let other = admin.post_once("/accounts", &json!({ "name": "Other" }), "key-1").await.expect(422);
        assert_eq!(other.code(), "key_reused");
        admin.post_once("/contacts", &json!({ "family_name": "Anders" }), "key-1").await.expect(201);
        assert_eq!(admin.get("/accounts").await.rows().len(), 1);
    }

    async fn fifty_at_once_make_one_record(app) {
        let admin = app.set_up().await;
        let body = json!({ "name": "Once" });
        let answers = join_all((0..50).map(|_| admin.post_once("/accounts", &body, "same"))).await;
        let mut bodies = std::collections::BTreeSet::new();
        for answer in &answers {
            match answer.status {
                201 => drop(bodies.insert(answer.bytes.clone())),
                409 => assert_eq!(answer.code(), "key_running"),
                other => panic!("{other}"),
            }
        }
        assert_eq!(bodies.len(), 1);
        assert_eq!(admin.get("/accounts").await.rows().len(), 1);
    }

    async fn refusals_by_rules_are_kept_too(app) {
        let admin = app.set_up().await;
        let body = json!({ "name": "" });
        let first = admin.post_once("/accounts", &body, "key").await.expect(422);
        let again = admin.post_once("/accounts", &body, "key").await.expect(422);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.header("content-type"), Some("application/problem+json"));
        assert_eq!(again.header("x-request-id").unwrap(), again.json()["trace_id"]);
        assert_eq!(first.json()["errors"], again.json()["errors"]);
        admin.post_once("/accounts", &json!({ "name": "Now" }), "key").await.expect(422);
    }

    async fn keys_have_a_form(app) {
        let admin = app.set_up().await;
        let body = json!({ "name": "x" });
        let longest = "k".repeat(255);
        admin.post_once("/accounts", &body, &longest).await.expect(201);
        for bad in [format!("{longest}k"), String::new(), "with space".to_owned(), "tab\tinside".to_owned()] {
            assert_eq!(admin.post_once("/accounts", &body, &bad).await.expect(400).code(), "bad_idempotency_key");
        }
    }

    async fn keys_belong_to_whoever_made_them(app) {
        let firm = Firm::found(&app).await;
        let body = json!({ "name": "Mine" });
        let rep = firm.of(Persona::Rep).post_once("/accounts", &body, "k").await.expect(201);
        let other = firm.of(Persona::Rep2).post_once("/accounts", &body, "k").await.expect(201);
        assert_ne!(rep.id(), other.id());
    }

    async fn a_replay_is_authorised_again(app) {
        let firm = Firm::found(&app).await;
        let (admin, rep) = (firm.of(Persona::Admin), firm.of(Persona::Rep));
        let body = json!({ "name": "Mine" });
        let made = rep.post_once("/accounts", &body, "k").await.expect(201);
        let path = format!("/accounts/{}", made.id());
        admin.patch(&path, "*", &json!({ "owner_id": firm.ids[&Persona::Rep2] })).await.expect(200);
        rep.post_once("/accounts", &body, "k").await.expect(404);
        let user = format!("/users/{}", firm.ids[&Persona::Rep]);
        admin.patch(&user, "*", &json!({ "roles": [] })).await.expect(200);
        rep.post_once("/accounts", &body, "k").await.expect(403);
    }

    async fn after_two_days_a_key_is_new_again(app) {
        let admin = app.set_up().await;
        let body = json!({ "name": "Twice" });
        admin.post_once("/accounts", &body, "k").await.expect(201);
        let moved = app.app.db.write(|tx| {
            let user = tx.world.person_by_login(crate::server::ADMIN).unwrap().user.head.id;
            let slot = idempotency::Slot { actor: user, path: "/api/v1/accounts".into(), key: "k".into() };
            let kept = idempotency::kept(tx.conn(), &slot, Instant::from_micros(0))?.unwrap();
            let before = Instant::from_micros(tx.now.micros() - 49 * 3600 * 1_000_000);
            idempotency::keep(tx.conn(), &slot, &kept, before)
        });
        moved.unwrap();
        admin.post_once("/accounts", &body, "k").await.expect(201);
        assert_eq!(admin.get("/accounts").await.rows().len(), 2);
    }

    async fn verbs_and_batches_are_kept(app) {
        let admin = app.set_up().await;
        let made = admin.create("activities", &json!({ "kind": "task", "subject": "Call" })).await;
        let path = format!("/activities/{}/complete", made.id());
        let done = admin.post_once(&path, &json!({}), "v").await.expect(200);
        let again = admin.post_once(&path, &json!({}), "v").await.expect(200);
        assert_eq!(done.bytes, again.bytes);
        admin.post(&path, &json!({})).await.expect(409);
        let batch = json!({ "operations": [{ "op": "create", "body": { "name": "Tag" } }] });
        let first = admin.post_once("/tags/batch", &batch, "b").await.expect(200);
        let second = admin.post_once("/tags/batch", &batch, "b").await.expect(200);
        assert_eq!(first.bytes, second.bytes);
        assert_eq!(admin.get("/tags").await.rows().len(), 1);
    }
}
