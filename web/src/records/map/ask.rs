//! What the map shows, as its address says it.

use std::str::FromStr;

use chrono::{Days, NaiveDate};
use guanxi_client::funnel::{FunnelQuery, Stretch};
use guanxi_domain::kernel::period::{Period, Unit, shift};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use serde_json::{Value as Json, json};

/// The address of the page.
pub const PATH: &str = "/map";
/// The periods to choose from, as filters name them, and their words.
pub const PERIODS: [(&str, &str); 6] = [
    ("this_month", "ui-period-this-month"),
    ("last_month", "ui-period-last-month"),
    ("this_quarter", "ui-period-this-quarter"),
    ("last_quarter", "ui-period-last-quarter"),
    ("this_year", "ui-period-this-year"),
    ("last_year", "ui-period-last-year"),
];
/// The one shown when nobody chose.
const USUAL_PERIOD: &str = "this_quarter";

/// What a period is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compare {
    /// The one before it.
    #[default]
    Previous,
    /// The same a year earlier.
    YearAgo,
    /// Nothing.
    Nothing,
}

/// All of them, with their names in addresses and their words.
pub const COMPARISONS: [(Compare, &str, &str); 3] = [
    (Compare::Previous, "", "ui-map-previous"),
    (Compare::YearAgo, "year", "ui-map-year-ago"),
    (Compare::Nothing, "none", "ui-map-alone"),
];

/// What the map shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MapView {
    /// Of which pipeline; the default one when empty.
    pub pipeline: String,
    /// During which time.
    pub period: String,
    /// Beside which other one.
    pub compare: Compare,
    /// Whose sales: `user:ID`, `team:ID` or, when empty, all in sight.
    pub whose: String,
}

impl MapView {
    fn from_query(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get_str(name).unwrap_or_default().to_owned();
        let compare = text("compare");
        let compare = COMPARISONS.iter().find(|(_, name, _)| *name == compare);
        let period = text("period");
        let known = PERIODS.iter().any(|(name, _)| *name == period);
        Self {
            pipeline: text("pipeline"),
            period: if known {
                period
            } else {
                USUAL_PERIOD.to_owned()
            },
            compare: compare.map(|(compare, _, _)| *compare).unwrap_or_default(),
            whose: text("whose"),
        }
    }

    fn address(&self) -> String {
        let compare = COMPARISONS
            .iter()
            .find(|(compare, _, _)| *compare == self.compare)
            .map_or("", |(_, name, _)| name);
        let period = if self.period == USUAL_PERIOD {
            ""
        } else {
            &self.period
        };
        let parts = [
            ("pipeline", self.pipeline.as_str()),
            ("period", period),
            ("compare", compare),
            ("whose", &self.whose),
        ];
        let parts = parts.iter().filter(|(_, text)| !text.is_empty());
        let query: Vec<String> = parts
            .map(|(name, text)| {
                let text: String = js_sys::encode_uri_component(text).into();
                format!("{name}={text}")
            })
            .collect();
        if query.is_empty() {
            PATH.to_owned()
        } else {
            format!("{PATH}?{}", query.join("&"))
        }
    }

    /// The question to the server, seen from a day.
    pub fn question(&self, today: NaiveDate) -> FunnelQuery {
        let period = Period::from_str(&self.period).unwrap_or(Period {
            unit: Unit::Quarter,
            offset: 0,
        });
        let days = period.days(today);
        let before = match self.compare {
            Compare::Previous => Some(
                Period {
                    offset: period.offset - 1,
                    ..period
                }
                .days(today),
            ),
            Compare::YearAgo => {
                let back = |day| shift(day, Unit::Year, -1);
                Some((back(days.0), back(days.1)))
            }
            Compare::Nothing => None,
        };
        FunnelQuery {
            filter: self.owners(),
            during: stretch(days),
            before: before.map(stretch),
        }
    }

    fn owners(&self) -> Option<Json> {
        let (kind, id) = self.whose.split_once(':')?;
        let field = match kind {
            "user" => "owner_id",
            "team" => "team_id",
            _ => return None,
        };
        Some(json!({ "field": field, "op": "eq", "value": id }))
    }
}

/// First day and the day after the last, as the server wants them: first and last.
fn stretch((first, end): (NaiveDate, NaiveDate)) -> Stretch {
    let last = end.checked_sub_days(Days::new(1)).unwrap_or(end);
    Stretch {
        from: first.to_string(),
        to: last.to_string(),
    }
}

/// What the address says, and how to change it.
#[derive(Clone, Copy)]
pub struct Shown {
    /// What is shown.
    pub view: Memo<MapView>,
    go: Callback<MapView>,
}

impl Shown {
    /// At the present address.
    pub fn here() -> Self {
        let query = use_query_map();
        let view = Memo::new(move |_| query.with(MapView::from_query));
        let navigate = StoredValue::new_local(use_navigate());
        let go = Callback::new(move |view: MapView| {
            let options = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate.with_value(|navigate| navigate(&view.address(), options));
        });
        Self { view, go }
    }

    /// Shows something else.
    pub fn change(self, change: impl FnOnce(&mut MapView)) {
        let mut view = self.view.get_untracked();
        change(&mut view);
        self.go.run(view);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Compare, MapView};

    fn question(period: &str, compare: Compare) -> (String, Option<String>) {
        let view = MapView {
            period: period.to_owned(),
            compare,
            ..MapView::default()
        };
        let question = view.question("2026-11-22".parse().unwrap());
        let words =
            |stretch: guanxi_client::funnel::Stretch| format!("{} {}", stretch.from, stretch.to);
        (words(question.during), question.before.map(words))
    }

    #[test]
    fn periods_are_compared_with_the_one_before_or_a_year_ago() {
        assert_eq!(
            question("this_quarter", Compare::Previous),
            (
                "2026-10-01 2026-12-31".into(),
                Some("2026-07-01 2026-09-30".into())
            )
        );
        assert_eq!(
            question("last_month", Compare::YearAgo),
            (
                "2026-10-01 2026-10-31".into(),
                Some("2025-10-01 2025-10-31".into())
            )
        );
        assert_eq!(question("this_year", Compare::Nothing).1, None);
    }

    #[test]
    fn owners_are_people_or_teams() {
        let whose = |whose: &str| {
            let view = MapView {
                whose: whose.to_owned(),
                ..MapView::default()
            };
            view.owners().map(|filter| filter["field"].clone())
        };
        assert_eq!(whose(""), None);
        assert_eq!(whose("user:1"), Some("owner_id".into()));
        assert_eq!(whose("team:1"), Some("team_id".into()));
        assert_eq!(whose("house:1"), None);
    }
}
