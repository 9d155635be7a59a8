//! The `guanxi` command as people and scripts use it.

use std::io::Write;
use std::process::{Output, Stdio};
use std::time::Duration;

use guanxi_persistence::{Database, Location};

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
fn a_wish_for_the_log_that_cannot_be_understood_is_refused() {
    let place = Place::sqlite();
    let mut command = guanxi(&place, &["check"]);
    let refused = command.env("GUANXI_LOG", "info,verbose").output().unwrap();
    let (_, error) = process::said(&refused, 1);
    assert!(error.contains("GUANXI_LOG: \"verbose\""), "{error}");
}

#[test]
fn a_damaged_secret_is_told_and_never_used() {
    for place in places() {
        said(&run(&place, &["migrate"]), 0);
        place.tamper("UPDATE settings SET value = 'AAAA' WHERE name = 'secret.cursor'");
        let refused = run(&place, &["serve"]);
        let (_, error) = process::said(&refused, 1);
        assert!(
            error.contains("the stored secret `cursor` is damaged"),
            "{error}"
        );
    }
}

#[test]
fn migrating_twice_changes_nothing_and_the_result_is_whole() {
    for place in places() {
        let fresh = matches!(place.location(), Location::Sqlite(_));
        let (out, error) = process::said(&run(&place, &["migrate"]), 0);
        if fresh {
            let applied: Vec<_> = out.lines().collect();
            let (names, _) = guanxi_persistence::migrations::all().unwrap();
            let told: Vec<_> = names.iter().map(|name| format!("applied {name}")).collect();
            assert_eq!(applied, told, "each by its name, in order");
            let first = format!("1 of {}: applying {} …", names.len(), names[0]);
            assert_eq!(error.lines().next(), Some(first.as_str()));
        }
        assert!(said(&run(&place, &["migrate"]), 0).contains("up to date"));
        let out = said(&run(&place, &["check"]), 0);
        assert!(
            out.starts_with("schema: up to date\nstorage: looked at "),
            "{out}"
        );
        assert!(out.ends_with("12 checks, 0 faults\n"), "{out}");
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
fn a_whole_firm_comes_and_goes() {
    for place in places() {
        for language in ["zh-Hant", "en"] {
            // What was taken out comes back as it was, whatever is asked for then.
            let made = said(&run(&place, &["demo", "--language", language]), 0);
            assert!(made.starts_with("55 records made"), "{made}");
            assert!(said(&run(&place, &["demo"]), 0).starts_with("0 records made"));
            let sound = said(&run(&place, &["check"]), 0);
            assert!(sound.contains("0 faults"), "{sound}");
            let removed = said(&run(&place, &["demo", "--remove"]), 0);
            assert!(removed.starts_with("55 records taken out"), "{removed}");
        }
    }
}

#[test]
fn made_up_records_come_and_go() {
    for place in places() {
        let made = said(&run(&place, &["demo", "--scale", "2"]), 0);
        assert!(made.starts_with("72 records made"), "{made}");
        let (_, error) = process::said(&run(&place, &["demo", "--scale", "2"]), 0);
        let told: Vec<_> = error.lines().collect();
        assert_eq!(
            told,
            [
                "accounts: 2 of 2 (100 %)",
                "contacts: 10 of 10 (100 %)",
                "opportunities: 10 of 10 (100 %)",
                "activities: 50 of 50 (100 %)"
            ]
        );
        assert!(said(&run(&place, &["demo", "--scale", "2"]), 0).starts_with("0 records made"));
        let removed = said(&run(&place, &["demo", "--remove"]), 0);
        assert!(removed.starts_with("72 records taken out"), "{removed}");
        assert!(said(&run(&place, &["demo", "--remove"]), 0).starts_with("0 records"));
        assert!(said(&run(&place, &["demo", "--scale", "2"]), 0).starts_with("72 records made"));
        assert!(said(&run(&place, &["check"]), 0).contains("0 faults"));
    }
}

#[test]
fn faults_are_named_counted_and_have_an_exit_code() {
    for place in places() {
        said(&run(&place, &["demo", "--scale", "30"]), 0);
        place.tamper("DELETE FROM anchors WHERE entity = 'account'");
        let (out, error) = process::said(&run(&place, &["check"]), 3);
        // Accounts without anchor, and what hangs on them; only the first are told in words.
        assert!(out.contains("anchors: looked at 1080 "), "{out}");
        assert!(out.contains(", 780 faults\n  account "), "{out}");
        assert!(out.contains("has no anchor\n  … and 760 more\n"), "{out}");
        assert!(out.contains("external names: looked at 1080 "), "{out}");
        assert!(error.ends_with("guanxi: 780 faults\n"), "{error}");
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

/// A folder that leads to a server's lock and its door, and to nothing else of it.
fn only_the_door(place: &Place) -> std::path::PathBuf {
    let Location::Sqlite(file) = place.location() else {
        unreachable!("servers on PostgreSQL have no door")
    };
    let folder = file.parent().unwrap();
    let aside = folder.join("aside");
    std::fs::create_dir(&aside).unwrap();
    for name in ["guanxi.lock", "guanxi.control"] {
        std::fs::hard_link(folder.join(name), aside.join(name)).unwrap();
    }
    aside
}

/// The command in a folder.
fn in_folder(folder: &std::path::Path, arguments: &[&str]) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_guanxi"));
    command.args(arguments).arg("--data").arg(folder);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUANXI_")) {
        command.env_remove(name);
    }
    command.output().unwrap()
}

#[test]
fn beside_a_server_no_command_opens_the_file() {
    let place = Place::sqlite();
    let server = Running::start(&place, 2);
    let aside = only_the_door(&place);
    let create = [
        "user",
        "create",
        "boss@example.com",
        "--family-name",
        "王",
        "--role",
        "administrator",
    ];
    let made = said(&in_folder(&aside, &create), 0);
    let password = made.trim().strip_prefix("password: ").unwrap().to_owned();
    // The server did it itself, so it knows at once.
    assert!(signs_in(&server, "boss@example.com", &password));
    let list = said(&in_folder(&aside, &["user", "list"]), 0);
    assert_eq!(list, "boss@example.com\t王\tactive\tadministrator\n");
    let again = in_folder(&aside, &["user", "reset-password", "boss@example.com"]);
    let newer = said(&again, 0);
    let newer = newer.trim().strip_prefix("password: ").unwrap();
    assert!(!signs_in(&server, "boss@example.com", &password));
    assert!(signs_in(&server, "boss@example.com", newer));
    for refused in [&["user", "activate", "nobody@example.com"][..], &create] {
        let (_, error) = process::said(&in_folder(&aside, refused), 1);
        assert!(error.starts_with("guanxi: "), "{error}");
    }
    let (out, error) = process::said(&in_folder(&aside, &["demo", "--scale", "10"]), 0);
    assert!(out.starts_with("360 records made"), "{out}");
    assert!(error.contains("activities: 250 of 250 (100 %)"), "{error}");
    let out = said(&in_folder(&aside, &["demo", "--remove"]), 0);
    assert!(out.starts_with("360 records taken out"), "{out}");
    let files = std::fs::read_dir(&aside).unwrap().count();
    assert_eq!(files, 2, "no database was made here");
    assert_eq!(server.terminate().0, Some(0));
    // The server took the door with it, and its lock: the folder is free, and has no database.
    let alone = said(&run(&place, &["user", "list"]), 0);
    assert!(alone.starts_with("boss@example.com"), "{alone}");
    assert!(!aside.parent().unwrap().join("guanxi.control").exists());
}

fn signs_in(server: &Running, login: &str, password: &str) -> bool {
    let client = guanxi_client::Client::new(&server.url);
    let runtime = actix_web::rt::System::new();
    runtime.block_on(client.sign_in(login, password)).is_ok()
}

#[test]
fn the_door_is_for_the_owner_of_the_data_alone() {
    use std::io::{Read, Write};
    let place = Place::sqlite();
    let server = Running::start(&place, 2);
    let aside = only_the_door(&place);
    let file = aside.join("guanxi.control");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let text = std::fs::read_to_string(&file).unwrap();
    let (address, token) = text.trim().split_once(' ').unwrap();
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    let ask = |token: &str, version: &str| {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let question =
            serde_json::json!({ "token": token, "version": version, "order": "list_users" });
        writeln!(stream, "{question}").unwrap();
        let mut answer = String::new();
        drop(stream.read_to_string(&mut answer));
        answer
    };
    assert_eq!(ask("", env!("CARGO_PKG_VERSION")), "");
    assert_eq!(ask(&"A".repeat(token.len()), env!("CARGO_PKG_VERSION")), "");
    assert!(ask(token, "0.0.0").contains("use the command of the same version"));
    assert!(ask(token, env!("CARGO_PKG_VERSION")).contains("users"));
    server.kill();
    // A door that a killed server left behind leads nowhere, and nobody needs it.
    said(&run(&place, &["user", "list"]), 0);
}

const KEY: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5Kys=";

/// The command with a master key; or none.
fn keyed(place: &Place, arguments: &[&str], key: Option<&str>) -> Output {
    let mut command = guanxi(place, arguments);
    if let Some(key) = key {
        command.env("GUANXI_MASTER_KEY", key);
    }
    command.output().unwrap()
}

#[test]
fn secrets_are_wrapped_by_the_master_key_from_the_next_start_on() {
    for place in places() {
        said(&run(&place, &["migrate"]), 0);
        let before = place.open().secret("sign_in").unwrap();
        let plain = place.setting("secret.sign_in");
        said(&keyed(&place, &["migrate"], Some(KEY)), 0);
        for name in ["secret.sign_in", "secret.cursor"] {
            let stored = place.setting(name);
            assert!(stored.starts_with("xchacha20poly1305:"), "{stored}");
            assert!(!stored.contains(&plain), "{stored}");
        }
        let key = KEY.parse().unwrap();
        let db = Database::open_with(place.location(), Some(key)).unwrap();
        assert_eq!(db.secret("sign_in").unwrap(), before, "still the same");
        drop(db);

        let other = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5Ky8=";
        for (key, words) in [
            (None, "wrapped by a master key, and none is given"),
            (Some(other), "the master key is not the one by which"),
            (Some("hunter2"), "must be 32 random bytes in base64"),
        ] {
            for command in ["serve", "migrate", "check"] {
                let (_, error) = process::said(&keyed(&place, &[command], key), 1);
                assert!(error.contains(words), "{command}: {error}");
                assert!(!error.contains("hunter2"), "{error}");
            }
        }
        let whole = said(&keyed(&place, &["check"], Some(KEY)), 0);
        assert!(whole.contains("0 faults"), "{whole}");
    }
}
