//! One turn of the work: a few rows in one transaction, so that other writers are not kept waiting.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use guanxi_domain::access::Actor;
use guanxi_domain::import::convert::{Aids, Flaw, is_chosen};
use guanxi_domain::kernel::problem::Violation;

use super::apply::{Applier, Done, Flaws, Parts, Pass, Stop};
use super::aside::{self, RawRow, Why};
use super::job::Job;
use super::problems::{Problem, Severity};
use super::progress::{Outcome, Phase, Progress};
use super::zones;
use crate::connection::Dialect;
use crate::engine::write::Tx;
use crate::error::{Error, Result};

/// Rows of one turn at most.
pub(super) const MOST_ROWS: usize = 256;

/// What a turn brought.
pub(super) struct Turn {
    /// Rows dealt with.
    pub(super) used: usize,
    /// Where the work stands after it.
    pub(super) progress: Progress,
    /// What was wrong with its rows.
    pub(super) problems: Vec<Problem>,
}

/// How long a turn may last: on SQLite everybody else who writes waits for it.
const fn longest(dialect: Dialect) -> Duration {
    match dialect {
        Dialect::Sqlite => Duration::from_millis(5),
        Dialect::Postgres => Duration::from_millis(100),
    }
}

/// Puts rows of a file aside for the records they go into.
pub(super) fn stage(tx: &mut Tx, job: &Job, progress: Progress, rows: &[RawRow]) -> Result<Turn> {
    let mut work = Work::new(tx, progress);
    for raw in rows {
        if work.is_over() {
            break;
        }
        work.used += 1;
        work.progress.row = raw.number;
        if let Some(violation) = job.misshapen(raw) {
            work.fail(raw, vec![Flaw::whole(violation)]);
        } else if !is_chosen(&job.plan.files[raw.file], &job.row(raw)) {
            work.progress.of(raw.file).skipped += 1;
        } else if let Some(key) = job.parent_key(raw) {
            aside::put(work.tx.conn, job.import, raw, Some(&key), Why::Part)?;
        } else {
            let columns = job.part_plan(raw.file).map(|plan| plan.parent.columns());
            let flaw = Flaw::about(columns.unwrap_or_default(), Violation::at("", "empty_key"));
            work.fail(raw, vec![flaw]);
        }
    }
    Ok(work.end())
}

/// Brings rows of a file in.
pub(super) fn rows(tx: &mut Tx, job: &Job, progress: Progress, rows: &[RawRow]) -> Result<Turn> {
    let open: Vec<bool> = (0..job.plan.files.len())
        .map(|file| {
            file >= progress.file
                || progress
                    .files
                    .get(file)
                    .is_some_and(|counts| counts.waiting > 0)
        })
        .collect();
    with_applier(tx, job, progress, Pass::Strict, &open, |work, applier| {
        for raw in rows {
            if work.is_over() {
                break;
            }
            work.used += 1;
            work.progress.row = raw.number;
            if let Some(violation) = job.misshapen(raw) {
                work.fail(raw, vec![Flaw::whole(violation)]);
            } else if !is_chosen(&job.plan.files[raw.file], &job.row(raw)) {
                work.progress.of(raw.file).skipped += 1;
            } else if let Some(line) = job.doubles(raw) {
                work.fail(raw, vec![doubled(job, raw, line)]);
            } else {
                work.bring_in(job, applier, raw)?;
            }
        }
        Ok(())
    })
}

fn doubled(job: &Job, raw: &RawRow, line: i64) -> Flaw {
    let record = job.plan.files[raw.file].records().first();
    let columns = record
        .and_then(|record| record.key.as_ref())
        .map(|key| key.columns());
    Flaw::about(
        columns.unwrap_or_default(),
        Violation::at("", "doubled_key").with("line", line),
    )
}

/// One turn of a pass over rows that were put aside; nothing used means that the pass is over.
pub(super) fn pass(tx: &mut Tx, job: &Job, progress: Progress) -> Result<Turn> {
    let (why, pass) = match progress.phase {
        Phase::Loosening => (Why::Waiting, Pass::Loose),
        Phase::Joining => (Why::Loose, Pass::Join),
        _ => (Why::Waiting, Pass::Strict),
    };
    let hope = progress.phase == Phase::Waiting;
    let open: Vec<bool> = progress
        .files
        .iter()
        .map(|counts| hope && counts.waiting > 0)
        .collect();
    let page = aside::page(
        tx.conn,
        job.import,
        why,
        (progress.file, progress.row),
        MOST_ROWS,
    )?;
    with_applier(tx, job, progress, pass, &open, |work, applier| {
        for raw in &page {
            if work.is_over() {
                break;
            }
            work.used += 1;
            work.progress.file = raw.file;
            work.progress.row = raw.number;
            if pass == Pass::Join {
                work.join(job, applier, raw)?;
            } else {
                work.bring_in_later(job, applier, raw)?;
            }
        }
        Ok(())
    })
}

