//! Whether `web/dist` still fits what it was built from.

use super::Mode;
use super::bundle::hex;
use super::size::Report;
use crate::files;
use crate::project::Project;
use anyhow::Result;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Single files beside the packages that decide how the app comes out.
const SETTINGS: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "package-lock.json",
    "rust-toolchain.toml",
    "crates/xtask/src/web.rs",
];

/// A digest of everything that goes into the app, the build tool included.
pub fn digest(project: &Project, mode: Mode) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(mode.name());
    hash.update(std::env::var("RUSTFLAGS").unwrap_or_default());
    for path in inputs(project)? {
        let name = path.strip_prefix(&project.root)?.to_string_lossy();
        let content = files::read(&path)?;
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(&content);
    }
    Ok(hex(&hash.finalize()))
}

fn inputs(project: &Project) -> Result<Vec<PathBuf>> {
    let mut inputs: Vec<_> = SETTINGS
        .iter()
        .map(|name| project.root.join(name))
        .collect();
    let dist = project.root.join("web/dist");
    let tool = project.root.join("crates/xtask/src/web");
    for folder in project.folders_behind("guanxi-web")?.iter().chain([&tool]) {
        let found = files::below(folder)?;
        inputs.extend(found.into_iter().filter(|path| !path.starts_with(&dist)));
    }
    inputs.retain(|path| path.is_file());
    Ok(inputs)
}

/// Built from these inputs, and complete.
pub fn is_current(project: &Project, inputs: &str) -> bool {
    let dist = project.root.join("web/dist");
    Report::read(&dist).is_ok_and(|report| report.inputs == inputs && is_complete(&dist, &report))
}

fn is_complete(dist: &Path, report: &Report) -> bool {
    dist.join("manifest.json").exists()
        && report.files.iter().all(|size| {
            let folder = match size.part {
                super::size::Part::Page => dist.to_path_buf(),
                _ => dist.join("assets"),
            };
            folder.join(&size.file).exists()
        })
}
