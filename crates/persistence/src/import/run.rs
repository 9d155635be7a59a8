//! The work on an import, from the first look at its files to the last row.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use guanxi_domain::import::plan::Role;
use guanxi_domain::kernel::problem::Violation;
use guanxi_domain::kernel::time::Instant;

use super::aside::{self, RawRow};
use super::bench::Bench;
use super::file::{FileError, FileReader};
use super::job::{Halt, Job};
use super::progress::{Phase, Progress};
use super::store::{self, Import, State};
use super::turn::{self, MOST_ROWS, Turn};
use super::{Fault, problems, uploads};
use crate::database::Database;
use crate::engine::write::Tx;
use crate::error::{Error, Result};
use crate::jobs::{self, Lease};

/// Attempts without any progress after which an import is given up.
const MOST_ATTEMPTS: i64 = 10;
/// How long to wait before trying again, in microseconds.
const PAUSE: i64 = 5_000_000;
/// Rows of bookkeeping removed in one transaction.
const SWEPT: usize = 1_000;
/// Pieces of files removed in one transaction.
const SWEPT_PIECES: i64 = 8;
/// How often a worker that is busy with one long step says that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// Somebody who wants to know how far an import is.
pub type Watch<'w> = &'w mut dyn FnMut(&Progress);

/// How the work on an import ended for this worker.
enum End {
    /// There is nothing left to do.
    Finished,
    /// Another worker has it, or somebody cancelled it.
    Lost,
    /// This worker was asked to stop.
    Stopped,
}

/// Works on a leased import until it is done, stopped, lost or impossible for now.
pub(super) fn work(db: &Database, lease: &Lease, stop: &AtomicBool, watch: Watch) -> Result<()> {
    let import = begin(db, lease)?;
    let Some(import) = import else {
        return Ok(());
    };
    if lease.attempts > MOST_ATTEMPTS {
        return fail(db, lease, Fault::of(None, Violation::at("", "internal")));
    }
    match run(db, lease, &import, stop, watch) {
        Ok(End::Finished | End::Lost) => Ok(()),
        Ok(End::Stopped) => put_back(db, lease, 0),
        Err(Halt::Fault(fault)) => fail(db, lease, fault),
        Err(Halt::Database(error)) => {
            // If not even this can be written, the lease runs out by itself.
            drop(put_back(db, lease, PAUSE));
            Err(error)
        }
    }
}

fn begin(db: &Database, lease: &Lease) -> Result<Option<Import>> {
    let lease = lease.clone();
    db.write(move |tx| {
        let now = tx.now;
        let mut import = match store::find(tx.conn, lease.about(), true) {
            Ok(import) if import.job == Some(lease.job) && import.state.is_under_way() => import,
            Ok(_) | Err(Error::NotFound) => {
                jobs::cancel(tx.conn, lease.job)?;
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        if import.dry_run {
            // The copy is gone with the worker that made it.
            import.progress = Progress::default();
        }
        import.state = State::Running;
        import.started_at = import.started_at.or(Some(now));
        store::set_state(tx.conn, &import)?;
        Ok(Some(import))
    })
}

fn put_back(db: &Database, lease: &Lease, pause: i64) -> Result<()> {
    let lease = lease.clone();
    db.write(move |tx| {
        let at = Instant::from_micros(tx.now.micros() + pause);
        jobs::put_back(tx.conn, &lease, at)
    })
}

fn fail(db: &Database, lease: &Lease, fault: Fault) -> Result<()> {
    let lease = lease.clone();
    db.write(move |tx| {
        if jobs::end(tx.conn, &lease, "failed")? {
            let mut import = store::find(tx.conn, lease.about(), true)?;
            import.state = State::Failed;
            import.finished_at = Some(tx.now);
            import.fault = Some(fault.clone());
            store::set_state(tx.conn, &import)?;
        }
        Ok(())
    })
}

fn run(
    db: &Database,
    lease: &Lease,
    import: &Import,
    stop: &AtomicBool,
    watch: Watch,
) -> Result<End, Halt> {
    if import.progress.phase == Phase::Clearing && !clear(db, lease)? {
        return Ok(End::Lost);
    }
    let mut progress = import.progress.clone();
    let bench = if import.dry_run {
        alive(db, lease, || Bench::copy(db, import.id))?
    } else {
        Bench::real(db.clone())
    };
    let job = alive(db, lease, || Job::new(db, import))?;
    for (file, rows) in job.totals.iter().enumerate() {
        progress.of(file).rows = *rows;
    }
    if progress.phase == Phase::Clearing {
        progress.enter(Phase::Staging);
    }
    let mut worker = Worker {
        db,
        bench: &bench,
        lease,
        dry: import.dry_run,
        job: Arc::new(job),
        progress,
        stop,
        watch,
    };
    worker.run()
}

/// Removes what an earlier attempt left behind; false when the lease is lost.
fn clear(db: &Database, lease: &Lease) -> Result<bool> {
    loop {
        let lease = lease.clone();
        let more = db.write(move |tx| {
            let now = tx.now;
            if !jobs::renew(tx.conn, &lease, false, now)? {
                return Ok(None);
            }
            let problems = problems::clear_some(tx.conn, lease.about(), store::number_of(SWEPT))?;
            let rows = aside::clear_some(tx.conn, lease.about(), SWEPT)?;
            Ok(Some(problems || rows))
        })?;
        match more {
            None => return Ok(false),
            Some(false) => return Ok(true),
            Some(true) => {}
        }
    }
}

/// Does one long step while the lease is renewed.
fn alive<T, E>(
    db: &Database,
    lease: &Lease,
    work: impl FnOnce() -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    // Not `park`: writing waits on a channel too, and would take the wake-up for its own.
    let (over, ended) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let lease = lease.clone();
                let renewed = db.write(move |tx| {
                    let now = tx.now;
                    jobs::renew(tx.conn, &lease, false, now)
                });
                if let Err(error) = renewed {
                    tracing::warn!(%error, "a lease could not be renewed");
                }
                if ended.recv_timeout(HEARTBEAT) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        let done = work();
        drop(over);
        done
    })
}