/// Refuses rows whose record is not among those brought in.
pub(super) fn orphans(tx: &mut Tx, job: &Job, progress: Progress) -> Result<Turn> {
    let place = (progress.file, progress.row);
    let page = aside::page(tx.conn, job.import, Why::Part, place, MOST_ROWS)?;
    let mut work = Work::new(tx, progress);
    for raw in &page {
        if work.is_over() {
            break;
        }
        work.used += 1;
        work.progress.file = raw.file;
        work.progress.row = raw.number;
        let plan = job.part_plan(raw.file);
        let owner = plan.map_or("", |plan| job.plan.files[plan.of].name.as_str());
        let columns = plan.map(|plan| plan.parent.columns()).unwrap_or_default();
        let flaw = Flaw::about(columns, Violation::at("", "no_parent").with("file", owner));
        work.fail(raw, vec![flaw]);
        aside::remove(work.tx.conn, job.import, raw)?;
    }
    Ok(work.end())
}

fn with_applier(
    tx: &mut Tx,
    job: &Job,
    progress: Progress,
    pass: Pass,
    open: &[bool],
    run: impl FnOnce(&mut Work, &mut Applier) -> Result<()>,
) -> Result<Turn> {
    let actor: Actor = job.actor(&tx.world).ok_or(Error::Forbidden("import"))?;
    let zones = |local: chrono::NaiveDateTime, zone: &str| zones::moment(local, zone);
    let aids = Aids {
        lookups: &job.lookups,
        zones: &zones,
    };
    if !job.dry {
        wait_for_turns(tx, job)?;
    }
    let mut applier = Applier::new(job, &actor, aids, pass, open);
    let mut work = Work::new(tx, progress);
    run(&mut work, &mut applier)?;
    Ok(work.end())
}

/// Somebody else may bring the same id of another system at the same moment: whoever comes second must find the record
/// of the first. In one order for all imports, so that two of them do not wait for each other.
fn wait_for_turns(tx: &mut Tx, job: &Job) -> Result<()> {
    let records = job.plan.files.iter().flat_map(|file| file.records());
    let keyed: BTreeMap<_, _> = records
        .filter(|record| record.key.is_some())
        .map(|record| ((record.entity.name, record.system.as_str()), record.entity))
        .collect();
    for ((_, system), entity) in keyed {
        tx.take_external_turn(entity, system)?;
    }
    Ok(())
}

/// A turn under way.
struct Work<'t, 'c> {
    tx: &'t mut Tx<'c>,
    began: Instant,
    longest: Duration,
    used: usize,
    progress: Progress,
    problems: Vec<Problem>,
}

impl<'t, 'c> Work<'t, 'c> {
    fn new(tx: &'t mut Tx<'c>, progress: Progress) -> Self {
        Self {
            longest: longest(tx.conn.dialect()),
            began: Instant::now(),
            tx,
            used: 0,
            progress,
            problems: Vec::new(),
        }
    }

    /// Always at least one row, or nothing would ever be done on a slow machine.
    fn is_over(&self) -> bool {
        self.used > 0 && self.began.elapsed() >= self.longest
    }

    fn end(self) -> Turn {
        Turn {
            used: self.used,
            progress: self.progress,
            problems: self.problems,
        }
    }

    fn problem(&mut self, raw: &RawRow, severity: Severity, flaw: Flaw) {
        self.problems
            .push(Problem::new(raw.file, raw.line, severity, flaw, &raw.cells));
        self.progress.problems += 1;
    }

    fn fail(&mut self, raw: &RawRow, flaws: Vec<Flaw>) {
        self.progress.of(raw.file).failed += 1;
        for flaw in flaws {
            self.problem(raw, Severity::Error, flaw);
        }
    }

    /// The rows of other files that go into the record of a row.
    fn parts(&mut self, job: &Job, raw: &RawRow) -> Result<Vec<Parts>> {
        let files: Vec<usize> = job.plan.parts_of(raw.file).map(|(file, _)| file).collect();
        let Some(key) = job.key(raw).filter(|_| !files.is_empty()) else {
            return Ok(Vec::new());
        };
        let mut parts = Vec::new();
        for file in files {
            let rows = aside::parts(self.tx.conn, job.import, file, &key)?;
            parts.push(Parts { file, rows });
        }
        Ok(parts)
    }

    fn drop_parts(&mut self, job: &Job, raw: &RawRow, parts: &[Parts]) -> Result<()> {
        if let Some(key) = job.key(raw) {
            for part in parts.iter().filter(|part| !part.rows.is_empty()) {
                aside::remove_parts(self.tx.conn, job.import, part.file, &key)?;
            }
        }
        Ok(())
    }

