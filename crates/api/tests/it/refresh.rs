//! RB4 and RB12: refresh tokens rotate, theft is noticed, and browsers' rules hold.

use futures_util::future::join_all;
use reqwest::Method;

use crate::on_each_database;
use crate::server::{Place, TestApp};
use guanxi_api::settings::ServeOptions;

on_each_database! {
    async fn each_use_gives_another_token(app) {
        let session = app.set_up().await;
        let first = session.cookie();
        session.refresh().await.expect(200);
        let second = session.cookie();
        assert_ne!(first, second);
        session.get("/me").await.expect(200);
        session.refresh().await.expect(200);
        assert_ne!(session.cookie(), second);
    }

    async fn a_token_used_twice_ends_the_family(app) {
        let session = app.set_up().await;
        let first = session.cookie();
        session.refresh().await.expect(200);
        session.refresh().await.expect(200);
        // Two generations old: whoever still has it did not get it from us.
        let thief = app.nobody();
        thief.refresh_with(first.as_deref()).await.expect(401);
        session.refresh().await.expect(401);
        session.get("/me").await.expect(401);
    }

    async fn many_tabs_at_once_stay_in_one_lineage(app) {
        let session = app.set_up().await;
        let cookie = session.cookie();
        let tabs: Vec<_> = (0..20).map(|_| session.twin()).collect();
        let answers = join_all(tabs.iter().map(|tab| tab.refresh_with(cookie.as_deref()))).await;
        for answer in answers {
            answer.expect(200);
        }
        let cookies: std::collections::BTreeSet<_> = tabs.iter().map(|tab| tab.cookie()).collect();
        assert_eq!(cookies.len(), 1, "all tabs hold the same token");
        tabs[7].refresh().await.expect(200);
        session.get("/me").await.expect(200);
    }

    async fn the_cookie_obeys_the_rules_of_browsers(app) {
        let session = app.nobody();
        let answer = session.setup(&app.setup_body()).await.expect(200);
        let cookie = answer.header("set-cookie").unwrap();
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Secure") && cookie.starts_with("guanxi_refresh="));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let gone = session.sign_out().await.expect(204);
        assert!(gone.header("set-cookie").unwrap().contains("Max-Age=0"));
    }

    async fn pages_of_others_cannot_use_the_cookie(app) {
        let session = app.set_up().await;
        let cookie = session.cookie().unwrap();
        let path = "/api/v1/auth/refresh";
        let bare = app.nobody();
        let without_header = bare.request(Method::POST, path).header("cookie", &cookie);
        assert_eq!(bare.send(without_header).await.expect(403).code(), "header_missing");
        for origin in ["https://evil.example.com", "null", "http://127.0.0.1:1"] {
            let foreign = bare.request(Method::POST, path)
                .header("cookie", &cookie).header("x-guanxi", "1").header("origin", origin);
            let refused = bare.send(foreign).await.expect(403);
            assert_eq!(refused.code(), "foreign_origin");
            assert!(refused.header("access-control-allow-origin").is_none());
        }
        let own = bare.request(Method::POST, path)
            .header("cookie", &cookie).header("x-guanxi", "1").header("origin", &app.url);
        bare.send(own).await.expect(200);
        let text = bare.request(Method::POST, "/api/v1/auth/sign_in")
            .header("content-type", "text/plain").body("{\"login\":\"a\",\"password\":\"b\"}");
        bare.send(text).await.expect(415);
    }
}

fn behind(serve: ServeOptions) -> TestApp {
    TestApp::over(Place::sqlite(), serve, |_| {})
}

#[actix_web::test]
async fn behind_https_the_cookie_is_secure() {
    let app = behind(ServeOptions {
        public_url: Some("https://crm.example.com".to_owned()),
        trusted_proxies: vec!["127.0.0.1".to_owned()],
        ..ServeOptions::default()
    });
    let session = app.nobody();
    let asked = session
        .request(Method::POST, "/api/v1/auth/setup")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-for", "203.0.113.9")
        .header("host", "crm.example.com")
        .header("origin", "https://crm.example.com")
        .json(&app.setup_body());
    let answer = session.send(asked).await.expect(200);
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("__Secure-guanxi_refresh=") && cookie.contains("Secure"),
        "{cookie}"
    );
    assert!(answer.header("strict-transport-security").is_some());
}

#[actix_web::test]
async fn plain_http_from_elsewhere_is_refused_unless_asked_for() {
    let serve = |allow| ServeOptions {
        trusted_proxies: vec!["127.0.0.1".to_owned()],
        allow_http: Some(allow),
        ..ServeOptions::default()
    };
    let strict = behind(serve(false));
    let elsewhere = |app: &TestApp| {
        app.nobody()
            .request(Method::POST, "/api/v1/auth/setup")
            .header("x-forwarded-for", "192.168.1.20")
            .json(&app.setup_body())
    };
    let refused = strict.nobody().send(elsewhere(&strict)).await.expect(403);
    assert_eq!(refused.code(), "insecure_transport");
    let lenient = behind(serve(true));
    lenient.nobody().send(elsewhere(&lenient)).await.expect(200);
}
