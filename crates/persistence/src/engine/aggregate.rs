//! Counts and sums by groups. Amounts are added per currency, never across.

mod keys;
mod median;

use std::collections::BTreeMap;

use guanxi_domain::kernel::decimal::Decimal;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::path::{Leaf, resolve};
use guanxi_domain::kernel::problem::{Violation, Violations};
use guanxi_domain::kernel::query::{Aggregate, Function, Measure, Query};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use serde_json::{Map, Value as Json, json};

use self::keys::{Key, keys, push_keys, read_keys};
use super::conditions::{Asker, expression};
use super::{list, totals};
use crate::cells::{self, Cells};
use crate::connection::Conn;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// Most groups of an answer.
const MOST_GROUPS: i64 = 2_000;
/// Most measures.
const MOST_MEASURES: usize = 8;

/// One measure, understood.
struct Figure {
    name: String,
    function: Function,
    leaf: Option<Leaf>,
}

/// A group's keys, a currency, and what was added or counted in it.
type Amount = (Map<String, Json>, String, Option<i64>, Option<i64>);

/// Where the figures come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Each record is looked at.
    Records,
    /// Totals of this table answer as well.
    Totals(&'static str),
}

impl Source {
    fn of(asker: &Asker, ask: &Aggregate) -> Self {
        totals::serving(asker.lens.entity, ask)
            .map_or(Self::Records, |totals| Self::Totals(totals.table))
    }

    /// How many records there are.
    const fn count(self) -> &'static str {
        match self {
            Self::Records => "COUNT(*)",
            Self::Totals(_) => "COALESCE(CAST(SUM(t.records) AS BIGINT), 0)",
        }
    }
}

/// What is asked, by whom, and where it is looked up.
type Asked<'a> = (&'a Asker<'a>, &'a Aggregate, Source);

/// A group's figures by its keys.
type Groups = BTreeMap<String, (Map<String, Json>, Map<String, Json>)>;

pub(crate) fn run(conn: &mut Conn, asker: &Asker, ask: &Aggregate) -> Result<Json> {
    let source = Source::of(asker, ask);
    let keys = keys(conn, asker, ask)?;
    let figures = figures(asker, &ask.measures)?;
    let mut groups = Groups::new();
    let (amounts, plain): (Vec<_>, Vec<_>) = figures.iter().partition(|figure| is_money(figure));
    let (medians, plain): (Vec<_>, Vec<_>) = plain
        .into_iter()
        .partition(|figure| figure.function == Function::Median);
    let truncated = plain_figures(conn, (asker, ask, source), &keys, &plain, &mut groups)?;
    for figure in medians {
        median_figure(conn, asker, ask, &keys, figure, &mut groups)?;
    }
    for figure in amounts {
        money_figure(conn, (asker, ask, source), &keys, figure, &mut groups)?;
    }
    let rows: Vec<Json> = groups
        .into_values()
        .map(|(keys, values)| json!({ "keys": keys, "values": values }))
        .collect();
    Ok(json!({ "groups": rows, "truncated": truncated }))
}

fn is_money(figure: &Figure) -> bool {
    figure
        .leaf
        .as_ref()
        .is_some_and(|leaf| leaf.shape().kind == Kind::Money)
}

fn figures(asker: &Asker, measures: &[Measure]) -> Result<Vec<Figure>, Violations> {
    if measures.len() > MOST_MEASURES {
        return Err(Violation::field("measures", "too_many_rows")
            .with("most", MOST_MEASURES)
            .into());
    }
    measures
        .iter()
        .map(|measure| figure(asker, measure))
        .collect()
}

fn figure(asker: &Asker, measure: &Measure) -> Result<Figure, Violations> {
    let function = measure.function;
    let Some(path) = &measure.path else {
        if function != Function::Count {
            return Err(Violation::field("measures", "required")
                .with("field", "field")
                .into());
        }
        return Ok(Figure {
            name: "count".to_owned(),
            function,
            leaf: None,
        });
    };
    let found = resolve(&asker.lens, path)?;
    let kind = found.leaf.shape().kind;
    let adds = matches!(kind, Kind::Int | Kind::Decimal | Kind::Money);
    let compares = adds || matches!(kind, Kind::Day | Kind::Instant);
    let suits = match function {
        Function::Count => true,
        Function::Sum | Function::Avg | Function::Median => adds,
        Function::Min | Function::Max => compares,
    };
    if !found.hops.is_empty() || !suits || !found.leaf.filterable() {
        return Err(Violation::field("measures", "measure_not_for_field")
            .with("field", path)
            .into());
    }
    let name = format!("{}_{}", function.name(), path.replace('.', "_"));
    Ok(Figure {
        name,
        function,
        leaf: Some(found.leaf),
    })
}

