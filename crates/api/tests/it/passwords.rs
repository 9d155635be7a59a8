//! RB9: passwords are stored and compared whole.

use crate::on_each_database;
use crate::server::{ADMIN, PASSWORD, TestApp};
use crate::session::Session;

async fn change<'a>(app: &'a TestApp, from: &str, to: &str) -> (Session<'a>, u16) {
    let session = app.nobody();
    session.sign_in(ADMIN, from).await.expect(200);
    let status = session.change_password(from, to).await.status;
    (session, status)
}

on_each_database! {
    async fn long_passwords_count_to_the_last_byte(app) {
        app.set_up().await;
        let long = format!("{} a", "long sentences are easy to remember ".repeat(3));
        let other = format!("{} b", "long sentences are easy to remember ".repeat(3));
        assert_eq!(change(&app, PASSWORD, &long).await.1, 204);
        app.nobody().sign_in(ADMIN, &other).await.expect(401);
        app.nobody().sign_in(ADMIN, &long[..72]).await.expect(401);
        app.nobody().sign_in(ADMIN, &long).await.expect(200);
        let (_, status) = change(&app, &long, &"x y z ".repeat(700)).await;
        assert_eq!(status, 422);
        let started = std::time::Instant::now();
        app.nobody().sign_in(ADMIN, &"x".repeat(1_000_000)).await.expect(422);
        assert!(started.elapsed() < std::time::Duration::from_secs(1));
    }

    async fn spaces_emoji_and_other_scripts_are_fine(app) {
        app.set_up().await;
        let composed = "穿過長長的隧道 café 🐙🦑 ";
        let decomposed = "穿過長長的隧道 cafe\u{301} 🐙🦑 ";
        assert_eq!(change(&app, PASSWORD, composed).await.1, 204);
        app.nobody().sign_in(ADMIN, decomposed).await.expect(200);
        app.nobody().sign_in(ADMIN, composed.trim()).await.expect(401);
    }

    async fn weak_ones_are_refused_with_a_reason(app) {
        let session = app.set_up().await;
        for (password, code) in [("7 chars", "password_too_short"), ("password1", "password_too_easy"), (ADMIN, "password_too_easy")] {
            let refused = session.change_password(PASSWORD, password).await.expect(422);
            assert_eq!(refused.reasons(), [("/new_password".to_owned(), code.to_owned())]);
        }
        let stored = app.app.db.read(|reader| guanxi_persistence::infra::credentials::by_login(reader.conn(), ADMIN));
        assert!(stored.unwrap().unwrap().hash.unwrap().starts_with("$argon2id$"));
    }
}
