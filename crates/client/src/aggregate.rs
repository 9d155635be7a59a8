//! Counts and sums by groups.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::Object;

/// What is to be computed over which records.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Aggregate {
    /// Over which records; all when none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Json>,
    /// By what, at most two; money comes grouped by its currency on top.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<Group>,
    /// What is computed.
    pub measures: Vec<Measure>,
    /// The day at whose rates sums come in the company's currency as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rates_on: Option<String>,
}

/// One key of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Which field.
    pub field: String,
    /// For days and instants: `day`, `week`, `month`, `quarter` or `year`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket: Option<String>,
}

/// One figure of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// `count`, `sum`, `min`, `max`, `avg` or `median`.
    pub function: String,
    /// Over which field; none for `count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Sums {
    /// One for each combination of keys that occurs; a single one without keys.
    pub groups: Vec<Sum>,
    /// Whether there were too many groups to deliver all.
    #[serde(default)]
    pub truncated: bool,
}

/// The figures of one group.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Sum {
    /// By field: its value, or the first day of the stretch.
    pub keys: Object,
    /// `count`, and `<function>_<field>` per measure; money is a list, one amount per currency.
    pub values: Object,
}

impl Sum {
    /// How many records are in the group.
    pub fn count(&self) -> i64 {
        self.values
            .get("count")
            .and_then(Json::as_i64)
            .unwrap_or_default()
    }

    /// The amounts of a measure such as `sum_amount`: minor units by currency.
    pub fn amounts(&self, measure: &str) -> Vec<(String, i64)> {
        let amounts = self.values.get(measure).and_then(Json::as_array);
        let amount = |item: &Json| {
            let currency = item.get("currency")?.as_str()?.to_owned();
            Some((currency, item.get("amount_minor")?.as_i64()?))
        };
        amounts.into_iter().flatten().filter_map(amount).collect()
    }
}

impl Sum {
    /// What a measure such as `sum_amount` comes to in the company's currency, where that was asked for.
    pub fn converted(&self, measure: &str) -> Option<Converted> {
        let told = self.values.get(&format!("{measure}_converted"))?;
        serde_json::from_value(told.clone()).ok()
    }
}

/// A sum in the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Converted {
    /// Whole minor units; none when a rate is missing.
    pub amount_minor: Option<i64>,
    /// The company's currency.
    pub currency: String,
    /// Currencies without a rate.
    pub missing: Vec<String>,
}

impl Aggregate {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Over the records that pass a filter tree.
    pub fn filter(mut self, tree: Json) -> Self {
        self.filter = Some(tree);
        self
    }

    /// With sums in the company's currency as well, at the rates of a day such as `2026-11-22`.
    pub fn rates_on(mut self, day: &str) -> Self {
        self.rates_on = Some(day.to_owned());
        self
    }

    /// By a field.
    pub fn by(mut self, field: &str) -> Self {
        self.group.push(Group {
            field: field.to_owned(),
            bucket: None,
        });
        self
    }

    /// By the stretch of the calendar that a day or instant lies in.
    pub fn by_period(mut self, field: &str, bucket: &str) -> Self {
        self.group.push(Group {
            field: field.to_owned(),
            bucket: Some(bucket.to_owned()),
        });
        self
    }

    /// How many records.
    pub fn count(mut self) -> Self {
        self.measures.push(Measure {
            function: "count".to_owned(),
            field: None,
        });
        self
    }

    /// `sum`, `min`, `max` or `avg` of a field.
    pub fn measure(mut self, function: &str, field: &str) -> Self {
        self.measures.push(Measure {
            function: function.to_owned(),
            field: Some(field.to_owned()),
        });
        self
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn amounts_come_by_currency() {
        let sums: Sums = serde_json::from_value(json!({
            "groups": [{ "keys": { "status": "won" }, "values": {
                "count": 2, "sum_amount": [{ "amount_minor": 5, "currency": "EUR" }, { "amount_minor": null, "currency": "USD" }]
            } }],
            "truncated": false
        }))
        .unwrap();
        assert_eq!(sums.groups[0].count(), 2);
        assert_eq!(
            sums.groups[0].amounts("sum_amount"),
            [("EUR".to_owned(), 5)]
        );
        assert!(sums.groups[0].amounts("sum_weighted").is_empty());
    }
}
