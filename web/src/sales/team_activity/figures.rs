//! What each person planned and did: asked of the same lists that everybody sees, so that nobody reads here what is kept
//! from them elsewhere, and every figure leads to its records.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_client::{Aggregate, Sum};
use serde_json::{Value as Json, json};

use crate::records::screens::{Desk, Failure};

/// The kinds of activities that are counted: talking with customers.
pub const KINDS: [&str; 3] = ["call", "meeting", "visit"];
/// What the best accounts have in their field `tier`.
const BEST: [&str; 2] = ["A", "a"];
/// As many values as a filter takes at once.
const AT_ONCE: usize = 1_000;
/// As many groups as an aggregate answers; whoever gets so many does not have all.
const MOST: usize = 2_000;

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

/// What is counted of each of the [`KINDS`].
type Kinds = fn(usize) -> Figure;

/// What was counted, person by person. What its reader may not ask is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// By person.
    pub people: BTreeMap<String, BTreeMap<Figure, i64>>,
    /// What could be asked.
    pub known: BTreeSet<Figure>,
}

impl Figures {
    /// How many; none where that is not to be known.
    pub fn of(&self, person: &str, figure: Figure) -> Option<i64> {
        self.known.contains(&figure).then(|| {
            self.people
                .get(person)
                .and_then(|own| own.get(&figure))
                .copied()
                .unwrap_or_default()
        })
    }

