//! Imports over HTTP and by the command line.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use guanxi_domain::access::Actor;
use guanxi_persistence::import;
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::server::Place;
use crate::session::{Answer, Session};

const MAPPING: &str = include_str!("../fixtures/import/firm.toml");
const CUSTOMERS: &str = include_str!("../fixtures/import/customers.csv");
const ORDERS: &str = include_str!("../fixtures/import/orders.csv");
const LINES: &str = include_str!("../fixtures/import/lines.csv");

fn files() -> [(&'static str, &'static str); 3] {
    [
        ("customers.csv", CUSTOMERS),
        ("orders.csv", ORDERS),
        ("lines.csv", LINES),
    ]
}

async fn put(session: &Session<'_>, id: &str, name: &str, text: &str) -> Answer {
    let path = format!("/api/v1/imports/{id}/files/{name}");
    let request = session
        .request(Method::PUT, &path)
        .header("content-type", "text/csv")
        .body(text.to_owned());
    session.send(request).await
}

async fn post(session: &Session<'_>, path: &str, body: &Json) -> Answer {
    session
        .send(
            session
                .request(Method::POST, &format!("/api/v1{path}"))
                .json(body),
        )
        .await
}

async fn make(session: &Session<'_>) -> String {
    post(session, "/imports", &json!({ "mapping": MAPPING }))
        .await
        .expect(201)
        .id()
}

/// Makes an import and sends its files.
async fn send(session: &Session<'_>) -> String {
    let id = make(session).await;
    for (name, text) in files() {
        put(session, &id, name, text).await.expect(200);
    }
    id
}

