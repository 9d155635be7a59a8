//! What happened to one record, as far as the caller may see it.

use guanxi_domain::access::Action;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::{MOST_ROWS, USUAL_LIMIT};
use guanxi_domain::kernel::value::Value;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::cursor::{self, Cursor, Key};
use super::scope;
use crate::cells::{self, Cells};
use crate::connection::Conn;
use crate::error::{Error, Result};
use crate::sql::Sql;
use crate::world::World;

/// A page of events, newest first.
pub(crate) fn page(
    conn: &mut Conn,
    world: &World,
    lens: &Lens,
    id: Uuid,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Json> {
    visible(conn, lens, id)?;
    let list = format!("events {id}");
    let limit = if limit == 0 {
        USUAL_LIMIT
    } else {
        limit.min(MOST_ROWS)
    };
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT seq, version, verb, actor_id, on_behalf_of, channel, happened_at, changes FROM event_log \
         WHERE record_id = ",
    );
    sql.bind(id);
    if let Some(text) = cursor {
        match cursor::read(&world.secret, &list, text)?.keys.first() {
            Some(Key::Value(Value::Int(seq))) => drop(sql.push(" AND seq < ").bind(*seq)),
            _ => return Err(Error::BadCursor),
        }
    }
    sql.push(" ORDER BY seq DESC LIMIT ")
        .bind(i64::try_from(limit + 1).unwrap_or(i64::MAX));
    let mut events = cells::rows(conn, sql, |cells| {
        (cells.int(0).unwrap_or(0), event(lens, cells))
    })?;
    let more = events.len() > limit;
    events.truncate(limit);
    let next = events.last().filter(|_| more).map(|(seq, _)| {
        let edge = Cursor {
            backward: false,
            moment: None,
            keys: vec![Key::Value(Value::Int(*seq))],
        };
        cursor::write(&world.secret, &list, &edge)
    });
    let data: Vec<Json> = events.into_iter().map(|(_, event)| event).collect();
    Ok(json!({ "data": data, "next_cursor": next, "prev_cursor": null, "has_more": more }))
}

/// The history of a record in the bin is still there for those who could see the record.
fn visible(conn: &mut Conn, lens: &Lens, id: Uuid) -> Result<()> {
    let mut sql = Sql::text(conn.dialect(), "SELECT 1 FROM ");
    sql.push(lens.entity.plural)
        .push(" t WHERE t.id = ")
        .bind(id);
    scope::push(&mut sql, lens.actor, lens.entity, Action::Read, "t");
    if cells::number(conn, sql)? == 1 {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

fn event(lens: &Lens, cells: &Cells) -> Json {
    let changes: Vec<Json> = serde_json::from_str(&cells.text(7)).unwrap_or_default();
    let changes: Vec<Json> = changes
        .into_iter()
        .filter(|change| shown(lens, change))
        .collect();
    json!({
        "id": cells.int(0),
        "version": cells.int(1),
        "verb": cells.text(2),
        "actor_id": cells.id(3).map(|id| id.to_string()),
        "on_behalf_of": cells.id(4).map(|id| id.to_string()),
        "channel": cells.text(5),
        "at": cells.instant(6).map(|at| at.to_string()),
        "changes": changes,
    })
}

/// A hidden field's changes are hidden with it.
fn shown(lens: &Lens, change: &Json) -> bool {
    let name = change
        .get("field")
        .and_then(Json::as_str)
        .unwrap_or_default();
    let root = name.split('/').next().unwrap_or_default();
    lens.shows(root)
}
