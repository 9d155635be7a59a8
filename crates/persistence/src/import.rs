//! Imports: files of records brought in as one job, row by row, with the rights of whoever asked.
//!
//! The files and where the work stands lie in the database, so any node can go on where another
//! stopped. Every turn stores its rows, their outcomes and its place in one transaction.

mod apply;
mod aside;
mod bench;
mod body;
mod errors;
mod file;
mod input;
mod job;
mod problems;
mod progress;
mod run;
mod seek;
mod store;
mod turn;
mod uploads;
mod zones;

use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::sync::atomic::AtomicBool;

use guanxi_domain::access::{Action, Actor, RowScope};
use guanxi_domain::import::mapping::Mapping;
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::registry;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::database::Database;
use crate::engine::read::Reader;
use crate::engine::write::Tx;
use crate::error::{Error, Result};
use crate::jobs;

pub use errors::ErrorFile;
pub use problems::{Problem, Severity};
pub use progress::{FileCounts, Phase, Progress, RecordCounts};
pub use run::Watch;
pub use store::{FileState, Import, State};

/// What its jobs are called.
pub(crate) const JOB: &str = "import";

/// Most bytes of one piece of a file.
pub const PIECE: usize = 256 * 1024;

/// Imports looked at in one go; their mappings may be long.
const LISTED: usize = 20;

/// Why an import as a whole could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The file concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Where in the mapping, when it is about that.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// Names and values for its text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

impl Fault {
    fn of(file: Option<String>, violation: Violation) -> Self {
        Self::all(file, violation.into())
    }

    fn all(file: Option<String>, violations: Violations) -> Self {
        let reason = |violation: Violation| Reason {
            pointer: violation.pointer,
            code: violation.code.to_owned(),
            params: violation
                .params
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        };
        Self {
            file,
            reasons: violations.0.into_iter().map(reason).collect(),
        }
    }
}

/// Something that stands against what is there.
fn refused(code: &'static str) -> Error {
    Error::Conflict(Violation::at("", code))
}

/// Makes an import out of a mapping: checked, and with the right to import all its entities.
pub fn create(tx: &mut Tx, actor: &Actor, mapping: &Mapping) -> Result<Import> {
    let plan = job::plan(&tx.world, actor, mapping)?;
    for entity in plan.entities() {
        if !actor.may(entity, Action::Import) || !actor.may(entity, Action::Create) {
            return Err(Error::Forbidden("import"));
        }
    }
    let import = Import {
        id: Uuid::now_v7(),
        name: mapping.name.clone(),
        mapping: mapping.to_json(),
        state: State::New,
        dry_run: false,
        job: None,
        created_at: tx.now,
        created_by: actor.user,
        started_at: None,
        finished_at: None,
        progress: Progress::default(),
        fault: None,
    };
    let files: Vec<&str> = plan.files.iter().map(|file| file.name.as_str()).collect();
    store::insert(tx.conn, &import, &files)?;
    Ok(import)
}

/// A file being sent.
#[derive(Debug, Clone, Copy)]
pub struct Upload {
    import: Uuid,
    file: usize,
    id: Uuid,
}

/// Begins a file anew; what was there of it is gone.
pub fn begin_file(tx: &mut Tx, actor: &Actor, import: Uuid, name: &str) -> Result<Upload> {
    let mut import = changeable(tx, actor, import)?;
    let files = store::files(tx.conn, import.id)?;
    let file = files
        .iter()
        .position(|file| file.name == name)
        .ok_or(Error::NotFound)?;
    let upload = Upload {
        import: import.id,
        file,
        id: Uuid::now_v7(),
    };
    uploads::begin_file(tx.conn, import.id, file, upload.id)?;
    import.state = State::New;
    import.fault = None;
    store::set_state(tx.conn, &import)?;
    Ok(upload)
}

