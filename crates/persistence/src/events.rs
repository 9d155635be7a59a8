//! The event log: one event per change, in the same transaction; everything that reacts reads it.

mod months;
mod notices;

pub use notices::Notice;

use guanxi_domain::access::{Actor, WORKSPACE};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::time::Instant;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::cells;
use crate::connection::{Conn, Dialect};
use crate::database::Database;
use crate::error::Result;
use crate::sql::Sql;

/// One changed field: what it was, what it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    /// Field; `custom.<name>`; `<collection>/<row id>` for a row.
    pub(crate) field: String,
    /// Before.
    pub(crate) old: Json,
    /// After.
    pub(crate) new: Json,
}

impl Change {
    /// The field of the record that the change is about: `lines` of `lines/<id>`.
    pub(crate) fn root(&self) -> &str {
        self.field.split('/').next().unwrap_or_default()
    }

    pub(crate) fn from_json(json: &Json) -> Self {
        let part = |name: &str| json.get(name).cloned().unwrap_or(Json::Null);
        Self {
            field: part("field").as_str().unwrap_or_default().to_owned(),
            old: part("old"),
            new: part("new"),
        }
    }
}

/// Something that happened besides changes of a record's fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Note<'a> {
    /// Name of the entity.
    pub(crate) entity: &'a str,
    /// The record.
    pub(crate) record: Uuid,
    /// Its version then.
    pub(crate) version: i64,
    /// What happened.
    pub(crate) verb: &'a str,
    /// What changed, of what is no record.
    pub(crate) changes: &'a [Change],
}

impl Note<'_> {
    /// Settings of the workspace changed, so that other nodes read them anew.
    pub(crate) const WORKSPACE: Self = Note {
        entity: WORKSPACE,
        record: Uuid::nil(),
        version: 0,
        verb: "updated",
        changes: &[],
    };
}

/// Writes the event of a note.
pub(crate) fn note(conn: &mut Conn, actor: &Actor, now: Instant, note: &Note) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO event_log (entity, record_id, version, verb, actor_id, on_behalf_of, channel, happened_at, changes) \
         VALUES (",
    );
    sql.bind(note.entity)
        .push(", ")
        .bind(note.record)
        .push(", ")
        .bind(note.version)
        .push(", ")
        .bind(note.verb);
    sql.push(", ")
        .bind(actor.user)
        .push(", ")
        .bind(actor.on_behalf_of);
    sql.push(", ")
        .bind(actor.channel.name())
        .push(", ")
        .bind(now)
        .push(", ")
        .bind(told(note.changes))
        .push(")");
    sql.execute(conn)?;
    Ok(())
}

/// Changes as they are stored.
fn told(changes: &[Change]) -> String {
    let changes: Vec<Json> = changes
        .iter()
        .map(|change| serde_json::json!({ "field": change.field, "old": change.old, "new": change.new }))
        .collect();
    Json::Array(changes).to_string()
}

/// Writes the event of a change.
pub(crate) fn record(
    conn: &mut Conn,
    actor: &Actor,
    now: Instant,
    verb: &str,
    before: Option<&Document>,
    after: &Document,
    changes: &[Change],
) -> Result<()> {
    let mut sql = Sql::text(
        conn.dialect(),
        "INSERT INTO event_log (entity, record_id, version, verb, actor_id, on_behalf_of, channel, happened_at, \
         changes, old_owner_id, new_owner_id, old_team_id, new_team_id) VALUES (",
    );
    sql.bind(after.entity.name)
        .push(", ")
        .bind(after.id())
        .push(", ")
        .bind(after.version())
        .push(", ")
        .bind(verb);
    sql.push(", ")
        .bind(actor.user)
        .push(", ")
        .bind(actor.on_behalf_of)
        .push(", ")
        .bind(actor.channel.name());
    sql.push(", ").bind(now).push(", ").bind(told(changes));
    let part =
        |document: Option<&Document>, read: fn(&Document) -> Option<Uuid>| document.and_then(read);
    sql.push(", ")
        .bind(part(before, Document::owner))
        .push(", ")
        .bind(after.owner());
    sql.push(", ")
        .bind(part(before, Document::team))
        .push(", ")
        .bind(after.team())
        .push(")");
    sql.execute(conn)?;
    Ok(())
}

/// An event as consumers read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
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
    /// When.
    pub at: Instant,
    /// `[{field, old, new}]`.
    pub changes: String,
}

/// A place in the log. Sequence order is not commit order on PostgreSQL, so the transaction counts
/// first there; on SQLite it is always 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The transaction that wrote it.
    pub tx: i64,
    /// The sequence.
    pub seq: i64,
}

impl Database {
    /// The next events behind a place, in an order in which no event ever appears behind a reader:
    /// on PostgreSQL only those of transactions older than every one still running.
    pub fn events_after(&self, after: Position, limit: usize) -> Result<Vec<Event>> {
        self.read(|reader| Ok(events_after(reader.conn, after, limit)?))
    }
}

/// The number of the newest event; 0 before the first.
pub fn newest(conn: &mut Conn) -> Result<i64> {
    let sql = Sql::text(
        conn.dialect(),
        "SELECT COALESCE(MAX(seq), 0) FROM event_log",
    );
    Ok(cells::number(conn, sql)?)
}

fn events_after(conn: &mut Conn, after: Position, limit: usize) -> diesel::QueryResult<Vec<Event>> {
    let mut sql = Sql::text(conn.dialect(), "SELECT ");
    sql.either("0", "tx::text::bigint");
    sql.push(", seq, entity, record_id, verb, version, actor_id, happened_at, changes FROM event_log WHERE ");
    behind(&mut sql, after);
    sql.push(" LIMIT ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX));
    cells::rows(conn, sql, |cells| Event {
        position: Position {
            tx: cells.int(0).unwrap_or(0),
            seq: cells.int(1).unwrap_or(0),
        },
        entity: cells.text(2),
        record_id: cells.id(3).unwrap_or_default(),
        verb: cells.text(4),
        version: cells.int(5).unwrap_or(0),
        actor: cells.id(6),
        at: cells.instant(7).unwrap_or_default(),
        changes: cells.text(8),
    })
}

/// Adds the condition and order of the events that a reader at a place reads next.
pub(crate) fn behind(sql: &mut Sql, after: Position) {
    if sql.dialect() == Dialect::Postgres {
        sql.push(SETTLED).push(" AND ");
    }
    compare(sql, ">", after);
    sql.either(" ORDER BY seq", " ORDER BY tx, seq");
}

/// Adds the condition of the events on one side of a place.
pub(crate) fn compare(sql: &mut Sql, how: &str, place: Position) {
    match sql.dialect() {
        Dialect::Sqlite => sql.push("seq ").push(how).push(" ").bind(place.seq),
        Dialect::Postgres => sql
            .push("(tx, seq) ")
            .push(how)
            .push(" (")
            .bind(place.tx.to_string())
            .push("::xid8, ")
            .bind(place.seq)
            .push(")"),
    };
}

/// On PostgreSQL: events of transactions older than every one still running. Whatever commits later
/// comes behind them.
const SETTLED: &str = "tx < pg_snapshot_xmin(pg_current_snapshot())";
