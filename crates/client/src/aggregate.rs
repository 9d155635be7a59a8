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
