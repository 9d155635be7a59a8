//! What must be done before an opportunity leaves a stage forward: fields that are filled, and criteria that hold.

use super::super::stages::{Stage, StageCategory};
use super::OPPORTUNITY;
use crate::kernel::custom::CustomFields;
use crate::kernel::document::Document;
use crate::kernel::evaluate::{Scene, matches};
use crate::kernel::field::Kind;
use crate::kernel::filter::{Filter, Operand, Test};
use crate::kernel::kept::kept;
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::value::Value;
use crate::kernel::wire;

/// References whose records a criterion may look at; the verbs that ask for criteria read them.
const WITHIN_REACH: [&str; 2] = ["account_id", "primary_contact_id"];

/// A stage's criteria, from their text. What could not be decided when an opportunity moves is refused.
pub fn criteria(custom: &CustomFields, text: &str) -> Result<Filter, Violations> {
    let filter = kept(&OPPORTUNITY, custom, text, "exit_filter")?;
    let beyond = filter.tests().into_iter().find(|test| !is_near(&test.path));
    match beyond {
        Some(test) => Err(Violation::field("exit_filter", "criterion_out_of_reach")
            .with("field", &test.path)
            .into()),
        None => Ok(filter),
    }
}

/// Whether a path stays within the opportunity, its lines, its account and its primary contact.
fn is_near(path: &str) -> bool {
    let Some((name, further)) = path.split_once('.') else {
        return true;
    };
    if name == "custom" {
        return true;
    }
    let (entity, is_reference) = match OPPORTUNITY.collection(name) {
        Some((_, rows)) => ((rows.entity)(), false),
        None => match OPPORTUNITY.field(name) {
            Some(field) if field.kind == Kind::Money => return true,
            Some(field) => match field.target() {
                Some(target) => (target, true),
                None => return false,
            },
            None => return false,
        },
    };
    if is_reference && !WITHIN_REACH.contains(&name) {
        return false;
    }
    let leads_on = further.split_once('.').is_some_and(|(step, _)| {
        step != "custom"
            && entity
                .field(step)
                .is_none_or(|field| field.kind != Kind::Money)
    });
    !leads_on
}

/// What is still missing before the opportunity may leave one stage: each field and each criterion by name.
pub fn missing(
    custom: &CustomFields,
    stage: &Stage,
    opportunity: &Document,
    scene: &Scene,
) -> Violations {
    let mut found = Violations::default();
    for field in stage.exit_fields() {
        if opportunity.get(&field).is_empty() {
            found.add(Violation::field(&field, "required"));
        }
    }
    // A criterion that cannot be read any more, because a field of it is gone, holds nobody up.
    if let Ok(filter) = criteria(custom, &stage.exit_filter.0) {
        name_unmet(&filter, stage, opportunity, scene, &mut found);
    }
    found
}

fn name_unmet(
    filter: &Filter,
    stage: &Stage,
    opportunity: &Document,
    scene: &Scene,
    found: &mut Violations,
) {
    if matches(filter, opportunity, scene) {
        return;
    }
    match filter {
        Filter::And(parts) => {
            for part in parts {
                name_unmet(part, stage, opportunity, scene, found);
            }
        }
        Filter::Test(test) => found.add(named(test, stage, "exit_criterion")),
        Filter::Or(_) => {
            for test in filter.tests() {
                found.add(named(test, stage, "exit_criterion_any"));
            }
        }
    }
}

fn named(test: &Test, stage: &Stage, code: &'static str) -> Violation {
    let steps = match test.path.strip_prefix("custom.") {
        Some(name) => format!("/custom/{name}"),
        None => format!("/{}", test.path.split('.').next().unwrap_or_default()),
    };
    Violation::at(steps, code)
        .with("stage", &stage.name)
        .with("entity", OPPORTUNITY.name)
        .with("path", &test.path)
        .with("operator", test.op)
        .with("value", operand(&test.operand))
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Value(value) => words(value),
        Operand::Period(period) => format!("@{period}"),
        Operand::Me => "@me".to_owned(),
    }
}

/// A value as an error says it.
fn words(value: &Value) -> String {
    match value {
        Value::Money(money) => format!("{} {}", money.major(), money.currency),
        Value::List(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        other => match wire::value_json(other) {
            serde_json::Value::String(text) => text,
            json => json.to_string(),
        },
    }
}

/// The stages that an opportunity leaves behind on its way from one to another, the one it stands in first. A won sale
/// leaves all open stages behind; nothing is left behind on the way back, or to where it is lost.
pub fn left_behind<'a>(stages: &'a [Stage], from: &'a Stage, to: &Stage) -> Vec<&'a Stage> {
    let until = match to.category {
        StageCategory::Open => to.position,
        StageCategory::Won => i64::MAX,
        _ => return Vec::new(),
    };
    let mut passed: Vec<&Stage> = stages
        .iter()
        .filter(|stage| {
            stage.pipeline_id == from.pipeline_id
                && stage.category == StageCategory::Open
                && (stage.head.id == from.head.id || stage.position > from.position)
                && stage.position < until
        })
        .collect();
    passed.sort_by_key(|stage| (stage.position, stage.head.id));
    passed
}
