//! Events without what they changed, for those who only want to know that something happened.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::{Position, SETTLED, behind};
use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::engine::read::Reader;
use crate::error::Result;
use crate::sql::Sql;

/// That something happened to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Where the reader stands after it.
    pub position: Position,
    /// Name of the entity.
    pub entity: String,
    /// The record.
    pub record_id: Uuid,
    /// What happened: `created`, `updated`, a verb.
    pub verb: String,
    /// The record's version after it.
    pub version: i64,
    /// Who.
    pub actor: Option<Uuid>,
    /// Owner and team before it.
    pub before: (Option<Uuid>, Option<Uuid>),
    /// Owner and team after it.
    pub after: (Option<Uuid>, Option<Uuid>),
}

impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.tx, self.seq)
    }
}

/// The text is no place in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a position such as 812-55")]
pub struct BadPosition;

impl FromStr for Position {
    type Err = BadPosition;

    fn from_str(text: &str) -> Result<Self, BadPosition> {
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| plain).ok_or(BadPosition)
        };
        let (tx, seq) = text.split_once('-').ok_or(BadPosition)?;
        Ok(Self {
            tx: number(tx)?,
            seq: number(seq)?,
        })
    }
}

impl Reader<'_> {
    /// The next notices behind a place, in the order of [`crate::Database::events_after`].
    pub fn notices_after(&mut self, after: Position, limit: usize) -> Result<Vec<Notice>> {
        let mut sql = Sql::text(self.conn.dialect(), "SELECT ");
        sql.either("0", "tx::text::bigint").push(
            ", seq, entity, record_id, verb, version, actor_id, old_owner_id, old_team_id, \
             new_owner_id, new_team_id FROM event_log WHERE ",
        );
        behind(&mut sql, after);
        sql.push(" LIMIT ")
            .bind(i64::try_from(limit).unwrap_or(i64::MAX));
        Ok(cells::rows(self.conn, sql, |row| Notice {
            position: Position {
                tx: row.int(0).unwrap_or_default(),
                seq: row.int(1).unwrap_or_default(),
            },
            entity: row.text(2),
            record_id: row.id(3).unwrap_or_default(),
            verb: row.text(4),
            version: row.int(5).unwrap_or_default(),
            actor: row.id(6),
            before: (row.id(7), row.id(8)),
            after: (row.id(9), row.id(10)),
        })?)
    }

    /// Where a reader stands who has read everything.
    pub fn end_of_log(&mut self) -> Result<Position> {
        end(self.conn)
    }

    /// Whether an event is at this place; the place before the first event counts as well.
    pub fn is_in_log(&mut self, position: Position) -> Result<bool> {
        if position == Position::default() {
            return Ok(true);
        }
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT COUNT(*) FROM event_log WHERE seq = ",
        );
        sql.bind(position.seq);
        match self.conn.dialect() {
            Dialect::Sqlite => Ok(position.tx == 0 && cells::number(self.conn, sql)? > 0),
            Dialect::Postgres => {
                sql.push(" AND tx = ").bind(position.tx.to_string());
                sql.push("::xid8");
                Ok(cells::number(self.conn, sql)? > 0)
            }
        }
    }
}

fn end(conn: &mut Conn) -> Result<Position> {
    let mut sql = Sql::text(conn.dialect(), "SELECT ");
    match conn.dialect() {
        Dialect::Sqlite => drop(sql.push("0, seq FROM event_log ORDER BY seq DESC LIMIT 1")),
        Dialect::Postgres => {
            sql.push("tx::text::bigint, seq FROM event_log WHERE ")
                .push(SETTLED);
            sql.push(" ORDER BY tx DESC, seq DESC LIMIT 1");
        }
    }
    let found = cells::rows(conn, sql, |row| Position {
        tx: row.int(0).unwrap_or_default(),
        seq: row.int(1).unwrap_or_default(),
    })?;
    Ok(found.first().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_as_they_are_written() {
        let position = Position { tx: 812, seq: 55 };
        assert_eq!(position.to_string().parse(), Ok(position));
        for bad in [
            "",
            "55",
            "-",
            "1-",
            "-1-2",
            "1-2-3",
            "+1-2",
            "1-99999999999999999999",
        ] {
            assert_eq!(bad.parse::<Position>(), Err(BadPosition), "{bad}");
        }
    }
}
