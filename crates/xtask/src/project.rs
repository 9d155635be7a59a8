//! Where things are in the checkout.

use crate::process;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The checkout, its build folder and its own packages.
pub struct Project {
    pub root: PathBuf,
    pub target: PathBuf,
    members: BTreeMap<String, Member>,
}

struct Member {
    folder: PathBuf,
    needs: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    path: Option<PathBuf>,
}

impl Project {
    pub fn find() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").context("run me by `cargo xtask`")?;
        let answer = process::output(
            cargo()
                .args(["metadata", "--no-deps", "--format-version=1"])
                .current_dir(here),
        )?;
        let metadata: Metadata = serde_json::from_str(&answer)?;
        Ok(Self {
            root: metadata.workspace_root,
            target: metadata.target_directory,
            members: metadata.packages.into_iter().map(Member::named).collect(),
        })
    }

    /// A cargo command that works on this checkout.
    pub fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// A program that an npm package brings.
    pub fn npm_program(&self, name: &str) -> Result<Command> {
        let path = self.root.join("node_modules/.bin").join(name);
        anyhow::ensure!(path.exists(), "{name} is missing: run `npm ci` first");
        let mut command = Command::new(path);
        command.current_dir(&self.root);
        Ok(command)
    }

    /// The folders of a package of ours and of all packages of ours it is built from.
    pub fn folders_behind(&self, package: &str) -> Result<BTreeSet<PathBuf>> {
        let first = self
            .members
            .get(package)
            .with_context(|| format!("no package {package}"))?;
        let mut folders = BTreeSet::new();
        let mut open = vec![first];
        while let Some(member) = open.pop() {
            if folders.insert(member.folder.clone()) {
                open.extend(member.needs.iter().filter_map(|path| self.member_at(path)));
            }
        }
        Ok(folders)
    }

    fn member_at(&self, folder: &Path) -> Option<&Member> {
        self.members.values().find(|member| member.folder == folder)
    }
}

impl Member {
    fn named(package: Package) -> (String, Self) {
        let folder = package.manifest_path.parent().map(Path::to_path_buf);
        let member = Self {
            folder: folder.unwrap_or_default(),
            needs: package
                .dependencies
                .into_iter()
                .filter_map(|dependency| dependency.path)
                .collect(),
        };
        (package.name, member)
    }
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
