//! RG8 and the web app's files; health.

use reqwest::Method;

use crate::on_each_database;
use crate::process::run;
use crate::server::Place;

on_each_database! {
    async fn every_answer_has_the_headers(app) {
        let nobody = app.nobody();
        for path in ["/", "/accounts/1", "/api/v1/auth/state", "/api/v1/accounts", "/health/live", "/nowhere.js"] {
            let answer = nobody.send(nobody.request(Method::GET, path)).await;
            let policy = answer.header("content-security-policy").unwrap();
            assert!(policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'self' 'wasm-unsafe-eval';"));
            assert!(!policy.contains("unsafe-inline"));
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert!(answer.header("referrer-policy").is_some() && answer.header("permissions-policy").is_some());
            assert!(answer.header("x-request-id").is_some());
            assert!(answer.header("access-control-allow-origin").is_none());
        }
        let data = nobody.get("/auth/state").await;
        assert_eq!(data.header("cache-control"), Some("no-store"));
    }

    async fn health_is_told(app) {
        let nobody = app.nobody();
        for path in ["/health", "/health/live", "/health/ready"] {
            let answer = nobody.send(nobody.request(Method::GET, path)).await.expect(200);
            assert_eq!(answer.json()["status"], serde_json::json!("ok"));
        }
    }

    async fn the_page_is_served_for_every_path_of_the_app(app) {
        // Without a built web app there is no page; both are right, but never an error of ours.
        let nobody = app.nobody();
        let page = nobody.send(nobody.request(Method::GET, "/")).await;
        let deep = nobody.send(nobody.request(Method::GET, "/opportunities/board?x=1")).await;
        assert_eq!(page.status, deep.status);
        let inside = run(&Place::sqlite(), &["web-app"]);
        assert_eq!(inside.status.success(), page.status == 200, "`guanxi web-app` says so");
        if page.status == 404 {
            assert_eq!(page.code(), "web_app_missing");
            return;
        }
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        let tag = page.header("etag").unwrap().to_owned();
        let again = nobody.request(Method::GET, "/").header("if-none-match", tag);
        nobody.send(again).await.expect(304);
        let html = String::from_utf8_lossy(&page.bytes).into_owned();
        let start = html.find("/assets/").unwrap();
        let end = start + html[start..].find('"').unwrap();
        let zipped = nobody.request(Method::GET, &html[start..end]).header("accept-encoding", "br, gzip");
        let asset = nobody.send(zipped).await.expect(200);
        assert!(asset.header("cache-control").unwrap().contains("immutable"));
        assert_eq!(asset.header("content-encoding"), Some("br"));
        nobody.send(nobody.request(Method::GET, "/assets/..%2findex.html")).await.expect(404);
    }
}
