//! What the documents and service files name exists: commands, flags, variables, settings, links.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{run, said};
use crate::server::Place;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

const DOCUMENTS: [&str; 3] = ["docs/operations.md", "docs/scaling.md", "docs/import.md"];
const FILES: [&str; 6] = [
    "ops/systemd/guanxi.service",
    "ops/systemd/guanxi-backup.service",
    "ops/docker/Dockerfile",
    "ops/docker/compose.yaml",
    "Makefile",
    "README.md",
];

/// What stands in code: fenced, or between backticks.
fn code(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (i, block) in text.split("```").enumerate() {
        if i % 2 == 1 {
            found.extend(block.lines().map(str::to_owned));
        } else {
            let spans = block.split('`').skip(1).step_by(2);
            found.extend(spans.map(str::to_owned));
        }
    }
    found
}

fn help(words: &[&str]) -> Option<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guanxi"));
    let output = command.args(words).arg("--help").output().unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap())
}

/// The commands that there are, from the help of the program.
fn commands() -> BTreeSet<String> {
    let text = help(&[]).unwrap();
    let list = text.split("Commands:\n").nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap();
    let names = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_and_flag_exists() {
    let commands = commands();
    assert!(
        commands.contains("serve") && commands.contains("backup"),
        "{commands:?}"
    );
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = 0;
    for path in DOCUMENTS {
        for line in code(&read(path)) {
            let Some(rest) = line.trim().strip_prefix("guanxi ") else {
                continue;
            };
            let words: Vec<&str> = rest.split_whitespace().collect();
            if words[0] == "help" {
                assert!(
                    words[1..].iter().all(|word| commands.contains(*word)),
                    "{path}: `{line}`"
                );
                continue;
            }
            let named: Vec<&str> = words
                .iter()
                .copied()
                .filter(|word| commands.contains(*word))
                .take(1)
                .collect();
            let [command] = named[..] else {
                panic!("{path}: no command in `{line}`");
            };
            // `user create` has a command of its own.
            let place = words.iter().position(|word| *word == command).unwrap();
            let mut asked = vec![command];
            if command == "user" {
                asked.extend(words.get(place + 1));
            }
            let text = helps.entry(asked.join(" ")).or_insert_with(|| {
                help(&asked).unwrap_or_else(|| panic!("{path}: `{line}` names no command"))
            });
            for flag in words.iter().filter(|word| word.starts_with("--")) {
                let flag = flag.split('=').next().unwrap();
                let known = text.split(|sign: char| sign != '-' && !sign.is_ascii_alphanumeric());
                assert!(
                    known.into_iter().any(|word| word == flag),
                    "{path}: `{line}` has no flag {flag}"
                );
            }
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen} commands were read");
}

fn sources(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_variable_and_measurement_exists() {
    let mut source = String::new();
    for folder in ["crates/api/src", "crates/persistence/src"] {
        sources(&root().join(folder), &mut source);
    }
    let mut seen = BTreeSet::new();
    for path in DOCUMENTS.iter().chain(&FILES) {
        let text = read(path);
        let words = text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
        for word in words.filter(|word| word.starts_with("GUANXI_") || word.starts_with("guanxi_"))
        {
            // The end of a name with a star, and variables of the tests.
            if word.ends_with('_')
                || word.starts_with("GUANXI_TEST")
                || ["GUANXI_GUIDE", "GUANXI_WRITE_FIGURES"].contains(&word)
            {
                continue;
            }
            // One of our crates, as the log names it.
            let known = word == "guanxi_api" || source.contains(&format!("\"{word}\""));
            assert!(known, "{path}: {word}");
            seen.insert(word.to_owned());
        }
    }
    assert!(seen.len() > 12, "{seen:?}");
}

#[test]
fn every_settings_file_is_understood() {
    let place = Place::sqlite();
    let mut seen = 0;
    for path in DOCUMENTS {
        for block in read(path).split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap();
            if block.contains("[[file]]") {
                continue;
            }
            let file =
                std::env::temp_dir().join(format!("guanxi-doc-{}.toml", uuid::Uuid::now_v7()));
            std::fs::write(&file, block).unwrap();
            let output = run(&place, &["openapi", "--config", file.to_str().unwrap()]);
            said(&output, 0);
            std::fs::remove_file(file).unwrap();
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn every_file_that_is_linked_exists() {
    for path in DOCUMENTS {
        let text = read(path);
        for link in text.split("](").skip(1) {
            let link = link.split([')', '#']).next().unwrap();
            if !link.is_empty() && !link.contains("://") {
                let target = root().join(path).parent().unwrap().join(link);
                assert!(target.exists(), "{path}: {link}");
            }
        }
    }
}

/// What is started, and which paths are asked whether it lives.
#[test]
fn service_files_start_what_there_is() {
    let commands = commands();
    for path in [
        "ops/systemd/guanxi.service",
        "ops/systemd/guanxi-backup.service",
    ] {
        let text = read(path);
        let start = text
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/guanxi "));
        let command = start.unwrap().split_whitespace().next().unwrap();
        assert!(commands.contains(command), "{path}: {command}");
    }
    let docker = read("ops/docker/Dockerfile");
    assert!(docker.contains("CMD [\"serve\"]"));
    assert!(
        read("Makefile").contains("\ndist: "),
        "the image is built by it"
    );
    let proxy = read("ops/docker/haproxy.cfg");
    assert!(proxy.contains("GET /health/ready"));
    let compose = read("ops/docker/compose.yaml");
    for server in ["one", "two"] {
        assert!(
            compose.contains(&format!("\n  {server}:\n"))
                && proxy.contains(&format!(" {server}:8080"))
        );
    }
    for secret in ["database_password", "pgpass", "master_key"] {
        assert!(compose.contains(&format!("file: ./{secret}")), "{secret}");
    }
}
