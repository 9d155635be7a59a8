//! From every version to this one: with data, on both databases, interrupted or not, and never backwards.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure, Query};
use guanxi_domain::registry;
use guanxi_persistence::{Database, Location};
use serde_json::{Value as Json, json};

use crate::process::{guanxi, places, run, said};
use crate::server::Place;

/// What is kept of released versions; `scripts/release-fixture.sh` makes it.
fn releases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/releases")
}

fn versions() -> Vec<String> {
    let files = std::fs::read_dir(releases()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut versions: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".backup.gz").map(str::to_owned))
        .collect();
    versions.sort();
    assert!(!versions.is_empty());
    versions
}

fn unpacked(name: &str) -> Vec<u8> {
    let packed = std::fs::read(releases().join(name)).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

/// A database of a released version as that version left it.
fn as_it_was(version: &str) -> [Place; 2] {
    let [sqlite, postgres] = places();
    let Location::Sqlite(path) = sqlite.location() else {
        unreachable!()
    };
    std::fs::write(path, unpacked(&format!("{version}.sqlite.gz"))).unwrap();
    postgres.tamper("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    let dump = String::from_utf8(unpacked(&format!("{version}.sql.gz"))).unwrap();
    // What begins so is for psql alone.
    let lines = dump.lines().filter(|line| !line.starts_with('\\'));
    postgres.tamper(&lines.collect::<Vec<_>>().join("\n"));
    [sqlite, postgres]
}

/// What somebody would miss: how many records of each kind there are, and what opportunities come to.
fn figures(db: &Database) -> Json {
    let actor = Actor::system();
    let mut counts = serde_json::Map::new();
    for entity in registry::roots() {
        let query = Query {
            total: true,
            ..Query::default()
        };
        let page = db
            .read(|reader| reader.list(&actor, entity, &query))
            .unwrap();
        let page: Json = serde_json::from_slice(&page).unwrap();
        counts.insert(entity.plural.to_owned(), page["total"].clone());
    }
    let asked = Aggregate {
        filter: None,
        group: vec![Group {
            path: "status".into(),
            bucket: None,
        }],
        measures: vec![Measure {
            function: Function::Sum,
            path: Some("amount".into()),
        }],
    };
    let opportunities = registry::by_name("opportunity").unwrap();
    let sums = db.read(|reader| reader.aggregate(&actor, opportunities, &asked));
    json!({ "counts": counts, "opportunities": sums.unwrap()["groups"] })
}

fn assert_figures(version: &str, place: &Place) {
    said(&run(place, &["check"]), 0);
    let db = Database::open(place.location()).unwrap();
    assert_eq!(db.pending_migrations().unwrap(), 0);
    let (found, path) = (figures(&db), releases().join(format!("{version}.json")));
    if std::env::var_os("GUANXI_WRITE_FIGURES").is_some() && !path.exists() {
        std::fs::write(&path, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
    }
    let kept = std::fs::read(&path).expect("figures are kept beside every released version");
    let kept: Json = serde_json::from_slice(&kept).unwrap();
    for (name, count) in kept["counts"].as_object().unwrap() {
        assert_eq!(&found["counts"][name], count, "{version}: {name}");
    }
    assert_eq!(found["opportunities"], kept["opportunities"], "{version}");
}

#[test]
fn every_released_version_is_brought_up_to_date_with_its_figures() {
    for version in versions() {
        for place in as_it_was(&version) {
            said(&run(&place, &["migrate"]), 0);
            assert_figures(&version, &place);
        }
    }
}

#[test]
fn a_backup_of_every_released_version_is_restored_with_its_figures() {
    for version in versions() {
        let file = releases().join(format!("{version}.backup.gz"));
        for place in places() {
            said(&run(&place, &["restore", file.to_str().unwrap()]), 0);
            assert_figures(&version, &place);
        }
    }
}

/// The newest change of the schema, and the statements that take it back.
fn newest(place: &Place, back: usize) -> (String, String) {
    let kind = match place.location() {
        Location::Sqlite(_) => "sqlite",
        Location::Postgres(_) => "postgres",
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let folders = std::fs::read_dir(root.join(kind)).unwrap();
    let mut names: Vec<PathBuf> = folders.map(|folder| folder.unwrap().path()).collect();
    names.sort();
    let folder = &names[names.len() - 1 - back];
    let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
    let version = name.split('_').next().unwrap().replace('-', "");
    let down = std::fs::read_to_string(folder.join("down.sql")).unwrap();
    let forget =
        format!("{down}; DELETE FROM __diesel_schema_migrations WHERE version = '{version}'");
    (name, forget)
}

/// Takes the newest change back, as if a version before it had been here last.
fn step_back(place: &Place) -> String {
    let (name, statements) = newest(place, 0);
    place.tamper(&statements);
    name
}

fn backups(place: &Place) -> Vec<PathBuf> {
    let Location::Sqlite(path) = place.location() else {
        return Vec::new();
    };
    let folder = std::fs::read_dir(path.parent().unwrap().join("backups"));
    folder.map_or_else(
        |_| Vec::new(),
        |files| files.map(|file| file.unwrap().path()).collect(),
    )
}

#[test]
fn a_database_file_is_backed_up_before_it_is_changed() {
    let place = Place::sqlite();
    said(&run(&place, &["demo"]), 0);
    assert!(backups(&place).is_empty(), "a new one needs none");
    step_back(&place);
    said(&run(&place, &["user", "list"]), 0);
    let [kept] = &backups(&place)[..] else {
        panic!("{:?}", backups(&place))
    };
    said(&run(&place, &["user", "list"]), 0);
    assert_eq!(backups(&place).len(), 1, "nothing was changed");
    let other = Place::sqlite();
    said(&run(&other, &["restore", kept.to_str().unwrap()]), 0);
    said(&run(&other, &["check"]), 0);
    let figures = [&place, &other].map(|place| figures(&Database::open(place.location()).unwrap()));
    assert_eq!(figures[0], figures[1]);
}

#[test]
fn without_room_for_a_backup_nothing_is_changed() {
    let place = Place::sqlite();
    said(&run(&place, &["demo"]), 0);
    let name = step_back(&place);
    let Location::Sqlite(path) = place.location() else {
        unreachable!()
    };
    // A file where the folder should be.
    std::fs::write(path.parent().unwrap().join("backups"), "").unwrap();
    let (_, error) = said(&run(&place, &["migrate"]), 1);
    assert!(error.contains("was left as it is"), "{error}");
    assert!(error.contains("--without-backup"), "{error}");
    let (out, _) = said(&run(&place, &["migrate", "--without-backup"]), 0);
    assert!(out.contains(&format!("applied {name}")), "{out}");
}

#[test]
fn a_migration_that_was_killed_is_done_again() {
    for place in places() {
        said(&run(&place, &["demo"]), 0);
        let before = figures(&place.open());
        let (first, back) = newest(&place, 0);
        place.tamper(&back);
        let blocked = Blocked::new(&place);
        let mut child = guanxi(&place, &["migrate", "--without-backup"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Until it says that it is at it.
        let mut told = String::new();
        let mut stderr = std::io::BufReader::new(child.stderr.take().unwrap());
        while !told.contains(&first) {
            told.clear();
            let read = std::io::BufRead::read_line(&mut stderr, &mut told).unwrap();
            assert!(read > 0, "it says what it does before it does it");
        }
        std::thread::sleep(Duration::from_millis(300));
        assert!(child.try_wait().unwrap().is_none(), "it waits for the lock");
        child.kill().unwrap();
        child.wait().unwrap();
        blocked.end();
        let (out, _) = said(&run(&place, &["migrate", "--without-backup"]), 0);
        assert!(out.contains(&format!("applied {first}")), "{out}");
        said(&run(&place, &["check"]), 0);
        assert_eq!(figures(&place.open()), before);
    }
}

/// Keeps a migration from getting on: a lock on what it must read.
enum Blocked {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Blocked {
    fn new(place: &Place) -> Self {
        match place.location() {
            Location::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
                conn.batch_execute("BEGIN IMMEDIATE").unwrap();
                Self::Sqlite(conn)
            }
            Location::Postgres(url) => {
                let mut conn = PgConnection::establish(url).unwrap();
                let lock = "BEGIN; LOCK TABLE __diesel_schema_migrations IN SHARE MODE";
                conn.batch_execute(lock).unwrap();
                Self::Postgres(conn)
            }
        }
    }

    fn end(self) {
        match self {
            Self::Sqlite(mut conn) => conn.batch_execute("ROLLBACK").unwrap(),
            Self::Postgres(mut conn) => conn.batch_execute("ROLLBACK").unwrap(),
        }
    }
}

#[test]
fn of_several_that_start_at_once_one_changes_the_schema() {
    let place = Place::postgres();
    place.tamper("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    let children: Vec<_> = (0..4)
        .map(|_| {
            guanxi(&place, &["migrate"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut applied = 0;
    for child in children {
        let (out, _) = said(&child.wait_with_output().unwrap(), 0);
        applied += usize::from(out.contains("applied "));
    }
    assert_eq!(applied, 1, "the others waited and found it done");
    said(&run(&place, &["check"]), 0);
}

#[test]
fn an_older_version_leaves_a_newer_database_alone() {
    for place in places() {
        said(&run(&place, &["migrate"]), 0);
        place.tamper(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000100'); \
             ALTER TABLE users RENAME COLUMN login TO sign_in_name; DROP TABLE sort_keys",
        );
        for command in [
            &["serve"][..],
            &["migrate"],
            &["demo"],
            &["check"],
            &["user", "list"],
        ] {
            let began = Instant::now();
            let (_, error) = said(&run(&place, command), 4);
            assert!(error.contains("belongs to a newer Guanxi"), "{error}");
            assert!(began.elapsed() < Duration::from_secs(20));
        }
        let file = std::env::temp_dir().join(format!("guanxi-newer-{}", uuid::Uuid::now_v7()));
        said(&run(&place, &["backup", "--to", file.to_str().unwrap()]), 0);
        let (_, error) = said(&run(&places()[0], &["restore", file.to_str().unwrap()]), 1);
        assert!(error.contains("newer than this program"), "{error}");
        std::fs::remove_file(file).unwrap();
    }
}
