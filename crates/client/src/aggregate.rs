//! Counts and sums by groups.

use serde::Serialize;
use serde_json::Value as Json;

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
    /// `count`, `sum`, `min`, `max` or `avg`.
    pub function: String,
    /// Over which field; none for `count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
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
