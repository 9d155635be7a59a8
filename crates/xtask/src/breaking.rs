//! `cargo xtask breaking`: what was promised with the last release still holds: the API document only grew.

mod document;
mod schema;
#[cfg(test)]
mod tests;

use crate::files;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use chrono::DateTime;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the documents of releases lie, one for each version.
const RELEASED: &str = "openapi/released";
const CURRENT: &str = "openapi/openapi.json";

pub fn command(project: &Project, _arguments: &[String]) -> Result<()> {
    let last = last_release(&project.root.join(RELEASED))?;
    let old = read(&last)?;
    let new = read(&project.root.join(CURRENT))?;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now = DateTime::from_timestamp(i64::try_from(seconds)?, 0).context("the clock is wrong")?;
    let faults = document::faults(&old, &new, &now.format("%Y-%m-%d").to_string());
    let version = last.file_stem().unwrap_or_default().to_string_lossy();
    if !faults.is_empty() {
        bail!(
            "the API document breaks what {version} promised:\n  {}",
            faults.join("\n  ")
        );
    }
    println!("breaking: all that {version} promised still holds");
    Ok(())
}

fn read(path: &Path) -> Result<Json> {
    let text = files::read_text(path)?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}

/// The document with the greatest version in its name.
fn last_release(folder: &Path) -> Result<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if let Some(version) = version(&path) {
            found.push((version, path));
        }
    }
    let last = found.into_iter().max().map(|(_, path)| path);
    last.with_context(|| format!("no released document in {}", folder.display()))
}

fn version(path: &Path) -> Option<Vec<u32>> {
    let name = path.file_name()?.to_str()?.strip_suffix(".json")?;
    name.split('.').map(|part| part.parse().ok()).collect()
}
