//! Dated exchange rates towards the company's currency.

use chrono::NaiveDate;

use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::currency::{Currency, Money};
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

/// The worth of one unit of a currency on a day, in the company's: its newest rate of that day or before. Nothing when
/// there is none, never a guess.
pub fn rate_on<'a>(
    rates: impl IntoIterator<Item = &'a CurrencyRate>,
    of: Currency,
    company: Currency,
    day: NaiveDate,
) -> Option<Decimal> {
    if of == company {
        return of_company();
    }
    rates
        .into_iter()
        .filter(|rate| rate.currency == of.code() && rate.valid_on <= day)
        .max_by_key(|rate| rate.valid_on)
        .map(|rate| rate.rate)
}

/// The company's own currency needs no rate.
pub const fn of_company() -> Option<Decimal> {
    Some(Decimal::from_micros(1_000_000))
}

/// An amount at a rate, rounded half up to the digits of the other currency; nothing when it does not fit.
pub fn converted(amount: Money, rate: Decimal, into: Currency) -> Option<Money> {
    Money::round(amount.major().checked_mul(rate.wide())?, into)
}
