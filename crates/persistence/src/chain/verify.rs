//! Whether log and chain agree.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::link::{self, DIGEST, Entry, NO_SALT, SALT};
use super::{ERASED, Newest, newest};
use crate::cells;
use crate::connection::{Conn, in_one_moment};
use crate::database::Database;
use crate::error::Result;
use crate::events::{Position, compare};
use crate::sql::Sql;

/// Links looked at in one read.
const PAGE: i64 = 500;

/// A place in the chain that somebody wrote down: `<number>:<hash in hex>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of the link.
    pub n: i64,
    /// Its hash.
    pub link: Vec<u8>,
}

impl fmt::Display for Head {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:", self.n)?;
        self.link
            .iter()
            .try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// The text is no head of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the head of an event chain, such as 12:9f86d0… with 64 digits")]
pub struct BadHead;

impl FromStr for Head {
    type Err = BadHead;

    fn from_str(text: &str) -> Result<Self, BadHead> {
        let (n, hex) = text.split_once(':').ok_or(BadHead)?;
        let byte = |i: usize| {
            let digits = hex.get(2 * i..2 * i + 2)?;
            u8::from_str_radix(digits, 16).ok()
        };
        let link: Option<Vec<u8>> = (0..DIGEST).map(byte).collect();
        let whole = hex.len() == 2 * DIGEST && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        Ok(Self {
            n: n.parse().ok().filter(|n| *n > 0).ok_or(BadHead)?,
            link: link.filter(|_| whole).ok_or(BadHead)?,
        })
    }
}

/// What is wrong with an event or its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The event, one of its values or its link is not what it was when it was linked.
    Changed,
    /// The event is not in the log any more.
    Removed,
    /// The event is in the log, but came there after those that follow it.
    Inserted,
    /// The link is not in the chain any more.
    Unlinked,
    /// Values are erased, and no event says so.
    Erased,
    /// The chain does not pass through the head that was noted.
    NotNoted,
}

/// The first thing that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The number of the event in the log; 0 where none is known.
    pub event: i64,
    /// The number of its link.
    pub n: i64,
    /// What is wrong.
    pub wrong: Wrong,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { event, n, wrong } = self;
        match wrong {
            Wrong::Changed => write!(out, "event {event} (link {n}) is not what was written"),
            Wrong::Removed => write!(out, "event {event} (link {n}) was removed"),
            Wrong::Inserted => write!(out, "event {event} was slipped in before link {n}"),
            Wrong::Unlinked => write!(out, "link {n} of the event chain was removed"),
            Wrong::Erased => write!(
                out,
                "values of event {event} (link {n}) are erased, and no event says so"
            ),
            Wrong::NotNoted => write!(
                out,
                "the event chain does not pass through the noted head {n}"
            ),
        }
    }
}

/// What a look at the whole chain showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Links that fit, from the first.
    pub linked: i64,
    /// Events not linked yet.
    pub waiting: i64,
    /// Where the chain ends; none before the first link.
    pub head: Option<Head>,
    /// The first that does not fit.
    pub fault: Option<Fault>,
}

struct Row {
    n: i64,
    position: Position,
    link: Vec<u8>,
    salts: Vec<u8>,
    digests: Vec<u8>,
}

impl Database {
    /// Goes through log and chain from their beginnings, page by page beside whoever writes, up to the
    /// first thing that does not fit. `noted` is a head that the chain must pass through; `watch` hears
    /// how many links were looked at.
    pub fn verify_chain(
        &self,
        noted: Option<&Head>,
        watch: &mut dyn FnMut(i64, i64),
    ) -> Result<Checked> {
        let end = self.read(|reader| newest(reader.conn()))?;
        // Before the first event, wherever somebody may have put one.
        let beginning = Position {
            tx: 0,
            seq: i64::MIN,
        };
        let mut walk = Walk {
            at: Newest {
                position: beginning,
                ..Newest::default()
            },
            noted,
            erased: HashMap::new(),
        };
        let mut fault = None;
        while walk.at.n < end.n && fault.is_none() {
            fault =
                self.read(|reader| in_one_moment(reader.conn(), |conn| walk.page(conn, end.n)))?;
            watch(walk.at.n, end.n);
        }
        let (waiting, unexplained) = self.read(|reader| {
            Ok((
                waiting(reader.conn(), end.position)?,
                walk.unexplained(reader.conn(), &end)?,
            ))
        })?;
        let beyond = noted.filter(|noted| noted.n > end.n).map(|noted| Fault {
            event: 0,
            n: noted.n,
            wrong: Wrong::NotNoted,
        });
        let head = (end.n > 0).then_some(Head {
            n: end.n,
            link: end.link,
        });
        Ok(Checked {
            linked: walk.at.n,
            waiting,
            head,
            fault: fault.or(unexplained).or(beyond),
        })
    }
}

struct Walk<'a> {
    at: Newest,
    noted: Option<&'a Head>,
    /// Records with erased values, by the first such event, until the event that says so.
    erased: HashMap<Uuid, Fault>,
}

