//! Accounts: firms and other bodies we deal with.

use super::account_overview::OVERVIEW;
use super::addresses::ADDRESS;
use super::contact_points::CONTACT_POINT;
use super::likeness::{domain, email, firm_name, phone, tax_id};
use crate::choice;
use crate::kernel::catalogue::{Collection, Entity};
use crate::kernel::currency::Money;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::{Format, Id, Initial};
use crate::kernel::problem::Violations;
use crate::people::users::no_cycle;
use crate::record;

choice! {
    /// What an account is to us; it may be several things at once.
    pub enum AccountType {
        Prospect = "prospect", Customer = "customer", Partner = "partner", Dealer = "dealer",
        Supplier = "supplier", Competitor = "competitor", Misc = "other",
    }
}

choice! {
    /// How many people work there.
    pub enum SizeBand {
        Solo = "1", Small = "2_9", Few = "10_49", Medium = "50_249", Large = "250_999", Huge = "1000_plus",
    }
}

record! {
    /// A firm or other body we deal with.
    pub struct Account of ACCOUNT: System {
        /// What people call it.
        name: String [max(255), keyed(), search(), fact()],
        /// The registered name.
        legal_name: Option<String> [max(255), search()],
        /// The name in the local script.
        local_name: Option<String> [max(255), keyed(), search()],
        /// What it is to us.
        types: Vec<AccountType> [or(Initial::Text("prospect")), fact()],
        /// The account above in its group.
        parent_id: Option<Id<Account>> [fact()],
        /// Line of business.
        industry: Option<String> [max(100), fact()],
        /// How many people work there.
        size_band: Option<SizeBand>,
        /// Its web site.
        website: Option<String> [max(500), format(Format::Url), search(), fact()],
        /// Tax or VAT number.
        tax_id: Option<String> [max(50), search()],
        /// Up to how much we deliver unpaid.
        credit_limit: Option<Money> [range(0, i64::MAX)],
        /// "30 days net" …
        payment_terms: Option<String> [max(100)],
        /// Class of service or importance.
        tier: Option<String> [max(50)],
        /// Anything else worth knowing.
        description: Option<String> [multiline()],
        /// The primary e-mail address.
        email: Option<String> [derived(), fact()],
        /// The primary telephone number.
        phone: Option<String> [derived(), fact()],
        /// City of the main address.
        city: Option<String> [derived(), fact()],
        /// Country of the main address.
        country: Option<String> [derived(), fact()],
    }
}

/// Accounts.
pub static ACCOUNT: Entity = Entity {
    collections: &[
        Collection {
            name: "contact_points",
            entity: || &CONTACT_POINT,
        },
        Collection {
            name: "addresses",
            entity: || &ADDRESS,
        },
    ],
    reads: &[Read {
        name: "above",
        from: ReadFrom::Chain("parent_id"),
    }],
    decide,
    derive,
    alike: &[tax_id(95), firm_name(75), email(70), phone(65), domain(60)],
    overview: OVERVIEW,
    anchor: true,
    custom: true,
    sort: "name",
    brief: &["city", "industry"],
    ..Entity::root("account", "accounts", Account::FIELDS)
};

fn decide(
    facts: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    no_cycle(facts.read("above"), after, "parent_id")?;
    Ok(Vec::new())
}

fn derive(facts: &Facts, account: &mut Document) -> Result<(), Violations> {
    super::addresses::derive(account);
    super::contact_points::derive(facts, account)
}
