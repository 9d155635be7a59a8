//! Failed sign-ins, counted per subject (an account seen from an address, or an address) so that
//! guessing is slowed on every node and across restarts.

use guanxi_domain::kernel::time::Instant;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// What is known of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// How many since `first_at`.
    pub count: i64,
    /// When the counting began.
    pub first_at: Instant,
}

/// The failures of a subject; none counted is zero.
pub fn of(conn: &mut Conn, subject: &[u8]) -> Result<Failures> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT failures, first_at FROM failed_sign_ins WHERE subject = ",
    );
    sql.bind(subject.to_vec());
    let found = cells::rows(conn, sql, |row| Failures {
        count: row.int(0).unwrap_or(0),
        first_at: row.instant(1).unwrap_or_default(),
    })?;
    Ok(found.first().copied().unwrap_or_default())
}

/// Counts one more; counting begins anew when the former count began before `since`.
pub fn add(conn: &mut Conn, subject: &[u8], since: Instant, now: Instant) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO failed_sign_ins (subject, failures, first_at) VALUES (",
    );
    sql.bind(subject.to_vec()).push(", 1, ").bind(now);
    sql.push(
        ") ON CONFLICT (subject) DO UPDATE SET failures = CASE WHEN failed_sign_ins.first_at < ",
    );
    sql.bind(since).push(" THEN 1 ELSE failed_sign_ins.failures + 1 END, first_at = CASE WHEN failed_sign_ins.first_at < ");
    sql.bind(since)
        .push(" THEN excluded.first_at ELSE failed_sign_ins.first_at END");
    sql.execute(conn)?;
    Ok(())
}

/// Forgets a subject's failures.
pub fn forgive(conn: &mut Conn, subject: &[u8]) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM failed_sign_ins WHERE subject = ",
    );
    sql.bind(subject.to_vec());
    sql.execute(conn)?;
    Ok(())
}

/// Forgets what began before an instant.
pub fn forget_before(conn: &mut Conn, before: Instant) -> Result<usize> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM failed_sign_ins WHERE first_at < ",
    );
    sql.bind(before);
    Ok(sql.execute(conn)?)
}
