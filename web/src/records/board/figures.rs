//! What the columns add up to: counts, sums per currency, and how many have a next step.

use std::collections::HashMap;

use guanxi_client::aggregate::Converted;
use guanxi_client::{Aggregate, Sum};
use guanxi_domain::kernel::currency::Money;
use serde_json::{Value as Json, json};

use super::plan::Plan;
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::list::sums_of;

/// The figures of one column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// How many records.
    pub count: i64,
    /// What they are worth, per currency.
    pub sums: Vec<Money>,
    /// What they are worth, weighted.
    pub weighted: Vec<Money>,
    /// How many have no next step.
    pub unplanned: i64,
    /// How many have an overdue next step.
    pub overdue: i64,
    /// How many are stalled by what their pipeline calls so.
    pub stalled: i64,
    /// What they are worth in the company's currency, at today's rates.
    pub converted: Option<Converted>,
    /// The same, weighted.
    pub converted_weighted: Option<Converted>,
}

/// The day of what is to be done next.
const NEXT_STEP: &str = "next_step_on";

/// The figures of all columns, by the column's value; none without an answer: the columns themselves say when the server
/// cannot be reached.
pub async fn fetch(
    desk: Desk,
    entity: &Entity,
    plan: &Plan,
    filter: &Json,
    today: &str,
) -> Option<HashMap<String, Figures>> {
    let mut figures: HashMap<String, Figures> = HashMap::new();
    let by = plan.field.path();
    let mut worth = question(plan, filter, None).count().rates_on(today);
    for field in ["amount", "weighted"]
        .into_iter()
        .filter(|name| entity.field(name).is_some())
    {
        worth = worth.measure("sum", field);
    }
    for group in desk.api.aggregate(&entity.plural, worth).await.ok()? {
        let own = figures.entry(key(&group, by)).or_default();
        own.count = group.count();
        own.sums = sums_of(std::slice::from_ref(&group), "amount");
        own.weighted = sums_of(std::slice::from_ref(&group), "weighted");
        own.converted = group.converted("sum_amount");
        own.converted_weighted = group.converted("sum_weighted");
    }
    if let Some(stalled) = &plan.stalled {
        for group in count(desk, entity, plan, filter, stalled.clone()).await {
            figures.entry(key(&group, by)).or_default().stalled = group.count();
        }
    }
    if entity.field(NEXT_STEP).is_some() {
        let none = json!({ "field": NEXT_STEP, "op": "empty", "value": true });
        for group in count(desk, entity, plan, filter, none).await {
            figures.entry(key(&group, by)).or_default().unplanned = group.count();
        }
        let past = json!({ "field": NEXT_STEP, "op": "lt", "value": "@today" });
        for group in count(desk, entity, plan, filter, past).await {
            figures.entry(key(&group, by)).or_default().overdue = group.count();
        }
    }
    Some(figures)
}

async fn count(desk: Desk, entity: &Entity, plan: &Plan, filter: &Json, test: Json) -> Vec<Sum> {
    desk.api
        .aggregate(&entity.plural, question(plan, filter, Some(test)).count())
        .await
        .unwrap_or_default()
}

fn question(plan: &Plan, filter: &Json, test: Option<Json>) -> Aggregate {
    let parts: Vec<Json> = [plan.filter(), filter.clone()]
        .into_iter()
        .chain(test)
        .collect();
    Aggregate::new()
        .filter(json!({ "and": parts }))
        .by(plan.field.path())
}

fn key(group: &Sum, by: &str) -> String {
    group
        .keys
        .get(by)
        .and_then(Json::as_str)
        .unwrap_or_default()
        .to_owned()
}
