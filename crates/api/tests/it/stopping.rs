//! A server that is asked to stop under load finishes what it began.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::join;
use serde_json::{Value as Json, json};

use crate::process::{Running, places};
use crate::server::PASSWORD;

/// Writes until the server is gone; the names that were answered with 201.
async fn write_until_gone(
    http: &reqwest::Client,
    url: &str,
    token: &str,
    writer: usize,
) -> Vec<String> {
    let mut written = Vec::new();
    for n in 0.. {
        let name = format!("{writer}-{n}");
        let request = http
            .post(format!("{url}/api/v1/accounts"))
            .bearer_auth(token);
        match request.json(&json!({ "name": name })).send().await {
            Ok(answer) if answer.status() == 201 => written.push(name),
            Ok(answer) => panic!("{}", answer.status()),
            Err(_) => break,
        }
    }
    written
}

async fn names(http: &reqwest::Client, url: &str, token: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let page = format!("{url}/api/v1/accounts?limit=200&fields=name&sort=created_at{cursor}");
        let page = http.get(page).bearer_auth(token).send().await.unwrap();
        let page: Json = page.json().await.unwrap();
        let rows = page["data"].as_array().unwrap();
        names.extend(
            rows.iter()
                .map(|row| row["name"].as_str().unwrap().to_owned()),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return names,
        }
    }
}

/// The first start; the administrator's access token.
async fn set_up(http: &reqwest::Client, server: &Running) -> String {
    let (_, link) = server.lines[1].split_once("#token=").unwrap();
    let setup = json!({
        "token": link.split(' ').next(), "workspace_name": "Test", "family_name": "Admin", "login": "a@example.com",
        "password": PASSWORD, "language": "en", "company_currency": "EUR", "time_zone": "UTC",
    });
    let request = http.post(format!("{}/api/v1/auth/setup", server.url));
    let signed: Json = request
        .json(&setup)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    signed["access_token"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn nothing_acknowledged_is_lost_when_asked_to_stop() {
    for place in places() {
        let server = Running::start(&place, 2);
        let url = server.url.clone();
        let http = reqwest::Client::new();
        let token = set_up(&http, &server).await;
        let writers = (0..20).map(|writer| write_until_gone(&http, &url, &token, writer));
        let stop = async {
            actix_web::rt::time::sleep(Duration::from_millis(700)).await;
            let stopped = actix_web::web::block(move || server.terminate());
            stopped.await.unwrap()
        };
        let (written, (code, took)) = join!(join_all(writers), stop);
        assert_eq!(code, Some(0));
        assert!(took < Duration::from_secs(30), "{took:?}");
        let again = Running::start(&place, 1);
        let there = names(&http, &again.url, &token).await;
        let written: Vec<String> = written.into_iter().flatten().collect();
        assert!(written.len() > 20, "only {} were written", written.len());
        let lost = written.iter().filter(|name| !there.contains(*name));
        assert_eq!(lost.count(), 0, "of {}", written.len());
    }
}