/// Adds the table, its alias and the conditions. Groups and figures are the caller's own: such a statement is not kept.
fn push_source(sql: &mut Sql, (asker, ask, source): Asked) -> Result<()> {
    sql.uncached();
    let query = Query {
        filter: ask.filter.clone(),
        ..Query::default()
    };
    match source {
        Source::Records => {
            sql.push(asker.lens.entity.plural).push(" t");
            list::push_where(sql, asker, &query, None)
        }
        Source::Totals(table) => {
            sql.push(table).push(" t");
            list::push_where_of_live(sql, asker, &query)
        }
    }
}

fn push_groups(sql: &mut Sql, columns: usize, source: Source) {
    let places: Vec<String> = (1..=columns).map(|place| place.to_string()).collect();
    if !places.is_empty() {
        sql.push(" GROUP BY ").push(&places.join(", "));
        // What went away again is no group.
        if source != Source::Records {
            sql.push(" HAVING SUM(t.records) <> 0");
        }
    }
    sql.push(" LIMIT ").bind(MOST_GROUPS + 1);
}

/// A leaf's value out of a cell; custom numbers come as they are stored.
fn read(cells: &Cells, at: usize, leaf: &Leaf) -> Value {
    let kind = leaf.shape().kind;
    match (leaf, kind) {
        (Leaf::Custom(_), Kind::Bool) => cells
            .int(at)
            .map_or(Value::Null, |number| Value::Bool(number == 1)),
        (Leaf::Custom(_), Kind::Instant) => cells.int(at).map_or(Value::Null, |micros| {
            Value::Instant(guanxi_domain::kernel::time::Instant::from_micros(micros))
        }),
        (Leaf::Custom(_), Kind::Day) => cells.opt_text(at).map_or(Value::Null, Value::Text),
        _ => cells.value(at, kind),
    }
}

/// Counts and figures that are no money, in one statement. Whether groups were left out.
fn plain_figures(
    conn: &mut Conn,
    asked: Asked,
    keys: &[Key],
    figures: &[&Figure],
    groups: &mut Groups,
) -> Result<bool> {
    let mut sql = Sql::text(conn.dialect(), "SELECT ");
    push_keys(&mut sql, keys);
    sql.push(asked.2.count());
    for figure in figures {
        sql.push(", ");
        push_figure(&mut sql, asked, figure);
    }
    sql.push(" FROM ");
    push_source(&mut sql, asked)?;
    push_groups(&mut sql, keys.len(), asked.2);
    let mut count = 0;
    each(conn, sql, |cells| {
        count += 1;
        if count > MOST_GROUPS {
            return;
        }
        let (_, values) = group_of(groups, read_keys(cells, keys));
        values.insert(
            "count".to_owned(),
            json!(cells.int(keys.len()).unwrap_or(0)),
        );
        let mut at = keys.len() + 1;
        for figure in figures {
            values.insert(figure.name.clone(), read_figure(cells, &mut at, figure));
        }
    })?;
    Ok(count > MOST_GROUPS)
}

fn group_of(
    groups: &mut Groups,
    keys: Map<String, Json>,
) -> &mut (Map<String, Json>, Map<String, Json>) {
    let sort = Json::Object(keys.clone()).to_string();
    groups.entry(sort).or_insert_with(|| (keys, Map::new()))
}

/// `SUM` is cast, so that PostgreSQL answers a whole number and both overflow alike.
fn push_figure(sql: &mut Sql, (asker, _, source): Asked, figure: &Figure) {
    let Some(leaf) = &figure.leaf else {
        sql.push(source.count());
        return;
    };
    let column = expression(leaf, "t", asker, sql.dialect());
    let (before, after) = match figure.function {
        Function::Count => ("COUNT(", ")"),
        Function::Sum => ("CAST(SUM(", ") AS BIGINT)"),
        Function::Min => ("MIN(", ")"),
        Function::Max => ("MAX(", ")"),
        Function::Avg | Function::Median => {
            sql.push("CAST(SUM(").add(&column).push(") AS BIGINT), ");
            ("COUNT(", ")")
        }
    };
    sql.push(before).append(column).push(after);
}

fn read_figure(cells: &Cells, at: &mut usize, figure: &Figure) -> Json {
    let place = *at;
    *at += 1;
    let Some(leaf) = &figure.leaf else {
        return json!(cells.int(place).unwrap_or(0));
    };
    let decimal = leaf.shape().kind == Kind::Decimal;
    match figure.function {
        Function::Count => json!(cells.int(place).unwrap_or(0)),
        Function::Sum if decimal => wire::value_json(&cells.value(place, Kind::Decimal)),
        Function::Sum => json!(cells.int(place)),
        Function::Min | Function::Max => wire::value_json(&read(cells, place, leaf)),
        Function::Avg | Function::Median => {
            *at += 1;
            average(cells.int(place), cells.int(place + 1), scale(leaf))
        }
    }
}

