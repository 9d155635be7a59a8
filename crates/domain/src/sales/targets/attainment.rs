//! What was reached of targets: which aggregates tell it, and what comes of their answers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal as Wide;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Target, TargetMetric};
use crate::activities::activities::ACTIVITY;
use crate::customers::accounts::ACCOUNT;
use crate::kernel::catalogue::Entity;
use crate::kernel::currency::Money;
use crate::kernel::decimal::Decimal;
use crate::kernel::filter::{Filter, Op};
use crate::kernel::query::{Aggregate, Function, Group, Measure};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;
use crate::kernel::wire;
use crate::sales::opportunities::OPPORTUNITY;

/// One aggregate that tells what people, or teams, did during some days. Targets with the same one share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    metric: Metric,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    by_team: bool,
}

/// A metric in an order, so that questions can be collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Metric {
    WonAmount,
    WonCount,
    NewAccounts,
    Calls,
    Meetings,
    Visits,
}

/// What was reached of one target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reached {
    /// What was won, in the currency of the goal.
    pub amount: Option<Money>,
    /// How many there were.
    pub count: Option<i64>,
    /// What was won in other currencies; never added to the rest.
    pub others: Vec<Money>,
}

impl Question {
    /// The one that a target asks; none for a metric that this version does not know.
    pub fn of(target: &Target) -> Option<Self> {
        let metric = match target.metric {
            TargetMetric::WonAmount => Metric::WonAmount,
            TargetMetric::WonCount => Metric::WonCount,
            TargetMetric::NewAccounts => Metric::NewAccounts,
            TargetMetric::Calls => Metric::Calls,
            TargetMetric::Meetings => Metric::Meetings,
            TargetMetric::Visits => Metric::Visits,
            _ => return None,
        };
        Some(Self {
            metric,
            from: target.starts_on,
            to: target.ends_on?,
            by_team: target.for_team_id.is_some(),
        })
    }

    /// Of which records.
    pub fn entity(self) -> &'static Entity {
        match self.metric {
            Metric::WonAmount | Metric::WonCount => &OPPORTUNITY,
            Metric::NewAccounts => &ACCOUNT,
            Metric::Calls | Metric::Meetings | Metric::Visits => &ACTIVITY,
        }
    }

    /// The aggregate, between two moments.
    pub fn ask(self, (from, to): (Instant, Instant)) -> Aggregate {
        let at = match self.metric {
            Metric::WonAmount | Metric::WonCount => "won_at",
            Metric::NewAccounts => "created_at",
            Metric::Calls | Metric::Meetings | Metric::Visits => "done_at",
        };
        let mut parts = vec![
            Filter::test(at, Op::Gte, Value::Instant(from)),
            Filter::test(at, Op::Lt, Value::Instant(to)),
        ];
        parts.extend(
            self.kind()
                .map(|kind| Filter::equals("kind", Value::text(kind))),
        );
        let measure = match self.metric {
            Metric::WonAmount => (Function::Sum, Some("amount".to_owned())),
            _ => (Function::Count, None),
        };
        Aggregate {
            filter: Some(Filter::all(parts)),
            group: vec![Group {
                path: self.key().to_owned(),
                bucket: None,
            }],
            measures: vec![Measure {
                function: measure.0,
                path: measure.1,
            }],
        }
    }

    const fn kind(self) -> Option<&'static str> {
        match self.metric {
            Metric::Calls => Some("call"),
            Metric::Meetings => Some("meeting"),
            Metric::Visits => Some("visit"),
            _ => None,
        }
    }

    const fn key(self) -> &'static str {
        if self.by_team { "team_id" } else { "owner_id" }
    }

    /// What came of it for one target. `teams` are those that count for a target of a team.
    pub fn reached(self, answer: &Json, target: &Target, teams: &BTreeSet<Uuid>) -> Reached {
        let counts = |key: &Json| {
            let id = key.as_str().and_then(|id| id.parse::<Uuid>().ok());
            if self.by_team {
                id.is_some_and(|id| teams.contains(&id))
            } else {
                id.is_some() && id == target.head.owner_id
            }
        };
        let groups = answer["groups"].as_array();
        let groups: Vec<&Json> = groups
            .into_iter()
            .flatten()
            .filter(|group| counts(&group["keys"][self.key()]))
            .map(|group| &group["values"])
            .collect();
        if self.metric == Metric::WonAmount {
            return won(&groups, target);
        }
        let count = |values: &&Json| values["count"].as_i64().unwrap_or(0);
        Reached {
            count: Some(groups.iter().map(count).sum()),
            ..Reached::default()
        }
    }
}

fn won(groups: &[&Json], target: &Target) -> Reached {
    let Some(goal) = target.goal_amount else {
        return Reached::default();
    };
    let mut reached = Money { minor: 0, ..goal };
    let mut others: Vec<Money> = Vec::new();
    let amounts = groups
        .iter()
        .filter_map(|values| values["sum_amount"].as_array())
        .flatten();
    for amount in amounts.filter_map(wire::money) {
        let sum = if amount.currency == goal.currency {
            &mut reached
        } else if let Some(at) = others
            .iter()
            .position(|sum| sum.currency == amount.currency)
        {
            &mut others[at]
        } else {
            others.push(amount);
            continue;
        };
        *sum = sum.checked_add(amount).unwrap_or(*sum);
    }
    others.sort_by(|a, b| a.currency.code().cmp(b.currency.code()));
    Reached {
        amount: Some(reached),
        others,
        ..Reached::default()
    }
}

/// What is told of a target and what was reached of it, seen on a day.
pub fn told(target: &Target, reached: &Reached, today: NaiveDate) -> Json {
    let share = match (reached.amount, target.goal_amount) {
        (Some(reached), Some(goal)) => percent(reached.minor, goal.minor),
        _ => reached
            .count
            .zip(target.goal_count)
            .and_then(|(reached, goal)| percent(reached, goal)),
    };
    json!({
        "target_id": target.head.id,
        "name": target.name,
        "metric": target.metric.name(),
        "owner_id": target.head.owner_id,
        "for_team_id": target.for_team_id.map(|id| id.uuid()),
        "starts_on": target.starts_on,
        "ends_on": target.ends_on,
        "goal_amount": target.goal_amount.map(told_money),
        "goal_count": target.goal_count,
        "reached_amount": reached.amount.map(told_money),
        "reached_count": reached.count,
        "others": reached.others.iter().copied().map(told_money).collect::<Vec<_>>(),
        "percent": share.map(|share| share.to_string()),
        "elapsed": elapsed(target, today).map(|share| share.to_string()),
        "closed": target.closed_at.is_some(),
    })
}

fn told_money(money: Money) -> Json {
    wire::value_json(&Value::Money(money))
}

/// How much of the days have passed at the end of a day, in percent.
fn elapsed(target: &Target, today: NaiveDate) -> Option<Decimal> {
    let whole = (target.ends_on? - target.starts_on).num_days() + 1;
    let passed = (today - target.starts_on).num_days() + 1;
    percent(passed.clamp(0, whole), whole)
}

/// In percent with one place, half up.
fn percent(part: i64, whole: i64) -> Option<Decimal> {
    if whole == 0 {
        return None;
    }
    let share = Wide::from(part) * Wide::ONE_HUNDRED / Wide::from(whole);
    let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    Decimal::from_wide(share.round_dp_with_strategy(1, strategy))
}
