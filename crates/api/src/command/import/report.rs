//! How far an import is, and what came of it, for people and scripts.

use std::io::Write;
use std::time::{Duration, Instant};

use guanxi_domain::access::Actor;
use guanxi_i18n::Language;
use guanxi_persistence::Database;
use guanxi_persistence::import::{self, FileCounts, Import, Phase};

use crate::command::Failure;
use crate::command::progress::Line;
use crate::imports::words;

/// Problems told on the terminal; the file of errors has all.
const MOST_TOLD: usize = 20;
/// How long nothing may move beside a server before that is worth a word.
const STILL: Duration = Duration::from_secs(60);

/// How far an import is, on one line.
pub struct Progress {
    line: Line,
    /// How many rows were done, and since when it is as many.
    moved: (i64, Instant),
    waits: bool,
}

impl Progress {
    /// Nothing is said yet.
    pub fn new() -> Self {
        Self {
            line: Line::new(),
            moved: (0, Instant::now()),
            waits: false,
        }
    }

    /// Says how far it is, if it is time to.
    pub fn show(&mut self, now: &import::Progress) {
        if now.total().rows > 0 {
            self.line.show(|| said(now));
        }
    }

    /// Says once that somebody else is at work.
    pub fn wait(&mut self, alone: bool) {
        if !std::mem::replace(&mut self.waits, true) {
            let whom = if alone {
                "another import"
            } else {
                "the server"
            };
            self.line.say(&format!("waiting for {whom} …"));
        }
    }

    /// Says, when nothing moves beside a server, what to do about that.
    pub fn watch(&mut self, now: &import::Progress) {
        let done = now.total().done();
        if done != self.moved.0 {
            self.moved = (done, Instant::now());
        } else if self.moved.1.elapsed() > STILL {
            self.moved.1 = Instant::now();
            self.line.end();
            eprintln!(
                "nothing moves: if the server is gone, interrupt this and run it again; it goes on where it stands"
            );
        }
    }

    /// Says on a terminal how far it is at last, and ends the line.
    pub fn end(&mut self, now: &import::Progress) {
        if self.line.is_live() && now.total().rows > 0 {
            self.line.say(&said(now));
            self.line.end();
        }
    }
}

fn said(now: &import::Progress) -> String {
    let total = now.total();
    let failed = if total.failed > 0 {
        format!(", {} refused", total.failed)
    } else {
        String::new()
    };
    format!(
        "{} of {} rows{}{failed}",
        total.done(),
        total.rows,
        doing(now.phase)
    )
}

const fn doing(phase: Phase) -> &'static str {
    match phase {
        Phase::Clearing | Phase::Staging => ", reading",
        Phase::Waiting | Phase::Loosening | Phase::GivingUp | Phase::Joining => ", joining",
        Phase::Rows | Phase::Orphans | Phase::Done => "",
    }
}

/// Tells what came of it: counts on standard output, the first problems on standard error.
pub fn summary(
    db: &Database,
    actor: &Actor,
    import: &Import,
    has_file: bool,
) -> Result<(), Failure> {
    if !has_file {
        first_problems(db, actor, import)?;
    }
    let (_, files) = db.read(|reader| import::find(reader, actor, import.id))?;
    let width = files
        .iter()
        .map(|file| file.name.chars().count())
        .max()
        .unwrap_or(0)
        .max("total".len());
    let mut out = String::new();
    if import.dry_run {
        out.push_str("dry run: this is what would happen\n");
    }
    out.push_str(&format!(
        "{:width$} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n",
        "", "rows", "created", "updated", "unchanged", "skipped", "failed", "warnings"
    ));
    for (file, counts) in files.iter().zip(&import.progress.files) {
        out.push_str(&line(&file.name, width, counts));
    }
    out.push_str(&line("total", width, &import.progress.total()));
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(out.as_bytes())
        .map_err(|error| Failure::Io("standard output", error))
}

fn line(name: &str, width: usize, counts: &FileCounts) -> String {
    format!(
        "{name:width$} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n",
        counts.rows,
        counts.created,
        counts.updated,
        counts.unchanged,
        counts.skipped,
        counts.failed,
        counts.warned
    )
}

fn first_problems(db: &Database, actor: &Actor, import: &Import) -> Result<(), Failure> {
    let (_, files) = db.read(|reader| import::find(reader, actor, import.id))?;
    let first = db.read(|reader| import::problems(reader, actor, import.id, None, 0, MOST_TOLD))?;
    for problem in &first {
        let file = files
            .get(problem.file)
            .map_or("", |file| file.name.as_str());
        let columns = problem.columns.join(", ");
        let columns = if columns.is_empty() {
            columns
        } else {
            format!(" [{columns}]")
        };
        let reason = words::of_problem(Language::En, problem);
        eprintln!(
            "{file}:{}: {}{columns}: {reason}",
            problem.line,
            problem.severity.name()
        );
    }
    let more = import.progress.problems - i64::try_from(first.len()).unwrap_or_default();
    if more > 0 {
        eprintln!("… and {more} more: --errors FILE writes them all");
    }
    Ok(())
}
