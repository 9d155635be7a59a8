//! Programs of others that do the harm, each asked for plainly when it is not there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::place::said;
use crate::server::{Around, Server};

/// Fails unless a program is there.
///
/// # Errors
/// When it is not; says how to get it.
pub fn need(program: &str) -> Result<()> {
    let mut command = Command::new("sh");
    let found = command
        .args(["-c", "command -v \"$1\"", "sh", program])
        .stdout(Stdio::null())
        .status()?;
    if !found.success() {
        bail!("{program} is not here: scripts/setup.sh faults");
    }
    Ok(())
}

/// Runs a program to its end; what it said.
///
/// # Errors
/// When it fails or is not there.
pub fn run(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output();
    said(program, &output.with_context(|| program.to_owned())?)
}

/// The library that makes calls of the system fail (libfiu), told by its pipes.
pub struct Fiu {
    pipes: PathBuf,
}

impl Fiu {
    /// With pipes in this folder.
    ///
    /// # Errors
    /// When the programs are not there.
    pub fn new(folder: &Path) -> Result<Self> {
        need("fiu-run")?;
        need("fiu-ctrl")?;
        let pipes = folder.join("fiu");
        Ok(Self { pipes })
    }

    /// What stands around a server that can be told.
    pub fn around(&self) -> Around {
        let pipes = self.pipes.display().to_string();
        Around {
            before: ["fiu-run", "-x", "-f", &pipes].map(str::to_owned).to_vec(),
            variables: Vec::new(),
        }
    }

    /// Tells it what to do from now on, such as `enable name=posix/io/sync/fsync`.
    ///
    /// # Errors
    /// When the server is gone.
    pub fn tell(&self, server: &Server, orders: &[String]) -> Result<()> {
        let mut command = Command::new("fiu-ctrl");
        command.arg("-f").arg(&self.pipes);
        for order in orders {
            command.args(["-c", order]);
        }
        let said = said("fiu-ctrl", &command.arg(server.id().to_string()).output()?)?;
        if !said.trim().is_empty() {
            bail!("fiu-ctrl: {said}");
        }
        Ok(())
    }
}
