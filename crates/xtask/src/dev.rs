//! `cargo xtask dev`: builds web app and server, starts the server, and does both again when a source changes.

use crate::files;
use crate::process;
use crate::project::Project;
use crate::web::{self, Mode};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

const POLL: Duration = Duration::from_millis(500);

type Snapshot = BTreeMap<PathBuf, SystemTime>;

pub fn command(project: &Project, arguments: &[String]) -> Result<()> {
    let arguments = match arguments {
        [dashes, rest @ ..] if dashes == "--" => rest,
        all => all,
    };
    let mut server = Server::new(project, arguments);
    let watched = watched_folders(project)?;
    let mut seen = snapshot(project, &watched)?;
    server.rebuild();
    loop {
        sleep(POLL);
        let mut now = snapshot(project, &watched)?;
        if now == seen {
            continue;
        }
        // An editor or a checkout writes several files: wait until it is done.
        loop {
            sleep(POLL);
            let later = snapshot(project, &watched)?;
            if later == now {
                break;
            }
            now = later;
        }
        seen = now;
        server.rebuild();
    }
}

fn watched_folders(project: &Project) -> Result<BTreeSet<PathBuf>> {
    let mut folders = project.folders_behind("guanxi-web")?;
    folders.extend(project.folders_behind("guanxi-api")?);
    folders.insert(project.root.join("migrations"));
    Ok(folders)
}

fn snapshot(project: &Project, folders: &BTreeSet<PathBuf>) -> Result<Snapshot> {
    let dist = project.root.join("web/dist");
    let mut snapshot = Snapshot::new();
    for folder in folders {
        for path in files::below(folder)? {
            if path.starts_with(&dist) {
                continue;
            }
            // A file may vanish between listing and looking.
            if let Ok(time) = std::fs::metadata(&path).and_then(|data| data.modified()) {
                snapshot.insert(path, time);
            }
        }
    }
    Ok(snapshot)
}

/// The server under development. It reads the web app from disk, so it restarts only when its own binary changed.
struct Server<'a> {
    project: &'a Project,
    arguments: &'a [String],
    running: Option<(Child, SystemTime)>,
}

impl<'a> Server<'a> {
    fn new(project: &'a Project, arguments: &'a [String]) -> Self {
        Self {
            project,
            arguments,
            running: None,
        }
    }

    /// Builds both; where one does not compile, what ran before goes on running.
    fn rebuild(&mut self) {
        if let Err(error) = self.try_rebuild() {
            eprintln!("error: {error:#}\nwaiting for a change …");
        }
    }

    fn try_rebuild(&mut self) -> Result<()> {
        web::build(self.project, Mode::Dev)?;
        let mut cargo = self.project.cargo();
        process::run(cargo.args(["build", "--package", "guanxi-api"]))?;
        let binary = self.project.target.join("debug/guanxi");
        let built = std::fs::metadata(&binary)?.modified()?;
        if self.is_running(built) {
            return Ok(());
        }
        self.stop()?;
        let child = Command::new(&binary)
            .arg("serve")
            .args(self.arguments)
            .current_dir(&self.project.root)
            .spawn()
            .with_context(|| format!("cannot start {}", binary.display()))?;
        self.running = Some((child, built));
        Ok(())
    }

    fn is_running(&mut self, built: SystemTime) -> bool {
        self.running
            .as_mut()
            .is_some_and(|(child, since)| *since == built && matches!(child.try_wait(), Ok(None)))
    }

    /// Asks politely, so that the server closes its database as it would in real life.
    fn stop(&mut self) -> Result<()> {
        let Some((mut child, _)) = self.running.take() else {
            return Ok(());
        };
        if child.try_wait()?.is_none() {
            process::run(Command::new("kill").arg(child.id().to_string()))?;
            child.wait()?;
        }
        Ok(())
    }
}
