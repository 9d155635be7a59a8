//! `kill -9` in the middle of twenty writers: nothing acknowledged is lost, nothing is there twice.
//!
//! The clients keep their own ledger. What was answered with 201 must be there after the restart;
//! what was sent without an answer is sent again with the same key and must then be there once.
//! `GUANXI_CRASH_ROUNDS` sets the rounds, 10 unless said otherwise.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::rt::time::{sleep, timeout};
use actix_web::rt::{System, spawn};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use reqwest::{Client, StatusCode};
use serde_json::{Value as Json, json};
use uuid::Uuid;

const WRITERS: usize = 20;
const PASSWORD: &str = "ink on paper 42 seals";

fn rounds() -> usize {
    std::env::var("GUANXI_CRASH_ROUNDS").map_or(10, |rounds| rounds.parse().unwrap())
}

/// A server process of its own, with what is needed to start it again.
struct Server {
    folder: PathBuf,
    database: Option<String>,
    port: u16,
    process: Child,
    setup: Option<String>,
}

impl Server {
    fn start(folder: &Path, database: Option<&str>, first: bool) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_guanxi"));
        command
            .arg("serve")
            .env("GUANXI_DATA", folder)
            .env("GUANXI_LISTEN", format!("127.0.0.1:{port}"));
        command.env_remove("GUANXI_DATABASE_URL");
        if let Some(url) = database {
            command.env("GUANXI_DATABASE_URL", url);
        }
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Until the server says where it is; after that the pipe is emptied, or it would fill up.
        let mut lines = BufReader::new(process.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let mut setup = None;
        lines
            .find(|line| line.starts_with("Guanxi is at"))
            .expect("the server says where it is");
        if first {
            let link = lines.next().expect("the first start prints a link");
            let token = link.split_once("/setup#token=").unwrap().1;
            setup = token.split_whitespace().next().map(str::to_owned);
        }
        std::thread::spawn(move || lines.for_each(drop));
        let database = database.map(str::to_owned);
        Self {
            folder: folder.to_owned(),
            database,
            port,
            process,
            setup,
        }
    }

