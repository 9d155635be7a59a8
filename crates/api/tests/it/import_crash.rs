//! `kill -9` in the middle of an import: the work goes on where it stood, and every row is in once.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use guanxi_domain::access::Actor;
use guanxi_domain::import::mapping::Mapping;
use guanxi_persistence::import::{self, Import, PIECE, State};
use guanxi_persistence::{Database, Location};

use crate::import_command::{Folder, total};
use crate::imports::{MAPPING, files};
use crate::process::{Running, guanxi, places, run, said};
use crate::server::Place;

/// Rows of customers besides the two of the fixture.
const MANY: i64 = 1_500;
/// Rows of all files.
const ROWS: i64 = MANY + 7;

fn customers() -> String {
    let many: String = (0..MANY).map(|i| format!("K{i},Firm {i},\n")).collect();
    format!("Key,Name,Person\nA,Acme,Anna Nagy\nB,Beta,\n{many}")
}

#[test]
fn a_killed_command_goes_on_where_it_stood() {
    for place in places() {
        let folder = Folder::new("killed", &customers());
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
        assert_eq!((total[0], total[1]), (ROWS, ROWS), "every row once: {out}");
    }
}

/// Kills the command twice, each time after it stored some records more.
fn run_until_killed(place: &Place, folder: &Path) {
    let db = place.open();
    let stored = || newest(&db).map_or(0, |import| import.progress.total().done());
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
    assert!(stored() < ROWS, "too quick to be killed");
}

fn newest(db: &Database) -> Option<Import> {
    let imports = db.read(|reader| import::list(reader, &Actor::system(), None, 1));
    imports
        .unwrap()
        .into_iter()
        .next()
        .map(|(import, _)| import)
}

/// Queues an import as the API does, for whatever server takes it.
fn queue(db: &Database, customers: &str) {
    let mapping = Mapping::from_toml(MAPPING).unwrap();
    let actor = Actor::system;
    let id = db.write(move |tx| import::create(tx, &actor(), &mapping));
    let id = id.unwrap().id;
    for (name, text) in files() {
        let text = if name == "customers.csv" {
            customers
        } else {
            text
        };
        let upload = db.write(move |tx| import::begin_file(tx, &actor(), id, name));
        let upload = upload.unwrap();
        for (number, piece) in (0..).zip(text.as_bytes().chunks(PIECE)) {
            let piece = piece.to_vec();
            db.write(move |tx| import::add_piece(tx, upload, number, &piece))
                .unwrap();
        }
        db.write(move |tx| import::end_file(tx, upload)).unwrap();
    }
    db.write(move |tx| import::start(tx, &actor(), id, false))
        .unwrap();
}

fn until(db: &Database, what: &str, done: impl Fn(&Import) -> bool) -> Import {
    let began = Instant::now();
    loop {
        let import = newest(db).unwrap();
        if done(&import) {
            return import;
        }
        let took = began.elapsed();
        assert!(took < Duration::from_secs(120), "{what}: {import:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn another_server_goes_on_with_the_work_of_a_killed_one() {
    for place in places() {
        let folder = Folder::new("server", &customers());
        // The command also makes the pipeline that the orders go into.
        said(&run(&place, &["import", &folder.mapping(), "--dry-run"]), 0);
        let db = place.open();
        let is_sqlite = matches!(place.location(), Location::Sqlite(_));
        let first = Running::start(&place, 1);
        queue(&db, &customers());
        until(&db, "the first begins", |import| {
            import.progress.total().done() >= 100
        });
        // Nodes share a PostgreSQL database; a file has one server at a time.
        let beside = (!is_sqlite).then(|| Running::start(&place, 1));
        first.kill();
        let left = newest(&db).unwrap();
        assert_eq!(left.state, State::Running, "it was in the middle");
        assert!(
            left.progress.total().done() < ROWS,
            "too quick to be killed"
        );
        let second = beside.unwrap_or_else(|| Running::start(&place, 1));
        let done = until(&db, "the second ends", |import| {
            !import.state.is_under_way()
        });
        assert_eq!(done.state, State::Finished, "{done:?}");
        let total = done.progress.total();
        assert_eq!((total.rows, total.created), (ROWS, ROWS), "every row once");
        assert_eq!(second.terminate().0, Some(0));
        assert!(said(&run(&place, &["check"]), 0).0.contains("0 faults"));
    }
}
