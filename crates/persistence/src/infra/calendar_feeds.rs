//! Secrets by which other calendars read somebody's own; only hashes are kept.

use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// A person's feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Hash of its secret.
    pub secret_hash: Vec<u8>,
    /// Since when the secret is this one.
    pub created_at: Instant,
}

/// The feed of a user, if there is one.
pub fn of(conn: &mut Conn, user: Uuid) -> Result<Option<Feed>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT secret_hash, created_at FROM calendar_feeds WHERE user_id = ",
    );
    sql.bind(user);
    let found = cells::rows(conn, sql, |row| Feed {
        secret_hash: row.bytes(0).unwrap_or_default(),
        created_at: row.instant(1).unwrap_or_default(),
    })?;
    Ok(found.into_iter().next())
}

/// Gives a user's feed a secret; the former one is good for nothing any more.
pub fn put(conn: &mut Conn, user: Uuid, feed: &Feed) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO calendar_feeds (user_id, secret_hash, created_at) VALUES (",
    );
    sql.bind(user)
        .push(", ")
        .bind(feed.secret_hash.clone())
        .push(", ")
        .bind(feed.created_at);
    sql.push(") ON CONFLICT (user_id) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = excluded.created_at");
    sql.execute(conn)?;
    Ok(())
}

/// Ends a user's feed.
pub fn remove(conn: &mut Conn, user: Uuid) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM calendar_feeds WHERE user_id = ",
    );
    sql.bind(user);
    sql.execute(conn)?;
    Ok(())
}