    fn again(&self) -> Self {
        Self::start(&self.folder, self.database.as_deref(), false)
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    async fn ready(&self, client: &Client) {
        let began = Instant::now();
        loop {
            match client.get(self.url("/health/ready")).send().await {
                Ok(answer) if answer.status() == StatusCode::OK => return,
                _ => assert!(
                    began.elapsed() < Duration::from_secs(5),
                    "up again within five seconds"
                ),
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn post(client: &Client, url: String, body: &Json) -> reqwest::RequestBuilder {
    client.post(url).header("X-Guanxi", "1").json(body)
}

async fn set_up(server: &Server, client: &Client) {
    let body = json!({
        "token": server.setup.as_deref().unwrap(), "workspace_name": "Crash", "family_name": "Boss", "login": "boss@example.com",
        "password": PASSWORD, "language": "en", "company_currency": "EUR", "time_zone": "UTC",
    });
    let answer = post(client, server.url("/api/v1/auth/setup"), &body)
        .send()
        .await
        .unwrap();
    assert!(
        answer.status().is_success(),
        "{}",
        answer.text().await.unwrap()
    );
}

async fn sign_in(server: &Server, client: &Client) -> String {
    let body = json!({ "login": "boss@example.com", "password": PASSWORD });
    let answer = post(client, server.url("/api/v1/auth/sign_in"), &body)
        .send()
        .await
        .unwrap();
    let json: Json = answer.json().await.unwrap();
    json["access_token"].as_str().unwrap().to_owned()
}

/// Creates one account; its id is also the key under which it may be sent again.
async fn create(client: &Client, url: String, token: &str, id: Uuid) -> Option<StatusCode> {
    let body = json!({ "id": id, "name": format!("Account {id}") });
    let sent = post(client, url, &body)
        .bearer_auth(token)
        .header("Idempotency-Key", id.to_string())
        .send();
    match timeout(Duration::from_secs(10), sent).await {
        Ok(Ok(answer)) => Some(answer.status()),
        _ => None,
    }
}

/// What one writer knows at the end of a round: acknowledged, and sent without an answer.
#[derive(Default)]
struct Ledger {
    acknowledged: Vec<Uuid>,
    unanswered: Vec<Uuid>,
}

async fn write_until_killed(client: Client, url: String, token: String) -> Ledger {
    let mut ledger = Ledger::default();
    loop {
        let id = Uuid::now_v7();
        match create(&client, url.clone(), &token, id).await {
            Some(StatusCode::CREATED) => ledger.acknowledged.push(id),
            Some(StatusCode::SERVICE_UNAVAILABLE) => {}
            Some(other) => panic!("{other}"),
            None => {
                ledger.unanswered.push(id);
                return ledger;
            }
        }
    }
}

async fn round(server: &mut Server, client: &Client, after: Duration) -> Ledger {
    let token = sign_in(server, client).await;
    let url = server.url("/api/v1/accounts");
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            spawn(write_until_killed(
                client.clone(),
                url.clone(),
                token.clone(),
            ))
        })
        .collect();
    sleep(after).await;
    server.kill();
    let mut ledger = Ledger::default();
    for writer in writers {
        let own = writer.await.unwrap();
        ledger.acknowledged.extend(own.acknowledged);
        ledger.unanswered.extend(own.unanswered);
    }
    *server = server.again();
    server.ready(client).await;
    ledger
}

/// Everything acknowledged is there, once; what had no answer is there once after another try.
async fn account_for(server: &Server, client: &Client, ledger: &Ledger) {
    let token = sign_in(server, client).await;
    for id in &ledger.unanswered {
        let status = create(client, server.url("/api/v1/accounts"), &token, *id).await;
        assert_eq!(
            status,
            Some(StatusCode::CREATED),
            "sent again with the same key"
        );
    }
    for id in ledger.acknowledged.iter().chain(&ledger.unanswered) {
        let url = server.url(&format!("/api/v1/accounts/{id}/events"));
        let answer = client.get(url).bearer_auth(&token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{id} is there");
        let json: Json = answer.json().await.unwrap();
        assert_eq!(
            json["data"].as_array().map(Vec::len),
            Some(1),
            "{id} was created once"
        );
    }
}

fn survive(folder: &Path, database: Option<&str>) {
    System::new().block_on(async {
        let client = Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let mut server = Server::start(folder, database, true);
        server.ready(&client).await;
        set_up(&server, &client).await;
        let mut written = 0;
        for i in 0..rounds() {
            let after = Duration::from_millis(u64::try_from(150 + i * 377 % 900).unwrap());
            let ledger = round(&mut server, &client, after).await;
            account_for(&server, &client, &ledger).await;
            written += ledger.acknowledged.len() + ledger.unanswered.len();
        }
        assert!(
            written > rounds() * WRITERS,
            "the writers were really writing: {written}"
        );
        let token = sign_in(&server, &client).await;
        let body = json!({ "measures": [{ "function": "count" }] });
        let answer = post(&client, server.url("/api/v1/accounts/aggregate"), &body)
            .bearer_auth(&token)
            .send();
        let json: Json = answer.await.unwrap().json().await.unwrap();
        assert_eq!(
            json["groups"][0]["values"]["count"],
            json!(written),
            "and nothing besides"
        );
        server.kill();
    });
    let mut check = Command::new(env!("CARGO_BIN_EXE_guanxi"));
    check
        .arg("check")
        .env("GUANXI_DATA", folder)
        .env_remove("GUANXI_DATABASE_URL");
    if let Some(url) = database {
        check.env("GUANXI_DATABASE_URL", url);
    }
    let checked = check.output().unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("guanxi-crash-{}", Uuid::now_v7().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn sqlite_survives() {
    let folder = folder();
    survive(&folder, None);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn postgres_survives() {
    let folder = folder();
    let server = std::env::var("GUANXI_TEST_POSTGRES_URL")
        .expect("GUANXI_TEST_POSTGRES_URL names a PostgreSQL server");
    let name = format!("crash_{}", Uuid::now_v7().simple());
    let mut conn = PgConnection::establish(&server).unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    survive(&folder, Some(&format!("{base}/{name}")));
    std::fs::remove_dir_all(folder).unwrap();
}
