//! How a sale is shared among those who win it together.

use std::cmp::Reverse;

use uuid::Uuid;

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

/// What each of several people is credited with of a whole, exactly: the parts add up to it. What is left by cutting
/// off fractions goes to the largest share, to the owner's where several are as large, else to the first of them.
pub fn credited(whole: i64, shares: &[(Uuid, Decimal)], owner: Option<Uuid>) -> Vec<(Uuid, i64)> {
    let cut = |percent: &Decimal| {
        let part = i128::from(whole) * i128::from(percent.micros()) / WHOLE;
        i64::try_from(part).unwrap_or(whole)
    };
    let mut parts: Vec<(Uuid, i64)> = shares
        .iter()
        .map(|(user, percent)| (*user, cut(percent)))
        .collect();
    let given: i64 = parts.iter().map(|(_, part)| part).sum();
    let rank = |place: &usize| {
        let (user, percent) = shares[*place];
        (percent, Some(user) == owner, Reverse(*place))
    };
    if let Some(largest) = (0..shares.len()).max_by_key(rank) {
        parts[largest].1 += whole - given;
    }
    parts
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(whole: i64, percents: &[i64], owner: usize) -> Vec<i64> {
        let person = |place: usize| Uuid::from_u128(place as u128 + 1);
        let shares: Vec<(Uuid, Decimal)> = percents
            .iter()
            .enumerate()
            .map(|(place, micros)| (person(place), Decimal::from_micros(*micros)))
            .collect();
        let parts = credited(whole, &shares, Some(person(owner)));
        parts.into_iter().map(|(_, part)| part).collect()
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        const THIRD: i64 = 33_333_333;
        for (whole, percents, owner, expected) in [
            (100, &[60_000_000, 40_000_000][..], 1, &[60, 40][..]),
            (101, &[50_000_000, 50_000_000], 1, &[50, 51]),
            (101, &[50_000_000, 50_000_000], 7, &[51, 50]),
            (100, &[THIRD, THIRD, THIRD + 1], 0, &[33, 33, 34]),
            (-5, &[50_000_000, 50_000_000], 0, &[-3, -2]),
            (0, &[30_000_000, 70_000_000], 0, &[0, 0]),
            (
                i64::MAX,
                &[1, 99_999_999],
                0,
                &[92_233_720_368, i64::MAX - 92_233_720_368],
            ),
            // A sale counts once, for the one with the largest share.
            (1, &[30_000_000, 45_000_000, 25_000_000], 0, &[0, 1, 0]),
        ] {
            let parts = parts(whole, percents, owner);
            assert_eq!(parts, expected, "{whole} in {percents:?}");
            assert_eq!(parts.iter().sum::<i64>(), whole);
        }
    }
}
