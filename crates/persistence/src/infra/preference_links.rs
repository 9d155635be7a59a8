//! Links by which contacts decide themselves how they are contacted, one for each.
//!
//! A link is made of a stored seed and a secret that only the application knows, so that it can be told again, while a
//! copy of this table opens nothing.

use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// A contact's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is made of, together with a secret.
    pub seed: Vec<u8>,
    /// Hash of what is in it, by which it is found.
    pub token_hash: Vec<u8>,
    /// Since when it is there.
    pub created_at: Instant,
    /// From when on it opens nothing any more.
    pub expires_at: Instant,
}

/// The link of a contact, if there is one that is good.
pub fn of(conn: &mut Conn, contact: Uuid, now: Instant) -> Result<Option<Link>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT seed, token_hash, created_at, expires_at FROM preference_links WHERE contact_id = ",
    );
    sql.bind(contact).push(" AND expires_at > ").bind(now);
    let found = cells::rows(conn, sql, |row| Link {
        seed: row.bytes(0).unwrap_or_default(),
        token_hash: row.bytes(1).unwrap_or_default(),
        created_at: row.instant(2).unwrap_or_default(),
        expires_at: row.instant(3).unwrap_or_default(),
    })?;
    Ok(found.into_iter().next())
}

/// Whose preferences the link with this hash opens; nobody's when it is not there, not any more, or too old.
pub fn opens(conn: &mut Conn, token_hash: &[u8], now: Instant) -> Result<Option<Uuid>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT contact_id FROM preference_links WHERE token_hash = ",
    );
    sql.bind(token_hash.to_vec()).push(" AND expires_at > ");
    sql.bind(now);
    let found = cells::rows(conn, sql, |row| row.id(0))?;
    Ok(found.into_iter().next().flatten())
}

/// Gives a contact a link; a former one opens nothing any more.
pub fn put(conn: &mut Conn, contact: Uuid, link: &Link) -> Result<()> {
    remove(conn, contact)?;
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO preference_links (contact_id, seed, token_hash, created_at, expires_at) VALUES (",
    );
    sql.bind(contact).push(", ").bind(link.seed.clone());
    sql.push(", ").bind(link.token_hash.clone());
    sql.push(", ").bind(link.created_at);
    sql.push(", ").bind(link.expires_at).push(")");
    sql.execute(conn)?;
    Ok(())
}

/// Ends a contact's link; says whether there was one.
pub fn remove(conn: &mut Conn, contact: Uuid) -> Result<bool> {
    let mut sql = Sql::text(
        conn.dialect(),
        "DELETE FROM preference_links WHERE contact_id = ",
    );
    sql.bind(contact);
    Ok(sql.execute(conn)? > 0)
}
