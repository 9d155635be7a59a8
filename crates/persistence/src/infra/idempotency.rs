//! Answers kept for retries: a POST that comes again with the same key changes nothing again.
//!
//! The answer is stored in the transaction of the change, so either both are there or neither.

use guanxi_domain::kernel::time::Instant;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::error::Result;
use crate::sql::Sql;

/// Whose request it is: keys of different people and paths never meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Who asks.
    pub actor: Uuid,
    /// For what.
    pub path: String,
    /// The key that the caller made.
    pub key: String,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Hash of the request; another request with the same key is refused.
    pub request_hash: Vec<u8>,
    /// The status code.
    pub status: i64,
    /// The record it was about, to authorise the replay.
    pub record: Option<Uuid>,
    /// Its version, for the ETag.
    pub version: Option<i64>,
    /// Where it is.
    pub location: Option<String>,
    /// The body.
    pub body: String,
}

/// Takes the slot until the transaction ends; false when another transaction has it.
pub fn take(conn: &mut Conn, slot: &Slot) -> Result<bool> {
    if conn.dialect() == Dialect::Sqlite {
        // One write at a time: whoever had the slot is done.
        return Ok(true);
    }
    let mut sql = Sql::text(conn.dialect(), "SELECT pg_try_advisory_xact_lock(");
    sql.bind(lock_number(slot)).push(")");
    Ok(cells::rows(conn, sql, |row| row.bool(0))?.contains(&true))
}

/// What was answered since an instant.
pub fn kept(conn: &mut Conn, slot: &Slot, since: Instant) -> Result<Option<Kept>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT request_hash, status, record_id, version, location, body FROM idempotency_keys WHERE ",
    );
    of_slot(&mut sql, slot);
    sql.push(" AND created_at >= ").bind(since);
    let found = cells::rows(conn, sql, |row| Kept {
        request_hash: row.bytes(0).unwrap_or_default(),
        status: row.int(1).unwrap_or_default(),
        record: row.id(2),
        version: row.int(3),
        location: row.opt_text(4),
        body: row.text(5),
    })?;
    Ok(found.into_iter().next())
}

/// Keeps an answer, in place of one too old to count.
pub fn keep(conn: &mut Conn, slot: &Slot, answer: &Kept, now: Instant) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM idempotency_keys WHERE ");
    of_slot(&mut sql, slot);
    sql.execute(conn)?;
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO idempotency_keys (actor_id, path, key, request_hash, created_at, status, \
         record_id, version, location, body) VALUES (",
    );
    sql.bind(slot.actor)
        .push(", ")
        .bind(slot.path.as_str())
        .push(", ")
        .bind(slot.key.as_str());
    sql.push(", ")
        .bind(answer.request_hash.clone())
        .push(", ")
        .bind(now);
    sql.push(", ")
        .bind(answer.status)
        .push(", ")
        .bind(answer.record)
        .push(", ");
    match answer.version {
        Some(version) => sql.bind(version),
        None => sql.push("NULL"),
    };
    sql.push(", ")
        .bind(answer.location.clone())
        .push(", ")
        .bind(answer.body.as_str())
        .push(")");
    sql.execute(conn)?;
    Ok(())
}

/// Forgets answers given before an instant.
pub fn forget_before(conn: &mut Conn, before: Instant) -> Result<usize> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM idempotency_keys WHERE created_at < ",
    );
    sql.bind(before);
    Ok(sql.execute(conn)?)
}

fn of_slot(sql: &mut Sql, slot: &Slot) {
    sql.push("actor_id = ").bind(slot.actor);
    sql.push(" AND path = ").bind(slot.path.as_str());
    sql.push(" AND key = ").bind(slot.key.as_str());
}

/// PostgreSQL's advisory locks are numbers; two slots with the same one merely wait for each other.
fn lock_number(slot: &Slot) -> i64 {
    let mut hash = Sha256::new();
    hash.update(slot.actor.as_bytes());
    hash.update(slot.path.as_bytes());
    hash.update([0]);
    hash.update(slot.key.as_bytes());
    let digest = hash.finalize();
    let mut first = [0_u8; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}
