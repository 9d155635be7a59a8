//! Forecast calls: what somebody expects of a month by their own judgement, kept beside the computed figure.

use chrono::NaiveDate;

use crate::kernel::catalogue::Entity;
use crate::kernel::currency::Money;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::Id;
use crate::kernel::period::{Unit, first_day};
use crate::kernel::problem::Violations;
use crate::kernel::value::Value;
use crate::people::users::User;
use crate::record;

record! {
    /// What its owner expects to be won in a month.
    pub struct ForecastCall of FORECAST_CALL: System {
        /// The month: its first day; any day of it may be given.
        month: NaiveDate [on_create(), fact()],
        /// Of whose sales, with those of everybody who reports to them; the owner's when nobody is named.
        user_id: Id<User> [on_create(), filled(), fact()],
        /// How much.
        amount: Money [range(0, i64::MAX), fact()],
        /// Why not the computed figure.
        reason: Option<String> [multiline(), fact()],
    }
}

/// Forecast calls.
pub static FORECAST_CALL: Entity = Entity {
    title: "month",
    unique: &[&["owner_id", "user_id", "month"]],
    decide,
    sort: "-month",
    brief: &["user_id", "amount"],
    ..Entity::root("forecast_call", "forecast_calls", ForecastCall::FIELDS)
};

fn decide(
    _: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    if let Value::Day(day) = *after.get("month") {
        after.set("month", Value::Day(first_day(Unit::Month, day)));
    }
    if *after.get("user_id") == Value::Null {
        let owner = after.get("owner_id").clone();
        after.set("user_id", owner);
    }
    Ok(Vec::new())
}
