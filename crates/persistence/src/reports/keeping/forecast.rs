//! The forecast of the week: what is open, per owner, month, category and currency.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::currency::{Currency, Money};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::Effect;
use guanxi_domain::kernel::filter::{Filter, Op};
use guanxi_domain::kernel::period::{Unit, first_day, shift};
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::kernel::wire;
use guanxi_domain::sales::forecast_snapshots::{FORECAST_SNAPSHOT, MONTHS_AHEAD};
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use serde_json::Value as Json;
use uuid::Uuid;

use super::PAGE;
use crate::cells;
use crate::connection::Conn;
use crate::database::Database;
use crate::engine::calendar;
use crate::engine::read::Reader;
use crate::engine::write::Tx;
use crate::error::Result;
use crate::settings;
use crate::sql::Sql;

/// The setting that holds the Monday of the last week whose forecast is whole.
const TAKEN: &str = "forecast.taken_on";

/// Takes the week's snapshot unless it is whole: as many figures as this writes.
pub(super) fn take_snapshot(db: &Database) -> Result<usize> {
    let Some((monday, figures)) = db.read(due)? else {
        return Ok(0);
    };
    let mut written = 0;
    for of_month in figures.chunk_by(|one, other| one.month == other.month) {
        for some in of_month.chunks(PAGE) {
            let some = some.to_vec();
            written += db.write(move |tx| write_down(tx, monday, &some))?;
        }
    }
    db.write(move |tx| Ok(settings::set(tx.conn, TAKEN, &monday.to_string())?))?;
    Ok(written)
}

/// The Monday of this week and what is open now; nothing when that is written down already.
fn due(reader: &mut Reader) -> Result<Option<(NaiveDate, Vec<Figure>)>> {
    let today = calendar::clock(&reader.world.workspace.time_zone, reader.now).today;
    let monday = first_day(Unit::Week, today);
    if is_whole(reader.conn, monday)? {
        return Ok(None);
    }
    let first = first_day(Unit::Month, today);
    let end = shift(first, Unit::Month, MONTHS_AHEAD);
    Ok(Some((monday, open_figures(reader, first, end)?)))
}

fn is_whole(conn: &mut Conn, monday: NaiveDate) -> Result<bool> {
    Ok(settings::get(conn, TAKEN)?.is_some_and(|taken| taken == monday.to_string()))
}

/// Writes down figures of one month, but for those that are there: somebody else's, or of a run that was interrupted.
fn write_down(tx: &mut Tx, monday: NaiveDate, figures: &[Figure]) -> Result<usize> {
    tx.take_turn("forecast")?;
    if is_whole(tx.conn, monday)? {
        return Ok(0);
    }
    let there = keys_of(tx.conn, monday, figures)?;
    let missing = figures
        .iter()
        .filter(|figure| !there.contains(&figure.key()));
    let effects: Vec<Effect> = missing
        .map(|figure| Effect::Create(figure.snapshot(monday)))
        .collect();
    let count = effects.len();
    tx.apply_effects(&Actor::system(), effects)?;
    Ok(count)
}

/// Owner, category and currency: what tells figures of a month apart.
type Key = (Option<Uuid>, String, String);

/// The keys of what is written down of these people's month.
fn keys_of(conn: &mut Conn, monday: NaiveDate, figures: &[Figure]) -> Result<BTreeSet<Key>> {
    let Some(first) = figures.first() else {
        return Ok(BTreeSet::new());
    };
    let owners: BTreeSet<Uuid> = figures.iter().filter_map(|figure| figure.owner).collect();
    let owners: Vec<Uuid> = owners.into_iter().collect();
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT owner_id, category, amount_currency FROM forecast_snapshots WHERE deleted_at IS NULL AND taken_on = ",
    );
    sql.bind(monday).push(" AND month = ").bind(first.month);
    sql.push(" AND (owner_id IS NULL OR owner_id")
        .in_ids(&owners)
        .push(")");
    let found = cells::rows(conn, sql, |row| (row.id(0), row.text(1), row.text(2)))?;
    Ok(found.into_iter().collect())
}

/// One figure of a snapshot.
#[derive(Clone)]
struct Figure {
    owner: Option<Uuid>,
    month: NaiveDate,
    category: String,
    deals: i64,
    amount: Money,
    weighted: Option<Money>,
}

impl Figure {
    fn key(&self) -> Key {
        let currency = self.amount.currency.code().to_owned();
        (self.owner, self.category.clone(), currency)
    }

    fn snapshot(&self, monday: NaiveDate) -> Document {
        let mut snapshot = Document::new(&FORECAST_SNAPSHOT, Uuid::now_v7());
        snapshot.set("owner_id", self.owner.map_or(Value::Null, Value::Id));
        snapshot.set("taken_on", Value::Day(monday));
        snapshot.set("month", Value::Day(self.month));
        snapshot.set("category", Value::text(self.category.as_str()));
        snapshot.set("deals", Value::Int(self.deals));
        snapshot.set("amount", Value::Money(self.amount));
        let weighted = self.weighted.map_or(Value::Null, Value::Money);
        snapshot.set("weighted", weighted);
        snapshot
    }
}

/// What is open from one month to before another, month by month; of a month in the order of the keys.
fn open_figures(reader: &mut Reader, first: NaiveDate, end: NaiveDate) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut month = first;
    while month < end {
        let next = shift(month, Unit::Month, 1);
        let ask = open_in(month, next);
        let answer = reader.aggregate(&Actor::system(), &OPPORTUNITY, &ask)?;
        let groups = answer["groups"].as_array().into_iter().flatten();
        let mut of_month: Vec<Figure> = groups.flat_map(|group| figures_of(group, month)).collect();
        of_month.sort_by_cached_key(Figure::key);
        figures.append(&mut of_month);
        month = next;
    }
    Ok(figures)
}

fn open_in(month: NaiveDate, next: NaiveDate) -> Aggregate {
    let by = |path: &str| Group {
        path: path.to_owned(),
        bucket: None,
    };
    let measure = |function, path: &str| Measure {
        function,
        path: Some(path.to_owned()),
    };
    Aggregate {
        filter: Some(Filter::all([
            Filter::equals("status", Value::text("open")),
            Filter::test("close_on", Op::Gte, Value::Day(month)),
            Filter::test("close_on", Op::Lt, Value::Day(next)),
        ])),
        group: vec![by("owner_id"), by("forecast_category")],
        measures: vec![
            measure(Function::Sum, "amount"),
            measure(Function::Sum, "weighted"),
            measure(Function::Count, "amount"),
        ],
    }
}

/// One figure per currency.
fn figures_of(group: &Json, month: NaiveDate) -> Vec<Figure> {
    let (keys, values) = (&group["keys"], &group["values"]);
    let amounts = |name: &str| -> Vec<Money> {
        let list = values[name].as_array();
        list.into_iter().flatten().filter_map(wire::money).collect()
    };
    let of = |list: &[Money], currency: Currency| {
        list.iter()
            .copied()
            .find(|money| money.currency == currency)
    };
    let (weighted, counts) = (amounts("sum_weighted"), amounts("count_amount"));
    let figure = |amount: Money| Figure {
        owner: keys["owner_id"].as_str().and_then(|id| id.parse().ok()),
        month,
        category: keys["forecast_category"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        deals: of(&counts, amount.currency).map_or(0, |count| count.minor),
        amount,
        weighted: of(&weighted, amount.currency),
    };
    amounts("sum_amount").into_iter().map(figure).collect()
}
