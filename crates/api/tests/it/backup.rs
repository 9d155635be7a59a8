//! What people type to make backups, to restore and to move. Backups under load are in `faults.rs`.

use std::process::Output;

use guanxi_persistence::Location;
use uuid::Uuid;

use crate::process::{Running, guanxi, places, run, said};
use crate::server::Place;

fn restored() -> [Place; 2] {
    places()
}

fn backup(place: &Place, file: &std::path::Path) -> Output {
    run(place, &["backup", "--to", file.to_str().unwrap()])
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
