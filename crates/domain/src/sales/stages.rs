//! Stages: the steps of a pipeline, in order.

use crate::choice;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::decimal::Decimal;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts};
use crate::kernel::field::{Format, Id, Initial, Json};
use crate::kernel::problem::{Violation, Violations};
use crate::record;
use crate::sales::opportunities::OPPORTUNITY;
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
        position: i64 [range(0, 10_000), or(Initial::Int(0)), fact()],
        /// Whether an opportunity in it is open, won or lost.
        category: StageCategory [on_create(), or(Initial::Text("open")), fact()],
        /// How likely an opportunity in it is won, in percent.
        probability: Decimal [range(0, 100_000_000), format(Format::Percent), or(Initial::Int(0)), fact()],
        /// Days after which an opportunity in it is stuck.
        target_days: Option<i64> [range(1, 3_650), fact()],
        /// Fields of the opportunity that must be filled before it leaves the stage forward, as a
        /// JSON list of names.
        exit_fields: Json [or(Initial::Text("[]"))],
    }
}

/// Stages.
pub static STAGE: Entity = Entity {
    scope: Scope::Shared,
    decide,
    sort: "position",
    ..Entity::root("stage", "stages", Stage::FIELDS)
};

fn decide(
    _: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    let names: Option<Vec<String>> = serde_json::from_str(after.text("exit_fields")).ok();
    let known =
        names.is_some_and(|names| names.iter().all(|name| OPPORTUNITY.field(name).is_some()));
    if known {
        Ok(Vec::new())
    } else {
        Err(Violation::field("exit_fields", "not_field_names").into())
    }
}

impl Stage {
    /// The fields that must be filled before an opportunity leaves it forward.
    pub fn exit_fields(&self) -> Vec<String> {
        serde_json::from_str(&self.exit_fields.0).unwrap_or_default()
    }
}
