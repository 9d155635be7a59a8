//! Backups made while twenty writers write, and what people type to make, restore and move.
//!
//! Every writer keeps a ledger. A backup must hold everything that was acknowledged before it was begun, and of each
//! writer a beginning of what it wrote: the state of one instant. `GUANXI_BACKUP_ROUNDS` sets the rounds, 3 unless
//! said otherwise.

use std::collections::HashSet;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use guanxi_domain::access::Actor;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_persistence::{Database, Error, Location};
use serde_json::json;
use uuid::Uuid;

use crate::process::{Running, guanxi, places, run, said};
use crate::server::{PASSWORD, Place};

const WRITERS: usize = 20;

fn rounds() -> usize {
    std::env::var("GUANXI_BACKUP_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap())
}

/// What each writer had acknowledged, in its order.
type Ledger = Arc<Mutex<Vec<Vec<Uuid>>>>;

struct Writers {
    ledger: Ledger,
    stop: Arc<AtomicBool>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Writers {
    fn start(server: &Running) -> Self {
        let ledger: Ledger = Arc::new(Mutex::new(vec![Vec::new(); WRITERS]));
        let stop = Arc::new(AtomicBool::new(false));
        let token = set_up(server);
        let threads = (0..WRITERS).map(|writer| {
            let (ledger, stop) = (Arc::clone(&ledger), Arc::clone(&stop));
            let (url, token) = (format!("{}/api/v1/accounts", server.url), token.clone());
            std::thread::spawn(move || {
                actix_web::rt::System::new().block_on(async {
                    let http = reqwest::Client::new();
                    while !stop.load(Ordering::Relaxed) {
                        let id = Uuid::now_v7();
                        let body = json!({ "id": id, "name": format!("Account {writer}") });
                        let sent = http.post(&url).bearer_auth(&token).json(&body).send();
                        assert_eq!(sent.await.unwrap().status(), 201);
                        ledger.lock().unwrap()[writer].push(id);
                    }
                });
            })
        });
        Self {
            threads: threads.collect(),
            ledger,
            stop,
        }
    }

    fn known(&self) -> Vec<Vec<Uuid>> {
        self.ledger.lock().unwrap().clone()
    }

    fn end(self) -> Vec<Vec<Uuid>> {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().unwrap();
        }
        Arc::into_inner(self.ledger).unwrap().into_inner().unwrap()
    }
}

/// The first start; the administrator's access token.
fn set_up(server: &Running) -> String {
    let (_, link) = server.lines[1].split_once("#token=").unwrap();
    let body = json!({
        "token": link.split(' ').next(), "workspace_name": "Test", "family_name": "Admin", "login": "a@example.com",
        "password": PASSWORD, "language": "en", "company_currency": "EUR", "time_zone": "UTC",
    });
    let url = format!("{}/api/v1/auth/setup", server.url);
    actix_web::rt::System::new().block_on(async {
        let sent = reqwest::Client::new().post(url).header("X-Guanxi", "1");
        let answer = sent.json(&body).send().await.unwrap();
        let answer: serde_json::Value = answer.json().await.unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    })
}

fn restored() -> [Place; 2] {
    places()
}

fn backup(place: &Place, file: &std::path::Path) -> Output {
    run(place, &["backup", "--to", file.to_str().unwrap()])
}

/// Which of the ledger's records are in a database.
fn held(place: &Place, ledger: &[Vec<Uuid>]) -> HashSet<Uuid> {
    let db = Database::open(place.location()).unwrap();
    let mut held = HashSet::new();
    for id in ledger.iter().flatten() {
        let found = db.read(|reader| {
            reader.get(
                &Actor::system(),
                &ACCOUNT,
                *id,
                &guanxi_persistence::Ask::default(),
            )
        });
        match found {
            Ok(_) => drop(held.insert(*id)),
            Err(Error::NotFound) => {}
            Err(error) => panic!("{error}"),
        }
    }
    held
}

fn assert_one_instant(held: &HashSet<Uuid>, before: &[Vec<Uuid>], all: &[Vec<Uuid>]) {
    for (before, all) in before.iter().zip(all) {
        assert!(
            before.iter().all(|id| held.contains(id)),
            "what was acknowledged before is in it"
        );
        let there = all.iter().take_while(|id| held.contains(*id)).count();
        let later = all[there..].iter().any(|id| held.contains(id));
        assert!(!later, "nothing is in it without what came before");
    }
}

fn under_load(place: &Place) {
    let server = Running::start(place, 2);
    let writers = Writers::start(&server);
    let folder = std::env::temp_dir().join(format!("guanxi-backups-{}", Uuid::now_v7()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut made = Vec::new();
    for round in 0..rounds() {
        std::thread::sleep(Duration::from_millis(200 + 130 * (round as u64 % 5)));
        let (known, file) = (writers.known(), folder.join(format!("{round}.gz")));
        let (out, _) = said(&backup(place, &file), 0);
        assert!(out.starts_with("wrote "), "{out}");
        made.push((known, file));
    }
    let all = writers.end();
    let written: usize = all.iter().map(Vec::len).sum();
    assert!(
        written > WRITERS,
        "the writers were really writing: {written}"
    );
    drop(server);
    for (known, file) in made {
        let [sqlite, postgres] = restored();
        // Restored where it came from; a single round is enough for the way to the other one.
        let same = match place.location() {
            Location::Sqlite(_) => &sqlite,
            Location::Postgres(_) => &postgres,
        };
        said(&run(same, &["restore", file.to_str().unwrap()]), 0);
        let (out, _) = said(&run(same, &["check"]), 0);
        assert!(out.contains("12 checks, 0 faults"), "{out}");
        assert_one_instant(&held(same, &all), &known, &all);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn sqlite_is_backed_up_under_load() {
    under_load(&Place::sqlite());
}

#[test]
fn postgres_is_backed_up_under_load() {
    under_load(&Place::postgres());
}

#[test]
fn what_people_type_says_what_it_did() {
    for place in places() {
        said(&run(&place, &["demo"]), 0);
        let folder = std::env::temp_dir().join(format!("guanxi-typed-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("one.backup.gz");
        let name = file.to_str().unwrap();
        said(&backup(&place, &file), 0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "whoever reads it reads everything");
        }
        let (_, error) = said(&backup(&place, &file), 1);
        assert!(error.contains("is there already"), "{error}");
        let (out, _) = said(&run(&place, &["backup", "--check", name]), 0);
        assert!(out.contains("is whole: "), "{out}");
        let (_, error) = said(&run(&place, &["restore", name]), 1);
        assert!(error.contains("holds data already"), "{error}");
        let (_, error) = said(&run(&place, &["restore", "/nowhere/at/all"]), 1);
        assert!(error.contains("/nowhere/at/all"), "{error}");
        for other in restored() {
            let to = match other.location() {
                Location::Postgres(url) => url.clone(),
                Location::Sqlite(path) => path.parent().unwrap().display().to_string(),
            };
            let (out, _) = said(&run(&place, &["move", "--to", &to]), 0);
            assert!(out.contains("moved and read back"), "{out}");
            assert!(out.contains("accounts "), "{out}");
            assert!(out.contains("from now on start"), "{out}");
            said(&run(&other, &["check"]), 0);
            let (_, error) = said(&run(&place, &["move", "--to", &to]), 1);
            assert!(error.contains("holds data already"), "{error}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn nobody_moves_or_restores_beside_a_server_on_a_file() {
    let place = Place::sqlite();
    let server = Running::start(&place, 2);
    let [free, _] = restored();
    let Location::Sqlite(path) = free.location() else {
        unreachable!()
    };
    let to = path.parent().unwrap().display().to_string();
    let (_, error) = said(&run(&place, &["move", "--to", &to]), 1);
    assert!(error.contains("is in use by `guanxi serve`"), "{error}");
    let (out, _) = said(&run(&place, &["backup"]), 0);
    assert!(out.contains("/backups/guanxi-"), "{out}");
    let file = out.split(' ').nth(1).unwrap().trim_end_matches(':');
    let (_, error) = said(&run(&place, &["restore", file, "--replace"]), 1);
    assert!(error.contains("is in use by `guanxi serve`"), "{error}");
    drop(server);
    let nothing = Place::sqlite();
    let (_, error) = said(&run(&nothing, &["backup"]), 1);
    assert!(error.contains("no database of Guanxi yet"), "{error}");
}

#[test]
fn a_password_of_the_database_is_never_repeated() {
    let place = Place::sqlite();
    said(&run(&place, &["demo"]), 0);
    let mut command = guanxi(&place, &["move"]);
    command.env("GUANXI_MOVE_TO", "postgres://u:hunter2@127.0.0.1:1/none");
    let output = command.output().unwrap();
    let (out, error) = said(&output, 1);
    assert!(
        !out.contains("hunter2") && !error.contains("hunter2"),
        "{error}"
    );
}
