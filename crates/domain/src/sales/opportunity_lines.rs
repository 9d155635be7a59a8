//! What an opportunity is about, line by line.

use rust_decimal::Decimal as Wide;

use crate::kernel::catalogue::Entity;
use crate::kernel::currency::{Currency, Money};
use crate::kernel::decimal::Decimal;
use crate::kernel::field::{Format, Id, Initial};
use crate::record;
use crate::sales::products::Product;

record! {
    /// One line: a product or a text, how many, at what price.
    pub struct OpportunityLine of OPPORTUNITY_LINE: Part {
        /// Which product; a line may also be text only.
        product_id: Option<Id<Product>>,
        /// What it says.
        description: Option<String> [max(500), search()],
        /// How many.
        quantity: Decimal [or(Initial::Int(1_000_000))],
        /// Price of one, in the opportunity's currency.
        unit_price: Decimal [or(Initial::Int(0))],
        /// Discount in percent.
        discount_percent: Decimal [range(0, 100_000_000), format(Format::Percent), or(Initial::Int(0))],
        /// Quantity × unit price × (1 − discount), rounded half up.
        net: Option<Money> [derived()],
    }
}

/// Lines of opportunities.
pub static OPPORTUNITY_LINE: Entity = Entity {
    title: "description",
    ..Entity::part(
        "opportunity_line",
        "opportunity_lines",
        OpportunityLine::FIELDS,
    )
};

impl OpportunityLine {
    /// The line's net amount: quantity × unit price × (1 − discount), rounded half up to the
    /// currency's digits; `None` when it does not fit.
    pub fn net_in(&self, currency: Currency) -> Option<Money> {
        let kept = Wide::ONE
            - self
                .discount_percent
                .wide()
                .checked_div(Wide::ONE_HUNDRED)?;
        let gross = self.quantity.wide().checked_mul(self.unit_price.wide())?;
        Money::round(gross.checked_mul(kept)?, currency)
    }
}
