//! RE4: no update is lost.

use futures_util::future::join_all;
use serde_json::json;

use crate::on_each_database;
use crate::session::Session;

/// Reads, adds one, writes; again when somebody else was quicker.
async fn count_up(session: &Session<'_>, path: &str, times: usize) -> usize {
    let mut stale = 0;
    for _ in 0..times {
        loop {
            let record = session.get(path).await.expect(200).json();
            let hue: i64 = record["description"].as_str().unwrap().parse().unwrap();
            let body = json!({ "description": (hue + 1).to_string() });
            let answer = session
                .patch(path, record["version"].as_i64().unwrap(), &body)
                .await;
            match answer.status {
                200 => break,
                412 => stale += 1,
                other => panic!("{other}"),
            }
        }
    }
    stale
}

on_each_database! {
    async fn fifty_editors_count_to_a_sum(app) {
        let admin = app.set_up().await;
        let made = admin.create("accounts", &json!({ "name": "Counter", "description": "0" })).await;
        let path = format!("/accounts/{}", made.id());
        let editors: Vec<_> = (0..50).map(|_| admin.twin()).collect();
        let stale: usize = join_all(editors.iter().map(|editor| count_up(editor, &path, 4))).await.into_iter().sum();
        let record = admin.get(&path).await.json();
        assert_eq!(record["description"], json!("200"));
        assert_eq!(record["version"], json!(201));
        assert!(stale > 0, "nobody met anybody");
    }
}
