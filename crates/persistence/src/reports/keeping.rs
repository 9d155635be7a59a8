//! What is written down because time passes: what was reached in periods that are over, and once a week what is
//! expected. Several nodes may do so at once: whoever comes second finds it done.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
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
use guanxi_domain::sales::targets::{DAYS_OF_GRACE, TARGET, Target};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::cells;
use crate::connection::Conn;
use crate::database::Database;
use crate::engine::read::load;
use crate::engine::write::Tx;
use crate::error::Result;
use crate::sql::Sql;

/// Targets closed in one transaction.
const PAGE: usize = 100;

/// What was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Targets whose period is over.
    pub targets: usize,
    /// Figures of the week's forecast.
    pub figures: usize,
}

/// Writes down what is due.
pub fn keep(db: &Database) -> Result<Kept> {
    let mut kept = Kept::default();
    loop {
        let closed = db.write(close_targets)?;
        kept.targets += closed;
        if closed < PAGE {
            break;
        }
    }
    kept.figures = db.write(take_snapshot)?;
    Ok(kept)
}

/// Keeps what was reached of targets whose period, and some days after it, have passed.
fn close_targets(tx: &mut Tx) -> Result<usize> {
    let day = tx.clock().today;
    let due = day
        .checked_sub_days(Days::new(DAYS_OF_GRACE))
        .unwrap_or(day);
    tx.take_turn("targets")?;
    let world = Arc::clone(&tx.world);
    let found = load(
        tx.conn,
        &world,
        &TARGET,
        |sql| {
            sql.push("t.closed_at IS NULL AND t.deleted_at IS NULL AND t.ends_on < ")
                .bind(due);
        },
        true,
    )?;
    let targets: Vec<Target> = found
        .iter()
        .take(PAGE)
        .filter_map(Document::typed::<Target>)
        .collect();
    let (system, now) = (Actor::system(), tx.now);
    let reached = tx.reached(&system, &targets)?;
    let effects = targets.iter().zip(reached).map(|(target, reached)| {
        let amount = reached.amount.map_or(Value::Null, Value::Money);
        let count = reached.count.map_or(Value::Null, Value::Int);
        Effect::Patch {
            entity: &TARGET,
            id: target.head.id,
            sets: vec![
                ("reached_amount", amount),
                ("reached_count", count),
                ("closed_at", Value::Instant(now)),
            ],
        }
    });
    let effects: Vec<Effect> = effects.collect();
    let closed = effects.len();
    tx.apply_effects(&system, effects)?;
    Ok(closed)
}

/// Takes the week's snapshot of what is open, per owner, month, category and currency, unless it is there.
fn take_snapshot(tx: &mut Tx) -> Result<usize> {
    let today = tx.clock().today;
    let monday = first_day(Unit::Week, today);
    tx.take_turn("forecast")?;
    if is_taken(tx.conn, monday)? {
        return Ok(0);
    }
    let first = first_day(Unit::Month, today);
    let end = shift(first, Unit::Month, MONTHS_AHEAD);
    let figures = open_figures(tx, first, end)?;
    let count = figures.len();
    let effects = figures.into_iter().map(|figure| {
        let mut snapshot = Document::new(&FORECAST_SNAPSHOT, Uuid::now_v7());
        snapshot.set("owner_id", figure.owner.map_or(Value::Null, Value::Id));
        snapshot.set("taken_on", Value::Day(monday));
        snapshot.set("month", Value::Day(figure.month));
        snapshot.set("category", Value::text(figure.category));
        snapshot.set("deals", Value::Int(figure.deals));
        snapshot.set("amount", Value::Money(figure.amount));
        snapshot.set(
            "weighted",
            figure.weighted.map_or(Value::Null, Value::Money),
        );
        Effect::Create(snapshot)
    });
    let effects = effects.collect();
    tx.apply_effects(&Actor::system(), effects)?;
    Ok(count)
}

fn is_taken(conn: &mut Conn, monday: NaiveDate) -> Result<bool> {
    let mut sql = Sql::text(
        conn.dialect(),
        "SELECT t.id FROM forecast_snapshots t WHERE t.taken_on = ",
    );
    sql.bind(monday).push(" LIMIT 1");
    let found = cells::rows(conn, sql, |cells| cells.id(0))?;
    Ok(!found.is_empty())
}

/// One figure of a snapshot.
struct Figure {
    owner: Option<Uuid>,
    month: NaiveDate,
    category: String,
    deals: i64,
    amount: Money,
    weighted: Option<Money>,
}

/// What is open from one month to before another.
fn open_figures(tx: &mut Tx, first: NaiveDate, end: NaiveDate) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut month = first;
    while month < end {
        let next = shift(month, Unit::Month, 1);
        let ask = open_in(month, next);
        let answer = tx.aggregate(&Actor::system(), &OPPORTUNITY, &ask)?;
        for group in answer["groups"].as_array().into_iter().flatten() {
            figures.extend(figures_of(group, month));
        }
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
