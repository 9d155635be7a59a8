//! RB5: what ends a session ends it at once, on every older token.

use serde_json::json;

use crate::firm::{Firm, Persona};
use crate::on_each_database;
use crate::server::{ADMIN, PASSWORD};

on_each_database! {
    async fn signing_out_ends_the_session(app) {
        let session = app.set_up().await;
        let other = app.sign_in(ADMIN).await;
        let cookie = session.cookie();
        session.sign_out().await.expect(204);
        session.get("/me").await.expect(401);
        session.refresh_with(cookie.as_deref()).await.expect(401);
        session.sign_out().await.expect(204);
        other.get("/me").await.expect(200);
    }

    async fn another_password_ends_all_other_sessions(app) {
        let session = app.set_up().await;
        let other = app.sign_in(ADMIN).await;
        let new = "a completely different sentence";
        session.change_password("not the password", new).await.expect(422);
        session.change_password(PASSWORD, "password").await.expect(422);
        session.change_password(PASSWORD, new).await.expect(204);
        other.get("/me").await.expect(401);
        other.refresh().await.expect(401);
        session.get("/me").await.expect(200);
        session.refresh().await.expect(200);
        app.nobody().sign_in(ADMIN, PASSWORD).await.expect(401);
        app.nobody().sign_in(ADMIN, new).await.expect(200);
    }

    async fn who_is_suspended_is_out_and_stays_out(app) {
        let firm = Firm::found(&app).await;
        let (admin, rep) = (firm.of(Persona::Admin), firm.of(Persona::Rep));
        rep.get("/me").await.expect(200);
        let user = format!("/users/{}", firm.ids[&Persona::Rep]);
        admin.post(&format!("{user}/suspend"), &json!({})).await.expect(200);
        rep.get("/me").await.expect(401);
        rep.get("/accounts").await.expect(401);
        let login = "rep@example.com";
        app.nobody().sign_in(login, PASSWORD).await.expect(401);
        admin.post(&format!("{user}/activate"), &json!({})).await.expect(200);
        rep.get("/me").await.expect(401);
        rep.refresh().await.expect(401);
        app.nobody().sign_in(login, PASSWORD).await.expect(200);
    }

    async fn changed_rights_bite_at_once(app) {
        let firm = Firm::found(&app).await;
        let (admin, rep) = (firm.of(Persona::Admin), firm.of(Persona::Rep));
        rep.create("accounts", &json!({ "name": "Before" })).await.expect(201);
        let user = format!("/users/{}", firm.ids[&Persona::Rep]);
        admin.patch(&user, "*", &json!({ "roles": [] })).await.expect(200);
        rep.create("accounts", &json!({ "name": "After" })).await.expect(403);
        rep.get("/accounts").await.expect(403);
    }

    async fn sessions_are_listed_and_ended_one_by_one(app) {
        let firm = Firm::found(&app).await;
        let (admin, rep) = (firm.of(Persona::Admin), firm.of(Persona::Rep));
        let second = app.sign_in("rep@example.com").await;
        let rows = rep.get("/auth/sessions").await.expect(200).rows();
        assert_eq!(rows.len(), 2);
        let other = rows.iter().find(|row| row["current"] == json!(false)).unwrap();
        let path = format!("/auth/sessions/{}", other["id"].as_str().unwrap());
        let foreign = admin.delete(&path, "*").await.expect(404);
        let missing = admin.delete("/auth/sessions/019a0000-0000-7000-8000-000000000001", "*").await.expect(404);
        assert_eq!(foreign.code(), missing.code());
        rep.delete(&path, "*").await.expect(204);
        second.get("/me").await.expect(401);
        second.refresh().await.expect(401);
        rep.delete(&path, "*").await.expect(404);
        rep.get("/me").await.expect(200);
    }
}
