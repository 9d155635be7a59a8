//! Work to be done later: of each kind one job at a time in the whole workspace, leased by a worker, taken over by
//! another when its worker is gone.

use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::error::Result;
use crate::sql::Sql;

/// How long a worker may be silent before another takes over, in microseconds.
const LEASE: i64 = 30_000_000;

/// The right to work on a job, as long as it is renewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    /// Which job.
    pub(crate) job: Uuid,
    /// What is to be done.
    pub(crate) payload: String,
    /// Who works.
    pub(crate) worker: String,
    /// How often somebody began it without getting anywhere.
    pub(crate) attempts: i64,
}

impl Lease {
    /// The id of what the job is about, for kinds whose payload is just that.
    pub(crate) fn about(&self) -> Uuid {
        self.payload.parse().unwrap_or_default()
    }
}

/// Queues work of a kind.
pub(crate) fn add(
    conn: &mut Conn,
    job: Uuid,
    kind: &str,
    payload: &str,
    by: Option<Uuid>,
    now: Instant,
) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO jobs (id, kind, payload, state, run_at, attempts, created_at, created_by) VALUES (",
    );
    sql.bind(job)
        .push(", ")
        .bind(kind)
        .push(", ")
        .bind(payload)
        .push(", 'waiting', ")
        .bind(now);
    sql.push(", 0, ").bind(now).push(", ").bind(by).push(")");
    sql.execute(conn)?;
    Ok(())
}

/// Takes the next job of a kind that nobody works on; `only` asks for the one with a payload. There is none while another
/// of the kind is being worked on: two imports at once could make the same record twice.
pub(crate) fn take(
    conn: &mut Conn,
    kind: &str,
    worker: &str,
    only: Option<&str>,
    now: Instant,
) -> Result<Option<Lease>> {
    if conn.dialect() == Dialect::Postgres {
        let mut turn = Sql::text(
            conn.dialect(),
            "SELECT pg_advisory_xact_lock(hashtextextended(",
        );
        turn.bind(format!("{kind} jobs")).push(", 0))");
        turn.execute(conn)?;
    }
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT id, payload, attempts FROM jobs WHERE kind = ",
    );
    sql.bind(kind)
        .push(" AND ((state = 'waiting' AND run_at <= ")
        .bind(now)
        .push(") OR (state = 'running' AND (NOT (leased_until BETWEEN ");
    lasting(&mut sql, now);
    sql.push(") OR leased_by = ").bind(worker);
    sql.push("))) AND NOT EXISTS (SELECT 1 FROM jobs o WHERE o.state = 'running' AND o.kind = ")
        .bind(kind)
        .push(" AND o.leased_until BETWEEN ");
    lasting(&mut sql, now);
    sql.push(" AND o.leased_by <> ").bind(worker).push(")");
    if let Some(payload) = only {
        sql.push(" AND payload = ").bind(payload);
    }
    // What was begun is ended first.
    sql.push(" ORDER BY CASE state WHEN 'running' THEN 0 ELSE 1 END, run_at, id LIMIT 1");
    sql.either("", " FOR UPDATE SKIP LOCKED");
    let found = cells::rows(conn, sql, |row| Lease {
        job: row.id(0).unwrap_or_default(),
        payload: row.text(1),
        worker: worker.to_owned(),
        attempts: row.int(2).unwrap_or_default() + 1,
    })?;
    let Some(lease) = found.into_iter().next() else {
        return Ok(None);
    };
    let mut sql = Sql::text(
        conn.dialect(),
        "UPDATE jobs SET state = 'running', attempts = ",
    );
    sql.bind(lease.attempts)
        .push(", leased_by = ")
        .bind(worker)
        .push(", leased_until = ")
        .bind(until(now));
    sql.push(" WHERE id = ").bind(lease.job);
    sql.execute(conn)?;
    Ok(Some(lease))
}

/// Whether there may be something to do: asked often, so it takes no lock.
pub(crate) fn is_due(conn: &mut Conn, kind: &str, now: Instant) -> Result<bool> {
    let mut sql = Sql::text(conn.dialect(), "SELECT COUNT(*) FROM jobs WHERE kind = ");
    sql.bind(kind)
        .push(" AND ((state = 'waiting' AND run_at <= ")
        .bind(now)
        .push(") OR (state = 'running' AND NOT (leased_until BETWEEN ");
    lasting(&mut sql, now);
    sql.push(")))");
    Ok(cells::number(conn, sql)? > 0)
}

/// Whether there is work of a kind that is not done.
pub(crate) fn is_open(conn: &mut Conn, kind: &str) -> Result<bool> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT COUNT(*) FROM jobs WHERE state IN ('waiting', 'running') AND kind = ",
    );
    sql.bind(kind);
    Ok(cells::number(conn, sql)? > 0)
}

/// Between which moments the end of a lease lies that still holds. One that ends later than any of ours could was given
/// by a clock that was ahead, and nobody waits years for it.
fn lasting(sql: &mut Sql, now: Instant) {
    let longest = Instant::from_micros(now.micros().saturating_add(2 * LEASE));
    sql.bind(now).push(" AND ").bind(longest);
}

fn until(now: Instant) -> Instant {
    Instant::from_micros(now.micros().saturating_add(LEASE))
}

/// Holds on to a job; false when another has it or it was cancelled, and then nothing may be
/// written. `got_on` says that the work made progress.
pub(crate) fn renew(conn: &mut Conn, lease: &Lease, got_on: bool, now: Instant) -> Result<bool> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE jobs SET leased_until = ");
    sql.bind(until(now));
    if got_on {
        sql.push(", attempts = 0");
    }
    held(&mut sql, lease);
    Ok(sql.execute(conn)? == 1)
}

/// Gives a job back, to be tried again later.
pub(crate) fn put_back(conn: &mut Conn, lease: &Lease, run_at: Instant) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "UPDATE jobs SET state = 'waiting', run_at = ",
    );
    sql.bind(run_at);
    held(&mut sql, lease);
    sql.execute(conn)?;
    Ok(())
}

/// Notes how far a job is, in the words of what is to be done.
pub(crate) fn note(conn: &mut Conn, lease: &Lease, payload: &str) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE jobs SET payload = ");
    sql.bind(payload);
    held(&mut sql, lease);
    sql.execute(conn)?;
    Ok(())
}

/// Ends a job; false when it is not ours any more.
pub(crate) fn end(conn: &mut Conn, lease: &Lease, outcome: &str) -> Result<bool> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE jobs SET state = 'done', outcome = ");
    sql.bind(outcome);
    held(&mut sql, lease);
    Ok(sql.execute(conn)? == 1)
}

fn held(sql: &mut Sql, lease: &Lease) {
    sql.push(" WHERE id = ")
        .bind(lease.job)
        .push(" AND state = 'running' AND leased_by = ");
    sql.bind(lease.worker.as_str());
}

/// Takes a job out of the queue, whoever works on it.
pub(crate) fn cancel(conn: &mut Conn, job: Uuid) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "UPDATE jobs SET state = 'done', outcome = 'cancelled' WHERE state IN ('waiting', 'running') AND id = ",
    );
    sql.bind(job);
    sql.execute(conn)?;
    Ok(())
}

/// Lets go of what workers of an earlier process held. Only where no other process can be working.
pub(crate) fn release_all(conn: &mut Conn, kind: &str) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "UPDATE jobs SET state = 'waiting' WHERE state = 'running' AND kind = ",
    );
    sql.bind(kind);
    sql.execute(conn)?;
    Ok(())
}
