//! The job: clears what an earlier one left, computes all keys, puts them to use at once, and looks them all through once
//! more, because another node may have written by the old collation for a moment.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::time::Instant;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::columns::Column;
use super::{JOB, staged};
use crate::database::Database;
use crate::engine::keys::Collation;
use crate::engine::write::Tx;
use crate::error::Result;
use crate::jobs::{self, Lease};
use crate::settings::{self, Workspace};

/// Microseconds after which every node knows the new collation.
const KNOWN: i64 = 5_000_000;

/// What came of one turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// There is more to do.
    Again,
    /// There is nothing to do now.
    Nothing,
}

/// Where the job stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    collation: String,
    phase: Phase,
    column: usize,
    last: Uuid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Phase {
    #[default]
    Clearing,
    Computing,
    Changing,
    Mending,
    Leaving,
}

impl Progress {
    pub(super) fn to_json(&self) -> String {
        // Texts and numbers always become JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn of(lease: &Lease) -> Self {
        // What cannot be read is begun anew, which is harmless.
        serde_json::from_str(&lease.payload).unwrap_or_default()
    }

    fn in_phase(self, phase: Phase) -> Self {
        Self {
            phase,
            column: 0,
            last: Uuid::nil(),
            ..self
        }
    }
}

/// Does a small piece of the job, in one transaction, if there is a job that nobody else does. Only the change itself takes
/// longer than a moment: on SQLite other writers wait for it, readers never do.
pub fn turn(db: &Database, worker: &str) -> Result<Turn> {
    let worker = worker.to_owned();
    db.write(move |tx| {
        let now = tx.now;
        let Some(lease) = jobs::take(tx.conn(), JOB, &worker, None, now)? else {
            return Ok(Turn::Nothing);
        };
        piece(tx, &lease)
    })
}

fn piece(tx: &mut Tx, lease: &Lease) -> Result<Turn> {
    let now = tx.now;
    let workspace = settings::workspace(tx.conn())?;
    let progress = due(Progress::of(lease), &workspace);
    let next = match progress.phase {
        Phase::Clearing if staged::clear_some(tx.conn())? => progress,
        Phase::Clearing => progress.in_phase(Phase::Computing),
        Phase::Computing => compute(tx, progress)?,
        Phase::Changing => {
            change(tx, workspace)?;
            let next = progress.in_phase(Phase::Mending);
            jobs::note(tx.conn(), lease, &next.to_json())?;
            let later = Instant::from_micros(now.micros().saturating_add(KNOWN));
            jobs::put_back(tx.conn(), lease, later)?;
            return Ok(Turn::Nothing);
        }
        Phase::Mending => mend(tx, progress, workspace.collation)?,
        Phase::Leaving if staged::clear_some(tx.conn())? => progress,
        Phase::Leaving => {
            jobs::end(tx.conn(), lease, "done")?;
            return Ok(Turn::Nothing);
        }
    };
    jobs::note(tx.conn(), lease, &next.to_json())?;
    jobs::renew(tx.conn(), lease, true, now)?;
    Ok(Turn::Again)
}

/// What is to be done next: from the beginning if another collation is wanted meanwhile.
fn due(progress: Progress, workspace: &Workspace) -> Progress {
    let before = matches!(
        progress.phase,
        Phase::Clearing | Phase::Computing | Phase::Changing
    );
    match workspace.next_collation {
        Some(wanted) if progress.collation != wanted.name() || !before => Progress {
            collation: wanted.name().to_owned(),
            ..Progress::default()
        },
        Some(_) => progress,
        // Nobody wants another any more.
        None if before => progress.in_phase(Phase::Leaving),
        None => progress,
    }
}

fn compute(tx: &mut Tx, progress: Progress) -> Result<Progress> {
    let Some(column) = Column::all().nth(progress.column) else {
        return Ok(progress.in_phase(Phase::Changing));
    };
    let collation = Collation::named(&progress.collation);
    let page = column.page_after(tx.conn(), progress.last)?;
    if let Some(page) = &page {
        staged::add(tx.conn(), &column, &page.rows, collation)?;
    }
    Ok(after(progress, page.map(|page| page.last)))
}

/// Puts all keys to use, with the collation, in one transaction: a reader sees the old order or the new one.
fn change(tx: &mut Tx, workspace: Workspace) -> Result<()> {
    let Some(collation) = workspace.next_collation else {
        return Ok(());
    };
    for column in Column::all() {
        let stale = staged::stale(tx.conn(), &column)?;
        for rows in stale.chunks(500) {
            staged::add(tx.conn(), &column, rows, collation)?;
        }
        staged::put_to_use(tx.conn(), &column)?;
    }
    let after = Workspace {
        collation,
        next_collation: None,
        ..workspace.clone()
    };
    tx.store_workspace(&Actor::system(), &workspace, after)?;
    Ok(())
}

fn mend(tx: &mut Tx, progress: Progress, collation: Collation) -> Result<Progress> {
    let Some(column) = Column::all().nth(progress.column) else {
        return Ok(progress.in_phase(Phase::Leaving));
    };
    let page = column.page_after(tx.conn(), progress.last)?;
    for row in page.iter().flat_map(|page| &page.rows) {
        let key = collation.sort_key(&row.text);
        if key != row.key {
            column.set_key(tx.conn(), row.id, &key)?;
        }
    }
    Ok(after(progress, page.map(|page| page.last)))
}

/// Further down the column, or at the next one.
fn after(progress: Progress, last: Option<Uuid>) -> Progress {
    match last {
        Some(last) => Progress { last, ..progress },
        None => Progress {
            column: progress.column + 1,
            last: Uuid::nil(),
            ..progress
        },
    }
}
