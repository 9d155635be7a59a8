//! `guanxi import`: the command line of the import job.

mod refused;
mod report;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use guanxi_domain::access::{Actor, Channel};
use guanxi_domain::import::mapping::Mapping;
use guanxi_i18n::Language;
use guanxi_persistence::import::{self, Import, PIECE, State};
use guanxi_persistence::{Database, Error, Location};
use uuid::Uuid;

use super::Failure;
use super::place::Place;
use crate::folder::FolderError;
use crate::imports::words;
use crate::seeds;
use crate::settings::{DataOptions, ServeOptions};
use refused::Refused;
use report::Progress;

/// What is to be brought in.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The mapping file: which files there are, and what their columns mean (TOML, or JSON when it is called .json)
    mapping: PathBuf,
    /// Where the files are [default: where the mapping file is]
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Say exactly what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write what was wrong with rows into this file (CSV)
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Import with the rights of this user, who owns what the files give to nobody
    #[arg(long = "as", value_name = "LOGIN")]
    login: Option<String>,
}

/// What comes of it, for people and scripts.
pub const HELP: &str = "\
Again is harmless: rows that say what is so already change nothing. Killed or interrupted, the same
command goes on where it stood. Beside a running server, the server does the work.

Exit codes:
  0  every row is in, or was to be left out
  1  not done: the files or the mapping cannot be read, or the import was stopped
  2  the command line is not understood
  3  done, but rows were refused; --errors writes which and why

With --dry-run they say what would come of it.

Example:
  guanxi import docs/examples/northwind/northwind.toml --dry-run --errors refused.csv";

/// How often to look how far a server is.
const LOOK: Duration = Duration::from_millis(300);

/// Brings records in.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let mapping = read_mapping(&options.mapping)?;
    let folder = options
        .folder
        .clone()
        .unwrap_or_else(|| beside(&options.mapping));
    let mut refused = match &options.errors {
        Some(path) => Some(Refused::open(path, &inputs(options, &mapping, &folder))?),
        None => None,
    };
    let (place, alone) = place(data)?;
    let db = &place.db;
    let language = Language::from_tag(&db.world().workspace.language).unwrap_or_default();
    db.write(move |tx| seeds::plant(tx, language))?;
    let actor = actor(db, options.login.as_deref())?;
    if alone && matches!(place.settings.location()?, Location::Sqlite(_)) {
        import::release_all(db)?;
    }
    let id = match interrupted(db, &actor, &mapping, &folder, options.dry_run)? {
        Some(id) => {
            eprintln!("going on with the import that was interrupted");
            id
        }
        None => begin(db, &actor, &mapping, &folder, options.dry_run)?,
    };
    let done = follow(db, &actor, id, alone)?;
    if let Some(file) = &mut refused {
        file.write(db, &actor, id)?;
    }
    report::summary(db, &actor, &done, options.errors.is_some())?;
    verdict(&done)
}

fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::Said(format!("{}: {error}", path.display())))?;
    let is_json = path
        .extension()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("json"));
    let read = if is_json {
        Mapping::from_json(&text)
    } else {
        Mapping::from_toml(&text)
    };
    read.map_err(|error| Failure::Said(format!("{}: {error}", path.display())))
}

/// What is read.
fn inputs(options: &Options, mapping: &Mapping, folder: &Path) -> Vec<PathBuf> {
    let files = mapping.files.iter().map(|file| folder.join(&file.name));
    files.chain([options.mapping.clone()]).collect()
}

fn beside(mapping: &Path) -> PathBuf {
    mapping.parent().map(Path::to_owned).unwrap_or_default()
}

/// The database, and whether this process does the work: beside a server it is the server's, which
/// takes it from the queue in the database.
fn place(data: &DataOptions) -> Result<(Place, bool), Failure> {
    match Place::current(data, &ServeOptions::default(), "import") {
        Err(Failure::Folder(FolderError::InUse { holder, .. }))
            if holder.starts_with("`guanxi serve`") =>
        {
            Ok((Place::beside(data, "import")?, false))
        }
        other => Ok((other?, true)),
    }
}

fn actor(db: &Database, login: Option<&str>) -> Result<Actor, Failure> {
    let Some(login) = login else {
        return Ok(Actor {
            channel: Channel::Import,
            ..Actor::system()
        });
    };
    let world = db.world();
    let person = world.person_by_login(login);
    let actor = person.and_then(|person| world.actor(person.user.head.id, Channel::Import, None));
    actor.ok_or_else(|| Failure::Said(format!("nobody may sign in as {login}")))
}

