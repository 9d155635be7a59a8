//! Pipelines: the ways in which we sell.

use uuid::Uuid;

use super::pipeline_teams::{PIPELINE_TEAM, PipelineTeam};
use crate::kernel::catalogue::{Collection, Entity, Scope};
use crate::kernel::custom::CustomFields;
use crate::kernel::document::Document;
use crate::kernel::facts::{Effect, Facts, Read, ReadFrom};
use crate::kernel::field::{Initial, Json};
use crate::kernel::filter::Filter;
use crate::kernel::kept::kept;
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::record;
use crate::sales::opportunities::OPPORTUNITY;

/// What a new pipeline calls stalled: nothing planned, a plan a week overdue, or a month in one stage.
const STALLED: &str = r#"{"or":[{"field":"next_step_on","op":"empty","value":true},{"field":"next_step_on","op":"lt","value":"@today-7"},{"field":"days_in_stage","op":"gt","value":30}]}"#;

record! {
    /// One way of selling, with its own stages.
    pub struct Pipeline of PIPELINE: System {
        /// What people call it.
        name: String [max(200), keyed(), search(), fact()],
        /// Place among the pipelines.
        position: i64 [range(0, 10_000), or(Initial::Int(0))],
        /// New opportunities go here when nobody says otherwise.
        is_default: bool [or(Initial::Bool(false)), fact()],
        /// Anything else worth knowing.
        description: Option<String> [multiline()],
        /// When an open opportunity counts as stalled: a filter as lists take it.
        stalled_filter: Json [or(Initial::Text(STALLED))],
    }
}

/// Pipelines.
pub static PIPELINE: Entity = Entity {
    scope: Scope::Shared,
    collections: &[Collection {
        name: "teams",
        entity: || &PIPELINE_TEAM,
    }],
    reads: &[
        Read {
            name: "pipelines",
            from: ReadFrom::All(|| &PIPELINE),
        },
        Read {
            name: "running",
            from: ReadFrom::Some {
                entity: || &OPPORTUNITY,
                field: "pipeline_id",
                equals: "id",
                most: 1,
            },
        },
    ],
    decide,
    sort: "position",
    ..Entity::root("pipeline", "pipelines", Pipeline::FIELDS)
};

fn decide(
    facts: &Facts,
    _: Option<&Document>,
    after: &mut Document,
) -> Result<Vec<Effect>, Violations> {
    if after.deleted_at().is_some() {
        return if facts.read("running").is_empty() {
            Ok(Vec::new())
        } else {
            Err(Violation::at("", "pipeline_in_use").into())
        };
    }
    stalled(after, &facts.custom)?;
    Ok(only_default(facts, after))
}

/// What the pipeline calls stalled. It looks at the opportunity alone, so that long lists can be asked for it.
pub fn stalled(pipeline: &Document, custom: &CustomFields) -> Result<Filter, Violations> {
    let text = pipeline.text("stalled_filter");
    let filter = kept(&OPPORTUNITY, custom, text, "stalled_filter")?;
    let beyond = filter
        .tests()
        .into_iter()
        .find(|test| test.path.contains('.') && !test.path.starts_with("custom."));
    match beyond {
        Some(test) => Err(Violation::field("stalled_filter", "criterion_out_of_reach")
            .with("field", &test.path)
            .into()),
        None => Ok(filter),
    }
}

/// Whether opportunities of a team may go through it: one that names no teams is for all.
pub fn is_for(pipeline: &Document, team: Option<Uuid>) -> bool {
    let teams = pipeline.typed_rows::<PipelineTeam>("teams");
    teams.is_empty() || teams.iter().any(|one| Some(one.team_id.uuid()) == team)
}

/// One default at most: a new one takes it from the others.
fn only_default(facts: &Facts, after: &Document) -> Vec<Effect> {
    if *after.get("is_default") != Value::Bool(true) {
        return Vec::new();
    }
    let others = facts.all::<Pipeline>("pipelines");
    let others = others
        .into_iter()
        .filter(|other| other.is_default && other.head.id != after.id());
    others
        .map(|other| Effect::Patch {
            entity: &PIPELINE,
            id: other.head.id,
            sets: vec![("is_default", Value::Bool(false))],
        })
        .collect()
}