/// Adds a piece of at most [`PIECE`] bytes, numbered from 0.
pub fn add_piece(tx: &mut Tx, upload: Upload, number: i64, bytes: &[u8]) -> Result<()> {
    uploads::add_piece(
        tx.conn,
        upload.import,
        upload.file,
        upload.id,
        number,
        bytes,
    )
}

/// Says that the file is whole.
pub fn end_file(tx: &mut Tx, upload: Upload) -> Result<()> {
    uploads::end_file(tx.conn, upload.import, upload.file, upload.id)
}

/// Starts an import, or its dry run. A dry run may be followed by the real thing or by another dry
/// run; what is in is in.
pub fn start(tx: &mut Tx, actor: &Actor, id: Uuid, dry_run: bool) -> Result<Import> {
    let mut import = changeable(tx, actor, id)?;
    let mut found = Violations::default();
    for file in store::files(tx.conn, id)?
        .iter()
        .filter(|file| !file.is_complete)
    {
        found.add(Violation::at("", "missing_file").with("file", &file.name));
    }
    found.into_result()?;
    let job = Uuid::now_v7();
    let now = tx.now;
    import.state = State::Waiting;
    import.dry_run = dry_run;
    import.job = Some(job);
    import.started_at = None;
    import.finished_at = None;
    import.progress = Progress::default();
    import.fault = None;
    store::set_state(tx.conn, &import)?;
    jobs::add(tx.conn, job, JOB, &id.to_string(), actor.user, now)?;
    Ok(import)
}