/// An import of the very same files that was begun and not ended.
fn interrupted(
    db: &Database,
    actor: &Actor,
    mapping: &Mapping,
    folder: &Path,
    dry_run: bool,
) -> Result<Option<Uuid>, Failure> {
    let Some(import) = db.read(|reader| import::interrupted(reader, actor, mapping, dry_run))?
    else {
        return Ok(None);
    };
    for (number, file) in mapping.files.iter().enumerate() {
        let same = import::holds(db, import.id, number, open(folder, &file.name)?);
        if !same.map_err(|error| Failure::Io("cannot compare files", error))? {
            return Ok(None);
        }
    }
    Ok(Some(import.id))
}

fn open(folder: &Path, name: &str) -> Result<File, Failure> {
    let path = folder.join(name);
    File::open(&path).map_err(|error| Failure::Said(format!("{}: {error}", path.display())))
}

/// Makes the import, stores its files and queues it.
fn begin(
    db: &Database,
    actor: &Actor,
    mapping: &Mapping,
    folder: &Path,
    dry_run: bool,
) -> Result<Uuid, Failure> {
    // Files that are not there are told before anything is stored.
    for file in &mapping.files {
        open(folder, &file.name)?;
    }
    let (owner, wanted) = (actor.clone(), mapping.clone());
    let made = db.write(move |tx| import::create(tx, &owner, &wanted));
    let id = made.map_err(|error| said(error, "the mapping"))?.id;
    for file in &mapping.files {
        send(db, actor, id, &file.name, open(folder, &file.name)?)?;
    }
    let owner = actor.clone();
    db.write(move |tx| import::start(tx, &owner, id, dry_run))?;
    Ok(id)
}

fn said(error: Error, what: &str) -> Failure {
    match error {
        Error::Violations(found) => {
            let reasons = found.0.into_iter();
            let lines = reasons.map(|one| {
                let params = one
                    .params
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()));
                format!(
                    "\n  {}: {}",
                    one.pointer,
                    words::sentence(Language::En, one.code, params)
                )
            });
            Failure::Said(format!("{what} is refused:{}", lines.collect::<String>()))
        }
        other => other.into(),
    }
}

fn send(db: &Database, actor: &Actor, id: Uuid, name: &str, mut file: File) -> Result<(), Failure> {
    let (owner, wanted) = (actor.clone(), name.to_owned());
    let upload = db.write(move |tx| import::begin_file(tx, &owner, id, &wanted))?;
    for number in 0.. {
        let mut piece = Vec::new();
        let read = (&mut file).take(PIECE as u64).read_to_end(&mut piece);
        if read.map_err(|error| Failure::Said(format!("{name}: {error}")))? == 0 {
            break;
        }
        db.write(move |tx| import::add_piece(tx, upload, number, &piece))?;
    }
    Ok(db.write(move |tx| import::end_file(tx, upload))?)
}

/// Works until the import is done, or looks on while a server does.
fn follow(db: &Database, actor: &Actor, id: Uuid, alone: bool) -> Result<Import, Failure> {
    let worker = format!("guanxi import {}", Uuid::now_v7());
    let stop = AtomicBool::new(false);
    let mut progress = Progress::new();
    loop {
        if alone {
            import::work(db, &worker, Some(id), &stop, &mut |now| progress.show(now))?;
        }
        let (import, _) = db.read(|reader| import::find(reader, actor, id))?;
        progress.show(&import.progress);
        if !import.state.is_under_way() {
            progress.end(&import.progress);
            return Ok(import);
        }
        if import.state == State::Waiting {
            progress.wait(alone);
        }
        if !alone {
            progress.watch(&import.progress);
        }
        std::thread::sleep(LOOK);
    }
}

fn verdict(import: &Import) -> Result<(), Failure> {
    if let Some(fault) = &import.fault {
        return Err(Failure::Said(words::of_fault(Language::En, fault)));
    }
    match (import.state, import.progress.total().failed) {
        (State::Finished, 0) => Ok(()),
        (State::Finished, 1) => Err(Failure::Partly("1 row is refused".to_owned())),
        (State::Finished, failed) => Err(Failure::Partly(format!("{failed} rows are refused"))),
        (state, _) => Err(Failure::Said(format!("the import is {}", state.name()))),
    }
}
