//! Work that comes again and again. Whichever node finds that it is time does it, one at a time; what was missed
//! while none ran is done once, not as often as it was missed.

use std::time::Duration;

use actix_web::rt;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::database::now;
use guanxi_persistence::engine::timers;
use guanxi_persistence::infra::{failures, idempotency, recurring, sessions};
use guanxi_persistence::reports::keeping;
use guanxi_persistence::{Database, Error};

use crate::app::{App, blocking};
use crate::auth::oldest_failure;
use crate::records::KEPT_FOR;

/// One kind of work.
pub struct Task {
    /// How it is called, in the API and in texts.
    pub name: &'static str,
    /// How long after one run the next one comes.
    pub every: Duration,
    /// How long after the very first start it comes first.
    first: Duration,
    /// How soon it is tried again after it failed.
    again: Duration,
    run: fn(&Database) -> Result<(), Error>,
}

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// How often to look what is due.
const LOOK: Duration = Duration::from_secs(2);
/// How often to try to note what came of it.
const TRIES: u32 = 10;
/// Microseconds for which sessions that ran out are remembered.
const OLD_SESSIONS: i64 = 30 * 24 * 3600 * 1_000_000;

/// All of it.
pub const TASKS: [Task; 6] = [
    Task {
        name: "use_timers",
        every: MINUTE,
        first: MINUTE,
        again: MINUTE,
        run: use_timers,
    },
    Task {
        name: "add_up_totals",
        every: MINUTE,
        first: MINUTE,
        again: MINUTE,
        run: |db| keeping::add_up_totals(db).map(drop),
    },
    Task {
        name: "keep_figures",
        every: Duration::from_secs(15 * 60),
        first: Duration::from_secs(15 * 60),
        again: MINUTE,
        run: keep_figures,
    },
    Task {
        name: "prove_totals",
        every: DAY,
        first: Duration::from_secs(10 * 60),
        again: Duration::from_secs(10 * 60),
        run: prove_totals,
    },
    Task {
        name: "prepare_months",
        every: DAY,
        first: Duration::ZERO,
        again: Duration::from_secs(10 * 60),
        run: prepare_months,
    },
    Task {
        name: "tidy_up",
        every: Duration::from_secs(10 * 60),
        first: Duration::from_secs(10 * 60),
        again: MINUTE,
        run: tidy_up,
    },
];

/// Does what is due, for as long as the process lives.
pub fn keep_working(app: &App) {
    let app = app.clone();
    rt::spawn(async move {
        let mut known = false;
        loop {
            known = known || know_all(&app).await;
            if known {
                work(&app).await;
            }
            rt::time::sleep(LOOK).await;
        }
    });
}

async fn know_all(app: &App) -> bool {
    let known = app.write(|tx| {
        let now = tx.now;
        for task in &TASKS {
            recurring::know(tx.conn(), task.name, after(now, task.first))?;
        }
        Ok(())
    });
    known.await.is_ok()
}

fn after(now: Instant, pause: Duration) -> Instant {
    let micros = i64::try_from(pause.as_micros()).unwrap_or(i64::MAX);
    Instant::from_micros(now.micros().saturating_add(micros))
}

/// One after the other: none of them is urgent, and together they shall not crowd out requests.
async fn work(app: &App) {
    let node = app.here.id;
    let due = app
        .read(move |reader| recurring::due(reader.conn(), node, now()))
        .await;
    for name in due.unwrap_or_default() {
        if let Some(task) = TASKS.iter().find(|task| task.name == name) {
            do_it(app, task).await;
        }
    }
}

async fn do_it(app: &App, task: &'static Task) {
    let node = app.here.id;
    let taken = app.write(move |tx| {
        let now = tx.now;
        recurring::take(tx.conn(), task.name, node, now)
    });
    if !matches!(taken.await, Ok(true)) {
        return;
    }
    let db = app.db.clone();
    let done = blocking(move || Ok((task.run)(&db))).await;
    let fault = match done {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some("it gave up; the log says more".to_owned()),
    };
    if let Some(fault) = &fault {
        tracing::warn!(
            job = task.name,
            fault,
            "work that comes again and again failed"
        );
    }
    note_end(app, task, fault).await;
}

/// A database that went away meanwhile is usually back soon; what stays without a note is done again.
async fn note_end(app: &App, task: &'static Task, fault: Option<String>) {
    let node = app.here.id;
    let pause = if fault.is_some() {
        task.again
    } else {
        task.every
    };
    for _ in 0..TRIES {
        let fault = fault.clone();
        let ended = app.write(move |tx| {
            let now = tx.now;
            let next = after(now, pause);
            recurring::end(tx.conn(), task.name, node, fault.as_deref(), next, now)
        });
        let Err(refusal) = ended.await else {
            return;
        };
        tracing::warn!(job = task.name, %refusal, "what came of work could not be noted");
        rt::time::sleep(LOOK).await;
    }
}

fn use_timers(db: &Database) -> Result<(), Error> {
    let records = timers::use_due(db)?;
    if records > 0 {
        tracing::info!(records, "moved on by time");
    }
    Ok(())
}

fn keep_figures(db: &Database) -> Result<(), Error> {
    let kept = keeping::keep(db)?;
    if kept != keeping::Kept::default() {
        tracing::info!(
            targets = kept.targets,
            figures = kept.figures,
            "figures kept"
        );
    }
    Ok(())
}

fn prove_totals(db: &Database) -> Result<(), Error> {
    let wrong = keeping::prove_totals(db)?;
    if wrong > 0 {
        tracing::error!(
            wrong,
            "totals were not what the records come to, and were made anew"
        );
    }
    Ok(())
}

fn prepare_months(db: &Database) -> Result<(), Error> {
    for name in db.prepare_months(now())? {
        tracing::info!(name, "made a month of the event log");
    }
    Ok(())
}

fn tidy_up(db: &Database) -> Result<(), Error> {
    let rows = db.write(|tx| {
        let now = tx.now;
        let before = |micros: i64| Instant::from_micros(now.micros() - micros);
        Ok(idempotency::forget_before(tx.conn(), before(KEPT_FOR))?
            + sessions::forget_before(tx.conn(), before(OLD_SESSIONS))?
            + failures::forget_before(tx.conn(), oldest_failure(now))?)
    })?;
    tracing::debug!(rows, "tidied up");
    Ok(())
}