/// Stops an import; rows that are in stay in.
pub fn cancel(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Import> {
    let seen = visible(tx, actor, id, false)?;
    // The job first, as the worker does it: who locks in another order waits for each other.
    if let Some(job) = seen.job {
        jobs::cancel(tx.conn, job)?;
    }
    let mut import = visible(tx, actor, id, true)?;
    if !import.state.is_under_way() {
        return Err(refused("import_not_running"));
    }
    if let Some(job) = import.job.filter(|job| seen.job != Some(*job)) {
        jobs::cancel(tx.conn, job)?;
    }
    import.state = State::Cancelled;
    import.finished_at = Some(tx.now);
    store::set_state(tx.conn, &import)?;
    Ok(import)
}

/// An import that may be changed now.
fn changeable(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Import> {
    let import = visible(tx, actor, id, true)?;
    if import.created_by != actor.user {
        return Err(Error::Forbidden("import"));
    }
    match import.state {
        State::Waiting | State::Running => Err(refused("import_under_way")),
        State::Finished if !import.dry_run => Err(refused("import_finished")),
        _ => Ok(import),
    }
}

fn visible(reader: &mut Reader, actor: &Actor, id: Uuid, lock: bool) -> Result<Import> {
    let import = store::find(reader.conn, id, lock)?;
    if may_see(actor, &import) {
        Ok(import)
    } else {
        Err(Error::NotFound)
    }
}

/// Whoever made it sees it, and whoever may import and see all that it brings in: its rows are as
/// confidential as the records.
fn may_see(actor: &Actor, import: &Import) -> bool {
    if import.created_by == actor.user {
        return true;
    }
    let Ok(mapping) = Mapping::from_json(&import.mapping) else {
        return false;
    };
    let mut records = mapping.files.iter().flat_map(|file| &file.records);
    records.all(|record| {
        registry::by_name(&record.entity).is_some_and(|entity| {
            actor.may(entity, Action::Import)
                && actor.scope(entity, Action::Read) == RowScope::Everything
                && actor.sees_every_field(entity)
        })
    })
}

/// An import with its files.
pub fn find(reader: &mut Reader, actor: &Actor, id: Uuid) -> Result<(Import, Vec<FileState>)> {
    let import = visible(reader, actor, id, false)?;
    let files = store::files(reader.conn, id)?;
    Ok((import, files))
}

/// The imports that the actor made or may see, newest first; those before another one, when that is
/// said.
pub fn list(
    reader: &mut Reader,
    actor: &Actor,
    mut before: Option<Uuid>,
    limit: usize,
) -> Result<Vec<(Import, Vec<FileState>)>> {
    // Whoever may import nothing sees nobody else's.
    let imports_too = registry::roots().any(|entity| actor.may(entity, Action::Import));
    let by = actor.user.filter(|_| !imports_too);
    let mut list = Vec::new();
    loop {
        let page = store::page(reader.conn, by, before, LISTED)?;
        let is_last = page.len() < LISTED;
        before = page.last().map(|import| import.id);
        for import in page.into_iter().filter(|import| may_see(actor, import)) {
            let files = store::files(reader.conn, import.id)?;
            list.push((import, files));
            if list.len() == limit {
                return Ok(list);
            }
        }
        if is_last {
            return Ok(list);
        }
    }
}

/// Problems of an import from a number on, of one file or of all.
pub fn problems(
    reader: &mut Reader,
    actor: &Actor,
    id: Uuid,
    file: Option<usize>,
    from: i64,
    limit: usize,
) -> Result<Vec<Problem>> {
    visible(reader, actor, id, false)?;
    problems::page(reader.conn, id, file, from, store::number_of(limit))
}

/// The import of the same mapping that the actor began and that was never ended.
pub fn interrupted(
    reader: &mut Reader,
    actor: &Actor,
    mapping: &Mapping,
    dry_run: bool,
) -> Result<Option<Import>> {
    store::interrupted(reader.conn, actor.user, &mapping.to_json(), dry_run)
}

/// Whether a file of an import holds exactly these bytes.
pub fn holds(
    db: &Database,
    import: Uuid,
    file: usize,
    mut bytes: impl Read,
) -> std::io::Result<bool> {
    let mut pieces = input::Pieces::new(db.clone(), import, file);
    let mut buffer = vec![0; PIECE];
    loop {
        let there = pieces.fill_buf()?;
        if there.is_empty() {
            return Ok(bytes.read(&mut buffer[..1])? == 0);
        }
        let length = there.len().min(buffer.len());
        match bytes.read_exact(&mut buffer[..length]) {
            Ok(()) if buffer[..length] == there[..length] => {}
            Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => return Err(error),
            _ => return Ok(false),
        }
        pieces.consume(length);
    }
}

/// Whether an import may be waiting for a worker.
pub fn is_due(db: &Database) -> Result<bool> {
    db.read(|reader| {
        let now = reader.now;
        jobs::is_due(reader.conn, JOB, now)
    })
}

/// Works on the next import that waits, if there is one, until it is done or `stop` says so; `only`
/// asks for a certain one. Blocking, for minutes. Says whether there was something to do.
pub fn work(
    db: &Database,
    worker: &str,
    only: Option<Uuid>,
    stop: &AtomicBool,
    watch: Watch,
) -> Result<bool> {
    let name = worker.to_owned();
    let lease = db.write(move |tx| {
        let now = tx.now;
        let only = only.map(|import| import.to_string());
        jobs::take(tx.conn, JOB, &name, only.as_deref(), now)
    })?;
    match lease {
        None => Ok(false),
        Some(lease) => run::work(db, &lease, stop, watch).map(|()| true),
    }
}

/// Lets go of what a process that is gone held, and removes what it left. Only where no other process
/// can be working: whoever holds the folder of an SQLite database knows.
pub fn release_all(db: &Database) -> Result<()> {
    bench::sweep_files(db)?;
    db.write(|tx| jobs::release_all(tx.conn, JOB))
}

/// Forgets imports that ended before an instant, with their rows, and what killed workers left; how
/// many.
pub fn forget_before(tx: &mut Tx, before: Instant) -> Result<usize> {
    uploads::drop_left_pieces(tx.conn)?;
    bench::sweep_schemas(tx.conn)?;
    store::forget_before(tx.conn, before)
}
