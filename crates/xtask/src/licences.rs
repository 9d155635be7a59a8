//! `cargo xtask licences`: every package we build with has a licence we may use, none is banned, and the few that
//! must be there once are there once.

use crate::process;
use crate::project::{Project, WASM_TARGET};
use anyhow::{Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// With the reason, so that nobody has to guess it.
const BANNED: &[(&str, &str)] = &[
    ("aws-lc-rs", "compiles C; rustls uses ring"),
    ("aws-lc-sys", "compiles C; rustls uses ring"),
    ("native-tls", "TLS is rustls"),
    ("openssl-sys", "TLS is rustls"),
    ("sqlx", "the database layer is diesel"),
    ("sqlx-core", "the database layer is diesel"),
];

/// Two copies of these mean two connection pools or two HTTP stacks.
const ONCE: &[&str] = &["diesel", "libsqlite3-sys", "reqwest", "wasm-bindgen"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
}

pub fn command(project: &Project, _arguments: &[String]) -> Result<()> {
    let packages = packages(project)?;
    let mut faults = Vec::new();
    for package in packages.values() {
        let title = format!("{} {}", package.name, package.version);
        match &package.license {
            None => faults.push(format!("{title} states no licence")),
            Some(licence) if !is_allowed(licence) => faults.push(format!("{title}: {licence}")),
            Some(_) => {}
        }
        if let Some((_, reason)) = BANNED.iter().find(|(name, _)| *name == package.name) {
            faults.push(format!("{title} is banned: {reason}"));
        }
    }
    for name in ONCE {
        let versions: Vec<_> = packages
            .values()
            .filter(|package| package.name == *name)
            .map(|package| package.version.as_str())
            .collect();
        if versions.len() > 1 {
            faults.push(format!("{name} is there as {}", versions.join(" and ")));
        }
    }
    if !faults.is_empty() {
        bail!("dependencies:\n  {}", faults.join("\n  "));
    }
    println!("licences: {} packages may be used", packages.len());
    Ok(())
}

/// The packages behind what we build here and for the browser, from an up-to-date lock file.
fn packages(project: &Project) -> Result<BTreeMap<String, Package>> {
    let host =
        process::output(std::process::Command::new("rustc").args(["--print", "host-tuple"]))?;
    let mut found = BTreeMap::new();
    for platform in [host.trim(), WASM_TARGET] {
        let mut cargo = project.cargo();
        cargo.args(["metadata", "--locked", "--format-version=1"]);
        let answer = process::output(cargo.args(["--filter-platform", platform]))?;
        let metadata: Metadata = serde_json::from_str(&answer)?;
        let used: BTreeSet<_> = metadata.resolve.nodes.into_iter().map(|n| n.id).collect();
        for package in metadata.packages {
            if used.contains(&package.id) {
                found.insert(package.id.clone(), package);
            }
        }
    }
    Ok(found)
}

/// Evaluates an SPDX expression; the old `/` means OR.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words };
    reader.any() == Some(true) && reader.words.is_empty()
}

/// Reads an SPDX expression from left to right; `None` where it is not one.
struct Reader<'a> {
    words: &'a [&'a str],
}

impl<'a> Reader<'a> {
    fn any(&mut self) -> Option<bool> {
        let mut allowed = self.all()?;
        while self.take("OR") {
            allowed |= self.all()?;
        }
        Some(allowed)
    }

    fn all(&mut self) -> Option<bool> {
        let mut allowed = self.one()?;
        while self.take("AND") {
            allowed &= self.one()?;
        }
        Some(allowed)
    }

    fn one(&mut self) -> Option<bool> {
        let word = self.next()?;
        if word == "(" {
            let allowed = self.any()?;
            return self.take(")").then_some(allowed);
        }
        let name = match self.take("WITH") {
            true => format!("{word} WITH {}", self.next()?),
            false => word.to_owned(),
        };
        Some(ALLOWED.contains(&name.as_str()))
    }

    fn next(&mut self) -> Option<&'a str> {
        let (word, rest) = self.words.split_first()?;
        self.words = rest;
        Some(word)
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.words.first() == Some(&wanted);
        if found {
            self.words = &self.words[1..];
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn one_allowed_choice_is_enough() {
        assert!(is_allowed("GPL-3.0 OR MIT"));
        assert!(is_allowed("MIT/Apache-2.0"));
        assert!(is_allowed("(MIT OR GPL-2.0) AND Unicode-3.0"));
        assert!(is_allowed(
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"
        ));
    }

    #[test]
    fn every_demanded_licence_must_be_allowed() {
        assert!(!is_allowed("MIT AND GPL-3.0"));
        assert!(!is_allowed("AGPL-3.0"));
        assert!(!is_allowed("Apache-2.0 WITH Something-else"));
        assert!(!is_allowed("MIT OR"));
        assert!(!is_allowed("MIT MIT"));
        assert!(!is_allowed(""));
    }
}
