//! Follows the log and links what is new in it.

use super::link::{self, SALT};
use super::{lock, newest};
use crate::connection::{Conn, Dialect};
use crate::database::Database;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// Events linked in one transaction: on SQLite few, because everybody else waits for the writer.
const fn batch(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Sqlite => 128,
        Dialect::Postgres => 500,
    }
}

impl Database {
    /// Links the next events of the log, some hundred at most; whether there may be more. Nodes take
    /// turns: where another is at it, there is nothing to do here.
    pub fn extend_chain(&self) -> Result<bool> {
        let most = batch(self.dialect());
        Ok(self.write(move |tx| extend(tx.conn(), most))? == most)
    }
}

fn extend(conn: &mut Conn, most: usize) -> Result<usize> {
    if !lock(conn, false)? {
        return Ok(0);
    }
    let mut newest = newest(conn)?;
    let entries = link::entries(conn, newest.position, None, most)?;
    let Some(last) = entries.last() else {
        return Ok(0);
    };
    newest.position = last.position;
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO event_chain (n, tx, seq, link, salts, digests) VALUES ",
    );
    for (i, entry) in entries.iter().enumerate() {
        let values = link::values(&entry.changes);
        let salts = salts(values.len())?;
        let digests: Vec<u8> = values
            .iter()
            .zip(salts.chunks(SALT))
            .flat_map(|(value, salt)| value.digest(salt))
            .collect();
        newest.n += 1;
        newest.link = entry
            .link(newest.n, &newest.link, &values, &digests)
            .to_vec();
        sql.push(if i == 0 { "(" } else { ", (" }).bind(newest.n);
        sql.push(", ").bind(entry.position.tx);
        sql.push(", ").bind(entry.position.seq);
        sql.push(", ").bind(newest.link.clone());
        sql.push(", ").bind(salts);
        sql.push(", ").bind(digests).push(")");
    }
    // One text for full batches and for single events; others come rarely twice.
    if entries.len() > 1 && entries.len() < most {
        sql.uncached();
    }
    sql.execute(conn)?;
    Ok(entries.len())
}

/// Random salts for so many values.
fn salts(count: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; count * SALT];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(bytes)
}
