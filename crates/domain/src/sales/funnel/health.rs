//! How an open sale is doing.

use super::{Shown, Step};
use crate::kernel::filter::{Filter, Op, Operand, Test};
use crate::kernel::period::{Period, Unit};
use crate::kernel::value::Value;

/// How an open sale is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Nothing is planned for it.
    NoNextStep,
    /// Longer in its stage than the stage's target days.
    Stuck,
    /// Longer than two thirds of them, or its next step is overdue.
    Slowing,
    /// None of these.
    Moving,
}

/// All of them, the worst first.
pub const HEALTHS: [Health; 4] = [
    Health::NoNextStep,
    Health::Stuck,
    Health::Slowing,
    Health::Moving,
];

impl Health {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoNextStep => "no_next_step",
            Self::Stuck => "stuck",
            Self::Slowing => "slowing",
            Self::Moving => "moving",
        }
    }

    /// By its name on the wire.
    pub fn named(name: &str) -> Option<Self> {
        HEALTHS.into_iter().find(|known| known.name() == name)
    }

    /// Whether somebody who sees so much can be told.
    pub const fn can_be_told(self, shown: Shown) -> bool {
        shown.next_step || !matches!(self, Self::NoNextStep)
    }

    /// The open sales that are doing so.
    pub fn filter(self, steps: &[Step], shown: Shown) -> Filter {
        let planned = |holds: Filter| {
            let mut parts = vec![holds];
            if shown.next_step {
                parts.push(nothing_planned(false));
            }
            Filter::all(parts)
        };
        let late = |yes: bool| overdue(yes, shown);
        match self {
            Self::NoNextStep => nothing_planned(true),
            Self::Stuck => planned(longer_than(steps, target)),
            Self::Slowing => planned(Filter::all([
                no_longer_than(steps, target),
                Filter::any([longer_than(steps, warning)].into_iter().chain(late(true))),
            ])),
            Self::Moving => planned(Filter::all(
                [no_longer_than(steps, warning)]
                    .into_iter()
                    .chain(late(false)),
            )),
        }
    }
}

fn nothing_planned(yes: bool) -> Filter {
    Filter::test("next_step_on", Op::Empty, Value::Bool(yes))
}

/// Whether the day of the next step has passed, for those who may know it.
fn overdue(yes: bool, shown: Shown) -> Option<Filter> {
    let today = Period {
        unit: Unit::Day,
        offset: 0,
    };
    shown.next_step.then(|| {
        Filter::Test(Test {
            path: "next_step_on".to_owned(),
            op: if yes { Op::Lt } else { Op::Gte },
            operand: Operand::Period(today),
        })
    })
}

fn target(days: i64) -> i64 {
    days
}

fn warning(days: i64) -> i64 {
    days * 2 / 3
}

/// Sales that stand longer in their stage than a bound made of the stage's target days.
fn longer_than(steps: &[Step], bound: fn(i64) -> i64) -> Filter {
    Filter::any(
        steps
            .iter()
            .filter_map(|step| Some((step, bound(step.target_days?))))
            .map(|(step, days)| {
                Filter::all([
                    Filter::equals("stage_id", Value::Id(step.id)),
                    Filter::test("days_in_stage", Op::Gt, Value::Int(days)),
                ])
            }),
    )
}

/// All others: in a stage with a bound, not longer than it; in a stage without target, however long.
fn no_longer_than(steps: &[Step], bound: fn(i64) -> i64) -> Filter {
    let bounded = steps
        .iter()
        .filter_map(|step| Some((step, bound(step.target_days?))));
    let within = bounded.map(|(step, days)| {
        let days = [
            Filter::test("days_in_stage", Op::Lte, Value::Int(days)),
            Filter::test("days_in_stage", Op::Empty, Value::Bool(true)),
        ];
        Filter::all([
            Filter::equals("stage_id", Value::Id(step.id)),
            Filter::any(days),
        ])
    });
    let free = steps.iter().filter(|step| step.target_days.is_none());
    let free = free.map(|step| Value::Id(step.id)).collect();
    Filter::any(within.chain([Filter::test("stage_id", Op::In, Value::List(free))]))
}
