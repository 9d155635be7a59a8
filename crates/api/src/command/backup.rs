//! `guanxi backup`: everything in one file, while others work.

use std::path::{Path, PathBuf};

use guanxi_persistence::database::now;
use guanxi_persistence::transfer::{self, Backup};

use super::Failure;
use super::flow::{Flow, summary};
use crate::settings::{DataOptions, ServeOptions, Settings};

/// Where to, or what to look at.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The file to write; it must not be there yet [default: backups/guanxi-<time>.backup.gz in the data folder]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Write nothing, but read this backup: whether it is whole and undamaged
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    check: Option<PathBuf>,
}

/// What is in it, and how the command ends.
pub const HELP: &str = "\
Works beside running servers, which go on writing: the backup holds the state of the moment at which it
was begun, with uploaded files and stored secrets. It is read back before it counts. Whoever has the file
has everything; only what a master key is wrapped around stays closed without that key. Keep it elsewhere.

Do not copy guanxi.sqlite by itself: what was written last may lie beside it in guanxi.sqlite-wal.

Exit codes:
  0  the backup is there and whole
  1  no backup was made, or the one that was looked at is damaged
  2  the command line is not understood

Examples:
  guanxi backup --to /mnt/elsewhere/guanxi.backup.gz
  guanxi backup --check /mnt/elsewhere/guanxi.backup.gz";

/// Makes one, or looks at one.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let mut flow = Flow::new();
    if let Some(path) = &options.check {
        let found = transfer::examine(path, &mut |progress| flow.show(progress));
        flow.clear();
        let found = found?;
        println!("{} is whole: {}", path.display(), said(&found));
        return Ok(());
    }
    let settings = Settings::new(data, &ServeOptions::default())?;
    let path = match &options.to {
        Some(path) => path.clone(),
        None => usual(&settings.data, "guanxi")?,
    };
    let made = make(&settings, &path, &mut flow)?;
    println!("wrote {}: {}", path.display(), said(&made));
    Ok(())
}

/// Makes a backup, and says how far it is.
pub fn make(settings: &Settings, path: &Path, flow: &mut Flow) -> Result<Backup, Failure> {
    let made = transfer::backup(
        &settings.location()?,
        path,
        env!("CARGO_PKG_VERSION"),
        &mut |progress| flow.show(progress),
    );
    flow.clear();
    Ok(made?)
}

/// A new name in the folder for backups, which is made if need be.
pub fn usual(data: &Path, begins: &str) -> Result<PathBuf, Failure> {
    let folder = data.join("backups");
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(&folder)
        .map_err(|error| Failure::Said(format!("{}: {error}", folder.display())))?;
    let stamp = transfer::stamp(now());
    Ok(folder.join(format!("{begins}-{stamp}.backup.gz")))
}

fn said(backup: &Backup) -> String {
    let header = &backup.header;
    format!(
        "{}, as they were at {} in Guanxi {} on {}",
        summary(&backup.totals),
        header.made_at,
        header.version,
        header.database
    )
}
