//! The chain over the event log, by which it shows that nothing in it was changed, removed or slipped
//! in afterwards.
//!
//! Each link is a hash of the link before it, of the event and of one salted digest per value. The
//! values stay in the log and their salts beside the digests, so that both can be erased while every
//! link still follows from the one before: what is left of an erased value is a digest that nobody
//! can guess backwards. Writers know nothing of it; a consumer follows the log.
//!
//! Whoever can write to the database could also compute the whole chain anew. Against that helps a
//! head noted elsewhere: `guanxi check` prints it, and checks that the chain still passes through it.

mod erase;
mod follow;
mod link;
mod verify;

pub use verify::{BadHead, Checked, Fault, Head, Wrong};

use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::error::Result;
use crate::events::Position;
use crate::sql::Sql;

/// The verb of the event that says that a record's values were erased.
pub const ERASED: &str = "erased";

/// Whether values of an event were erased.
pub(crate) fn has_erased(changes: &str) -> bool {
    link::values(changes).iter().any(link::Held::is_erased)
}

/// The newest link: where the chain stands.
#[derive(Debug, Clone, Default)]
struct Newest {
    n: i64,
    position: Position,
    link: Vec<u8>,
}

fn newest(conn: &mut Conn) -> Result<Newest> {
    let sql = Sql::text(
        conn.dialect(),
        "SELECT n, tx, seq, link FROM event_chain ORDER BY n DESC LIMIT 1",
    );
    let found = cells::rows(conn, sql, |row| Newest {
        n: row.int(0).unwrap_or_default(),
        position: Position {
            tx: row.int(1).unwrap_or_default(),
            seq: row.int(2).unwrap_or_default(),
        },
        link: row.bytes(3).unwrap_or_default(),
    })?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// Keeps others from chain and values until the transaction ends; false when another node has it and
/// we do not wait. Whoever links reads values that nobody may be erasing at that moment.
fn lock(conn: &mut Conn, wait: bool) -> Result<bool> {
    if conn.dialect() == Dialect::Sqlite {
        // One write at a time.
        return Ok(true);
    }
    const KEY: &str = "(hashtextextended('event chain', 0))";
    if wait {
        let text = format!("SELECT pg_advisory_xact_lock{KEY}");
        Sql::text(conn.dialect(), &text).execute(conn)?;
        return Ok(true);
    }
    let text = format!("SELECT pg_try_advisory_xact_lock{KEY}");
    Ok(cells::rows(conn, Sql::text(conn.dialect(), &text), |row| row.bool(0))?.contains(&true))
}
