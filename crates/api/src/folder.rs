//! The data folder, held by one server at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Holds the data folder until dropped. The lock is the operating system's own, so it also ends
/// when the process is killed.
#[derive(Debug)]
pub struct Held {
    _lock: File,
}

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process works in it.
    #[error(
        "the data folder {folder} is in use by {holder}; stop that first, or name another folder with --data"
    )]
    InUse {
        /// Which folder.
        folder: PathBuf,
        /// By whom, as it wrote into the lock file.
        holder: String,
    },
    /// It cannot be made or written.
    #[error("data folder {0}: {1}")]
    Unusable(PathBuf, std::io::Error),
}

/// Makes the folder if need be and holds it; `command` tells others who does.
pub fn hold(folder: &Path, command: &str) -> Result<Held, FolderError> {
    let unusable = |error| FolderError::Unusable(folder.to_owned(), error);
    std::fs::create_dir_all(folder).map_err(unusable)?;
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(folder.join("guanxi.lock"))
        .map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(FolderError::InUse {
                folder: folder.to_owned(),
                holder: holder(&mut file),
            });
        }
        Err(TryLockError::Error(error)) => return Err(unusable(error)),
    }
    sign(&mut file, command).map_err(unusable)?;
    Ok(Held { _lock: file })
}

fn sign(file: &mut File, command: &str) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "`guanxi {command}` (process {})", std::process::id())
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(_) if !text.is_empty() => text,
        _ => "another process".to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_second_server_is_told_who_holds_the_folder() {
        let folder = std::env::temp_dir().join(format!("guanxi-folder-{}", std::process::id()));
        let held = hold(&folder, "serve").unwrap();
        let refusal = hold(&folder, "demo").unwrap_err().to_string();
        assert!(refusal.contains("`guanxi serve` (process "), "{refusal}");
        drop(held);
        assert!(hold(&folder, "demo").is_ok());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
