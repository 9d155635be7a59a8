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
use crate::people::users::USER;
use crate::sales::opportunities::OPPORTUNITY;
use crate::sales::opportunity_splits::credited;

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

/// A won sale that several people share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SharedSale {
    /// Which.
    pub id: Uuid,
    /// Whose it is.
    pub owner: Option<Uuid>,
    /// The team of the one whose it is.
    pub team: Option<Uuid>,
    /// What it is worth.
    pub amount: Option<Money>,
    /// Who shares it, and how much is whose, in percent.
    pub shares: Vec<(Uuid, Decimal)>,
}

/// What is put to or, below nothing, taken from somebody's or a team's figures because a sale is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    key: Uuid,
    amount: Option<Money>,
    count: i64,
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
    /// How much of it comes from sales that the reader cannot open, by currency.
    pub unseen_amounts: Vec<Money>,
    /// How many of them come from such sales.
    pub unseen_count: i64,
}

/// What was found for a question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The answer of its aggregate.
    pub whole: Json,
    /// What moves between people and teams because sales are shared.
    pub moved: Vec<Credit>,
    /// Shares in sales that the reader cannot open.
    pub unseen: Vec<Credit>,
}

impl SharedSale {
    /// What each who shares it is credited with.
    fn parts(&self) -> impl Iterator<Item = Credit> + use<> {
        let whole = self.amount;
        let worth = whole.map_or(0, |amount| amount.minor);
        let amounts = credited(worth, &self.shares, self.owner);
        let counts = credited(1, &self.shares, self.owner);
        amounts
            .into_iter()
            .zip(counts)
            .map(move |((key, minor), (_, count))| Credit {
                key,
                amount: whole.map(|whole| Money { minor, ..whole }),
                count,
            })
    }
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

    /// The fields that the answer tells of: those of the records, and of people where their teams matter.
    pub fn fields(self) -> impl Iterator<Item = (&'static Entity, &'static str)> {
        let kind = self.kind().map(|_| "kind");
        let split = self.is_shared().then_some("split");
        let teams = (self.is_shared() && self.by_team).then_some((&USER, "teams"));
        [self.at(), self.key()]
            .into_iter()
            .chain(kind)
            .chain(self.amount())
            .chain(split)
            .map(move |field| (self.entity(), field))
            .chain(teams)
    }

    /// Whether shares in sales out of sight count: for people, each of whom knows their own; what teams have is what the
    /// reader sees.
    pub const fn counts_unseen(self) -> bool {
        self.is_shared() && !self.by_team
    }

    /// Whether several people may share a record that counts.
    pub const fn is_shared(self) -> bool {
        matches!(self.metric, Metric::WonAmount | Metric::WonCount)
    }

