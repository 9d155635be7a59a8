//! `cargo xtask layering`: what a layer may not know, it does not depend on. `domain` knows no database, HTTP or
//! runtime; `persistence` knows no HTTP; `api` writes no SQL; the browser has nothing of the server.
//!
//! What the linker really put into the browser app is proven when it is built: see `web/wasm.rs`.

use crate::files;
use crate::process;
use crate::project::{Project, WASM_TARGET};
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::path::Path;

/// Packages that a package of ours may not reach. A trailing `*` stands for any ending.
struct Layer {
    package: &'static str,
    target: Option<&'static str>,
    reach: Reach,
    forbidden: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Through any number of packages.
    Anywhere,
    /// By its own manifest.
    Directly,
}

const DATABASE: &[&str] = &["diesel*", "libsqlite3-sys", "pq-sys", "r2d2"];
const NO_INPUT_OR_OUTPUT: &[&str] = &[
    "actix*",
    "diesel*",
    "guanxi-*",
    "hyper",
    "libsqlite3-sys",
    "pq-sys",
    "reqwest",
    "tokio",
];

const LAYERS: &[Layer] = &[
    Layer {
        package: "guanxi-domain",
        target: None,
        reach: Reach::Anywhere,
        forbidden: NO_INPUT_OR_OUTPUT,
    },
    Layer {
        package: "guanxi-i18n",
        target: None,
        reach: Reach::Anywhere,
        forbidden: NO_INPUT_OR_OUTPUT,
    },
    Layer {
        package: "guanxi-persistence",
        target: None,
        reach: Reach::Anywhere,
        forbidden: &["actix*", "guanxi-api", "guanxi-client", "hyper", "reqwest"],
    },
    Layer {
        package: "guanxi-client",
        target: None,
        reach: Reach::Anywhere,
        forbidden: &["actix*", "diesel*", "guanxi-api", "guanxi-persistence"],
    },
    Layer {
        package: "guanxi-api",
        target: None,
        reach: Reach::Directly,
        forbidden: DATABASE,
    },
    Layer {
        package: "guanxi-web",
        target: Some(WASM_TARGET),
        reach: Reach::Anywhere,
        forbidden: &[
            "actix*",
            "ammonia",
            "chrono-tz",
            "diesel*",
            "guanxi-api",
            "guanxi-persistence",
            "icu_collator",
            "tokio",
        ],
    },
    Layer {
        package: "guanxi-web",
        target: Some(WASM_TARGET),
        reach: Reach::Directly,
        forbidden: &["regex"],
    },
];

/// Sources that may not hold SQL.
const NO_SQL: &[&str] = &[
    "crates/api/src",
    "crates/client/src",
    "crates/domain/src",
    "web/src",
];

pub fn command(project: &Project, _arguments: &[String]) -> Result<()> {
    let mut faults = Vec::new();
    for layer in LAYERS {
        let reached = reached(project, layer)?;
        for package in strangers(&reached, layer) {
            faults.push(format!("{} depends on {package}", layer.package));
        }
    }
    for folder in NO_SQL {
        faults.extend(sql_below(&project.root, folder)?);
    }
    if !faults.is_empty() {
        bail!("layers are broken:\n  {}", faults.join("\n  "));
    }
    let mut cargo = project.cargo();
    cargo.args(["check", "--quiet", "--package", "guanxi-domain"]);
    // Whoever makes ids brings the random numbers: in the browser that is the app.
    process::run(cargo.args(["--target", WASM_TARGET, "--features=uuid/js"]))?;
    println!("layering: {} proofs hold", LAYERS.len() + NO_SQL.len() + 1);
    Ok(())
}

fn reached(project: &Project, layer: &Layer) -> Result<BTreeSet<String>> {
    let mut cargo = project.cargo();
    cargo.args(["tree", "--quiet", "--package", layer.package]);
    cargo.args(["--edges=normal", "--prefix=none", "--format={p}"]);
    if let Some(target) = layer.target {
        cargo.args(["--target", target]);
    }
    if layer.reach == Reach::Directly {
        cargo.arg("--depth=1");
    }
    let tree = process::output(&mut cargo)?;
    Ok(tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}

fn strangers<'a>(reached: &'a BTreeSet<String>, layer: &Layer) -> Vec<&'a str> {
    reached
        .iter()
        .map(String::as_str)
        .filter(|package| *package != layer.package)
        .filter(|package| layer.forbidden.iter().any(|rule| matches(rule, package)))
        .collect()
}

fn matches(rule: &str, package: &str) -> bool {
    match rule.strip_suffix('*') {
        Some(start) => package.starts_with(start),
        None => package == rule,
    }
}

fn sql_below(root: &Path, folder: &str) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for path in files::below(&root.join(folder))? {
        if !files::has_extension(&path, "rs") {
            continue;
        }
        for (index, line) in files::read_text(&path)?.lines().enumerate() {
            if holds_sql(line) {
                let name = path.strip_prefix(root)?.display();
                faults.push(format!("SQL in {name}:{}", index + 1));
            }
        }
    }
    Ok(faults)
}

/// Statements as they are written in this project: keywords in capitals.
fn holds_sql(line: &str) -> bool {
    let code = line.trim_start();
    if code.starts_with("//") {
        return false;
    }
    let starts = [
        "SELECT ",
        "INSERT INTO ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "CREATE INDEX ",
        "ALTER TABLE ",
        "DROP TABLE ",
    ];
    starts.iter().any(|start| code.contains(start))
        || (code.contains("UPDATE ") && code.contains(" SET "))
        || code.contains("sql_query(")
        || code.contains("diesel::")
}

#[cfg(test)]
mod tests {
    use super::{holds_sql, matches};

    #[test]
    fn rules_match_names_and_families() {
        assert!(matches("actix*", "actix-web"));
        assert!(matches("tokio", "tokio"));
        assert!(!matches("tokio", "tokio-util"));
    }

    #[test]
    fn sql_is_found_and_prose_is_not() {
        assert!(holds_sql("    let text = \"SELECT id FROM accounts\";"));
        assert!(holds_sql("format!(\"UPDATE {table} SET x = 1\")"));
        assert!(holds_sql("use diesel::prelude::*;"));
        assert!(!holds_sql("// SELECT is for persistence"));
        assert!(!holds_sql("let selected = select(\"all\");"));
    }
}
