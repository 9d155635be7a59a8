//! A page of a list.

use guanxi_domain::access::Action;
use guanxi_domain::kernel::query::{MOST_COUNTED, MOST_ROWS, Query, USUAL_LIMIT};

use super::conditions::{self, Asker};
use super::cursor::{self, Cursor, Key};
use super::expand::{Encoded, Plan};
use super::sorting::{self, Term};
use super::{scope, search};
use crate::cells;
use crate::columns::Columns;
use crate::connection::Conn;
use crate::error::{Error, Result};
use crate::sql::Sql;
use crate::world::World;

/// The whole body of the answer.
pub(crate) fn page(
    conn: &mut Conn,
    world: &World,
    asker: &Asker,
    query: &Query,
) -> Result<Vec<u8>> {
    let entity = asker.lens.entity;
    let terms = sorting::terms(asker, &query.sort, conn.dialect())?;
    let list = sorting::fingerprint(entity.plural, &terms);
    let edge = query
        .cursor
        .as_deref()
        .map(|text| cursor::read(&world.secret, &list, text))
        .transpose()?;
    if edge
        .as_ref()
        .is_some_and(|edge| edge.keys.len() != terms.len())
    {
        return Err(Error::BadCursor);
    }
    let backward = edge.as_ref().is_some_and(|edge| edge.backward);
    let limit = if query.limit == 0 {
        USUAL_LIMIT
    } else {
        query.limit.min(MOST_ROWS)
    };
    let plan = Plan::new(&asker.lens, query.fields.as_deref(), &query.expand, false)?;

    let mut sql = select(asker, &terms, conn);
    push_where(&mut sql, asker, query)?;
    match (&edge, &query.from) {
        (Some(edge), _) => sorting::push_edge(&mut sql, &terms, &edge.keys, backward),
        (None, Some(from)) => {
            sorting::push_from(&mut sql, &terms, from, world.workspace.collation)?
        }
        (None, None) => {}
    }
    sorting::push_order(&mut sql, &terms, backward);
    sql.push(" LIMIT ")
        .bind(i64::try_from(limit + 1).unwrap_or(i64::MAX));

    let mut rows = read(conn, &plan, &terms, sql)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    if backward {
        rows.reverse();
    }
    let started = edge.is_some() || query.from.is_some();
    let edges = Edges::new(&rows, backward, more, started);
    let total = if query.total {
        Some(count(conn, asker, query)?)
    } else {
        None
    };

    let mut out = Vec::with_capacity(rows.len() * 1_024 + 128);
    out.extend_from_slice(b"{\"data\":[");
    plan.finish(
        conn,
        rows.into_iter().map(|(_, row)| row).collect(),
        &mut out,
    )?;
    out.extend_from_slice(b"]");
    edges.write(&world.secret, &list, &mut out);
    if let Some(total) = total {
        let exact = total < MOST_COUNTED;
        let total = total.min(MOST_COUNTED - 1);
        out.extend_from_slice(
            format!(",\"total\":{{\"total\":{total},\"exact\":{exact}}}").as_bytes(),
        );
    }
    out.push(b'}');
    Ok(out)
}

type Keyed = (Vec<Key>, Encoded);

fn read(conn: &mut Conn, plan: &Plan, terms: &[Term], sql: Sql) -> Result<Vec<Keyed>> {
    let mut rows = Vec::new();
    let mut behind = None;
    cells::each_row::<Error>(conn, sql, |cells| {
        let behind = *behind.get_or_insert_with(|| cells.width() - terms.len());
        rows.push((sorting::read_keys(cells, behind, terms), plan.encode(cells)));
        Ok(())
    })?;
    Ok(rows)
}

fn select(asker: &Asker, terms: &[Term], conn: &Conn) -> Sql {
    let entity = asker.lens.entity;
    let mut sql = Sql::text(conn.dialect(), "SELECT ");
    sql.push(&Columns::of(entity).select);
    sorting::push_columns(&mut sql, terms);
    sql.push(" FROM ").push(entity.plural).push(" t");
    sql
}

/// Adds ` WHERE …` of everything but the page's edge.
pub(crate) fn push_where(sql: &mut Sql, asker: &Asker, query: &Query) -> Result<()> {
    let live = if query.deleted {
        " WHERE t.deleted_at IS NOT NULL"
    } else {
        " WHERE t.deleted_at IS NULL"
    };
    sql.push(live);
    scope::push(sql, asker.lens.actor, asker.lens.entity, Action::Read, "t");
    if let Some(filter) = &query.filter {
        sql.push(" AND ");
        conditions::push(sql, asker, filter, "t")?;
        // Only the simplest filters are shapes that come again and again.
        if filter.tests().len() > 1 {
            sql.uncached();
        }
    }
    if let Some(text) = &query.search {
        search::push(sql, asker.lens.entity, text);
    }
    Ok(())
}

/// Counts up to a bound: counting all costs as much as reading all.
fn count(conn: &mut Conn, asker: &Asker, query: &Query) -> Result<i64> {
    let mut sql = Sql::text(conn.dialect(), "SELECT COUNT(*) FROM (SELECT 1 FROM ");
    sql.push(asker.lens.entity.plural).push(" t");
    push_where(&mut sql, asker, query)?;
    sql.push(" LIMIT ").bind(MOST_COUNTED).push(") counted");
    Ok(cells::number(conn, sql)?)
}

/// The keys at both ends of a page, where there is more beyond.
struct Edges {
    previous: Option<Vec<Key>>,
    next: Option<Vec<Key>>,
}

impl Edges {
    fn new(rows: &[Keyed], backward: bool, more: bool, started: bool) -> Self {
        let first = rows.first().map(|(keys, _)| keys.clone());
        let last = rows.last().map(|(keys, _)| keys.clone());
        if backward {
            Self {
                previous: first.filter(|_| more),
                next: last,
            }
        } else {
            Self {
                previous: first.filter(|_| started),
                next: last.filter(|_| more),
            }
        }
    }

    fn write(self, secret: &[u8], list: &str, out: &mut Vec<u8>) {
        let has_more = self.next.is_some();
        for (name, keys, backward) in [
            ("next_cursor", self.next, false),
            ("prev_cursor", self.previous, true),
        ] {
            out.extend_from_slice(format!(",\"{name}\":").as_bytes());
            match keys {
                Some(keys) => cells::write_text(
                    &cursor::write(secret, list, &Cursor { backward, keys }),
                    out,
                ),
                None => out.extend_from_slice(b"null"),
            }
        }
        out.extend_from_slice(format!(",\"has_more\":{has_more}").as_bytes());
    }
}
