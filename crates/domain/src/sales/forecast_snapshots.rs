//! What was expected, as it was known at the beginning of each week: what forecasts are measured by later.

use chrono::NaiveDate;

use super::opportunities::ForecastCategory;
use crate::kernel::catalogue::Entity;
use crate::kernel::currency::Money;
use crate::record;

record! {
    /// What the open opportunities of somebody were worth in one month and category, in one week.
    pub struct ForecastSnapshot of FORECAST_SNAPSHOT: System {
        /// The Monday of the week whose forecast it is. It may have been taken later in that week.
        taken_on: NaiveDate [fact()],
        /// The month in which they were to be decided: its first day.
        month: NaiveDate [fact()],
        /// How surely they were counted on.
        category: ForecastCategory [fact()],
        /// How many there were.
        deals: i64 [fact()],
        /// What they were worth together, in one currency.
        amount: Money [fact()],
        /// Amount × probability.
        weighted: Option<Money> [fact()],
    }
}

/// Forecast snapshots: written by Guanxi itself once a week.
pub static FORECAST_SNAPSHOT: Entity = Entity {
    title: "taken_on",
    writable: false,
    sort: "-taken_on",
    ..Entity::root(
        "forecast_snapshot",
        "forecast_snapshots",
        ForecastSnapshot::FIELDS,
    )
};

/// How many months a snapshot looks at: the present one and those after it.
pub const MONTHS_AHEAD: i32 = 6;
