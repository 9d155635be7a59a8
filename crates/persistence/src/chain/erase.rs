//! Erasing the values of a record from its events, so that the chain still holds.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::Entity;
use serde_json::json;
use uuid::Uuid;

use super::link::{self, NO_SALT};
use super::{ERASED, lock};
use crate::cells;
use crate::connection::Conn;
use crate::engine::write::Tx;
use crate::error::Result;
use crate::events::Note;
use crate::sql::Sql;

/// Events read at once.
const PAGE: i64 = 200;

struct Found {
    seq: i64,
    version: i64,
    changes: String,
}

impl Tx<'_> {
    /// Removes what a record's events say that its fields were, and the salts of it; the events
    /// stay, with their fields. Leaves an event of its own. How many events lost values.
    pub fn erase_events(
        &mut self,
        actor: &Actor,
        entity: &'static Entity,
        record: Uuid,
    ) -> Result<usize> {
        lock(self.conn, true)?;
        let mut erased = 0;
        let (mut seq, mut version) = (i64::MIN, 0);
        loop {
            let page = page(self.conn, entity, record, seq)?;
            for event in &page {
                erased += usize::from(erase(self.conn, record, event)?);
                seq = event.seq;
                version = version.max(event.version);
            }
            if page.is_empty() {
                break;
            }
        }
        let note = Note {
            entity: entity.name,
            record,
            version,
            verb: ERASED,
            changes: &[],
        };
        self.note(actor, &note)?;
        Ok(erased)
    }
}

fn page(conn: &mut Conn, entity: &Entity, record: Uuid, after: i64) -> Result<Vec<Found>> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT seq, version, changes FROM event_log WHERE record_id = ",
    );
    sql.bind(record).push(" AND entity = ").bind(entity.name);
    sql.push(" AND seq > ").bind(after);
    sql.push(" ORDER BY seq LIMIT ").bind(PAGE);
    Ok(cells::rows(conn, sql, |row| Found {
        seq: row.int(0).unwrap_or_default(),
        version: row.int(1).unwrap_or_default(),
        changes: row.text(2),
    })?)
}

/// Erases the values of one event; false when it has none any more.
fn erase(conn: &mut Conn, record: Uuid, event: &Found) -> Result<bool> {
    let values = link::values(&event.changes);
    if values.iter().all(link::Held::is_erased) {
        return Ok(false);
    }
    let left: Vec<_> = values
        .iter()
        .map(|value| json!({ "field": value.field, "old": null, "new": null, "erased": true }))
        .collect();
    let mut sql = Sql::text(conn.dialect(), "UPDATE event_log SET changes = ");
    sql.bind(serde_json::Value::Array(left).to_string());
    sql.push(" WHERE seq = ").bind(event.seq);
    sql.push(" AND record_id = ").bind(record);
    sql.execute(conn)?;
    let mut sql = Sql::text(conn.dialect(), "UPDATE event_chain SET salts = ");
    sql.bind(NO_SALT.repeat(values.len()));
    sql.push(" WHERE seq = ").bind(event.seq);
    sql.execute(conn)?;
    Ok(true)
}
