//! What an aggregate is grouped by: fields of the records, of those they refer to, and stretches of the calendar.

use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::path::{Hop, Leaf, resolve};
use guanxi_domain::kernel::period::{Unit, first_day, shift};
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::query::{Aggregate, Group};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use serde_json::{Map, Value as Json, json};

use super::super::calendar;
use super::super::conditions::{Asker, expression, operand_bind, through_reference};
use super::{Source, push_source, read};
use crate::cells::{self, Cells};
use crate::connection::Conn;
use crate::error::{Error, Result};
use crate::sql::{Bind, Sql};

/// Most stretches of the calendar.
const MOST_BUCKETS: usize = 1_000;

/// One key of the groups, ready for SQL.
pub(super) struct Key {
    name: String,
    leaf: Leaf,
    /// What is grouped by; a record's that it refers to counts as nothing where the asker does not see that record.
    column: Sql,
    /// Starts of the stretches and their names, for a grouped day or instant.
    buckets: Option<Vec<(Bind, String)>>,
}

pub(super) fn keys(conn: &mut Conn, asker: &Asker, ask: &Aggregate) -> Result<Vec<Key>> {
    if ask.group.len() > 2 {
        return Err(Violation::field("group", "too_many_rows")
            .with("most", 2)
            .into());
    }
    ask.group
        .iter()
        .map(|group| key(conn, asker, ask, group))
        .collect()
}

fn key(conn: &mut Conn, asker: &Asker, ask: &Aggregate, group: &Group) -> Result<Key> {
    let found = resolve(&asker.lens, &group.path).map_err(Violations::from)?;
    let kind = found.leaf.shape().kind;
    let refused =
        || Error::from(Violation::field("group", "not_groupable").with("field", &group.path));
    let unsuited = matches!(kind, Kind::Money | Kind::Json | Kind::Choices);
    if !found.leaf.filterable() || unsuited {
        return Err(refused());
    }
    let column = match found.hops.as_slice() {
        [] => expression(&found.leaf, "t", asker, conn.dialect()),
        [Hop::Reference(field, target)] => {
            let value = expression(&found.leaf, "s", asker, conn.dialect());
            through_reference(asker, field, target, value)
        }
        _ => return Err(refused()),
    };
    let buckets = match group.bucket {
        Some(unit) if matches!(kind, Kind::Day | Kind::Instant) => {
            Some(buckets(conn, asker, ask, (&found.leaf, &column), unit)?)
        }
        Some(_) => return Err(refused()),
        None => None,
    };
    Ok(Key {
        name: group.path.clone(),
        leaf: found.leaf,
        column,
        buckets,
    })
}

/// The stretches between the first and the last value, each named by its first day. They begin
/// where days begin in the asker's zone, which SQL could not say alike on both databases.
fn buckets(
    conn: &mut Conn,
    asker: &Asker,
    ask: &Aggregate,
    (leaf, column): (&Leaf, &Sql),
    unit: Unit,
) -> Result<Vec<(Bind, String)>> {
    let kind = leaf.shape().kind;
    let mut sql = Sql::text(conn.dialect(), "SELECT MIN(");
    sql.add(column).push("), MAX(").add(column).push(") FROM ");
    push_source(&mut sql, (asker, ask, Source::Records))?;
    let ends = cells::rows(conn, sql, |cells| {
        (read(cells, 0, leaf), read(cells, 1, leaf))
    })?
    .pop();
    let day = |value: Value| match (kind, value) {
        (_, Value::Day(day)) => Some(day),
        (_, Value::Instant(at)) => Some(calendar::day_of(asker.zone, at)),
        _ => None,
    };
    let Some((Some(first), Some(last))) = ends.map(|(first, last)| (day(first), day(last))) else {
        return Ok(Vec::new());
    };
    let mut starts = Vec::new();
    let mut start = first_day(unit, first);
    while start <= last {
        if starts.len() == MOST_BUCKETS {
            return Err(Violation::field("group", "too_many_buckets")
                .with("most", MOST_BUCKETS)
                .into());
        }
        let value = match kind {
            Kind::Instant => Value::Instant(calendar::day_start(asker.zone, start)),
            _ => Value::Day(start),
        };
        starts.push((operand_bind(leaf, &value), start.to_string()));
        let next = shift(start, unit, 1);
        if next <= start {
            break;
        }
        start = next;
    }
    Ok(starts)
}

/// Adds a key's column; a stretch is the number of starts at or before the value.
pub(super) fn push_key(sql: &mut Sql, key: &Key) {
    let Some(buckets) = &key.buckets else {
        sql.add(&key.column);
        return;
    };
    sql.push("CASE WHEN ")
        .add(&key.column)
        .push(" IS NULL THEN 0");
    for (i, (start, _)) in buckets.iter().enumerate().rev() {
        sql.push(" WHEN ")
            .add(&key.column)
            .push(" >= ")
            .bind(start.clone());
        sql.push(&format!(" THEN {}", i + 1));
    }
    sql.push(" ELSE 0 END");
}

/// Adds the keys' columns, each with a comma behind it.
pub(super) fn push_keys(sql: &mut Sql, keys: &[Key]) {
    for key in keys {
        push_key(sql, key);
        sql.push(", ");
    }
}

/// The keys of a row, from its first cell on.
pub(super) fn read_keys(cells: &Cells, keys: &[Key]) -> Map<String, Json> {
    let read = |(i, key): (usize, &Key)| {
        let json = match &key.buckets {
            Some(buckets) => {
                let place = usize::try_from(cells.int(i).unwrap_or(0)).unwrap_or(0);
                place
                    .checked_sub(1)
                    .and_then(|place| buckets.get(place))
                    .map_or(Json::Null, |(_, name)| json!(name))
            }
            None => wire::value_json(&read(cells, i, &key.leaf)),
        };
        (key.name.clone(), json)
    };
    keys.iter().enumerate().map(read).collect()
}
