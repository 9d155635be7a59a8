//! How a running deal stands: whether it is stalled, what is missing before it may leave its stage, and what counts as
//! having spoken with each other.

use super::super::pipelines;
use super::super::stages::Stage;
use super::exits;
use crate::kernel::custom::CustomFields;
use crate::kernel::document::Document;
use crate::kernel::evaluate::{Scene, matches};
use crate::kernel::filter::{Filter, Op};
use crate::kernel::problem::Violations;
use crate::kernel::rules::one_of;
use crate::kernel::value::Value;

/// How one deal stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// What its pipeline calls stalled holds for it.
    pub is_stalled: bool,
    /// What is missing before it may leave its stage forward.
    pub missing: Violations,
}

/// How a deal stands in its stage and pipeline; one that is decided neither stalls nor lacks anything. Who may not read a
/// field is told nothing that follows from it.
pub fn of(
    custom: &CustomFields,
    shows: &dyn Fn(&str) -> bool,
    opportunity: &Document,
    stage: Option<&Stage>,
    pipeline: Option<&Document>,
    scene: &Scene,
) -> Standing {
    if opportunity.text("status") != "open" {
        return Standing::default();
    }
    // A filter that cannot be read any more, because a field of it is gone, calls nothing stalled.
    let is_stalled = pipeline
        .and_then(|pipeline| pipelines::stalled(pipeline, custom).ok())
        .filter(|filter| filter.tests().iter().all(|test| shows(root(&test.path))))
        .is_some_and(|filter| matches(&filter, opportunity, scene));
    let missing = stage.map(|stage| exits::missing(custom, stage, opportunity, scene));
    let mut missing = missing.unwrap_or_default();
    missing
        .0
        .retain(|one| shows(root(one.pointer.trim_start_matches('/'))));
    Standing {
        is_stalled,
        missing,
    }
}

/// The field of the opportunity that a path or pointer begins with.
fn root(path: &str) -> &str {
    path.split(['.', '/']).next().unwrap_or_default()
}

/// Activities in which both sides had their say: people met, somebody answered the call, or the customer wrote.
pub fn two_way() -> Filter {
    let is = |kind: &str| Filter::equals("kind", Value::text(kind));
    let not = |outcome: &str| Filter::test("outcome", Op::Ne, Value::text(outcome));
    let spoken = Filter::all([is("call"), not("left_message"), not("no_answer")]);
    let written = Filter::all([
        one_of("kind", &["mail", "letter", "chat", "form"]),
        Filter::equals("direction", Value::text("incoming")),
    ]);
    Filter::equals("status", Value::text("done")).and(Filter::any([
        is("meeting"),
        is("visit"),
        spoken,
        written,
    ]))
}