    /// The aggregate, between two moments.
    pub fn ask(self, between: (Instant, Instant)) -> Aggregate {
        let amount = self.amount();
        Aggregate {
            filter: Some(self.filter(between)),
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

    /// The records that count, between two moments.
    pub fn filter(self, (from, to): (Instant, Instant)) -> Filter {
        let mut parts = vec![
            Filter::test(self.at(), Op::Gte, Value::Instant(from)),
            Filter::test(self.at(), Op::Lt, Value::Instant(to)),
        ];
        parts.extend(
            self.kind()
                .map(|kind| Filter::equals("kind", Value::text(kind))),
        );
        Filter::all(parts)
    }

    /// What moves from those who own shared sales to those who share them. `team_of` is the team that people are in.
    pub fn credits(
        self,
        sales: &[SharedSale],
        team_of: impl Fn(Uuid) -> Option<Uuid>,
    ) -> Vec<Credit> {
        let mut credits = Vec::new();
        for sale in sales {
            let from = if self.by_team { sale.team } else { sale.owner };
            credits.extend(from.map(|key| Credit {
                key,
                amount: sale.amount.map(Money::negated),
                count: -1,
            }));
            for credit in sale.parts() {
                let key = if self.by_team {
                    team_of(credit.key)
                } else {
                    Some(credit.key)
                };
                credits.extend(key.map(|key| Credit { key, ..credit }));
            }
        }
        credits
    }

    /// What people have of sales that the reader cannot open: their own shares, and nothing of anybody else.
    pub fn unseen(self, sales: &[SharedSale], people: &BTreeSet<Uuid>) -> Vec<Credit> {
        if !self.counts_unseen() {
            return Vec::new();
        }
        let parts = sales.iter().flat_map(SharedSale::parts);
        parts.filter(|part| people.contains(&part.key)).collect()
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
    pub fn reached(self, found: &Found, target: &Target, teams: &BTreeSet<Uuid>) -> Reached {
        let counts = |id: Uuid| {
            if self.by_team {
                teams.contains(&id)
            } else {
                Some(id) == target.head.owner_id
            }
        };
        let key = |group: &Json| group["keys"][self.key()].as_str()?.parse::<Uuid>().ok();
        let groups = found.whole["groups"].as_array().into_iter().flatten();
        let groups: Vec<&Json> = groups
            .filter(|group| key(group).is_some_and(counts))
            .map(|group| &group["values"])
            .collect();
        let own = |credits: &[Credit]| -> Vec<Credit> {
            let own = credits.iter().filter(|credit| counts(credit.key));
            own.copied().collect()
        };
        let (moved, unseen) = (own(&found.moved), own(&found.unseen));
        let credits = moved.iter().chain(&unseen);
        if self.metric == Metric::WonAmount {
            let whole = groups
                .iter()
                .filter_map(|values| values["sum_amount"].as_array())
                .flatten()
                .filter_map(wire::money);
            let credited = credits.filter_map(|credit| credit.amount);
            return Reached {
                unseen_amounts: sums(unseen.iter().filter_map(|credit| credit.amount)),
                ..won(whole.chain(credited), target)
            };
        }
        let whole = groups
            .iter()
            .map(|values| values["count"].as_i64().unwrap_or(0));
        Reached {
            count: Some(whole.chain(credits.map(|credit| credit.count)).sum()),
            unseen_count: unseen.iter().map(|credit| credit.count).sum(),
            ..Reached::default()
        }
    }
}

fn won(amounts: impl Iterator<Item = Money>, target: &Target) -> Reached {
    let Some(goal) = target.goal_amount else {
        return Reached::default();
    };
    let mut reached = Money { minor: 0, ..goal };
    let mut others = sums(amounts);
    others.retain(|sum| {
        let counts = sum.currency == goal.currency;
        if counts {
            reached = *sum;
        }
        !counts
    });
    Reached {
        amount: Some(reached),
        others,
        ..Reached::default()
    }
}

/// Amounts added up by currency, in the order of the currencies' codes. What was all given away is nothing that was won.
fn sums(amounts: impl Iterator<Item = Money>) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for amount in amounts {
        match sums.iter_mut().find(|sum| sum.currency == amount.currency) {
            Some(sum) => *sum = sum.checked_add(amount).unwrap_or(*sum),
            None => sums.push(amount),
        }
    }
    sums.retain(|sum| sum.minor != 0);
    sums.sort_by(|a, b| a.currency.code().cmp(b.currency.code()));
    sums
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
fn computed(target: &Target, reached: &Reached, today: NaiveDate) -> [Member; 8] {
    let told_sums = |sums: &[Money]| -> Json { sums.iter().copied().map(told_money).collect() };
    let (basis, share) = share(target, reached);
    [
        (
            "reached_amount",
            &["reached_amount"],
            json!(reached.amount.map(told_money)),
        ),
        ("reached_count", &["reached_count"], json!(reached.count)),
        ("others", &["reached_amount"], told_sums(&reached.others)),
        (
            "unseen_amounts",
            &["reached_amount"],
            told_sums(&reached.unseen_amounts),
        ),
        (
            "unseen_count",
            &["reached_count"],
            json!(reached.unseen_count),
        ),
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