    fn add(&mut self, person: &str, figure: Figure, count: i64) {
        if !person.is_empty() {
            let own = self.people.entry(person.to_owned()).or_default();
            *own.entry(figure).or_default() += count;
        }
    }
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

fn planned(period: &str) -> Json {
    let within = |field: &str| json!({ "field": field, "op": "eq", "value": format!("@{period}") });
    let alive = json!({ "field": "status", "op": "in", "value": ["open", "done"] });
    json!({ "and": [alive, { "or": [within("due_on"), within("starts_at")] }] })
}

fn done(period: &str) -> Json {
    json!({ "and": [
        { "field": "status", "op": "eq", "value": "done" },
        { "field": "done_at", "op": "eq", "value": format!("@{period}") },
    ] })
}

fn talks() -> Json {
    json!({ "field": "kind", "op": "in", "value": KINDS })
}

/// The same for one person.
pub fn records_of(figure: Figure, period: &str, person: &str) -> (&'static str, Json) {
    let (plural, filter) = records(figure, period);
    let own = json!({ "field": "owner_id", "op": "eq", "value": person });
    (plural, json!({ "and": [filter, own] }))
}

/// Everything of a period, of one team or of all in sight.
pub async fn fetch(desk: Desk, period: &str, team: &str) -> Result<Figures, Failure> {
    let mut figures = Figures::default();
    let of_kinds = [
        (Figure::Planned as Kinds, planned(period)),
        (Figure::Done as Kinds, done(period)),
    ];
    for (figure, when) in of_kinds {
        let ask = Aggregate::new()
            .filter(of_team(json!({ "and": [talks(), when] }), team))
            .by("owner_id")
            .by("kind")
            .count();
        let Some(groups) = allowed(desk.api.aggregate("activities", ask).await)? else {
            continue;
        };
        for (at, kind) in KINDS.iter().enumerate() {
            figures.known.insert(figure(at));
            for group in groups.iter().filter(|group| key(group, "kind") == *kind) {
                figures.add(&key(group, "owner_id"), figure(at), group.count());
            }
        }
    }
    for figure in [Figure::CheckedIn, Figure::Contacts, Figure::Overdue] {
        let (plural, filter) = records(figure, period);
        let ask = Aggregate::new()
            .filter(of_team(filter, team))
            .by("owner_id")
            .count();
        let Some(groups) = allowed(desk.api.aggregate(plural, ask).await)? else {
            continue;
        };
        figures.known.insert(figure);
        for group in groups {
            figures.add(&key(&group, "owner_id"), figure, group.count());
        }
    }
    coverage(desk, period, team, &mut figures).await?;
    Ok(figures)
}

/// How many of the best accounts there are, and with how many of them somebody talked: about the account itself, with one
/// of its people, or about a sale.
async fn coverage(
    desk: Desk,
    period: &str,
    team: &str,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let (plural, filter) = records(Figure::Best, period);
    let ask = Aggregate::new()
        .filter(of_team(filter, team))
        .by("owner_id")
        .by("id")
        .count();
    let Some(best) = allowed(desk.api.aggregate(plural, ask).await)? else {
        return Ok(());
    };
    if best.len() >= MOST {
        return Ok(());
    }
    for group in &best {
        figures.add(&key(group, "owner_id"), Figure::Best, 1);
    }
    figures.known.insert(Figure::Best);
    let Some(reached) = reached(desk, period).await? else {
        return Ok(());
    };
    figures.known.insert(Figure::Reached);
    for group in &best {
        if reached.contains(&key(group, "id")) {
            figures.add(&key(group, "owner_id"), Figure::Reached, 1);
        }
    }
    Ok(())
}

/// The accounts that somebody talked with; none when that cannot be told.
async fn reached(desk: Desk, period: &str) -> Result<Option<BTreeSet<String>>, Failure> {
    let ask = Aggregate::new()
        .filter(json!({ "and": [talks(), done(period)] }))
        .by("anchor_entity")
        .by("anchor_id")
        .count();
    let Some(groups) = allowed(desk.api.aggregate("activities", ask).await)? else {
        return Ok(None);
    };
    if groups.len() >= MOST {
        return Ok(None);
    }
    let of = |entity: &str| -> Vec<String> {
        groups
            .iter()
            .filter(|group| key(group, "anchor_entity") == entity)
            .map(|group| key(group, "anchor_id"))
            .collect()
    };
    let mut accounts: BTreeSet<String> = of("account").into_iter().collect();
    for (entity, plural, field) in [
        ("opportunity", "opportunities", "id"),
        ("contact", "account_contacts", "contact_id"),
    ] {
        for ids in of(entity).chunks(AT_ONCE) {
            let these = json!({ "field": field, "op": "in", "value": ids });
            let ask = Aggregate::new().filter(these).by("account_id").count();
            let found = allowed(desk.api.aggregate(plural, ask).await)?;
            accounts.extend(found.iter().flatten().map(|group| key(group, "account_id")));
        }
    }
    Ok(Some(accounts))
}

/// What somebody may not ask is no failure of the page; it goes without.
fn allowed(answer: Result<Vec<Sum>, Failure>) -> Result<Option<Vec<Sum>>, Failure> {
    match answer {
        Ok(groups) => Ok(Some(groups)),
        Err(failure) if matches!(failure.status(), Some(403 | 404 | 422)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn of_team(filter: Json, team: &str) -> Json {
    if team.is_empty() {
        return filter;
    }
    json!({ "and": [filter, { "field": "team_id", "op": "eq", "value": team }] })
}

fn key(group: &Sum, name: &str) -> String {
    let key = group.keys.get(name).and_then(Json::as_str);
    key.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Figure, Figures, of_team, records_of};

    #[test]
    fn nothing_done_is_not_the_same_as_not_to_be_known() {
        let mut figures = Figures::default();
        figures.known.insert(Figure::Contacts);
        figures.add("anders", Figure::Contacts, 2);
        assert_eq!(figures.of("anders", Figure::Contacts), Some(2));
        assert_eq!(figures.of("berglund", Figure::Contacts), Some(0));
        assert_eq!(figures.of("anders", Figure::Overdue), None);
    }

    #[test]
    fn a_figure_leads_to_the_records_it_counts() {
        let (plural, filter) = records_of(Figure::Done(1), "this_week", "anders");
        assert_eq!(plural, "activities");
        assert_eq!(filter["and"][0]["and"][0]["value"], "meeting");
        assert_eq!(filter["and"][0]["and"][1]["and"][1]["value"], "@this_week");
        assert_eq!(filter["and"][1]["value"], "anders");
        assert_eq!(of_team(filter.clone(), ""), filter);
    }
}
