//! What the whole workspace shares: its name, currency, time zone, language, order of names.

use crate::kernel::problem::Violation;

/// The company currency is chosen before there are amounts: nobody converts what was written in another.
pub fn check_currency(has_amounts: bool) -> Result<(), Violation> {
    if has_amounts {
        Err(Violation::field("company_currency", "currency_in_use"))
    } else {
        Ok(())
    }
}
