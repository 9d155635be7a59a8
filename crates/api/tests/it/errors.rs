//! RE1: one shape for every refusal.

use reqwest::Method;
use serde_json::json;

use crate::on_each_database;
use crate::session::Answer;

#[track_caller]
fn in_shape(answer: &Answer) {
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    let problem = answer.json();
    assert_eq!(problem["status"], json!(answer.status));
    let code = problem["code"].as_str().unwrap();
    assert_eq!(problem["type"], json!(format!("/problems/{code}")));
    assert!(!problem["title"].as_str().unwrap().is_empty());
    assert_eq!(
        problem["trace_id"],
        json!(answer.header("x-request-id").unwrap())
    );
    let text = problem.to_string().to_lowercase();
    for leak in [
        "select ",
        "insert ",
        "sqlite",
        "postgres",
        "/src/",
        "panicked",
        "backtrace",
    ] {
        assert!(!text.contains(leak), "{text}");
    }
}

on_each_database! {
    async fn every_refusal_has_the_same_shape(app) {
        let admin = app.set_up().await;
        let nobody = app.nobody();
        let account = admin.create("accounts", &json!({ "name": "One" })).await.id();
        let record = format!("/accounts/{account}");
        in_shape(&nobody.get("/accounts").await.expect(401));
        in_shape(&admin.get("/unicorns").await.expect(404));
        in_shape(&admin.get("/accounts/1").await.expect(404));
        in_shape(&admin.get("/accounts/1/2/3/4/5").await.expect(404));
        in_shape(&admin.get("/accounts?x=1").await.expect(400));
        in_shape(&admin.post("/accounts", &json!({})).await.expect(422));
        in_shape(&admin.patch(&record, 7, &json!({ "name": "x" })).await.expect(412));
        in_shape(&admin.call(Method::PATCH, &record, &json!({}), &[]).await.expect(428));
        in_shape(&admin.post("/auth/setup", &app.setup_body()).await.expect(403));
        in_shape(&admin.send(admin.request(Method::GET, "/api/v2/accounts")).await.expect(404));
        in_shape(&admin.send(admin.request(Method::GET, "/assets/none.js")).await.expect(404));
        in_shape(&admin.send(admin.request(Method::POST, "/somewhere")).await.expect(405));
        let broken = admin.request(Method::POST, "/api/v1/accounts").header("content-type", "application/json").body("{");
        in_shape(&admin.send(broken).await.expect(400));
        let plain = admin.request(Method::POST, "/api/v1/accounts").body("name=x");
        in_shape(&admin.send(plain).await.expect(415));
    }

    async fn wrong_methods_are_told_the_right_ones(app) {
        let admin = app.set_up().await;
        let id = "019a0000-0000-7000-8000-000000000001";
        for (method, path, allow) in [
            (Method::DELETE, "/api/v1/accounts".to_owned(), "GET, HEAD, POST"),
            (Method::PUT, format!("/api/v1/accounts/{id}"), "GET, HEAD, PATCH, DELETE"),
            (Method::GET, "/api/v1/accounts/query".to_owned(), "POST"),
            (Method::TRACE, "/api/v1/meta".to_owned(), "GET, HEAD"),
            (Method::OPTIONS, "/api/v1/auth/sign_in".to_owned(), "POST"),
            (Method::POST, "/health/ready".to_owned(), "GET, HEAD"),
            (Method::GET, format!("/api/v1/accounts/{id}/restore"), "POST"),
        ] {
            let answer = admin.send(admin.request(method, &path)).await.expect(405);
            in_shape(&answer);
            assert_eq!(answer.header("allow"), Some(allow), "{path}");
        }
        // What is only read, whatever was sent; and pages of the app.
        for (method, path) in [
            (Method::POST, "/api/v1/stage_changes".to_owned()),
            (Method::DELETE, "/api/v1/stage_changes".to_owned()),
            (Method::PATCH, format!("/api/v1/stage_changes/{id}")),
            (Method::PUT, format!("/api/v1/stage_changes/{id}")),
            (Method::OPTIONS, "/setup".to_owned()),
            (Method::POST, "/accounts".to_owned()),
        ] {
            let answer = admin.send(admin.request(method, &path)).await.expect(405);
            in_shape(&answer);
            assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{path}");
        }
        let nameless = admin.request(Method::POST, &format!("/api/v1/accounts/{id}/juggle"));
        admin.send(nameless).await.expect(404);
    }

    async fn refusals_speak_the_callers_language(app) {
        let nobody = app.nobody();
        let mut titles = std::collections::BTreeSet::new();
        for (tag, told) in [("en", "en"), ("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans"), ("de", "en")] {
            let answer = nobody.get_with("/me", &[("accept-language", tag)]).await.expect(401);
            assert_eq!(answer.header("content-language"), Some(told));
            titles.insert(answer.json()["title"].as_str().unwrap().to_owned());
        }
        assert_eq!(titles.len(), 3);
    }

    async fn request_ids_differ(app) {
        let nobody = app.nobody();
        let one = nobody.get_with("/auth/state", &[("x-request-id", "mine")]).await;
        let two = nobody.get("/auth/state").await;
        assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
        assert_ne!(one.header("x-request-id"), Some("mine"));
    }

    async fn unwanted_fields_are_named_and_change_nothing(app) {
        // RA10: writes take listed fields only.
        let admin = app.set_up().await;
        let made = admin.create("accounts", &json!({ "name": "One" })).await.expect(201);
        let path = format!("/accounts/{}", made.id());
        for name in ["role", "is_admin", "created_at", "version", "password_hash", "tenant_id", "deleted_at", "source", "name_key", "__proto__"] {
            for answer in [
                admin.create("accounts", &json!({ "name": "Two", name: "x" })).await,
                admin.patch(&path, "*", &json!({ name: "x" })).await,
            ] {
                let reasons = answer.expect(422).reasons();
                assert_eq!(reasons[0].0, format!("/{name}"));
            }
        }
        assert_eq!(admin.get(&path).await.json(), made.json());
        assert_eq!(admin.get("/accounts").await.rows().len(), 1);
    }
}