/// Asks until the import is done.
async fn ended(session: &Session<'_>, id: &str) -> Json {
    let began = Instant::now();
    loop {
        let import = session
            .get(&format!("/imports/{id}"))
            .await
            .expect(200)
            .json();
        let total = &import["total"];
        let sum: i64 = [
            "created",
            "updated",
            "unchanged",
            "skipped",
            "failed",
            "unprocessed",
        ]
        .iter()
        .map(|name| total[name].as_i64().unwrap())
        .sum();
        assert_eq!(
            sum,
            total["rows"].as_i64().unwrap(),
            "at any moment: {import}"
        );
        if !["waiting", "running"].contains(&import["state"].as_str().unwrap()) {
            return import;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{import}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn run(session: &Session<'_>, id: &str, dry_run: bool) -> Json {
    let started = post(
        session,
        &format!("/imports/{id}/start"),
        &json!({ "dry_run": dry_run }),
    )
    .await
    .expect(202);
    assert_eq!(started.json()["dry_run"], dry_run);
    let import = ended(session, id).await;
    assert_eq!(import["state"], "finished", "{import}");
    import
}

fn outcomes(import: &Json) -> Vec<[i64; 4]> {
    let number = |file: &Json, name: &str| file[name].as_i64().unwrap();
    let files = import["files"].as_array().unwrap();
    files
        .iter()
        .map(|file| ["created", "unchanged", "failed", "warned"].map(|name| number(file, name)))
        .collect()
}

async fn count(session: &Session<'_>, plural: &str) -> usize {
    session
        .get(&format!("/{plural}?limit=200"))
        .await
        .expect(200)
        .rows()
        .len()
}

on_each_database! {
    async fn files_come_in_by_make_send_start_and_ask(app) {
        let admin = app.set_up().await;
        let id = send(&admin).await;
        let dry = run(&admin, &id, true).await;
        assert_eq!(outcomes(&dry), [[2, 0, 1, 1], [2, 0, 0, 0], [3, 0, 0, 0]]);
        assert_eq!(count(&admin, "accounts").await, 0, "a dry run leaves nothing");
        let real = run(&admin, &id, false).await;
        assert_eq!((&real["files"], &real["records"]), (&dry["files"], &dry["records"]));
        assert_eq!(count(&admin, "accounts").await, 2);
        // The board's totals and the sums agree: 2 × 9.99 × 0.85 + 5 = 21.98, and 3 × 1.5 = 4.50.
        let sums = json!({ "group": [{ "field": "stage_id" }], "measures": [{ "function": "sum", "field": "amount" }], "filter": { "field": "status", "value": "won" } });
        let sums = post(&admin, "/opportunities/aggregate", &sums).await.expect(200).json();
        assert_eq!(sums["groups"][0]["values"]["sum_amount"], json!([{ "amount_minor": 2_648, "currency": "USD" }]), "{sums}");
        let order = &admin.get("/opportunities?filter%5Bname%5D=Order%2010").await.expect(200).rows()[0];
        assert_eq!((order["won_at"].as_str(), order["status"].as_str()), (Some("2020-02-29T00:00:00Z"), Some("won")));
        let events = admin.get(&format!("/opportunities/{}/events", order["id"].as_str().unwrap())).await.expect(200).rows();
        assert_eq!((events[0]["verb"].as_str(), events[0]["channel"].as_str()), (Some("imported"), Some("import")));

        let errors = admin.get(&format!("/imports/{id}/errors")).await.expect(200);
        assert!(errors.header("content-type").unwrap().starts_with("text/csv"));
        let text = String::from_utf8(errors.bytes).unwrap();
        assert!(text.contains("customers.csv,4,error,name,Name,required,Fill this in.,\"C,,\""), "{text}");
        let own = admin.get(&format!("/imports/{id}/errors?file=customers.csv")).await.expect(200);
        assert_eq!(String::from_utf8(own.bytes).unwrap(), "Key,Name,Person,import_line,import_reason\nC,,,4,Fill this in.\n");

        let again = send(&admin).await;
        assert_eq!(outcomes(&run(&admin, &again, false).await), [[0, 2, 1, 1], [0, 2, 0, 0], [0, 3, 0, 0]]);
        let list = admin.get("/imports?limit=1").await.expect(200).json();
        assert_eq!((list["data"][0]["id"].as_str(), list["has_more"].as_bool()), (Some(again.as_str()), Some(true)));
        let next = admin.get(&format!("/imports?cursor={}", list["next_cursor"].as_str().unwrap())).await.expect(200);
        assert_eq!(next.ids(), [id]);
    }

    async fn what_cannot_be_done_is_told(app) {
        let admin = app.set_up().await;
        let refused = post(&admin, "/imports", &json!({ "mapping": { "system": "x", "file": [{ "name": "a.csv", "record": [{ "entity": "account", "fields": { "nam": "{A}" } }] }] } })).await.expect(422);
        let reasons = refused.reasons();
        for expected in [("/mapping/file/0/record/0/key", "key_needed"), ("/mapping/file/0/record/0/fields/nam", "unknown_field")] {
            assert!(reasons.contains(&(expected.0.to_owned(), expected.1.to_owned())), "{reasons:?}");
        }
        assert_eq!(post(&admin, "/imports", &json!({ "mapping": "system = 1" })).await.expect(422).reasons()[0].1, "not_a_mapping");
        post(&admin, "/imports", &json!({ "mapping": MAPPING, "x": 1 })).await.expect(422);
        let id = make(&admin).await;
        put(&admin, &id, "other.csv", "a").await.expect(404);
        assert_eq!(post(&admin, &format!("/imports/{id}/start"), &json!({})).await.expect(422).reasons().len(), 3, "three files are missing");
        let json = admin.request(Method::PUT, &format!("/api/v1/imports/{id}/files/lines.csv")).json(&json!({}));
        admin.send(json).await.expect(415);
        post(&admin, &format!("/imports/{id}/start"), &json!({ "dry_run": "yes" })).await.expect(422);
        assert_eq!(post(&admin, &format!("/imports/{id}/cancel"), &json!({})).await.expect(409).code(), "import_not_running");
        for (name, text) in files() {
            let text = if name == "orders.csv" { "No,Customer\n10,A\n" } else { text };
            put(&admin, &id, name, text).await.expect(200);
        }
        post(&admin, &format!("/imports/{id}/start"), &json!({})).await.expect(202);
        let failed = ended(&admin, &id).await;
        assert_eq!((failed["state"].as_str(), failed["fault"]["file"].as_str()), (Some("failed"), Some("orders.csv")));
        assert_eq!(failed["fault"]["errors"][0]["message"], "The column On is missing.");
        assert_eq!(count(&admin, "accounts").await, 0, "nothing is brought in");
        put(&admin, &id, "orders.csv", ORDERS).await.expect(200);
        run(&admin, &id, false).await;
        assert_eq!(post(&admin, &format!("/imports/{id}/start"), &json!({})).await.expect(409).code(), "import_finished");
    }

    async fn imports_belong_to_whoever_made_them(app) {
        let firm = crate::firm::Firm::found(&app).await;
        let mgr = firm.of(crate::firm::Persona::Mgr);
        let rep = firm.of(crate::firm::Persona::Rep);
        post(rep, "/imports", &json!({ "mapping": MAPPING })).await.expect(403);
        let id = send(mgr).await;
        for path in [format!("/imports/{id}"), format!("/imports/{id}/errors")] {
            rep.get(&path).await.expect(404);
        }
        put(rep, &id, "lines.csv", LINES).await.expect(404);
        post(rep, &format!("/imports/{id}/start"), &json!({})).await.expect(404);
        let admin = firm.of(crate::firm::Persona::Admin);
        admin.get(&format!("/imports/{id}")).await.expect(200);
        post(admin, &format!("/imports/{id}/start"), &json!({})).await.expect(403);
        assert_eq!(admin.get("/imports").await.expect(200).ids(), [""; 0]);
        run(mgr, &id, false).await;
        let owner = mgr.get("/accounts").await.expect(200).rows()[0]["owner_id"].clone();
        assert_eq!(owner, json!(firm.ids[&crate::firm::Persona::Mgr]), "who imports owns what the files give to nobody");
    }

    async fn a_key_makes_one_import_and_starts_it_once(app) {
        let admin = app.set_up().await;
        let keyed = |path: &str, key: &str, body: Json| {
            admin.request(Method::POST, &format!("/api/v1{path}")).header("idempotency-key", key).json(&body)
        };
        let body = json!({ "mapping": MAPPING });
        let first = admin.send(keyed("/imports", "one", body.clone())).await.expect(201);
        let again = admin.send(keyed("/imports", "one", body)).await.expect(201);
        assert_eq!((first.id(), again.header("idempotency-replayed")), (again.id(), Some("true")));
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(admin.send(keyed("/imports", "one", json!({ "mapping": {} }))).await.expect(422).code(), "invalid");
        let other = MAPPING.replace("system = \"shop\"", "system = \"other\"");
        assert_eq!(admin.send(keyed("/imports", "one", json!({ "mapping": other }))).await.expect(422).code(), "key_reused");
        let id = first.id();
        for (name, text) in files() {
            put(&admin, &id, name, text).await.expect(200);
        }
        let start = format!("/imports/{id}/start");
        admin.send(keyed(&start, "go", json!({}))).await.expect(202);
        ended(&admin, &id).await;
        let replayed = admin.send(keyed(&start, "go", json!({}))).await.expect(202);
        assert_eq!(replayed.header("idempotency-replayed"), Some("true"));
    }
}

/// A folder with the files and their mapping.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, customers: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("guanxi-import-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("firm.toml"), MAPPING).unwrap();
        for (name, text) in files() {
            let text = if name == "customers.csv" {
                customers
            } else {
                text
            };
            fs::write(path.join(name), text).unwrap();
        }
        Self(path)
    }

    fn mapping(&self) -> String {
        self.0.join("firm.toml").display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn guanxi(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guanxi"));
    command.args(arguments).args(place.arguments());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUANXI_")) {
        command.env_remove(name);
    }
    command
}

fn output(place: &Place, arguments: &[&str]) -> Output {
    guanxi(place, arguments).output().unwrap()
}

/// Standard output and standard error of a command that ended like this.
#[track_caller]
fn said(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, error) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{error}");
    (out, error)
}

/// The numbers of the last line of the summary: rows, created, updated, unchanged, skipped, failed, warnings.
fn total(out: &str) -> Vec<i64> {
    let line = out
        .lines()
        .find(|line| line.starts_with("total"))
        .unwrap_or_else(|| panic!("{out}"));
    line.split_whitespace()
        .skip(1)
        .map(|number| number.parse().unwrap())
        .collect()
}

#[test]
fn the_command_imports_tries_and_tells() {
    for place in [Place::sqlite(), Place::postgres()] {
        let folder = Folder::new("tells", CUSTOMERS);
        let errors = folder.0.join("errors.csv").display().to_string();
        let mapping = folder.mapping();
        let dry = output(&place, &["import", &mapping, "--dry-run"]);
        let (out, error) = said(&dry, 1);
        assert!(
            out.starts_with("dry run: this is what would happen\n"),
            "{out}"
        );
        assert_eq!(total(&out), [8, 7, 0, 0, 0, 1, 1]);
        assert!(
            error.contains("customers.csv:4: error [Name]: Fill this in."),
            "{error}"
        );
        assert!(error.ends_with("guanxi: 1 row is refused\n"), "{error}");
        let (out, _) = said(
            &output(&place, &["import", &mapping, "--errors", &errors]),
            1,
        );
        assert_eq!(total(&out), [8, 7, 0, 0, 0, 1, 1]);
        assert!(
            fs::read_to_string(&errors)
                .unwrap()
                .contains("customers.csv,4,error,name,Name,required")
        );
        let good = Folder::new("good", &CUSTOMERS.replace("C,,", "C,Cee,"));
        let (out, _) = said(&output(&place, &["import", &good.mapping()]), 0);
        assert_eq!(total(&out), [8, 1, 0, 7, 0, 0, 1]);
        fs::remove_file(good.0.join("lines.csv")).unwrap();
        let (_, error) = said(&output(&place, &["import", &good.mapping()]), 1);
        assert!(error.contains("lines.csv: No such file"), "{error}");
        fs::write(folder.0.join("firm.toml"), "system = \"x\"\nfiel = []").unwrap();
        let (_, error) = said(&output(&place, &["import", &mapping]), 1);
        assert!(error.contains("unknown field `fiel`"), "{error}");
        assert!(said(&output(&place, &["check"]), 0).0.contains("0 faults"));
    }
}

#[test]
fn beside_a_server_the_server_does_the_work() {
    for place in [Place::sqlite(), Place::postgres()] {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut server = guanxi(&place, &["serve"])
            .env("GUANXI_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = [0; 9];
        server
            .stdout
            .as_mut()
            .unwrap()
            .read_exact(&mut first)
            .unwrap();
        let folder = Folder::new("beside", CUSTOMERS);
        let (out, _) = said(&output(&place, &["import", &folder.mapping()]), 1);
        assert_eq!(total(&out), [8, 7, 0, 0, 0, 1, 1]);
        let (out, _) = said(
            &output(&place, &["import", &folder.mapping(), "--dry-run"]),
            1,
        );
        assert_eq!(total(&out), [8, 0, 0, 7, 0, 1, 1]);
        drop(server.kill());
        drop(server.wait());
    }
}

#[test]
fn a_killed_command_goes_on_where_it_stood() {
    for place in [Place::sqlite(), Place::postgres()] {
        let many: String = (0..1_500).map(|i| format!("K{i},Firm {i},\n")).collect();
        let folder = Folder::new(
            "killed",
            &format!("Key,Name,Person\nA,Acme,Anna Nagy\nB,Beta,\n{many}"),
        );
        run_until_killed(&place, &folder.0);
        let began = Instant::now();
        let mut child = guanxi(&place, &["import", &folder.mapping()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            // On PostgreSQL the killed one's lease has to run out first.
            assert!(began.elapsed() < Duration::from_secs(120));
            std::thread::sleep(Duration::from_millis(20));
        };
        let done = child.wait_with_output().unwrap();
        assert!(status.success());
        let (out, error) = said(&done, 0);
        assert!(
            error.contains("going on with the import that was interrupted"),
            "{error}"
        );
        let total = total(&out);
        assert_eq!(
            (total[0], total[1]),
            (1_507, 1_507),
            "every row once: {out}"
        );
    }
}

/// Kills the command twice, each time after it stored some records more.
fn run_until_killed(place: &Place, folder: &Path) {
    let db = place.open();
    let stored = || {
        let imports = db
            .read(|reader| import::list(reader, &Actor::system(), None, 1))
            .unwrap();
        imports
            .first()
            .map_or(0, |(import, _)| import.progress.total().done())
    };
    for enough in [100, 300] {
        let mapping = folder.join("firm.toml").display().to_string();
        let mut child = guanxi(place, &["import", &mapping])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while stored() < enough && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(2));
        }
        drop(child.kill());
        child.wait().unwrap();
    }
    assert!(stored() < 1_507, "too quick to be killed");
}
