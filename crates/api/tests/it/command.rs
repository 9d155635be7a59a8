//! The `guanxi` command as people and scripts use it.

use std::io::Write;
use std::process::{Output, Stdio};
use std::time::Duration;

use crate::process::{self, Running, guanxi, places, run};
use crate::server::{PASSWORD, Place};

/// Standard output of a command that ended like this.
#[track_caller]
fn said(output: &Output, code: i32) -> String {
    process::said(output, code).0
}

#[test]
fn help_and_mistakes_have_their_exit_codes() {
    let place = Place::sqlite();
    let help = said(&run(&place, &["--help"]), 0);
    for command in [
        "serve", "migrate", "user", "import", "demo", "openapi", "check",
    ] {
        assert!(help.contains(command), "{help}");
    }
    said(&run(&place, &["juggle"]), 2);
    said(&run(&place, &["demo", "--scale", "many"]), 2);
    let broken = guanxi(&place, &["check", "--config", "/nowhere/guanxi.toml"])
        .output()
        .unwrap();
    said(&broken, 1);
    assert!(String::from_utf8_lossy(&broken.stderr).contains("/nowhere/guanxi.toml"));
}

#[test]
fn migrating_twice_changes_nothing_and_the_result_is_whole() {
    for place in places() {
        run(&place, &["migrate"]);
        assert!(said(&run(&place, &["migrate"]), 0).contains("up to date"));
        assert!(said(&run(&place, &["check"]), 0).contains("0 faults"));
    }
}

#[test]
fn users_are_made_listed_and_let_in() {
    for place in places() {
        let create = [
            "user",
            "create",
            "boss@example.com",
            "--family-name",
            "王",
            "--role",
            "administrator",
            "--password-stdin",
        ];
        let mut child = guanxi(&place, &create)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(PASSWORD.as_bytes())
            .unwrap();
        assert!(child.wait_with_output().unwrap().status.success());
        let list = said(&run(&place, &["user", "list"]), 0);
        assert_eq!(list.trim(), "boss@example.com\t王\tactive\tadministrator");
        let made = run(
            &place,
            &[
                "user",
                "create",
                "rep@example.com",
                "--family-name",
                "Rep",
                "--role",
                "sales",
            ],
        );
        assert!(said(&made, 0).starts_with("password: "));
        assert!(
            said(
                &run(&place, &["user", "reset-password", "rep@example.com"]),
                0
            )
            .starts_with("password: ")
        );
        said(
            &run(&place, &["user", "reset-password", "nobody@example.com"]),
            1,
        );
        said(
            &run(
                &place,
                &[
                    "user",
                    "create",
                    "rep@example.com",
                    "--family-name",
                    "Twice",
                    "--role",
                    "sales",
                ],
            ),
            1,
        );
    }
}

#[test]
fn made_up_records_come_and_go() {
    for place in places() {
        let made = said(&run(&place, &["demo", "--scale", "2"]), 0);
        assert!(made.starts_with("72 records made"), "{made}");
        assert!(said(&run(&place, &["demo", "--scale", "2"]), 0).starts_with("0 records made"));
        let removed = said(&run(&place, &["demo", "--remove"]), 0);
        assert!(removed.starts_with("72 records taken out"), "{removed}");
        assert!(said(&run(&place, &["demo", "--remove"]), 0).starts_with("0 records"));
        assert!(said(&run(&place, &["demo", "--scale", "2"]), 0).starts_with("72 records made"));
        assert!(said(&run(&place, &["check"]), 0).contains("0 faults"));
    }
}

#[test]
fn the_document_is_printed() {
    let text = said(&run(&Place::sqlite(), &["openapi"]), 0);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["openapi"], serde_json::json!("3.1.0"));
}

#[test]
fn the_server_tells_its_link_and_stops_politely() {
    for place in places() {
        let server = Running::start(&place, 2);
        assert_eq!(server.lines[0], format!("Guanxi is at {}", server.url));
        assert!(
            server.lines[1].contains(&format!("{}/setup#token=", server.url)),
            "{:?}",
            server.lines
        );
        let (code, took) = server.terminate();
        assert_eq!(code, Some(0));
        assert!(took < Duration::from_secs(30), "{took:?}");
    }
}

#[test]
fn two_servers_never_share_a_folder() {
    let place = Place::sqlite();
    let _first = Running::start(&place, 2);
    let second = run(&place, &["migrate"]);
    said(&second, 1);
    let error = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(error.contains("`guanxi serve` (process "), "{error}");
}

#[test]
fn users_and_records_can_be_made_beside_a_running_server() {
    for place in places() {
        let server = Running::start(&place, 2);
        let create = [
            "user",
            "create",
            "boss@example.com",
            "--family-name",
            "Boss",
            "--role",
            "administrator",
        ];
        assert!(said(&run(&place, &create), 0).starts_with("password: "));
        assert!(said(&run(&place, &["demo", "--scale", "1"]), 0).starts_with("36 records made"));
        assert!(said(&run(&place, &["check"]), 0).contains("0 faults"));
        assert_eq!(server.terminate().0, Some(0));
    }
}

#[test]
fn an_older_version_leaves_a_newer_database_alone() {
    for place in places() {
        said(&run(&place, &["migrate"]), 0);
        place.tamper("INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000100')");
        for command in ["serve", "migrate", "demo"] {
            let refused = run(&place, &[command]);
            said(&refused, 1);
            let error = String::from_utf8_lossy(&refused.stderr).into_owned();
            assert!(error.contains("belongs to a newer Guanxi"), "{error}");
        }
    }
}
