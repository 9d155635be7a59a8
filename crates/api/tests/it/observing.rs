//! What those hear who look after a server: health that tells the truth, measurements, and a log that helps and
//! gives nothing away.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::rt::System;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use guanxi_persistence::Location;
use reqwest::{Client, Method};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::process::{guanxi, places, run, said};
use crate::server::{PASSWORD, Place};

/// How soon health must tell the truth.
const SOON: Duration = Duration::from_secs(10);

/// A server whose log is kept.
struct Watched {
    child: Child,
    url: String,
    metrics: String,
    log: PathBuf,
}

fn free_port() -> u16 {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    socket.local_addr().unwrap().port()
}

impl Watched {
    fn start(place: &Place, more: &[(&str, &str)]) -> Self {
        let (port, metrics) = (free_port(), free_port());
        let log = std::env::temp_dir().join(format!("guanxi-log-{}", Uuid::now_v7()));
        let mut plain = guanxi(place, &["serve"]);
        plain
            .env("GUANXI_LISTEN", format!("127.0.0.1:{port}"))
            .env("GUANXI_METRICS_LISTEN", format!("127.0.0.1:{metrics}"))
            .envs(more.iter().copied());
        // A write beyond the largest size of a file shall fail, not kill: as on a full disk.
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
        command.arg(plain.get_program()).args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let child = command
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let server = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            metrics: format!("http://127.0.0.1:{metrics}"),
            log,
        };
        server.until("/health/ready", 200);
        server
    }

    fn until(&self, path: &str, status: u16) {
        let began = Instant::now();
        loop {
            let found = ask(Method::GET, &format!("{}{path}", self.url), &[], None);
            if found.as_ref().is_some_and(|answer| answer.0 == status) {
                return;
            }
            assert!(
                began.elapsed() < SOON,
                "{path} is not {status} but {found:?}"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn get(&self, path: &str) -> (u16, String) {
        ask(Method::GET, &format!("{}{path}", self.url), &[], None).unwrap()
    }

    fn measured(&self) -> String {
        let (status, text) =
            ask(Method::GET, &format!("{}/metrics", self.metrics), &[], None).unwrap();
        assert_eq!(status, 200, "{text}");
        text
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Largest size of files that the process may write; none is no limit.
    fn largest_file(&self, bytes: Option<u32>) {
        let size = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
        let id = self.child.id().to_string();
        let set = Command::new("prlimit")
            .args(["--pid", &id, &format!("--fsize={size}:unlimited")])
            .status();
        assert!(set.unwrap().success());
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(std::fs::remove_file(&self.log));
    }
}

/// Status and body; none when nobody answers.
fn ask(
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&Json>,
) -> Option<(u16, String)> {
    System::new().block_on(async {
        let mut request = Client::new()
            .request(method, url)
            .timeout(Duration::from_secs(8));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.ok()?;
        Some((answer.status().as_u16(), answer.text().await.ok()?))
    })
}

fn boss(place: &Place) {
    let mut command = guanxi(
        place,
        &[
            "user",
            "create",
            "boss@example.com",
            "--family-name",
            "Boss",
            "--role",
            "administrator",
            "--password-stdin",
        ],
    );
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(
        &mut child.stdin.take().unwrap(),
        format!("{PASSWORD}\n").as_bytes(),
    )
    .unwrap();
    said(&child.wait_with_output().unwrap(), 0);
}

/// The body of an answer to a sign-in.
fn sign_in(server: &Watched, password: &str) -> (u16, Json) {
    let body = json!({ "login": "boss@example.com", "password": password });
    let url = format!("{}/api/v1/auth/sign_in", server.url);
    let (status, text) = ask(Method::POST, &url, &[("X-Guanxi", "1")], Some(&body)).unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

#[test]
fn a_disk_that_is_full_is_told_and_forgotten_when_it_is_not() {
    let place = Place::sqlite();
    boss(&place);
    let server = Watched::start(&place, &[]);
    for _ in 0..3 {
        server.largest_file(Some(1));
        server.until("/health/ready", 503);
        assert_eq!(server.get("/health/live").0, 200);
        assert_eq!(server.get("/api/v1/auth/state").0, 200, "reads go on");
        assert!(server.measured().contains("guanxi_ready 0"));
        server.largest_file(None);
        server.until("/health/ready", 200);
        assert!(server.measured().contains("guanxi_ready 1"));
    }
    assert_eq!(sign_in(&server, PASSWORD).0, 200, "writes go on");
    drop(server);
    said(&run(&place, &["check"]), 0);
}

#[test]
fn a_database_that_goes_away_is_told_and_found_again() {
    let place = Place::postgres();
    let server = Watched::start(&place, &[]);
    let Location::Postgres(url) = place.location() else {
        unreachable!()
    };
    let (base, name) = url.rsplit_once('/').unwrap();
    let mut conn = PgConnection::establish(&format!("{base}/postgres")).unwrap();
    for _ in 0..2 {
        conn.batch_execute(&format!(
            "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"
        ))
        .unwrap();
        conn.batch_execute(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .unwrap();
        server.until("/health/ready", 503);
        assert_eq!(server.get("/health/live").0, 200);
        assert!(
            server.measured().contains("guanxi_ready 0"),
            "measurements go on"
        );
        conn.batch_execute(&format!(
            "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true"
        ))
        .unwrap();
        server.until("/health/ready", 200);
    }
}

/// A database that answers nobody, as behind a dead line.
#[test]
fn a_database_that_says_nothing_is_told_in_time() {
    let place = Place::postgres();
    let server = Watched::start(&place, &[]);
    let Location::Postgres(url) = place.location() else {
        unreachable!()
    };
    let mut conn = PgConnection::establish(url).unwrap();
    conn.batch_execute("BEGIN; LOCK TABLE settings IN ACCESS EXCLUSIVE MODE")
        .unwrap();
    server.until("/health/ready", 503);
    let began = Instant::now();
    assert_eq!(server.get("/health/ready").0, 503);
    assert!(began.elapsed() < Duration::from_secs(6));
    assert_eq!(server.get("/health/live").0, 200);
    conn.batch_execute("ROLLBACK").unwrap();
    server.until("/health/ready", 200);
}

/// Names of the measurements in a text of Prometheus.
fn names(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split(['{', ' ']).next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn value(text: &str, begins: &str) -> f64 {
    let line = text.lines().find(|line| line.starts_with(begins));
    let line = line.unwrap_or_else(|| panic!("no {begins} in\n{text}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn what_is_measured_is_what_happened() {
    let mut all = BTreeSet::new();
    for place in places() {
        boss(&place);
        let server = Watched::start(&place, &[]);
        let (_, answer) = sign_in(&server, PASSWORD);
        let token = format!("Bearer {}", answer["access_token"].as_str().unwrap());
        let accounts = format!("{}/api/v1/accounts", server.url);
        for n in 0..5 {
            let body = json!({ "name": format!("Account {n}") });
            let made = ask(
                Method::POST,
                &accounts,
                &[("Authorization", &token)],
                Some(&body),
            );
            assert_eq!(made.unwrap().0, 201);
        }
        let odd = Method::from_bytes(b"BREW").unwrap();
        ask(odd, &format!("{}/nowhere/at/all", server.url), &[], None).unwrap();
        let began = Instant::now();
        let text = loop {
            let text = server.measured();
            if value(&text, "guanxi_events_behind{reader=\"chain\"}") == 0.0
                || began.elapsed() > SOON
            {
                break text;
            }
            std::thread::sleep(Duration::from_millis(200));
        };
        let made = text.lines().find(|line| {
            line.starts_with("guanxi_http_request_duration_seconds_count")
                && line.contains("method=\"POST\"")
                && line.contains("status=\"201\"")
        });
        assert!(made.unwrap().ends_with(" 5"), "{made:?}");
        assert!(
            text.contains("method=\"other\""),
            "strangers make no labels"
        );
        assert!(!text.contains("nowhere"), "paths are no labels");
        assert_eq!(value(&text, "guanxi_events_behind{reader=\"chain\"}"), 0.0);
        assert!(value(&text, "guanxi_process_memory_bytes") > 1e6);
        assert!(value(&text, "guanxi_process_open_files ") > 3.0);
        assert!(
            value(&text, "guanxi_database_connections_max")
                >= value(&text, "guanxi_database_connections{state=\"idle\"}")
        );
        assert_eq!(
            value(&text, "guanxi_jobs{kind=\"import\",state=\"waiting\"}"),
            0.0
        );
        let kind = if matches!(place.location(), Location::Sqlite(_)) {
            "sqlite"
        } else {
            "postgresql"
        };
        assert!(text.contains(&format!("database=\"{kind}\"")));
        if kind == "sqlite" {
            assert!(value(&text, "guanxi_commit_writes_sum") >= 5.0);
        }
        assert_eq!(server.get("/metrics").0, 404, "not where everybody can ask");
        all.extend(names(&text));
    }
    let board = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ops/grafana/guanxi.json");
    let board: Json = serde_json::from_slice(&std::fs::read(board).unwrap()).unwrap();
    let panels = board["panels"].as_array().unwrap();
    let targets = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().unwrap());
    let queries: Vec<&str> = targets
        .map(|target| target["expr"].as_str().unwrap())
        .chain([board["templating"]["list"][1]["query"].as_str().unwrap()])
        .collect();
    assert!(queries.len() > 15);
    for query in queries {
        let words = query.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
        let named: Vec<&str> = words.filter(|word| word.starts_with("guanxi_")).collect();
        assert!(!named.is_empty(), "{query}");
        for name in named {
            assert!(
                all.contains(name),
                "{name} of the board is measured nowhere: {query}"
            );
        }
    }
}

#[test]
fn measurements_are_for_whoever_has_the_token() {
    let place = Place::sqlite();
    let token = "a token for measurements";
    let server = Watched::start(&place, &[("GUANXI_METRICS_TOKEN", token)]);
    let url = format!("{}/metrics", server.metrics);
    let with = |token: &str| {
        let shown = format!("Bearer {token}");
        ask(Method::GET, &url, &[("Authorization", &shown)], None)
            .unwrap()
            .0
    };
    assert_eq!(ask(Method::GET, &url, &[], None).unwrap().0, 401);
    assert_eq!(with("another token that is long"), 401);
    assert_eq!(with(token), 200);
    let refused = guanxi(
        &Place::sqlite(),
        &["serve", "--metrics-listen", "0.0.0.0:0"],
    )
    .output();
    let (_, error) = said(&refused.unwrap(), 1);
    assert!(
        error.contains("metrics_listen: ") && error.contains("needs a token"),
        "{error}"
    );
}

/// Sends everything that nobody may find in a log, in every place where people send it.
fn send_secrets(server: &Watched) -> Vec<String> {
    let wrong = "Zq7wrongpasswordZq7";
    assert_eq!(sign_in(server, wrong).0, 401);
    let (_, answer) = sign_in(server, PASSWORD);
    let token = answer["access_token"].as_str().unwrap().to_owned();
    let signed = format!("Bearer {token}");
    let to = |path: &str| format!("{}{path}", server.url);
    let post = |path: &str, body: Json| {
        ask(
            Method::POST,
            &to(path),
            &[("Authorization", &signed), ("X-Guanxi", "1")],
            Some(&body),
        )
        .unwrap()
    };
    let get =
        |path: &str| ask(Method::GET, &to(path), &[("Authorization", &signed)], None).unwrap();
    let (status, feed) = post("/api/v1/me/calendar_feed", json!({}));
    assert!((200..300).contains(&status), "{feed}");
    let feed: Json = serde_json::from_str(&feed).unwrap();
    let path = feed["path"].as_str().unwrap();
    assert_eq!(get(path).0, 200, "{path}");
    let secret = path
        .rsplit('/')
        .next()
        .unwrap()
        .trim_end_matches(".ics")
        .to_owned();
    assert_eq!(get(&path.replace(&secret, "Zq7guessedfeedZq7")).0, 404);
    let body = json!({ "name": "Zq7recordnameZq7", "description": "Zq7mailbodyZq7\r\n{\"level\":\"FORGED\"}" });
    assert_eq!(post("/api/v1/accounts", body).0, 201);
    get("/api/v1/search?q=Zq7searchedZq7");
    get("/api/v1/accounts/%0d%0a%7B%22level%22%3A%22FORGED%22%7D?filter[name]=Zq7filterZq7");
    let forged = [
        ("Authorization", "Bearer Zq7badtokenZq7"),
        ("User-Agent", "Zq7agentZq7"),
        ("X-Request-Id", "Zq7idZq7"),
    ];
    ask(Method::GET, &to("/api/v1/me"), &forged, None).unwrap();
    post(
        "/api/v1/auth/refresh",
        json!({ "refresh_token": "Zq7refreshZq7" }),
    );
    let rename =
        json!({ "current_password": PASSWORD, "new_password": "Zq7new password for the bossZq7" });
    post("/api/v1/auth/change_password", rename);
    let parts = token.split('.').map(str::to_owned);
    parts
        .chain([secret, PASSWORD.to_owned(), "Zq7".to_owned()])
        .collect()
}

#[test]
fn a_log_has_one_object_a_line_and_no_secret() {
    for place in places() {
        boss(&place);
        for level in ["info", "debug"] {
            let fresh = [("GUANXI_LOG", level), ("GUANXI_LOG_FORMAT", "json")];
            let server = Watched::start(&place, &fresh);
            let secrets = send_secrets(&server);
            let log = server.log();
            let mut requests = 0;
            for line in log.lines() {
                let told: Json =
                    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
                assert_ne!(told["level"], "FORGED");
                if told["message"] == "request" {
                    requests += 1;
                    assert!(told["request_id"].as_str().unwrap().parse::<Uuid>().is_ok());
                    assert!(
                        told["route"].is_string() && told["status"].is_number(),
                        "{line}"
                    );
                }
            }
            assert!(requests >= 10, "{log}");
            for secret in secrets {
                assert!(
                    !log.contains(&secret),
                    "{secret} is in the log of level {level}"
                );
            }
            drop(server);
            // The password was changed: the next round begins with the usual one.
            let mut reset = guanxi(
                &place,
                &[
                    "user",
                    "reset-password",
                    "boss@example.com",
                    "--password-stdin",
                ],
            );
            reset
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            let mut child = reset.spawn().unwrap();
            std::io::Write::write_all(
                &mut child.stdin.take().unwrap(),
                format!("{PASSWORD}\n").as_bytes(),
            )
            .unwrap();
            assert!(child.wait().unwrap().success());
        }
    }
}

#[test]
fn a_storm_of_errors_stays_small_and_names_its_requests() {
    let place = Place::postgres();
    let server = Watched::start(&place, &[("GUANXI_LOG_FORMAT", "json")]);
    let Location::Postgres(url) = place.location() else {
        unreachable!()
    };
    let mut conn = PgConnection::establish(url).unwrap();
    conn.batch_execute("ALTER TABLE failed_sign_ins RENAME TO gone")
        .unwrap();
    System::new().block_on(async {
        let http = Client::new();
        for _ in 0..200 {
            let request = http
                .post(format!("{}/api/v1/auth/sign_in", server.url))
                .header("X-Guanxi", "1");
            let body = json!({ "login": "nobody@example.com", "password": "nothing at all" });
            drop(request.json(&body).send().await);
        }
    });
    let log = server.log();
    let lines: Vec<Json> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let errors: Vec<&Json> = lines
        .iter()
        .filter(|line| line["level"] == "ERROR")
        .collect();
    assert!((1..=100).contains(&errors.len()), "{}", errors.len());
    for error in errors {
        let id = error["span"]["request_id"].as_str().unwrap();
        let same = |line: &&Json| line["message"] == "request" && line["request_id"] == id;
        assert!(lines.iter().any(|line| same(&line)), "{error}");
    }
}

#[test]
fn the_form_of_the_log_is_chosen_by_flag_variable_or_file() {
    let place = Place::sqlite();
    let file = std::env::temp_dir().join(format!("guanxi-form-{}.toml", Uuid::now_v7()));
    let first_line = |arguments: &[&str], variable: Option<&str>| {
        let mut command = guanxi(&Place::sqlite(), arguments);
        command.env("GUANXI_CONFIG", &file);
        if let Some(form) = variable {
            command.env("GUANXI_LOG_FORMAT", form);
        }
        let (_, error) = said(&command.output().unwrap(), 0);
        error.lines().next().unwrap_or_default().to_owned()
    };
    let list = ["user", "list"];
    std::fs::write(&file, "log_format = \"text\"\n").unwrap();
    assert!(!first_line(&list, None).starts_with('{'), "the file");
    assert!(
        first_line(&list, Some("json")).starts_with('{'),
        "the variable"
    );
    assert!(
        first_line(&["--log-format", "json", "user", "list"], Some("text")).starts_with('{'),
        "the flag"
    );
    std::fs::write(&file, "log_format = \"xml\"\n").unwrap();
    let mut command = guanxi(&place, &list);
    let (_, error) = said(&command.env("GUANXI_CONFIG", &file).output().unwrap(), 1);
    assert!(
        error.contains("log_format: ") && error.contains("neither json nor text"),
        "{error}"
    );
    std::fs::remove_file(file).unwrap();
}
