//! What the blocks of the map are called and look like, and how large they are.

use guanxi_client::funnel::{Amount, Funnel};
use guanxi_domain::sales::funnel::Health as State;
use leptos::prelude::*;

use crate::ui::MoneyText;

/// How sales are doing: name on the wire, words, icon, tone.
pub struct Health {
    /// Its words.
    pub label: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its tone; the style sheet gives each a pattern of its own.
    pub tone: &'static str,
}

/// By its name on the wire.
pub fn health(name: &str) -> Health {
    // What a newer server tells is shown like what is as it should be.
    let state = State::named(name).unwrap_or(State::Moving);
    let (label, icon) = match state {
        State::NoNextStep => ("ui-map-no-next-step", "circle-help"),
        State::Stuck => ("ui-map-stuck", "circle-alert"),
        State::Slowing => ("ui-map-slowing", "triangle-alert"),
        State::Moving => ("ui-map-moving", "arrow-right"),
    };
    Health {
        label,
        icon,
        tone: state.tone().name(),
    }
}

/// The share of a block or band in the map. Amounts are compared while all are in one currency, else records are
/// counted: unlike currencies are never added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    by_amount: bool,
}

impl Scale {
    /// That of a map.
    pub fn of(map: &Funnel) -> Self {
        let open = map.stages.iter().filter_map(|stage| stage.open.as_ref());
        let mut currencies = open
            .flat_map(|open| &open.amount)
            .map(|amount| amount.currency.as_str());
        let first = currencies.next();
        Self {
            by_amount: first.is_some_and(|first| currencies.all(|other| other == first)),
        }
    }

    /// How large something is.
    pub fn size(self, count: i64, amount: &[Amount]) -> i64 {
        if self.by_amount {
            amount
                .iter()
                .map(|amount| amount.amount_minor)
                .sum::<i64>()
                .max(0)
        } else {
            count
        }
    }
}

/// Amounts of several currencies, one below the other.
pub fn amounts(amounts: &[Amount]) -> AnyView {
    amounts
        .iter()
        .filter_map(Amount::money)
        .map(|money| view! { <MoneyText money=Signal::stored(Some(money)) /> })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use guanxi_client::funnel::{Amount, Funnel, Open, Stage};

    use super::Scale;

    fn amount(minor: i64, currency: &str) -> Amount {
        Amount {
            amount_minor: minor,
            currency: currency.to_owned(),
        }
    }

    fn map(amounts: Vec<Amount>) -> Funnel {
        let open = Open {
            amount: amounts,
            ..Open::default()
        };
        let stage = Stage {
            open: Some(open),
            ..Stage::default()
        };
        Funnel {
            stages: vec![stage],
            ..Funnel::default()
        }
    }

    #[test]
    fn unlike_currencies_are_not_added() {
        let one = Scale::of(&map(vec![amount(5, "EUR")]));
        assert_eq!(one.size(2, &[amount(500, "EUR")]), 500);
        let two = Scale::of(&map(vec![amount(5, "EUR"), amount(7, "USD")]));
        assert_eq!(two.size(2, &[amount(5, "EUR"), amount(7, "USD")]), 2);
        assert_eq!(Scale::of(&map(Vec::new())).size(3, &[]), 3);
    }
}
