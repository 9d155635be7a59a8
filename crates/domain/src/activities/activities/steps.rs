//! Tasks that consist of steps: each step knows its task, and the task counts its steps.

use super::ACTIVITY;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Writes};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::people::users::no_cycle;

/// A step belongs to its task from the beginning, and hangs where the task does unless said otherwise.
pub fn settle(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<(), Violations> {
    if let Some(before) = before {
        // An import, too: the count of the former task would be wrong.
        if before.get("parent_id") != after.get("parent_id") {
            return Err(Violation::field("parent_id", "read_only").into());
        }
        return Ok(());
    }
    no_cycle(facts.read("above"), after, "parent_id")?;
    let Some(task) = facts.read("above").first() else {
        return Ok(());
    };
    if task.text("kind") == "note" {
        return Err(Violation::field("parent_id", "notes_have_no_steps").into());
    }
    if after.get("anchor_id").is_empty() {
        for field in ["anchor_entity", "anchor_id", "contact_id"] {
            after.set(field, task.get(field).clone());
        }
    }
    Ok(())
}

/// What the task above a step counts once the step is as it is here.
pub fn counted(facts: &Facts, step: &Document) -> Vec<Effect> {
    let Some(task) = step.get("parent_id").as_id() else {
        return Vec::new();
    };
    let others = facts.read("steps").iter();
    let others = others.filter(|other| other.id() != step.id());
    let own = Some(step).filter(|step| step.deleted_at().is_none());
    let mut counts = [0_i64, 0];
    for status in others.chain(own).map(|one| one.text("status")) {
        counts[0] += i64::from(status != "cancelled");
        counts[1] += i64::from(status == "done");
    }
    vec![Effect::Patch {
        entity: &ACTIVITY,
        id: task,
        sets: vec![
            ("steps_total", Value::Int(counts[0])),
            ("steps_done", Value::Int(counts[1])),
        ],
    }]
}

/// The same for a verb that leads to another state.
pub fn with_counts(
    facts: &Facts,
    step: &Document,
    status: &'static str,
    mut writes: Writes,
) -> Writes {
    let mut step = step.clone();
    step.set("status", Value::text(status));
    writes.effects.extend(counted(facts, &step));
    writes
}
