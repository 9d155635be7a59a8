//! Stages: the steps of a pipeline, in order.

use crate::choice;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::decimal::Decimal;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::{Format, Id, Initial, Json};
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::verb::{Ask, Verb};
use crate::record;
use crate::sales::opportunities::{OPPORTUNITY, exits, handover};
use crate::sales::pipelines::Pipeline;

choice! {
    /// What an opportunity in the stage is.
    pub enum StageCategory { Open = "open", Won = "won", Lost = "lost" }
}

record! {
    /// One step of a pipeline.
    pub struct Stage of STAGE: System {
        /// What people call it.
        name: String [max(100), keyed(), search(), fact()],
        /// Of which pipeline.
        pipeline_id: Id<Pipeline> [on_create(), fact()],
        /// Place in the pipeline.
        position: i64 [range(0, 10_000), or(Initial::Int(0))],
        /// Whether an opportunity in it is open, won or lost.
        category: StageCategory [on_create(), or(Initial::Text("open")), fact()],
        /// How likely an opportunity in it is won, in percent.
        probability: Decimal [range(0, 100_000_000), format(Format::Percent), or(Initial::Int(0)), fact()],
        /// Days after which an opportunity in it is stuck.
        target_days: Option<i64> [range(1, 3_650), fact()],
        /// Fields of the opportunity that must be filled before it leaves the stage forward, as a
        /// JSON list of names.
        exit_fields: Json [or(Initial::Text("[]"))],
        /// What must hold for the opportunity before it leaves the stage forward: a filter as lists take it; empty for
        /// nothing.
        exit_filter: Json [or(Initial::Text("{}"))],
        /// Where its opportunities went by the verb `replace`.
        successor_id: Option<Id<Stage>> [by_verb()],
    }
}

/// Stages.
pub static STAGE: Entity = Entity {
    scope: Scope::Shared,
    // Opportunities leave a stage that is no longer wanted some at a time; once none is left it can be deleted.
    verbs: &[Verb {
        name: "replace",
        from: &[],
        to: None,
        asks: &[Ask::required("successor_id")],
        needs: &[],
        reads: &[
            Read {
                name: "stages",
                from: ReadFrom::All(|| &STAGE),
            },
            Read {
                name: "standing",
                from: standing(handover::MOST),
            },
        ],
        rule: handover::replace,
    }],
    reads: &[Read {
        name: "standing",
        from: standing(1),
    }],
    decide,
    sort: "position",
    ..Entity::root("stage", "stages", Stage::FIELDS)
};

/// Opportunities that stand in the stage, at most so many.
const fn standing(most: usize) -> ReadFrom {
    ReadFrom::Some {
        entity: || &OPPORTUNITY,
        field: "stage_id",
        equals: "id",
        most,
    }
}

fn decide(
    facts: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    if after.deleted_at().is_some() {
        return if facts.read("standing").is_empty() {
            Ok(Vec::new())
        } else {
            Err(Violation::at("", "stage_in_use").into())
        };
    }
    let mut found = Violations::default();
    let names: Option<Vec<String>> = serde_json::from_str(after.text("exit_fields")).ok();
    let known =
        names.is_some_and(|names| names.iter().all(|name| OPPORTUNITY.field(name).is_some()));
    if !known {
        found.add(Violation::field("exit_fields", "not_field_names"));
    }
    if let Err(refused) = exits::criteria(&facts.custom, after.text("exit_filter")) {
        found.extend(refused);
    }
    found.into_result()?;
    Ok(Vec::new())
}

impl Stage {
    /// The fields that must be filled before an opportunity leaves it forward.
    pub fn exit_fields(&self) -> Vec<String> {
        serde_json::from_str(&self.exit_fields.0).unwrap_or_default()
    }
}
