//! What is written down because time passes: what was reached in periods that are over, and once a week what is
//! expected. Several nodes may do so at once: whoever comes second finds it done. Each transaction is small, so that
//! people who write meanwhile do not wait; what was interrupted goes on where it stopped.

mod forecast;

use std::sync::Arc;

use chrono::Days;
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::facts::Effect;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::registry;
use guanxi_domain::sales::targets::{DAYS_OF_GRACE, TARGET, Target};

use crate::database::Database;
use crate::engine::read::load;
use crate::engine::totals;
use crate::engine::write::Tx;
use crate::error::Result;
use crate::reports::attainment::first;

/// Most records written in one transaction.
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
    kept.figures = forecast::take_snapshot(db)?;
    Ok(kept)
}

/// Adds up the rows of kept totals where many wait. How many tables there were to add up.
pub fn add_up_totals(db: &Database) -> Result<usize> {
    let mut done = 0;
    for kept in registry::roots().filter_map(|entity| entity.totals) {
        if totals::is_scattered(&mut *db.connection()?, &kept)? {
            db.write(move |tx| totals::add_up(tx.conn(), &kept))?;
            done += 1;
        }
    }
    Ok(done)
}

/// Counts the records anew and holds the kept totals against that; those that differ are made anew. How many differed: a
/// fault of ours, to be told.
pub fn prove_totals(db: &Database) -> Result<i64> {
    let mut wrong = 0;
    for entity in registry::roots() {
        let Some(kept) = entity.totals else { continue };
        let differing = totals::differing(&mut *db.connection()?, entity, &kept)?;
        if differing > 0 {
            db.write(move |tx| totals::remake(tx.conn(), entity, &kept))?;
        }
        wrong += differing;
    }
    Ok(wrong)
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
            first(sql, PAGE, |sql| {
                sql.push("x.closed_at IS NULL AND x.deleted_at IS NULL AND x.ends_on < ")
                    .bind(due);
            });
        },
        true,
    )?;
    let targets: Vec<Target> = found.iter().filter_map(Document::typed::<Target>).collect();
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