/// How many millionths a stored one is.
fn scale(leaf: &Leaf) -> i128 {
    match leaf.shape().kind {
        Kind::Decimal => 1,
        _ => 1_000_000,
    }
}

/// One median of plain numbers, in a statement of its own.
fn median_figure(
    conn: &mut Conn,
    asker: &Asker,
    ask: &Aggregate,
    keys: &[Key],
    figure: &Figure,
    groups: &mut Groups,
) -> Result<()> {
    let Some(leaf) = &figure.leaf else {
        return Ok(());
    };
    let sql = median::statement(conn.dialect(), asker, ask, keys, leaf, None)?;
    each(conn, sql, |cells| {
        let at = keys.len();
        let middle = average(cells.int(at), cells.int(at + 1), scale(leaf));
        let (_, values) = group_of(groups, read_keys(cells, keys));
        values.insert(figure.name.clone(), middle);
    })?;
    for (_, values) in groups.values_mut() {
        values.entry(figure.name.clone()).or_insert(Json::Null);
    }
    Ok(())
}

/// Sum ÷ count in six places, half up; `scale` lifts the sum to millionths.
fn average(sum: Option<i64>, count: Option<i64>, scale: i128) -> Json {
    let (Some(sum), Some(count)) = (sum, count.filter(|count| *count > 0)) else {
        return Json::Null;
    };
    let (sum, count) = (i128::from(sum) * scale, i128::from(count));
    let rounded = (2 * sum.abs() + count) / (2 * count) * sum.signum();
    i64::try_from(rounded).map_or(Json::Null, |micros| {
        json!(Decimal::from_micros(micros).to_string())
    })
}

/// One figure over amounts: grouped by currency on top of the keys.
fn money_figure(
    conn: &mut Conn,
    asked: Asked,
    keys: &[Key],
    figure: &Figure,
    groups: &mut Groups,
) -> Result<()> {
    let Some(Leaf::Field(field)) = &figure.leaf else {
        return Ok(());
    };
    let sql = match figure.function {
        Function::Median => {
            let (asker, ask, _) = asked;
            let currency = format!("t.{}_currency", field.name);
            let leaf = Leaf::Field(field);
            median::statement(conn.dialect(), asker, ask, keys, &leaf, Some(&currency))?
        }
        _ => money_statement(conn, asked, keys, (figure, field.name))?,
    };
    let mut found: Vec<Amount> = Vec::new();
    each(conn, sql, |cells| {
        let at = keys.len();
        found.push((
            read_keys(cells, keys),
            cells.text(at),
            cells.int(at + 1),
            cells.int(at + 2),
        ));
    })?;
    found.sort_by(|a, b| a.1.cmp(&b.1));
    for (keys, currency, number, count) in found {
        let (_, values) = group_of(groups, keys);
        let list = values
            .entry(figure.name.clone())
            .or_insert_with(|| json!([]));
        let amount = match figure.function {
            Function::Avg | Function::Median => {
                json!({ "amount_minor": average(number, count, 1_000_000), "currency": currency })
            }
            _ => json!({ "amount_minor": number, "currency": currency }),
        };
        if let Json::Array(list) = list {
            list.push(amount);
        }
    }
    for (_, values) in groups.values_mut() {
        values
            .entry(figure.name.clone())
            .or_insert_with(|| json!([]));
    }
    Ok(())
}

fn money_statement(
    conn: &Conn,
    asked: Asked,
    keys: &[Key],
    (figure, field): (&Figure, &str),
) -> Result<Sql> {
    let mut sql = Sql::text(conn.dialect(), "SELECT ");
    push_keys(&mut sql, keys);
    sql.push(&format!("t.{field}_currency, "));
    push_figure(&mut sql, asked, figure);
    sql.push(" FROM ");
    push_source(&mut sql, asked)?;
    sql.push(&format!(" AND t.{field}_currency IS NOT NULL"));
    push_groups(&mut sql, keys.len() + 1, asked.2);
    Ok(sql)
}

/// Runs a statement whose sums may overflow.
fn each(conn: &mut Conn, sql: Sql, mut read: impl FnMut(&Cells)) -> Result<()> {
    let done = cells::each_row::<diesel::result::Error>(conn, sql, |cells| {
        read(cells);
        Ok(())
    });
    done.map_err(|error| {
        let text = error.to_string();
        if text.contains("integer overflow") || text.contains("bigint out of range") {
            return Violation::field("measures", "out_of_range").into();
        }
        Error::from(error)
    })
}
