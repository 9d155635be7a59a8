//! One-time links. Only a hash of the secret in the link is stored.

use guanxi_domain::kernel::time::Instant;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// Makes the link with this hash the only one of its purpose.
pub fn replace(
    conn: &mut Conn,
    purpose: &str,
    hash: &[u8],
    expires_at: Instant,
    now: Instant,
) -> Result<()> {
    revoke(conn, purpose)?;
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO one_time_links (token_hash, purpose, created_at, expires_at) VALUES (",
    );
    sql.bind(hash.to_vec()).push(", ").bind(purpose).push(", ");
    sql.bind(now).push(", ").bind(expires_at).push(")");
    sql.execute(conn)?;
    Ok(())
}

/// Whether the link is good; it stays.
pub fn is_good(conn: &mut Conn, purpose: &str, hash: &[u8], now: Instant) -> Result<bool> {
    let mut sql = Sql::text(conn.dialect(), "SELECT COUNT(*) FROM one_time_links WHERE ");
    named(&mut sql, purpose, hash, now);
    Ok(cells::number(conn, sql)? == 1)
}

/// Uses the link up; false when it was not good. Of two users at once one succeeds.
pub fn consume(conn: &mut Conn, purpose: &str, hash: &[u8], now: Instant) -> Result<bool> {
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM one_time_links WHERE ");
    named(&mut sql, purpose, hash, now);
    Ok(sql.execute(conn)? == 1)
}

/// Takes back every link of a purpose.
pub fn revoke(conn: &mut Conn, purpose: &str) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM one_time_links WHERE purpose = ",
    );
    sql.bind(purpose);
    sql.execute(conn)?;
    Ok(())
}

fn named(sql: &mut Sql, purpose: &str, hash: &[u8], now: Instant) {
    sql.push("token_hash = ").bind(hash.to_vec());
    sql.push(" AND purpose = ").bind(purpose);
    sql.push(" AND expires_at > ").bind(now);
}