impl Walk<'_> {
    /// The next page; stands on the last link that fits.
    fn page(&mut self, conn: &mut Conn, end: i64) -> Result<Option<Fault>> {
        let rows = links(conn, self.at.n, end)?;
        let Some(last) = rows.last() else {
            return Ok(Some(self.fault(0, Wrong::Unlinked)));
        };
        let entries = link::entries(conn, self.at.position, Some(last.position), rows.len() + 1)?;
        let mut entries = entries.iter().peekable();
        for row in &rows {
            if row.n != self.at.n + 1 {
                return Ok(Some(self.fault(0, Wrong::Unlinked)));
            }
            let fault = match entries.peek() {
                Some(entry) if entry.position < row.position => {
                    Some(self.fault(entry.position.seq, Wrong::Inserted))
                }
                Some(entry) if entry.position == row.position => self.step(row, entry),
                _ => Some(self.fault(row.position.seq, Wrong::Removed)),
            };
            if fault.is_some() {
                return Ok(fault);
            }
            entries.next();
        }
        Ok(None)
    }

    fn step(&mut self, row: &Row, entry: &Entry) -> Option<Fault> {
        let values = link::values(&entry.changes);
        let seq = row.position.seq;
        let whole =
            row.salts.len() == values.len() * SALT && row.digests.len() == values.len() * DIGEST;
        let linked = entry.link(row.n, &self.at.link, &values, &row.digests);
        if !whole || linked[..] != row.link[..] {
            return Some(self.fault(seq, Wrong::Changed));
        }
        let slots = row.salts.chunks(SALT).zip(row.digests.chunks(DIGEST));
        let mut erased = false;
        for (value, (salt, digest)) in values.iter().zip(slots) {
            match (value.is_erased(), salt == NO_SALT) {
                (true, true) => erased = true,
                (false, true) => return Some(self.fault(seq, Wrong::Changed)),
                // An event may have lost its values before it was linked.
                (_, false) if value.digest(salt)[..] != *digest => {
                    return Some(self.fault(seq, Wrong::Changed));
                }
                (_, false) => {}
            }
        }
        if self
            .noted
            .is_some_and(|noted| noted.n == row.n && noted.link != row.link)
        {
            return Some(self.fault(seq, Wrong::NotNoted));
        }
        if erased {
            let fault = self.fault(seq, Wrong::Erased);
            self.erased.entry(entry.record_id).or_insert(fault);
        }
        if entry.verb == ERASED {
            self.erased.remove(&entry.record_id);
        }
        self.at = Newest {
            n: row.n,
            position: row.position,
            link: row.link.clone(),
        };
        None
    }

    /// A fault at the next link.
    const fn fault(&self, event: i64, wrong: Wrong) -> Fault {
        Fault {
            event,
            n: self.at.n + 1,
            wrong,
        }
    }

    /// The first event with erased values that no later event explains, linked or not linked yet.
    fn unexplained(&self, conn: &mut Conn, end: &Newest) -> Result<Option<Fault>> {
        let mut open: Vec<_> = self.erased.iter().collect();
        open.sort_by_key(|(_, fault)| fault.n);
        for (record, fault) in open {
            let mut sql = Sql::text(
                conn.dialect(),
                "SELECT COUNT(*) FROM event_log e WHERE e.record_id = ",
            );
            sql.bind(*record).push(" AND e.verb = ").bind(ERASED);
            sql.push(
                " AND NOT EXISTS (SELECT 1 FROM event_chain c WHERE c.seq = e.seq AND c.n <= ",
            );
            sql.bind(end.n).push(")");
            if cells::number(conn, sql)? == 0 {
                return Ok(Some(*fault));
            }
        }
        Ok(None)
    }
}

fn links(conn: &mut Conn, after: i64, end: i64) -> Result<Vec<Row>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT n, tx, seq, link, salts, digests FROM event_chain WHERE n > ",
    );
    sql.bind(after).push(" AND n <= ").bind(end);
    sql.push(" ORDER BY n LIMIT ").bind(PAGE);
    Ok(cells::rows(conn, sql, |row| Row {
        n: row.int(0).unwrap_or_default(),
        position: Position {
            tx: row.int(1).unwrap_or_default(),
            seq: row.int(2).unwrap_or_default(),
        },
        link: row.bytes(3).unwrap_or_default(),
        salts: row.bytes(4).unwrap_or_default(),
        digests: row.bytes(5).unwrap_or_default(),
    })?)
}

/// How many events are behind the chain.
fn waiting(conn: &mut Conn, after: Position) -> Result<i64> {
    let mut sql = Sql::text(conn.dialect(), "SELECT COUNT(*) FROM event_log WHERE ");
    compare(&mut sql, ">", after);
    Ok(cells::number(conn, sql)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_noted_head_is_read_as_it_is_written() {
        let head = Head {
            n: 12,
            link: (0..32).collect(),
        };
        assert_eq!(head.to_string().parse(), Ok(head.clone()));
        let text = head.to_string();
        for bad in [
            "",
            "12",
            "0:00",
            &text[1..4],
            &format!("{text}0"),
            &text.replace("0a", "xy"),
            &text.replace("0a", "+a"),
        ] {
            assert_eq!(bad.parse::<Head>(), Err(BadHead), "{bad}");
        }
    }
}
