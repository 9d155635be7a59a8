//! Opportunities of a stage that is given up go to another one, some at a time.

use super::super::stages::{Stage, StageCategory};
use super::OPPORTUNITY;
use super::moves::history_with;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Writes};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;

/// How many opportunities go at once: a transaction holds up others no longer than that.
pub const MOST: usize = 200;

/// The verb `replace` of stages: what stands in it goes to a stage of the same kind, and nothing is asked of it, since
/// nobody moved the sale on. Used again until nobody stands in it any more.
pub fn replace(facts: &Facts, stage: &Document) -> Result<Writes, Violations> {
    let wanted = stage.get("successor_id").as_id();
    let stages = facts.all::<Stage>("stages");
    let own = stages.iter().find(|one| one.head.id == stage.id());
    let successor = stages.iter().find(|one| Some(one.head.id) == wanted);
    let (Some(own), Some(successor)) = (own, successor) else {
        return Err(Violation::field("successor_id", "unknown_record").into());
    };
    if successor.pipeline_id != own.pipeline_id {
        return Err(Violation::field("successor_id", "stage_of_other_pipeline").into());
    }
    if successor.head.id == own.head.id || successor.category != own.category {
        return Err(Violation::field("successor_id", "no_successor").into());
    }
    let standing = facts.read("standing").iter().enumerate();
    let effects = standing.flat_map(|(place, one)| hand_over(facts, one, successor, place));
    Ok(Writes {
        effects: effects.collect(),
        ..Writes::default()
    })
}

fn hand_over(facts: &Facts, opportunity: &Document, to: &Stage, place: usize) -> [Effect; 2] {
    let mut sets = vec![("stage_id", Value::Id(to.head.id))];
    if to.category == StageCategory::Open {
        sets.push(("probability", Value::Decimal(to.probability)));
        sets.push(("stage_entered_at", Value::Instant(facts.now)));
    }
    let from = opportunity.get("stage_id").as_id();
    let row = history_with(
        facts.fresh_id(place),
        opportunity,
        from,
        to.head.id,
        facts.now,
        None,
    );
    [
        Effect::Patch {
            entity: &OPPORTUNITY,
            id: opportunity.id(),
            sets,
        },
        row,
    ]
}
