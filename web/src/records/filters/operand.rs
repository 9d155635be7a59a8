//! What moves with the calendar or the person: `@me`, `@today`, `@this_month`, `@today-30`.

use guanxi_domain::kernel::period::{Period, Unit};
use guanxi_i18n::{Args, Texts};
use serde_json::Value as Json;

/// A word in place of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// Whoever looks.
    Me,
    /// A stretch of days.
    Period(Period),
}

/// Stretches offered by name, in order.
const NAMED: [&str; 12] = [
    "today",
    "yesterday",
    "tomorrow",
    "this_week",
    "last_week",
    "next_week",
    "this_month",
    "last_month",
    "next_month",
    "this_quarter",
    "last_quarter",
    "this_year",
];

impl Operand {
    /// The word of a filter's value; `None` when it is a plain value.
    pub fn of(value: &Json) -> Option<Self> {
        let word = value.as_str()?.strip_prefix('@')?;
        if word == "me" {
            return Some(Self::Me);
        }
        word.parse().ok().map(Self::Period)
    }

    /// In words.
    pub fn words(self, texts: &Texts) -> String {
        let Self::Period(period) = self else {
            return texts.text("ui-filter-me");
        };
        let days = i64::from(period.offset);
        if period.unit == Unit::Day && days.abs() > 1 {
            let key = if days < 0 {
                "ui-days-ago"
            } else {
                "ui-days-ahead"
            };
            return texts.format(key, &Args::new().with("count", days.abs()));
        }
        texts.text(&format!("ui-period-{}", name_of(period).replace('_', "-")))
    }
}

/// The name under which a stretch is offered.
fn name_of(period: Period) -> String {
    match (period.unit, period.offset) {
        (Unit::Day, -1) => "yesterday".to_owned(),
        (Unit::Day, 1) => "tomorrow".to_owned(),
        _ => period.to_string(),
    }
}

/// The stretches offered by name: what is stored, and the words.
pub fn named_periods(texts: &Texts) -> Vec<(String, String)> {
    let one = |name: &&str| {
        (
            format!("@{name}"),
            texts.text(&format!("ui-period-{}", name.replace('_', "-"))),
        )
    };
    NAMED.iter().map(one).collect()
}

/// The form under which a named stretch is offered, so that `@today-1` shows as "yesterday".
pub fn settled(value: &str) -> String {
    let period = value
        .strip_prefix('@')
        .and_then(|word| word.parse::<Period>().ok());
    period.map_or_else(
        || value.to_owned(),
        |period| format!("@{}", name_of(period)),
    )
}

#[cfg(test)]
mod tests {
    use super::{Operand, settled};
    use serde_json::json;

    #[test]
    fn words_stand_in_place_of_values() {
        assert_eq!(Operand::of(&json!("@me")), Some(Operand::Me));
        assert!(Operand::of(&json!("@this_month")).is_some());
        assert_eq!(Operand::of(&json!("2026-01-01")), None);
        assert_eq!(Operand::of(&json!("@nonsense")), None);
    }

    #[test]
    fn near_days_have_names() {
        assert_eq!(settled("@today-1"), "@yesterday");
        assert_eq!(settled("@this_week"), "@this_week");
    }
}
