//! What was reached of targets: which aggregates tell it, and what comes of their answers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
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

    /// The fields of the target that say whose records count, which and when: what comes of the answer tells them.
    pub fn basis(self) -> impl Iterator<Item = &'static str> {
        let whose = (!self.by_team).then_some("owner_id");
        ["metric", "for_team_id", "starts_on", "ends_on"]
            .into_iter()
            .chain(whose)
    }

    /// The fields of the records that it asks about.
    pub fn fields(self) -> impl Iterator<Item = &'static str> {
        let kind = self.kind().map(|_| "kind");
        [self.at(), self.key()]
            .into_iter()
            .chain(kind)
            .chain(self.amount())
    }

    /// The aggregate, between two moments.
    pub fn ask(self, (from, to): (Instant, Instant)) -> Aggregate {
        let mut parts = vec![
            Filter::test(self.at(), Op::Gte, Value::Instant(from)),
            Filter::test(self.at(), Op::Lt, Value::Instant(to)),
        ];
        parts.extend(
            self.kind()
                .map(|kind| Filter::equals("kind", Value::text(kind))),
        );
        let amount = self.amount();
        Aggregate {
            filter: Some(Filter::all(parts)),
            group: vec![Group {
                path: self.key().to_owned(),
                bucket: None,
            }],
            measures: vec![Measure {
                function: amount.map_or(Function::Count, |_| Function::Sum),
                path: amount.map(str::to_owned),
            }],
        }
    }

    /// When a record counts.
    const fn at(self) -> &'static str {
        match self.metric {
            Metric::WonAmount | Metric::WonCount => "won_at",
            Metric::NewAccounts => "created_at",
            Metric::Calls | Metric::Meetings | Metric::Visits => "done_at",
        }
    }

    /// What is added up; records are counted when nothing is.
    const fn amount(self) -> Option<&'static str> {
        match self.metric {
            Metric::WonAmount => Some("amount"),
            _ => None,
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

/// What is told of a target and what was reached of it, seen on a day. Members that tell of a field that the reader does
/// not see are left out.
pub fn told(
    target: &Target,
    reached: &Reached,
    today: NaiveDate,
    sees: impl Fn(&str) -> bool,
) -> Json {
    let members = own(target)
        .into_iter()
        .chain(computed(target, reached, today));
    let mut told = Map::from_iter([("target_id".to_owned(), json!(target.head.id))]);
    for (member, fields, value) in members {
        if fields.iter().all(|field| sees(field)) {
            told.insert(member.to_owned(), value);
        }
    }
    Json::Object(told)
}

/// A member, the fields of the target that it tells of, and what it is.
type Member = (&'static str, &'static [&'static str], Json);

/// What the target says itself.
fn own(target: &Target) -> [Member; 8] {
    [
        ("name", &["name"], json!(target.name)),
        ("metric", &["metric"], json!(target.metric.name())),
        ("owner_id", &["owner_id"], json!(target.head.owner_id)),
        (
            "for_team_id",
            &["for_team_id"],
            json!(target.for_team_id.map(|id| id.uuid())),
        ),
        ("starts_on", &["starts_on"], json!(target.starts_on)),
        ("ends_on", &["ends_on"], json!(target.ends_on)),
        (
            "goal_amount",
            &["goal_amount"],
            json!(target.goal_amount.map(told_money)),
        ),
        ("goal_count", &["goal_count"], json!(target.goal_count)),
    ]
}

/// What is known beside it.
fn computed(target: &Target, reached: &Reached, today: NaiveDate) -> [Member; 6] {
    let others: Vec<Json> = reached.others.iter().copied().map(told_money).collect();
    let (basis, share) = share(target, reached);
    [
        (
            "reached_amount",
            &["reached_amount"],
            json!(reached.amount.map(told_money)),
        ),
        ("reached_count", &["reached_count"], json!(reached.count)),
        ("others", &["reached_amount"], json!(others)),
        ("percent", basis, told_percent(share)),
        (
            "elapsed",
            &["starts_on", "ends_on"],
            told_percent(elapsed(target, today)),
        ),
        ("closed", &["closed_at"], json!(target.closed_at.is_some())),
    ]
}

/// How much of the goal was reached, in percent, and from which fields that is known.
fn share(target: &Target, reached: &Reached) -> (&'static [&'static str], Option<Decimal>) {
    if let Some(goal) = target.goal_amount {
        let reached = reached.amount;
        let share = reached.and_then(|reached| Decimal::percent(reached.minor, goal.minor));
        return (&["goal_amount", "reached_amount"], share);
    }
    let counts = reached.count.zip(target.goal_count);
    let share = counts.and_then(|(reached, goal)| Decimal::percent(reached, goal));
    (&["goal_count", "reached_count"], share)
}

fn told_percent(share: Option<Decimal>) -> Json {
    json!(share.map(|share| share.to_string()))
}

fn told_money(money: Money) -> Json {
    wire::value_json(&Value::Money(money))
}

/// How much of the days have passed at the end of a day, in percent.
fn elapsed(target: &Target, today: NaiveDate) -> Option<Decimal> {
    let whole = (target.ends_on? - target.starts_on).num_days() + 1;
    let passed = (today - target.starts_on).num_days() + 1;
    Decimal::percent(passed.clamp(0, whole), whole)
}
