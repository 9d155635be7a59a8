//! The file that `--errors` names.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use guanxi_domain::access::Actor;
use guanxi_i18n::Language;
use guanxi_persistence::Database;
use guanxi_persistence::import::{self, ErrorFile};
use uuid::Uuid;

use crate::command::Failure;
use crate::imports::words;

/// Where what was wrong with rows is written to.
pub struct Refused {
    path: PathBuf,
    file: File,
}

impl Refused {
    /// Opens the file before the work begins: nobody wants to learn after an hour that it cannot be
    /// written. What is in it stays until there is something to write instead.
    pub fn open(path: &Path, read: &[PathBuf]) -> Result<Self, Failure> {
        let own = path.canonicalize().ok();
        let is_read = |one: &PathBuf| own.is_some() && one.canonicalize().ok() == own;
        if read.iter().any(is_read) {
            return Err(Failure::Said(format!(
                "{}: --errors would overwrite a file that is read; name another",
                path.display()
            )));
        }
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path);
        Ok(Self {
            path: path.to_owned(),
            file: file.map_err(|error| of_file(path, &error))?,
        })
    }

    /// Writes what was wrong with an import.
    pub fn write(&mut self, db: &Database, actor: &Actor, id: Uuid) -> Result<(), Failure> {
        let mut errors = db.read(|reader| ErrorFile::open(reader, actor, id, None))?;
        let say = |problem: &import::Problem| words::of_problem(Language::En, problem);
        self.put(|file| file.set_len(0))?;
        while let Some(part) = db.read(|reader| errors.part(reader, &say))? {
            self.put(|file| file.write_all(&part))?;
        }
        self.put(|file| file.sync_all())
    }

    fn put(&mut self, act: impl FnOnce(&mut File) -> std::io::Result<()>) -> Result<(), Failure> {
        act(&mut self.file).map_err(|error| of_file(&self.path, &error))
    }
}

fn of_file(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Said(format!("{}: {error}", path.display()))
}
