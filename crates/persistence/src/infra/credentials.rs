//! Passwords of users, as hashes.

use guanxi_domain::kernel::time::Instant;
use guanxi_domain::people::seeds::ADMINISTRATOR_ID;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::error::Result;
use crate::sql::Sql;

/// What is needed to check somebody who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Whose.
    pub user: Uuid,
    /// Whether this user may sign in at all.
    pub active: bool,
    /// The password's hash; none for users who never had one.
    pub hash: Option<String>,
}

/// The user who signs in with this name. Case does not count, unless two names differ by it alone.
pub fn by_login(conn: &mut Conn, login: &str) -> Result<Option<Credential>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT u.id, u.status, c.password_hash, u.login FROM users u \
         LEFT JOIN credentials c ON c.user_id = u.id \
         WHERE u.deleted_at IS NULL AND lower(u.login) = ",
    );
    sql.bind(login.to_lowercase());
    let mut found = cells::rows(conn, sql, |row| {
        let credential = Credential {
            user: row.id(0).unwrap_or_default(),
            active: row.text(1) == "active",
            hash: row.opt_text(2),
        };
        (row.text(3), credential)
    })?;
    if let Some(place) = found.iter().position(|(name, _)| name == login) {
        return Ok(Some(found.swap_remove(place).1));
    }
    Ok((found.len() == 1).then(|| found.swap_remove(0).1))
}

/// A user's hash.
pub fn hash_of(conn: &mut Conn, user: Uuid) -> Result<Option<String>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT password_hash FROM credentials WHERE user_id = ",
    );
    sql.bind(user);
    Ok(cells::texts(conn, sql)?.into_iter().next())
}

/// Sets a user's hash.
pub fn set(conn: &mut Conn, user: Uuid, hash: &str, now: Instant) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO credentials (user_id, password_hash, changed_at) VALUES (",
    );
    sql.bind(user).push(", ").bind(hash).push(", ").bind(now);
    sql.push(
        ") ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, \
         changed_at = excluded.changed_at",
    );
    sql.execute(conn)?;
    Ok(())
}

/// Replaces a hash by a newer one of the same password, unless the password changed meanwhile.
pub fn renew(conn: &mut Conn, user: Uuid, former: &str, hash: &str) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE credentials SET password_hash = ");
    sql.bind(hash).push(" WHERE user_id = ").bind(user);
    sql.push(" AND password_hash = ").bind(former);
    sql.execute(conn)?;
    Ok(())
}

/// Whether somebody can sign in as administrator.
pub fn has_administrator(conn: &mut Conn) -> Result<bool> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT COUNT(*) FROM users u JOIN user_roles r ON r.parent_id = u.id \
         JOIN credentials c ON c.user_id = u.id \
         WHERE u.deleted_at IS NULL AND u.status = 'active' AND r.role_id = ",
    );
    sql.bind(ADMINISTRATOR_ID);
    Ok(cells::number(conn, sql)? > 0)
}