    /// A row as it comes from its file.
    fn bring_in(&mut self, job: &Job, applier: &mut Applier, raw: &RawRow) -> Result<()> {
        let parts = self.parts(job, raw)?;
        match applier.row(self.tx, raw.file, &job.row(raw), &parts) {
            Ok(done) => self.done(job, raw, &parts, done),
            Err(Stop::Flawed(flaws)) => self.refuse(job, raw, &parts, flaws),
            Err(Stop::Waits) => {
                aside::put(
                    self.tx.conn,
                    job.import,
                    raw,
                    job.key(raw).as_deref(),
                    Why::Waiting,
                )?;
                self.progress.of(raw.file).waiting += 1;
                Ok(())
            }
            Err(Stop::Broken(error)) => Err(error),
        }
    }

    /// A row that waited.
    fn bring_in_later(&mut self, job: &Job, applier: &mut Applier, raw: &RawRow) -> Result<()> {
        let parts = self.parts(job, raw)?;
        match applier.row(self.tx, raw.file, &job.row(raw), &parts) {
            Ok(done) => {
                if done.is_loose {
                    aside::put(self.tx.conn, job.import, raw, None, Why::Loose)?;
                } else {
                    aside::remove(self.tx.conn, job.import, raw)?;
                }
                self.done(job, raw, &parts, done)?;
            }
            Err(Stop::Flawed(flaws)) => {
                aside::remove(self.tx.conn, job.import, raw)?;
                self.refuse(job, raw, &parts, flaws)?;
            }
            Err(Stop::Waits) => return Ok(()),
            Err(Stop::Broken(error)) => return Err(error),
        }
        self.progress.of(raw.file).waiting -= 1;
        self.progress.moved = true;
        Ok(())
    }

    /// A row that is in, but for what it refers to.
    fn join(&mut self, job: &Job, applier: &mut Applier, raw: &RawRow) -> Result<()> {
        let parts = self.parts(job, raw)?;
        let warnings = match applier.row(self.tx, raw.file, &job.row(raw), &parts) {
            Ok(done) => done.warnings,
            Err(Stop::Flawed(flaws)) => flaws.own,
            Err(Stop::Waits) => Vec::new(),
            Err(Stop::Broken(error)) => return Err(error),
        };
        self.warn(raw, warnings);
        aside::remove(self.tx.conn, job.import, raw)?;
        self.drop_parts(job, raw, &parts)
    }

    fn warn(&mut self, raw: &RawRow, warnings: Vec<Flaw>) {
        if !warnings.is_empty() {
            self.progress.of(raw.file).warned += 1;
        }
        for flaw in warnings {
            self.problem(raw, Severity::Warning, flaw);
        }
    }

    fn done(&mut self, job: &Job, raw: &RawRow, parts: &[Parts], done: Done) -> Result<()> {
        let outcome = done.outcome();
        let Done {
            records,
            parts: outcomes,
            warnings,
            is_loose,
        } = done;
        match outcome {
            Some(outcome) => self.progress.of(raw.file).add(outcome),
            None => self.progress.of(raw.file).skipped += 1,
        }
        for (entity, outcome) in records {
            self.progress
                .records
                .entry(entity.to_owned())
                .or_default()
                .add(outcome);
        }
        for (place, part) in parts.iter().enumerate() {
            let outcomes: &[Outcome] = outcomes.get(place).map_or(&[], Vec::as_slice);
            for i in 0..part.rows.len() {
                let counts = self.progress.of(part.file);
                match outcomes.get(i) {
                    Some(outcome) => counts.add(*outcome),
                    None => counts.skipped += 1,
                }
            }
        }
        self.warn(raw, warnings);
        if is_loose {
            Ok(())
        } else {
            self.drop_parts(job, raw, parts)
        }
    }

    /// A row that is refused takes the rows of other files with it: a record with some of its rows
    /// would be wrong.
    fn refuse(&mut self, job: &Job, raw: &RawRow, parts: &[Parts], flaws: Flaws) -> Result<()> {
        let Flaws {
            mut own,
            parts: flawed,
        } = flaws;
        if let (true, Some((part, row, _))) = (own.is_empty(), flawed.first()) {
            let line = parts[*part].rows[*row].line;
            let file = &job.plan.files[parts[*part].file].name;
            own.push(Flaw::whole(
                Violation::at("", "rows_failed")
                    .with("file", file)
                    .with("line", line),
            ));
        }
        self.fail(raw, own);
        let owner = &job.plan.files[raw.file].name;
        for (place, part) in parts.iter().enumerate() {
            for (i, row) in part.rows.iter().enumerate() {
                let flaws = flawed
                    .iter()
                    .filter(|(part, row, _)| (*part, *row) == (place, i));
                let mut flaws: Vec<Flaw> = flaws.map(|(_, _, flaw)| flaw.clone()).collect();
                if flaws.is_empty() {
                    let violation = Violation::at("", "parent_failed")
                        .with("file", owner)
                        .with("line", raw.line);
                    flaws.push(Flaw::whole(violation));
                }
                self.fail(row, flaws);
            }
        }
        self.drop_parts(job, raw, parts)
    }
}
