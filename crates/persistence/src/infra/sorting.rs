//! The order of names, computed anew when a workspace chooses another collation.
//!
//! At the first start there are few records, and all is done at once. Later a job computes the new keys beside the old ones,
//! in small pieces, while everybody reads by the old ones; then it changes all of them in one transaction. It goes on where
//! it stood after a restart, on whichever node.

mod columns;
mod job;
mod staged;

use uuid::Uuid;

use crate::connection::Conn;
use crate::database::Database;
use crate::engine::keys::Collation;
use crate::engine::write::Tx;
use crate::error::Result;
use crate::jobs;

use columns::Column;
pub use job::{Turn, turn};

/// What its jobs are called.
pub(crate) const JOB: &str = "sort_names";

/// Computes the sort keys of every keyed text, of records in the bin too. To be called in the transaction that changes
/// the collation: a reader sees the old order or the new one.
pub fn sort_anew(conn: &mut Conn, collation: Collation) -> Result<()> {
    for column in Column::all() {
        let mut last = Uuid::nil();
        while let Some(page) = column.page_after(conn, last)? {
            last = page.last;
            for row in &page.rows {
                column.set_key(conn, row.id, &collation.sort_key(&row.text))?;
            }
        }
    }
    Ok(())
}

/// Queues the job, if there is none.
pub(crate) fn queue(tx: &mut Tx, by: Option<Uuid>) -> Result<()> {
    let now = tx.now;
    if jobs::is_open(tx.conn(), JOB)? {
        return Ok(());
    }
    let first = job::Progress::default().to_json();
    jobs::add(tx.conn(), Uuid::now_v7(), JOB, &first, by, now)
}

/// Whether there may be something to do: asked often, so it takes no lock.
pub fn is_due(db: &Database) -> Result<bool> {
    db.read(|reader| {
        let now = reader.now;
        jobs::is_due(reader.conn(), JOB, now)
    })
}
