//! Who did what: how the work of salespeople is counted, as filters over the records that everybody sees. A period is named as
//! in filters, such as `this_week`.

use serde_json::{Value as Json, json};

/// The kinds of activities that are counted: talking with customers.
pub const KINDS: [&str; 3] = ["call", "meeting", "visit"];
/// What the best accounts have in their field `tier`.
const BEST: [&str; 2] = ["A", "a"];
/// One thing that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Activities of a kind that were to happen.
    Planned(usize),
    /// Activities of a kind that were done.
    Done(usize),
    /// Visits where somebody said to be there.
    CheckedIn,
    /// Contacts that are new.
    Contacts,
    /// Accounts of the best tier.
    Best,
    /// Those of them that somebody talked with.
    Reached,
    /// Open opportunities whose next step should have been taken.
    Overdue,
}

/// The records that a figure counts: where they are listed, and which of them.
pub fn records(figure: Figure, period: &str) -> (&'static str, Json) {
    let within = |field: &str| json!({ "field": field, "op": "eq", "value": format!("@{period}") });
    let is = |field: &str, value: &str| json!({ "field": field, "op": "eq", "value": value });
    match figure {
        Figure::Planned(at) => (
            "activities",
            json!({ "and": [is("kind", KINDS[at]), planned(period)] }),
        ),
        Figure::Done(at) => (
            "activities",
            json!({ "and": [is("kind", KINDS[at]), done(period)] }),
        ),
        Figure::CheckedIn => {
            let visit = is("kind", "visit");
            (
                "activities",
                json!({ "and": [visit, within("checked_in_at")] }),
            )
        }
        Figure::Contacts => ("contacts", json!({ "and": [within("created_at")] })),
        Figure::Best | Figure::Reached => {
            let best = json!({ "field": "tier", "op": "in", "value": BEST });
            ("accounts", json!({ "and": [best] }))
        }
        Figure::Overdue => {
            let late = json!({ "field": "next_step_on", "op": "lt", "value": "@today" });
            (
                "opportunities",
                json!({ "and": [is("status", "open"), late] }),
            )
        }
    }
}

/// What was to happen in a period.
pub fn planned(period: &str) -> Json {
    let within = |field: &str| json!({ "field": field, "op": "eq", "value": format!("@{period}") });
    let alive = json!({ "field": "status", "op": "in", "value": ["open", "done"] });
    json!({ "and": [alive, { "or": [within("due_on"), within("starts_at")] }] })
}

/// What was done in a period.
pub fn done(period: &str) -> Json {
    json!({ "and": [
        { "field": "status", "op": "eq", "value": "done" },
        { "field": "done_at", "op": "eq", "value": format!("@{period}") },
    ] })
}

/// Talking with customers.
pub fn talks() -> Json {
    json!({ "field": "kind", "op": "in", "value": KINDS })
}

/// The same for one person.
pub fn records_of(figure: Figure, period: &str, person: &str) -> (&'static str, Json) {
    let (plural, filter) = records(figure, period);
    let own = json!({ "field": "owner_id", "op": "eq", "value": person });
    (plural, json!({ "and": [filter, own] }))
}

#[cfg(test)]
mod tests {
    use super::{Figure, records_of};

    #[test]
    fn a_figure_leads_to_the_records_it_counts() {
        let (plural, filter) = records_of(Figure::Done(1), "this_week", "anders");
        assert_eq!(plural, "activities");
        assert_eq!(filter["and"][0]["and"][0]["value"], "meeting");
        assert_eq!(filter["and"][0]["and"][1]["and"][1]["value"], "@this_week");
        assert_eq!(filter["and"][1]["value"], "anders");
    }
}
