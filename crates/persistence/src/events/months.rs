//! The months of the log on PostgreSQL: a part of the table for each, made before it begins, so that
//! the default part stays empty and old months can be moved or dropped as a whole.

use chrono::NaiveDate;
use diesel::Connection;
use diesel::connection::SimpleConnection;
use guanxi_domain::kernel::period::{Unit, first_day, shift};
use guanxi_domain::kernel::time::Instant;

use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::database::Database;
use crate::error::Result;
use crate::sql::Sql;

/// This month and a year ahead: a server that is asked once a year still finds its months made.
const AHEAD: usize = 13;

impl Database {
    /// Makes the parts of the event log for this month and the coming ones, where they are missing;
    /// the names of those made. Any number of nodes may do so at once. SQLite has no parts.
    pub fn prepare_months(&self, now: Instant) -> Result<Vec<String>> {
        match self.dialect() {
            Dialect::Sqlite => Ok(Vec::new()),
            Dialect::Postgres => self.on_connection(|conn| prepare(conn, now)),
        }
    }
}

/// One part of the log.
struct Month {
    name: String,
    start: NaiveDate,
    end: NaiveDate,
}

fn prepare(conn: &mut Conn, now: Instant) -> Result<Vec<String>> {
    let mut made = Vec::new();
    for month in coming(now) {
        // Asked before anything is locked: nearly always everything is there.
        if !is_there(conn, &month)? && conn.transaction(|conn| make(conn, &month))? {
            made.push(month.name);
        }
    }
    Ok(made)
}

fn coming(now: Instant) -> Vec<Month> {
    let mut start = first_day(Unit::Month, now.utc_day());
    let next = || {
        let end = shift(start, Unit::Month, 1);
        let name = format!("event_log_{}", start.format("%Y_%m"));
        let month = Month { name, start, end };
        start = end;
        month
    };
    std::iter::repeat_with(next).take(AHEAD).collect()
}

fn is_there(conn: &mut Conn, month: &Month) -> Result<bool> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT COUNT(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid \
         WHERE i.inhparent = 'event_log'::regclass AND c.relname = ",
    );
    sql.bind(month.name.as_str());
    Ok(cells::number(conn, sql)? > 0)
}

/// Makes one part; false when another node was quicker. It is filled with what the default part has
/// of that month and attached last, because attaching locks the log for a moment: whoever cannot
/// have it soon gives up, writers must not queue behind us.
fn make(conn: &mut Conn, month: &Month) -> Result<bool> {
    conn.batch_execute(
        "SET LOCAL lock_timeout = '2s'; \
         SELECT pg_advisory_xact_lock(hashtextextended('event log months', 0))",
    )?;
    if is_there(conn, month)? {
        return Ok(false);
    }
    let Month { name, start, end } = month;
    let (from, to) = (format!("{start}T00:00:00Z"), format!("{end}T00:00:00Z"));
    conn.batch_execute(&format!(
        "CREATE TABLE {name} (LIKE event_log INCLUDING DEFAULTS); \
         LOCK TABLE event_log_default IN ACCESS EXCLUSIVE MODE; \
         WITH late AS (DELETE FROM event_log_default WHERE happened_at >= '{from}' AND happened_at < '{to}' RETURNING *) \
         INSERT INTO {name} SELECT * FROM late; \
         ALTER TABLE event_log ATTACH PARTITION {name} FOR VALUES FROM ('{from}') TO ('{to}')"
    ))?;
    Ok(true)
}
