//! Amounts by month and currency.

use std::collections::BTreeMap;

use guanxi_client::Sum;
use guanxi_domain::kernel::currency::Money;
use leptos::prelude::*;
use serde_json::Value as Json;

use crate::records::list::sums_of;
use crate::records::worth::add;
use crate::ui::MoneyText;

/// Amounts of several currencies, by the first day of a month, `YYYY-MM-DD`.
pub type ByMonth = BTreeMap<String, Vec<Money>>;

/// The sums of a field by what the groups hold in another one.
pub fn by_month(groups: &[Sum], key: &str, path: &str) -> ByMonth {
    let mut found = ByMonth::new();
    for group in groups {
        let Some(month) = group.keys.get(key).and_then(Json::as_str) else {
            continue;
        };
        let sums = found.entry(month.to_owned()).or_default();
        for money in sums_of(std::slice::from_ref(group), path) {
            add(sums, money);
        }
    }
    found
}

/// Amounts below each other; a dash for none.
pub fn shown(amounts: &[Money]) -> AnyView {
    if amounts.is_empty() {
        return view! { <span class="muted">"–"</span> }.into_any();
    }
    amounts
        .iter()
        .map(|money| view! { <MoneyText money=Signal::stored(Some(*money)) /> })
        .collect_view()
        .into_any()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use guanxi_client::Sum;
    use serde_json::json;

    use super::by_month;

    #[test]
    fn groups_of_a_month_are_added_per_currency() {
        let group = |month: &str, minor: i64, currency: &str| -> Sum {
            let values = json!({ "sum_amount": [{ "amount_minor": minor, "currency": currency }] });
            serde_json::from_value(json!({ "keys": { "month": month }, "values": values })).unwrap()
        };
        let groups = [
            group("2026-11-01", 1, "EUR"),
            group("2026-11-01", 2, "EUR"),
            group("2026-11-01", 5, "USD"),
        ];
        let found = by_month(&groups, "month", "amount");
        let minors: Vec<i64> = found["2026-11-01"]
            .iter()
            .map(|money| money.minor)
            .collect();
        assert_eq!(minors, [3, 5]);
    }
}
