//! How a sale is shared among those who win it together.

use crate::kernel::catalogue::Entity;
use crate::kernel::decimal::Decimal;
use crate::kernel::document::Document;
use crate::kernel::field::{Format, Id};
use crate::kernel::problem::{Violation, Violations};
use crate::people::users::User;
use crate::record;

record! {
    /// One person's share.
    pub struct OpportunitySplit of OPPORTUNITY_SPLIT: Part {
        /// Whose.
        user_id: Id<User>,
        /// How much of the sale, in percent.
        percent: Decimal [range(1, 100_000_000), format(Format::Percent)],
    }
}

/// Shares of opportunities.
pub static OPPORTUNITY_SPLIT: Entity = Entity::part(
    "opportunity_split",
    "opportunity_splits",
    OpportunitySplit::FIELDS,
);

/// All of it, in the stored unit.
const WHOLE: i128 = 100_000_000;

/// Shares add up to the whole sale, and each person has one. A sale without shares is its owner's.
pub fn check(opportunity: &Document) -> Result<(), Violations> {
    let shares = opportunity.typed_rows::<OpportunitySplit>("split");
    let mut found = Violations::default();
    for (place, share) in shares.iter().enumerate() {
        let twice = shares[..place]
            .iter()
            .any(|other| other.user_id == share.user_id);
        if twice {
            let at = format!("/split/{place}/user_id");
            found.add(Violation::at(at, "has_a_share_already"));
        }
    }
    let sum: i128 = shares
        .iter()
        .map(|share| i128::from(share.percent.micros()))
        .sum();
    if !shares.is_empty() && sum != WHOLE {
        let sum = i64::try_from(sum).map(Decimal::from_micros);
        let sum = sum.map_or_else(|_| String::new(), |sum| sum.to_string());
        found.add(Violation::field("split", "split_not_whole").with("sum", sum));
    }
    found.into_result()
}
