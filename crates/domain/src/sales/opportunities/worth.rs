//! What a won sale is worth in the company's currency: at the rate of the day it was won, whatever rates come later.

use chrono::NaiveDate;

use crate::kernel::document::Document;
use crate::kernel::facts::Facts;
use crate::kernel::value::Value;
use crate::platform::currency_rates::{CurrencyRate, converted, rate_on};

/// The rate of a day and that day, for an opportunity that is won; the rates are read under the name `rates`. Without a
/// known rate both stay empty, and so does the amount in the company's currency: nobody guesses.
pub fn frozen(facts: &Facts, opportunity: &Document, day: NaiveDate) -> [(&'static str, Value); 2] {
    let rate = opportunity.text("currency").parse().ok().and_then(|of| {
        let rates = facts.all::<CurrencyRate>("rates");
        rate_on(&rates, of, facts.company_currency, day)
    });
    [
        ("rate", rate.map_or(Value::Null, Value::Decimal)),
        ("rate_on", rate.map_or(Value::Null, |_| Value::Day(day))),
    ]
}

/// An opportunity that is open again follows the rates again.
pub const THAWED: [(&str, Value); 2] = [("rate", Value::Null), ("rate_on", Value::Null)];

/// The amount at the frozen rate.
pub fn derive(facts: &Facts, opportunity: &mut Document) {
    let base = match (opportunity.get("amount"), opportunity.get("rate")) {
        (Value::Money(amount), Value::Decimal(rate)) => {
            converted(*amount, *rate, facts.company_currency)
        }
        _ => None,
    };
    opportunity.set("base_amount", base.map_or(Value::Null, Value::Money));
}
