//! A page of a list.

use guanxi_domain::access::{Action, RowScope};
use guanxi_domain::kernel::catalogue::{Entity, Scope};
use guanxi_domain::kernel::filter::{Filter, Op, Operand, Test};
use guanxi_domain::kernel::query::{MOST_COUNTED, MOST_ROWS, Query, Sort, USUAL_LIMIT};
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::kernel::value::Value;
use uuid::Uuid;

use super::conditions::{self, Asker};
use super::cursor::{self, Cursor, Key};
use super::expand::{Encoded, Plan};
use super::scope;
use super::search::Words;
use super::sorting::{self, Term};
use crate::cells;
use crate::columns::Columns;
use crate::connection::{Conn, Dialect};
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
    let asked = Asked::new(conn, world, asker, query)?;
    let plan = Plan::new(asker, query.fields.as_deref(), &query.expand, false)?;
    let sql = asked.statement(world, asker, query)?;

    let mut rows = read(conn, &plan, &asked.terms, sql)?;
    let more = rows.len() > asked.limit;
    rows.truncate(asked.limit);
    let backward = asked.backward();
    if backward {
        rows.reverse();
    }
    let started = asked.edge.is_some() || query.from.is_some();
    let edges = Edges::new(&rows, backward, more, started);
    let total = if query.total {
        Some(count(conn, asker, query, asked.words.as_ref())?)
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
    edges.write(&world.secret, &asked, &mut out);
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

/// How the database would find a page: for tests of plans and for slow queries.
pub(crate) fn explain(
    conn: &mut Conn,
    world: &World,
    asker: &Asker,
    query: &Query,
) -> Result<String> {
    let asked = Asked::new(conn, world, asker, query)?;
    let mut sql = Sql::new(conn.dialect());
    sql.either("EXPLAIN QUERY PLAN ", "EXPLAIN (COSTS OFF) ")
        .append(asked.statement(world, asker, query)?);
    sql.uncached();
    let text = usize::from(conn.dialect() == Dialect::Sqlite) * 3;
    Ok(cells::rows(conn, sql, |cells| cells.text(text))?.join("\n"))
}

/// A question understood: its order, its edge, its size.
struct Asked {
    dialect: Dialect,
    terms: Vec<Term>,
    list: String,
    edge: Option<Cursor>,
    /// When the first page was read, for an order that changes as time goes by.
    moment: Option<Instant>,
    limit: usize,
    words: Option<Words>,
}

impl Asked {
    fn new(conn: &mut Conn, world: &World, asker: &Asker, query: &Query) -> Result<Self> {
        let dialect = conn.dialect();
        let terms = sorting::terms(asker, &query.sort, dialect)?;
        let list = sorting::fingerprint(asker.lens.entity.plural, &terms);
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
        let begun = edge.as_ref().and_then(|edge| edge.moment);
        let moment = sorting::moves(&terms).then(|| begun.unwrap_or(asker.clock.now));
        let terms = match moment {
            Some(moment) => sorting::terms(&asker.at(moment), &query.sort, dialect)?,
            None => terms,
        };
        let limit = if query.limit == 0 {
            USUAL_LIMIT
        } else {
            query.limit.min(MOST_ROWS)
        };
        Ok(Self {
            dialect,
            terms,
            list,
            edge,
            moment,
            limit,
            words: words(conn, asker, query)?,
        })
    }

    fn backward(&self) -> bool {
        self.edge.as_ref().is_some_and(|edge| edge.backward)
    }

    /// One statement: over all rows in reach, or, where the reach is narrow, one branch per owner
    /// and team, each in the order of its own index, merged. One plan for both cost a factor of
    /// thirteen: the database walks the time index past everybody else's rows.
    fn statement(&self, world: &World, asker: &Asker, query: &Query) -> Result<Sql> {
        let entity = asker.lens.entity;
        let scope = asker.lens.actor.scope(entity, Action::Read);
        let branches = match (&scope, entity.scope) {
            (RowScope::Of { owners, teams }, Scope::Owned)
                if owners.len() + teams.len() <= NARROW =>
            {
                Branch::of(owners, teams)
            }
            _ => Vec::new(),
        };
        if branches.is_empty() {
            return self.branch(world, asker, query, None);
        }
        let mut sql = Sql::text(self.dialect, "SELECT * FROM (");
        for (i, branch) in branches.iter().enumerate() {
            sql.push(if i == 0 {
                "SELECT * FROM ("
            } else {
                " UNION ALL SELECT * FROM ("
            });
            sql.append(self.branch(world, asker, query, Some(branch))?);
            sql.push(&format!(") b{i}"));
        }
        sql.push(") u");
        sorting::push_order_by_place(
            &mut sql,
            &self.terms,
            Columns::of(entity).width(),
            self.backward(),
        );
        sql.push(" LIMIT ").bind(self.rows());
        Ok(sql)
    }

    fn branch(
        &self,
        world: &World,
        asker: &Asker,
        query: &Query,
        branch: Option<&Branch>,
    ) -> Result<Sql> {
        let mut sql = select(asker, &self.terms, self.dialect);
        match branch {
            Some(branch) => {
                sql.push(live(query));
                branch.push(&mut sql);
            }
            None => {
                sql.push(live(query));
                scope::push(
                    &mut sql,
                    asker.lens.actor,
                    asker.lens.entity,
                    Action::Read,
                    "t",
                );
            }
        }
        push_conditions(&mut sql, asker, query, self.words.as_ref())?;
        match (&self.edge, &query.from) {
            (Some(edge), _) => {
                sorting::push_edge(&mut sql, &self.terms, &edge.keys, self.backward())
            }
            (None, Some(from)) => {
                sorting::push_from(&mut sql, &self.terms, from, world.workspace.collation)?
            }
            (None, None) => {}
        }
        sorting::push_order(&mut sql, &self.terms, self.backward());
        sql.push(" LIMIT ").bind(self.rows());
        Ok(sql)
    }

    /// One more than asked tells whether there is more.
    fn rows(&self) -> i64 {
        i64::try_from(self.limit + 1).unwrap_or(i64::MAX)
    }
}

/// Owners and teams up to which a reach is narrow.
const NARROW: usize = 8;

/// The rows of one owner, or of one team without those of the owners.
enum Branch<'a> {
    Owner(Uuid),
    Team(Uuid, &'a [Uuid]),
}

impl<'a> Branch<'a> {
    fn of(owners: &'a [Uuid], teams: &[Uuid]) -> Vec<Self> {
        let own = owners.iter().map(|owner| Self::Owner(*owner));
        own.chain(teams.iter().map(|team| Self::Team(*team, owners)))
            .collect()
    }

    fn push(&self, sql: &mut Sql) {
        match self {
            Self::Owner(owner) => drop(sql.push(" AND t.owner_id = ").bind(*owner)),
            Self::Team(team, owners) => {
                sql.push(" AND t.team_id = ").bind(*team);
                for owner in *owners {
                    sql.push(" AND t.owner_id <> ").bind(*owner);
                }
            }
        }
    }
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

fn select(asker: &Asker, terms: &[Term], dialect: Dialect) -> Sql {
    let entity = asker.lens.entity;
    let mut sql = Sql::text(dialect, "SELECT ");
    sql.push(&Columns::of(entity).select);
    sorting::push_columns(&mut sql, terms);
    sql.push(" FROM ").push(entity.plural).push(" t");
    sql
}

const fn live(query: &Query) -> &'static str {
    if query.deleted {
        " WHERE t.deleted_at IS NOT NULL"
    } else {
        " WHERE t.deleted_at IS NULL"
    }
}

/// Adds ` WHERE …` of everything but the page's edge.
pub(crate) fn push_where(
    sql: &mut Sql,
    asker: &Asker,
    query: &Query,
    words: Option<&Words>,
) -> Result<()> {
    sql.push(live(query));
    scope::push(sql, asker.lens.actor, asker.lens.entity, Action::Read, "t");
    push_conditions(sql, asker, query, words)
}

/// The same for a table that holds what is live and nothing else, such as totals.
pub(crate) fn push_where_of_live(sql: &mut Sql, asker: &Asker, query: &Query) -> Result<()> {
    sql.push(" WHERE 1 = 1");
    scope::push(sql, asker.lens.actor, asker.lens.entity, Action::Read, "t");
    push_conditions(sql, asker, query, None)
}

/// Understands the words asked for, among the records that the rest of the question leaves.
fn words(conn: &mut Conn, asker: &Asker, query: &Query) -> Result<Option<Words>> {
    let (actor, entity) = (asker.lens.actor, asker.lens.entity);
    let rows = |sql: &mut Sql| push_where(sql, asker, query, None);
    query
        .search
        .as_deref()
        .map(|text| Words::new(conn, actor, entity, text, rows))
        .transpose()
}

fn push_conditions(
    sql: &mut Sql,
    asker: &Asker,
    query: &Query,
    words: Option<&Words>,
) -> Result<()> {
    if let Some(filter) = &query.filter {
        sql.push(" AND ");
        conditions::push(sql, asker, filter, "t")?;
        if !comes_again(filter) {
            sql.uncached();
        }
    }
    if !is_usual(asker.lens.entity, &query.sort) {
        sql.uncached();
    }
    if let Some(words) = words {
        words.push(sql, asker.lens.entity);
    }
    Ok(())
}

/// Whether a filter is one of the few that come again and again: the records of another one, those
/// in one state. All others are somebody's own and must not fill the cache of statements.
fn comes_again(filter: &Filter) -> bool {
    let own = |test: &Test| test.op == Op::Eq && !test.path.contains('.');
    let null = |test: &Test| test.operand == Operand::Value(Value::Null);
    let single = match filter {
        Filter::And(parts) if parts.len() == 1 => &parts[0],
        filter => filter,
    };
    matches!(single, Filter::Test(test) if own(test) && !null(test))
}

/// Whether an order is one that most people leave a list in; each further one would be kept for all
/// entities, reaches and pages.
fn is_usual(entity: &Entity, sort: &[Sort]) -> bool {
    let known = |sort: &Sort| {
        let usual = Sort::parse(entity.sort).path;
        [usual.as_str(), entity.title, "updated_at", "created_at"].contains(&sort.path.as_str())
    };
    match sort {
        [] => true,
        [single] => known(single),
        _ => false,
    }
}

/// Counts up to a bound: counting all costs as much as reading all.
fn count(conn: &mut Conn, asker: &Asker, query: &Query, words: Option<&Words>) -> Result<i64> {
    let mut sql = Sql::text(conn.dialect(), "SELECT COUNT(*) FROM (SELECT 1 FROM ");
    sql.push(asker.lens.entity.plural).push(" t");
    push_where(&mut sql, asker, query, words)?;
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

    fn write(self, secret: &[u8], asked: &Asked, out: &mut Vec<u8>) {
        let has_more = self.next.is_some();
        for (name, keys, backward) in [
            ("next_cursor", self.next, false),
            ("prev_cursor", self.previous, true),
        ] {
            out.extend_from_slice(format!(",\"{name}\":").as_bytes());
            match keys {
                Some(keys) => {
                    let moment = asked.moment;
                    let cursor = Cursor {
                        backward,
                        moment,
                        keys,
                    };
                    cells::write_text(&cursor::write(secret, &asked.list, &cursor), out);
                }
                None => out.extend_from_slice(b"null"),
            }
        }
        out.extend_from_slice(format!(",\"has_more\":{has_more}").as_bytes());
    }
}
