//! Dated exchange rates towards the company's currency.

use chrono::NaiveDate;

use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::decimal::Decimal;
use crate::kernel::field::Format;
use crate::record;

record! {
    /// What one unit of a currency was worth in the company's currency from a day on.
    pub struct CurrencyRate of CURRENCY_RATE: System {
        /// The currency.
        currency: String [max(3), format(Format::Currency), fact()],
        /// From this day on.
        valid_on: NaiveDate [fact()],
        /// Worth of one unit, in the company's currency.
        rate: Decimal [range(1, i64::MAX), fact()],
    }
}

/// Currency rates.
pub static CURRENCY_RATE: Entity = Entity {
    title: "currency",
    scope: Scope::Shared,
    unique: &[&["currency", "valid_on"]],
    sort: "-valid_on",
    ..Entity::root("currency_rate", "currency_rates", CurrencyRate::FIELDS)
};
