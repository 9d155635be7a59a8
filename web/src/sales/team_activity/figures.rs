//! What each person planned and did: asked of the same lists that everybody sees, so that nobody reads here what is kept
//! from them elsewhere, and every figure leads to its records.

use std::collections::{BTreeMap, BTreeSet};

use guanxi_client::{Aggregate, Sum};
use guanxi_domain::activities::effort::{Figure, KINDS, done, planned, records, talks};
use serde_json::{Value as Json, json};

use crate::records::screens::{Desk, Failure};

/// As many values as a filter takes at once.
const AT_ONCE: usize = 1_000;
/// As many groups as an aggregate answers; whoever gets so many does not have all.
const MOST: usize = 2_000;

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
    use guanxi_domain::activities::effort::Figure;

    use super::Figures;

    #[test]
    fn nothing_done_is_not_the_same_as_not_to_be_known() {
        let mut figures = Figures::default();
        figures.known.insert(Figure::Contacts);
        figures.add("anders", Figure::Contacts, 2);
        assert_eq!(figures.of("anders", Figure::Contacts), Some(2));
        assert_eq!(figures.of("berglund", Figure::Contacts), Some(0));
        assert_eq!(figures.of("anders", Figure::Overdue), None);
    }
}
