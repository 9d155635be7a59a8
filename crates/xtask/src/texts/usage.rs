//! Which keys the sources ask for.

use super::messages::Messages;
use crate::files;
use crate::project::Project;
use anyhow::Result;
use std::collections::BTreeSet;
use std::path::Path;

/// Keys that are put together from the catalogue at run time.
const DERIVED: &[&str] = &[
    "choice-", "entity-", "field-", "problem-", "related-", "role-", "verb-",
];

/// Calls whose first argument is a key.
const CALLS: &[&str] = &[
    "i18n.format(",
    "i18n.text(",
    "t(",
    "t_with(",
    "texts.format(",
    "texts.text(",
];

/// The words of all sources that could be keys.
#[derive(Default)]
pub struct Usage {
    /// Whole string literals.
    literals: BTreeSet<String>,
    /// Beginnings of literals that go on with a placeholder: `"nav-{name}"`.
    beginnings: BTreeSet<String>,
    /// Keys asked for by a call, with the place.
    asked: BTreeSet<(String, String)>,
}

impl Usage {
    pub fn of_sources(project: &Project) -> Result<Self> {
        let mut usage = Self::default();
        let crates = files::folder_names(&project.root.join("crates"))?;
        let folders = crates
            .iter()
            .filter(|name| *name != "xtask")
            .map(|name| format!("crates/{name}/src"))
            .chain(["web/src".to_owned(), "web/js".to_owned()]);
        for folder in folders {
            for path in files::below(&project.root.join(folder))? {
                if ["rs", "js"]
                    .iter()
                    .any(|kind| files::has_extension(&path, kind))
                {
                    let name = path.strip_prefix(&project.root)?;
                    usage.take(name, &files::read_text(&path)?);
                }
            }
        }
        Ok(usage)
    }

    fn take(&mut self, name: &Path, source: &str) {
        // What stands below the tests of a file are examples, not texts of the product.
        let (code, examples) = source.split_once("#[cfg(test)]").unwrap_or((source, ""));
        for literal in literals(code).chain(literals(examples)) {
            self.literals.insert(literal.to_owned());
            if let Some((start, _)) = literal.split_once('{')
                && start.ends_with('-')
            {
                self.beginnings.insert(start.to_owned());
            }
        }
        for call in CALLS {
            for (start, _) in code.match_indices(call) {
                if let Some(key) = key_asked_for(code, start, call) {
                    let line = code[..start].matches('\n').count() + 1;
                    let place = format!("{}:{line}", name.display());
                    self.asked.insert((key.to_owned(), place));
                }
            }
        }
    }

    /// Texts that nothing asks for, and keys without a text.
    pub fn faults(&self, messages: &Messages) -> Vec<String> {
        let unused = messages
            .keys()
            .filter(|key| !self.uses(key) && !messages.is_referenced(key))
            .map(|key| format!("{key} is used nowhere"));
        let missing = self
            .asked
            .iter()
            .filter(|(key, _)| !messages.has(key))
            .map(|(key, place)| format!("{place} asks for {key}, which has no text"));
        unused.chain(missing).collect()
    }

    fn uses(&self, key: &str) -> bool {
        self.literals.contains(key)
            || DERIVED.iter().any(|start| key.starts_with(start))
            || self.beginnings.iter().any(|start| key.starts_with(start))
    }
}

/// What stands between double quotes on one line. Rust's own grammar is not needed: a key holds no quote and no
/// escape, so a wrong pairing only yields words that are no keys.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    source.lines().flat_map(|line| {
        let mut parts = line.split('"');
        parts.next();
        parts
    })
}

/// The literal that a call at this place begins with, if it is that call and not one with a longer name.
fn key_asked_for<'a>(code: &'a str, start: usize, call: &str) -> Option<&'a str> {
    let before = code[..start].chars().next_back();
    if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
        return None;
    }
    let argument = code[start + call.len()..].trim_start().strip_prefix('"')?;
    let (key, _) = argument.split_once('"')?;
    looks_like_key(key).then_some(key)
}

fn looks_like_key(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && !text.ends_with('-') && text.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(source: &str) -> Usage {
        let mut usage = Usage::default();
        usage.take(Path::new("a.rs"), source);
        usage
    }

    #[test]
    fn literal_derived_and_composed_keys_are_used() {
        let usage = usage("let a = t(\"sign-in\"); format!(\"nav-{place}\")");
        assert!(usage.uses("sign-in"));
        assert!(usage.uses("nav-home"));
        assert!(usage.uses("field-account-name"));
        assert!(!usage.uses("sign-out"));
    }

    #[test]
    fn calls_name_the_place_and_longer_names_do_not_count() {
        let usage =
            usage("\n t(\"sign-in\"); text(\"other\"); it(\"more\"); t_with(\n  \"far\", x)");
        let asked: Vec<_> = usage
            .asked
            .iter()
            .map(|(key, place)| (key.as_str(), place.as_str()))
            .collect();
        assert_eq!(asked, [("far", "a.rs:2"), ("sign-in", "a.rs:2")]);
    }
}
