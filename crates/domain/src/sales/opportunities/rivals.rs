//! What becomes of competitors when a sale is decided.

use uuid::Uuid;

use super::super::opportunity_competitors::OPPORTUNITY_COMPETITOR;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::value::Value;
use crate::kernel::wire;

/// Place of the fresh id for a competitor that nobody had noted. The first is the stage history's.
const FRESH: usize = 1;

/// The links that the rules read under this name.
pub const READ: &str = "rivals";

/// A won sale is won against all who were still in it.
pub fn beaten(facts: &Facts) -> Vec<Effect> {
    facts
        .read(READ)
        .iter()
        .filter(|link| matches!(link.text("status"), "suspected" | "confirmed"))
        .map(|link| put(link, "won_against"))
        .collect()
}

/// A lost sale is lost to the competitor named; where none is named but a competitor is the reason and only one is
/// known to be in it, to that one.
pub fn lost_to(facts: &Facts, opportunity: &Document) -> Vec<Effect> {
    let links = facts.read(READ);
    let named = opportunity.get("lost_to_id").as_id();
    let Some(winner) = named.or_else(|| only_one(links, opportunity)) else {
        return Vec::new();
    };
    match links
        .iter()
        .find(|link| link.get("competitor_id").as_id() == Some(winner))
    {
        Some(link) => vec![put(link, "lost_to")],
        None => vec![noted(facts, opportunity, winner)],
    }
}

/// The only competitor that is known to be in a sale lost to a competitor.
pub fn only_one(links: &[Document], opportunity: &Document) -> Option<Uuid> {
    if opportunity.text("lost_reason") != "competitor" {
        return None;
    }
    let mut confirmed = links
        .iter()
        .filter(|link| link.text("status") == "confirmed");
    match (confirmed.next(), confirmed.next()) {
        (Some(link), None) => link.get("competitor_id").as_id(),
        _ => None,
    }
}

/// A sale that is open again has its competitors in it again, each where it stood; one that was noted with the decision
/// is known to be in it.
pub fn back(facts: &Facts) -> Vec<Effect> {
    let settled = facts.read(READ).iter().filter(|link| is_settled(link));
    settled.map(stands_again).collect()
}

/// The same where the decision of a sale is undone, as if there had been none: a competitor that was noted with it is
/// noted no more, unless somebody has worked with it.
pub fn undone(facts: &Facts, decided: &Document) -> Vec<Effect> {
    let settled = facts.read(READ).iter().filter(|link| is_settled(link));
    settled
        .map(|link| {
            if came_with(link, decided) {
                Effect::Delete {
                    entity: &OPPORTUNITY_COMPETITOR,
                    id: link.id(),
                }
            } else {
                stands_again(link)
            }
        })
        .collect()
}

/// Whether a competitor was noted by the loss itself, in the same moment, and nobody touched it since.
fn came_with(link: &Document, lost: &Document) -> bool {
    let noted = link.get("created_at");
    link.version() == 1 && !noted.is_empty() && noted == lost.get("lost_at")
}

fn stands_again(link: &Document) -> Effect {
    let former = match link.text("before_decision") {
        "" => "confirmed",
        former => former,
    };
    let sets = vec![
        ("status", Value::text(former)),
        ("before_decision", Value::Null),
    ];
    patch(link, sets)
}

fn is_settled(link: &Document) -> bool {
    matches!(link.text("status"), "won_against" | "lost_to")
}

fn put(link: &Document, status: &str) -> Effect {
    let mut sets = vec![("status", Value::text(status))];
    if !is_settled(link) {
        sets.push(("before_decision", link.get("status").clone()));
    }
    patch(link, sets)
}

fn patch(link: &Document, sets: Vec<(&'static str, Value)>) -> Effect {
    Effect::Patch {
        entity: &OPPORTUNITY_COMPETITOR,
        id: link.id(),
        sets,
    }
}

fn noted(facts: &Facts, opportunity: &Document, competitor: Uuid) -> Effect {
    let mut link = Document::new(&OPPORTUNITY_COMPETITOR, facts.fresh_id(FRESH));
    wire::fill_defaults(&mut link, facts.company_currency);
    link.set("opportunity_id", opportunity.id());
    link.set("competitor_id", competitor);
    link.set("status", Value::text("lost_to"));
    Effect::Create(link)
}
