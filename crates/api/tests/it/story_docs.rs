//! The examples of `docs/api.md`, run as they stand.

use std::process::Command;

use crate::on_each_database;
use crate::server::{ADMIN, PASSWORD};
use crate::story_sale::administrator;

const PAGE: &str = include_str!("../../../../docs/api.md");

/// All commands of the page, in order.
fn commands() -> String {
    let mut script = String::from("set -euo pipefail\n");
    let mut inside = false;
    for line in PAGE.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => {
                script.push_str(line);
                script.push('\n');
            }
            _ => {}
        }
    }
    script
}

on_each_database! {
    async fn the_documented_examples_work(app) {
        administrator(&app).await;
        let url = app.url.clone();
        let run = actix_web::web::block(move || {
            Command::new("bash")
                .args(["-c", &commands()])
                .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
                .env("GUANXI", url)
                .env("LOGIN", ADMIN)
                .env("PASSWORD", PASSWORD)
                .output()
                .unwrap()
        });
        let output = run.await.unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}\n{complaints}");
        assert!(told.contains("\"sum_amount\":[{\"amount_minor\":84575,\"currency\":\"EUR\"}]"), "{told}");
        assert!(told.contains("此欄位必填。"), "{told}");
        assert!(told.contains("\"origin\":\"preferences\""), "{told}");
        assert!(told.contains("\"state\":\"finished\"") && told.contains("customers.csv,86,warning"), "{told}");
    }
}
