//! What a caller asks of a list or an aggregate.

use super::filter::Filter;
use super::period::Unit;

/// A page of records.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Which records.
    pub filter: Option<Filter>,
    /// Words to look for, on top of the filter.
    pub search: Option<String>,
    /// In which order; the id is always the last key.
    pub sort: Vec<Sort>,
    /// Only these fields (and the id); all when `None`.
    pub fields: Option<Vec<String>>,
    /// References to deliver whole, such as `account_id` or `account_id.owner_id`.
    pub expand: Vec<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// Begin at this value of the first sort key.
    pub from: Option<String>,
    /// Rows per page.
    pub limit: usize,
    /// Also count.
    pub total: bool,
    /// The bin instead of live records.
    pub deleted: bool,
}

/// Rows of a page when the caller does not say.
pub const USUAL_LIMIT: usize = 50;
/// Most rows of a page.
pub const MOST_ROWS: usize = 200;
/// Up to where a total is counted.
pub const MOST_COUNTED: i64 = 10_001;
/// Most sort keys.
pub const MOST_SORTS: usize = 4;

/// One sort key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// Which field.
    pub path: String,
    /// Greatest first.
    pub descending: bool,
}

impl Sort {
    /// From `name` or `-name`.
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix('-') {
            Some(path) => Self {
                path: path.to_owned(),
                descending: true,
            },
            None => Self {
                path: text.to_owned(),
                descending: false,
            },
        }
    }

    /// As `name` or `-name`.
    pub fn text(&self) -> String {
        if self.descending {
            format!("-{}", self.path)
        } else {
            self.path.clone()
        }
    }
}

/// Sums and counts by groups.
#[derive(Debug, Clone, Default)]
pub struct Aggregate {
    /// Over which records.
    pub filter: Option<Filter>,
    /// By what, at most two; money is always grouped by its currency on top.
    pub group: Vec<Group>,
    /// What is computed.
    pub measures: Vec<Measure>,
}

/// One key of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which field.
    pub path: String,
    /// For days and instants: the stretch of the calendar, in the viewer's zone.
    pub bucket: Option<Unit>,
}

/// One figure of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What is computed.
    pub function: Function,
    /// Over which field; none for `count`.
    pub path: Option<String>,
}

/// How records become one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// How many records.
    Count,
    /// Added up; money per currency.
    Sum,
    /// Smallest.
    Min,
    /// Greatest.
    Max,
    /// Sum divided by count, in six places (money: minor units).
    Avg,
    /// The value in the middle; between two, half their sum. In six places (money: minor units).
    Median,
}

impl Function {
    /// From its name on the wire.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "count" => Self::Count,
            "sum" => Self::Sum,
            "min" => Self::Min,
            "max" => Self::Max,
            "avg" => Self::Avg,
            "median" => Self::Median,
            _ => return None,
        })
    }

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
            Self::Avg => "avg",
            Self::Median => "median",
        }
    }
}
