//! Browsers and scripts that are signed in.

use guanxi_domain::kernel::time::Instant;
use uuid::Uuid;

use crate::cells::{self, Cells};
use crate::connection::{Conn, Dialect};
use crate::error::Result;
use crate::sql::Sql;

/// One session: the family of its refresh tokens, of which one generation is current.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, also inside access tokens.
    pub id: Uuid,
    /// Whose.
    pub user: Uuid,
    /// Since when.
    pub created_at: Instant,
    /// When it was renewed last.
    pub last_used_at: Instant,
    /// Ends then unless renewed.
    pub expires_at: Instant,
    /// When it ended before its time.
    pub ended_at: Option<Instant>,
    /// Counts the refresh tokens.
    pub generation: i64,
    /// Hash of the current refresh token.
    pub token_hash: Vec<u8>,
    /// Hash of the one before.
    pub former_hash: Option<Vec<u8>>,
    /// When the current one took its place.
    pub rotated_at: Instant,
    /// Where it was opened.
    pub address: Option<String>,
    /// What opened it.
    pub user_agent: Option<String>,
}

impl Session {
    /// Whether it still counts.
    pub fn is_live(&self, now: Instant) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }
}

const COLUMNS: &str = "id, user_id, created_at, last_used_at, expires_at, ended_at, generation, \
     token_hash, former_hash, rotated_at, address, user_agent";

/// Stores a new session.
pub fn insert(conn: &mut Conn, session: &Session) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("INSERT INTO sessions ({COLUMNS}) VALUES ("),
    );
    sql.bind(session.id).push(", ").bind(session.user);
    for at in [session.created_at, session.last_used_at, session.expires_at] {
        sql.push(", ").bind(at);
    }
    sql.push(", ")
        .bind(session.ended_at)
        .push(", ")
        .bind(session.generation);
    sql.push(", ").bind(session.token_hash.clone());
    match &session.former_hash {
        Some(hash) => sql.push(", ").bind(hash.clone()),
        None => sql.push(", NULL"),
    };
    sql.push(", ").bind(session.rotated_at);
    sql.push(", ").bind(session.address.clone());
    sql.push(", ").bind(session.user_agent.clone()).push(")");
    sql.execute(conn)?;
    Ok(())
}

/// A session, ended ones too.
pub fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Session>> {
    one(conn, id, "")
}

/// A session, kept from others until the transaction ends.
pub fn find_locked(conn: &mut Conn, id: Uuid) -> Result<Option<Session>> {
    let lock = match conn.dialect() {
        // One writer at a time: nobody to keep it from.
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE",
    };
    one(conn, id, lock)
}

fn one(conn: &mut Conn, id: Uuid, lock: &str) -> Result<Option<Session>> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("SELECT {COLUMNS} FROM sessions WHERE id = "),
    );
    sql.bind(id).push(lock);
    Ok(cells::rows(conn, sql, session)?.into_iter().next())
}

/// Those of some sessions that are live.
pub fn live_among(conn: &mut Conn, ids: &[Uuid], now: Instant) -> Result<Vec<Uuid>> {
    let mut live = Vec::with_capacity(ids.len());
    for some in ids.chunks(1_000) {
        let mut sql = Sql::text(
            conn.dialect(),
            "SELECT id FROM sessions WHERE ended_at IS NULL AND expires_at > ",
        );
        sql.bind(now).push(" AND id").in_ids(some);
        live.extend(cells::rows(conn, sql, |row| row.id(0).unwrap_or_default())?);
    }
    Ok(live)
}

/// A user's live sessions, newest first.
pub fn of_user(conn: &mut Conn, user: Uuid, now: Instant) -> Result<Vec<Session>> {
    let mut sql = Sql::text(
        conn.dialect(),
        &format!("SELECT {COLUMNS} FROM sessions WHERE ended_at IS NULL AND user_id = "),
    );
    sql.bind(user).push(" AND expires_at > ").bind(now);
    sql.push(" ORDER BY created_at DESC, id DESC LIMIT 200");
    Ok(cells::rows(conn, sql, session)?)
}

fn session(row: &Cells) -> Session {
    let at = |place| row.instant(place).unwrap_or_default();
    Session {
        id: row.id(0).unwrap_or_default(),
        user: row.id(1).unwrap_or_default(),
        created_at: at(2),
        last_used_at: at(3),
        expires_at: at(4),
        ended_at: row.instant(5),
        generation: row.int(6).unwrap_or_default(),
        token_hash: row.bytes(7).unwrap_or_default(),
        former_hash: row.bytes(8),
        rotated_at: at(9),
        address: row.opt_text(10),
        user_agent: row.opt_text(11),
    }
}

/// Makes the next generation current.
pub fn rotate(
    conn: &mut Conn,
    session: &Session,
    token_hash: &[u8],
    expires_at: Instant,
    now: Instant,
) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE sessions SET generation = ");
    sql.bind(session.generation + 1);
    sql.push(", token_hash = ").bind(token_hash.to_vec());
    sql.push(", former_hash = ")
        .bind(session.token_hash.clone());
    sql.push(", rotated_at = ")
        .bind(now)
        .push(", last_used_at = ")
        .bind(now);
    sql.push(", expires_at = ").bind(expires_at);
    sql.push(" WHERE id = ").bind(session.id);
    sql.execute(conn)?;
    Ok(())
}

/// Ends one session.
pub fn end(conn: &mut Conn, id: Uuid, now: Instant) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE sessions SET ended_at = ");
    sql.bind(now)
        .push(" WHERE ended_at IS NULL AND id = ")
        .bind(id);
    sql.execute(conn)?;
    Ok(())
}

/// Ends a user's sessions, all or all but one.
pub fn end_all(conn: &mut Conn, user: Uuid, but: Option<Uuid>, now: Instant) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "UPDATE sessions SET ended_at = ");
    sql.bind(now)
        .push(" WHERE ended_at IS NULL AND user_id = ")
        .bind(user);
    if let Some(but) = but {
        sql.push(" AND id <> ").bind(but);
    }
    sql.execute(conn)?;
    Ok(())
}

/// Forgets sessions that ran out before an instant, ended ones too.
pub fn forget_before(conn: &mut Conn, before: Instant) -> Result<usize> {
    let mut sql = Sql::text(conn.dialect(), "DELETE FROM sessions WHERE expires_at < ");
    sql.bind(before);
    Ok(sql.execute(conn)?)
}