struct Worker<'a> {
    db: &'a Database,
    bench: &'a Bench,
    lease: &'a Lease,
    dry: bool,
    job: Arc<Job>,
    progress: Progress,
    stop: &'a AtomicBool,
    watch: Watch<'a>,
}

/// What a step of the work led to.
enum Step {
    /// So many rows were dealt with.
    Used(usize),
    /// The work ends here for this worker.
    Ended(End),
}

impl Worker<'_> {
    fn run(&mut self) -> Result<End, Halt> {
        loop {
            let ended = match self.progress.phase {
                Phase::Clearing | Phase::Staging => self.files(Phase::Rows)?,
                Phase::Rows => self.files(Phase::Waiting)?,
                Phase::Done => return self.finish(),
                _ => self.passes()?,
            };
            if let Some(end) = ended {
                return Ok(end);
            }
        }
    }

    /// The files that a phase goes through, from where it stands.
    fn files(&mut self, next: Phase) -> Result<Option<End>, Halt> {
        let staging = next == Phase::Rows;
        while self.progress.file < self.job.plan.files.len() {
            let file = self.progress.file;
            let due = match (&self.job.plan.files[file].role, staging) {
                (Role::Rows(_), true) | (Role::Records(_), false) => true,
                (Role::Lookup(_), true) => {
                    // They make no records of their own.
                    let rows = self.job.totals[file];
                    self.progress.of(file).skipped = rows;
                    false
                }
                _ => false,
            };
            if due && let Some(end) = self.file(file, staging)? {
                return Ok(Some(end));
            }
            self.progress.file += 1;
            self.progress.row = 0;
        }
        self.progress.enter(next);
        Ok(None)
    }

    fn file(&mut self, file: usize, staging: bool) -> Result<Option<End>, Halt> {
        let fault = |job: &Job, error: FileError| match error {
            FileError::Fault(violation) => Halt::Fault(Fault::of(
                Some(job.plan.files[file].name.clone()),
                violation,
            )),
            FileError::Database(error) => Halt::Database(error),
        };
        let job = Arc::clone(&self.job);
        let format = &job.plan.files[file].format;
        let mut reader = FileReader::open(self.db, job.import, file, format)
            .map_err(|error| fault(&job, error))?;
        reader
            .skip(self.progress.row)
            .map_err(|error| fault(&job, error))?;
        loop {
            let mut rows: Vec<RawRow> = Vec::new();
            while rows.len() < MOST_ROWS
                && let Some(row) = reader.next_row().map_err(|error| fault(&job, error))?
            {
                rows.push(row);
            }
            if rows.is_empty() {
                return Ok(None);
            }
            let rows: Arc<[RawRow]> = rows.into();
            let mut from = 0;
            while from < rows.len() {
                let batch = Arc::clone(&rows);
                let step = self.step(move |tx, job, progress| {
                    if staging {
                        turn::stage(tx, job, progress, &batch[from..])
                    } else {
                        turn::rows(tx, job, progress, &batch[from..])
                    }
                })?;
                match step {
                    Step::Used(used) => from += used,
                    Step::Ended(end) => return Ok(Some(end)),
                }
            }
        }
    }

    /// One pass over rows that were put aside, and what follows from it.
    fn passes(&mut self) -> Result<Option<End>, Halt> {
        loop {
            let orphans = self.progress.phase == Phase::Orphans;
            let step = self.step(move |tx, job, progress| {
                if orphans {
                    turn::orphans(tx, job, progress)
                } else {
                    turn::pass(tx, job, progress)
                }
            })?;
            match step {
                Step::Used(0) => break,
                Step::Used(_) => {}
                Step::Ended(end) => return Ok(Some(end)),
            }
        }
        let waiting = self.progress.total().waiting > 0;
        let next = match (self.progress.phase, self.progress.moved) {
            (Phase::Waiting, true) | (Phase::Loosening, true) if waiting => Phase::Waiting,
            (Phase::Waiting, _) if waiting => Phase::Loosening,
            (Phase::Loosening, _) if waiting => Phase::GivingUp,
            (Phase::Waiting | Phase::Loosening | Phase::GivingUp, _) => Phase::Joining,
            (Phase::Joining, _) => Phase::Orphans,
            _ => Phase::Done,
        };
        self.progress.enter(next);
        Ok(None)
    }

    /// One turn, stored with where the work stands after it.
    fn step<F>(&mut self, work: F) -> Result<Step, Halt>
    where
        F: Fn(&mut Tx, &Job, Progress) -> Result<Turn> + Send + Sync + 'static,
    {
        if self.stop.load(Ordering::Relaxed) {
            return Ok(Step::Ended(End::Stopped));
        }
        let work = Arc::new(work);
        let job = Arc::clone(&self.job);
        let progress = self.progress.clone();
        let turn = if self.dry {
            let turn = self
                .bench
                .write(move |tx| work(tx, &job, progress.clone()))?;
            let lease = self.lease.clone();
            self.db.write(move |tx| {
                if !held(tx, &lease)? {
                    return Ok(None);
                }
                save(tx, &lease, &turn).map(Some)
            })?
        } else {
            let lease = self.lease.clone();
            self.bench.write(move |tx| {
                // First of all: without the lease nothing may be written.
                if !held(tx, &lease)? {
                    return Ok(None);
                }
                let turn = work(tx, &job, progress.clone())?;
                save(tx, &lease, &turn).map(Some)
            })?
        };
        Ok(match turn {
            None => Step::Ended(End::Lost),
            Some(kept) => {
                self.progress = kept.progress;
                (self.watch)(&self.progress);
                Step::Used(kept.used)
            }
        })
    }

    /// Ends the import, unless rows are missing.
    fn finish(&mut self) -> Result<End, Halt> {
        if !self.progress.is_whole() {
            tracing::error!(progress = ?self.progress, "rows of an import are not accounted for");
            return Err(Halt::Fault(Fault::of(None, Violation::at("", "rows_lost"))));
        }
        let (lease, progress, dry) = (self.lease.clone(), self.progress.clone(), self.dry);
        let ours = self.db.write(move |tx| {
            if !jobs::end(tx.conn, &lease, "finished")? {
                return Ok(false);
            }
            let mut import = store::find(tx.conn, lease.about(), true)?;
            import.state = State::Finished;
            import.finished_at = Some(tx.now);
            import.progress = progress.clone();
            store::set_state(tx.conn, &import)?;
            Ok(true)
        })?;
        if !ours {
            return Ok(End::Lost);
        }
        if !dry && let Err(error) = drop_files(self.db, self.lease.about()) {
            // They go when old imports are looked through.
            tracing::warn!(%error, "the files of an import could not be removed");
        }
        Ok(End::Finished)
    }
}

/// Removes the files of an import that is finished, in steps that let others write in between. Only
/// then: whoever takes over an import that is not ended looks at its files again.
fn drop_files(db: &Database, import: uuid::Uuid) -> Result<()> {
    while db.write(move |tx| uploads::drop_some_pieces(tx.conn, import, SWEPT_PIECES))? > 0 {}
    Ok(())
}

/// What is left of a turn that is stored.
struct Kept {
    used: usize,
    progress: Progress,
}

fn held(tx: &mut Tx, lease: &Lease) -> Result<bool> {
    let now = tx.now;
    jobs::renew(tx.conn, lease, true, now)
}

/// Stores what a turn brought.
fn save(tx: &mut Tx, lease: &Lease, turn: &Turn) -> Result<Kept> {
    let count = i64::try_from(turn.problems.len()).unwrap_or_default();
    problems::insert(
        tx.conn,
        lease.about(),
        turn.progress.problems - count,
        &turn.problems,
    )?;
    store::set_progress(tx.conn, lease.about(), &turn.progress)?;
    Ok(Kept {
        used: turn.used,
        progress: turn.progress.clone(),
    })
}
