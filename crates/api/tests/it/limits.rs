//! RE6: budgets are told and kept.

use guanxi_api::settings::ServeOptions;
use serde_json::json;

use crate::server::{ADMIN, Place, TestApp, number_in};

fn tight() -> TestApp {
    TestApp::over(Place::sqlite(), ServeOptions::default(), |settings| {
        settings.limits.reads_per_second = 2;
        settings.limits.writes_per_second = 1;
    })
}

#[actix_web::test]
async fn who_asks_too_often_waits_and_others_do_not() {
    let app = tight();
    let admin = app.set_up().await;
    let first = admin.get("/me").await.expect(200);
    assert_eq!(first.header("ratelimit-policy"), Some("\"read\";q=20;w=10"));
    assert!(
        first
            .header("ratelimit")
            .unwrap()
            .starts_with("\"read\";r=19;t=")
    );
    let mut statuses = Vec::new();
    for _ in 0..25 {
        let answer = admin.get("/me").await;
        if answer.status == 429 {
            assert_eq!(answer.code(), "quota_exceeded");
            assert!(number_in::<u64>(&answer, "retry-after") >= 1);
            assert!(
                answer
                    .header("ratelimit")
                    .unwrap()
                    .starts_with("\"read\";r=0;t=")
            );
        }
        statuses.push(answer.status);
    }
    assert!(statuses.contains(&429));
    // Writing has a budget of its own, and so has whoever is not signed in.
    let written = admin
        .create("accounts", &json!({ "name": "One" }))
        .await
        .expect(201);
    assert!(
        written
            .header("ratelimit-policy")
            .unwrap()
            .starts_with("\"write\";q=10")
    );
    app.nobody().get("/auth/state").await.expect(200);
}

#[actix_web::test]
async fn a_batch_counts_once() {
    let app = tight();
    let admin = app.set_up().await;
    let many: Vec<_> = (0..50)
        .map(|n| json!({ "op": "create", "body": { "name": format!("Tag {n}") } }))
        .collect();
    let answer = admin
        .post("/tags/batch", &json!({ "operations": many }))
        .await
        .expect(200);
    assert!(
        answer
            .header("ratelimit")
            .unwrap()
            .starts_with("\"write\";r=9;")
    );
    let asked = admin.post("/tags/query", &json!({})).await.expect(200);
    assert!(asked.header("ratelimit").unwrap().starts_with("\"read\";"));
}

#[actix_web::test]
async fn bad_tokens_are_on_the_budget_of_the_address() {
    let app = tight();
    let admin = app.set_up().await;
    let nobody = app.nobody();
    nobody.set_token(Some("made.up.token".to_owned()));
    let mut statuses = std::collections::BTreeSet::new();
    for _ in 0..30 {
        statuses.insert(nobody.get("/me").await.status);
    }
    assert_eq!(statuses.into_iter().collect::<Vec<_>>(), [401, 429]);
    admin.get("/me").await.expect(200);
    assert_eq!(admin.get("/me").await.json()["login"], json!(ADMIN));
}
