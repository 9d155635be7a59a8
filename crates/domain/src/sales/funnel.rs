//! The battle map: where the open sales of a pipeline stand, how they are, and how sales went from stage to stage
//! during some time. Asked of the database as a handful of aggregates, put together here.
//!
//! How a sale is doing (source: ux, battle map): without a next step it is lost sight of; past the target days of its
//! stage it is stuck; past two thirds of them, or with a next step that is overdue, it slows; else it moves. The four
//! are apart from each other and together all, so that the blocks of a stage add up to the stage.

mod assemble;
mod health;
pub mod reading;

use serde_json::Value as Json;
use uuid::Uuid;

use super::opportunities::OPPORTUNITY;
use super::stage_changes::STAGE_CHANGE;
use super::stages::StageCategory;
use crate::kernel::catalogue::Entity;
use crate::kernel::decimal::Decimal;
use crate::kernel::filter::{Filter, Op};
use crate::kernel::query::{Aggregate, Function, Group, Measure};
use crate::kernel::time::Instant;
use crate::kernel::value::Value;

pub use self::assemble::{Stretch, assemble};
pub use self::health::{HEALTHS, Health};

/// What of a stage the map has to know.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which stage.
    pub id: Uuid,
    /// What people call it; nothing when the asker may not know.
    pub name: Option<String>,
    /// What an opportunity in it is.
    pub category: StageCategory,
    /// Whether the asker may know that.
    pub shows_category: bool,
    /// How likely an opportunity in it is won, in percent; nothing when the asker may not know.
    pub probability: Option<Decimal>,
    /// Days after which an opportunity in it is stuck.
    pub target_days: Option<i64>,
}

/// Which fields of an opportunity the asker may read; what is hidden is left out of the map.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// What a sale is worth.
    pub amount: bool,
    /// Its amount times its probability.
    pub weighted: bool,
    /// When something is to be done next.
    pub next_step: bool,
    /// Why it was lost.
    pub lost_reason: bool,
}

/// What is asked of the map.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Of which pipeline.
    pub pipeline: Uuid,
    /// Its stages, in order.
    pub steps: Vec<Step>,
    /// Only of these opportunities.
    pub filter: Option<Filter>,
    /// From this moment to before that one.
    pub during: (Instant, Instant),
    /// Another stretch of time, to compare with.
    pub before: Option<(Instant, Instant)>,
    /// What the asker may read.
    pub shown: Shown,
}

/// One aggregate that the map needs.
#[derive(Debug, Clone)]
pub struct Question {
    /// What its answer tells.
    pub about: About,
    /// Of which records.
    pub entity: &'static Entity,
    /// What is asked.
    pub ask: Aggregate,
}

/// What the answer to a question tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Open sales by stage.
    Open,
    /// Those of them that are doing so.
    Health(Health),
    /// Moves from stage to stage.
    Moves(Which),
    /// How long sales had been in the stages that they left: the median.
    Durations(Which),
    /// Why sales were lost, by the stage they were lost from.
    Reasons(Which),
    /// Sales won.
    Won(Which),
    /// Sales lost.
    Lost(Which),
}

/// One of the two stretches of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one asked for.
    During,
    /// The one to compare with.
    Before,
}

/// An answer beside its question.
pub type Answered = (About, Json);

impl Ask {
    /// All aggregates that the map needs: ten, five more with a comparison.
    pub fn questions(&self) -> Vec<Question> {
        let mut questions = vec![self.standing(About::Open, self.open())];
        for health in HEALTHS
            .iter()
            .filter(|health| health.can_be_told(self.shown))
        {
            questions.push(self.standing(About::Health(*health), self.block(None, *health)));
        }
        self.over_time(Which::During, self.during, &mut questions);
        if let Some(before) = self.before {
            self.over_time(Which::Before, before, &mut questions);
        }
        questions
    }

    /// The open sales of a stage: what a band of the map opens.
    pub fn band(&self, stage: Uuid) -> Filter {
        self.open()
            .and(Filter::equals("stage_id", Value::Id(stage)))
    }

    /// The open sales that are doing so, of one stage or of all: what a block of the map opens.
    pub fn block(&self, stage: Option<Uuid>, health: Health) -> Filter {
        let of = stage.map_or_else(|| self.open(), |stage| self.band(stage));
        of.and(health.filter(&self.steps, self.shown))
    }

    fn open(&self) -> Filter {
        self.all_of([Filter::equals("status", Value::text("open"))])
    }

    fn all_of(&self, more: impl IntoIterator<Item = Filter>) -> Filter {
        let pipeline = Filter::equals("pipeline_id", Value::Id(self.pipeline));
        let parts = std::iter::once(pipeline).chain(more);
        Filter::all(parts.chain(self.filter.clone()))
    }

    fn standing(&self, about: About, filter: Filter) -> Question {
        let mut measures = self.worth();
        measures.push(figure(Function::Median, "days_in_stage"));
        Question {
            about,
            entity: &OPPORTUNITY,
            ask: Aggregate {
                filter: Some(filter),
                group: vec![by("stage_id")],
                measures,
            },
        }
    }

    fn worth(&self) -> Vec<Measure> {
        let mut measures = vec![count()];
        if self.shown.amount {
            measures.push(figure(Function::Sum, "amount"));
        }
        if self.shown.weighted {
            measures.push(figure(Function::Sum, "weighted"));
        }
        measures
    }

    fn over_time(&self, which: Which, during: (Instant, Instant), questions: &mut Vec<Question>) {
        let moved = self.moved(during);
        let of_moves = |about, filter: &Filter, group: Vec<Group>, measure| Question {
            about,
            entity: &STAGE_CHANGE,
            ask: Aggregate {
                filter: Some(filter.clone()),
                group,
                measures: vec![measure],
            },
        };
        let from_to = vec![by("from_stage_id"), by("to_stage_id")];
        questions.push(of_moves(About::Moves(which), &moved, from_to, count()));
        let median = figure(Function::Median, "seconds");
        let from = vec![by("from_stage_id")];
        questions.push(of_moves(About::Durations(which), &moved, from, median));
        if self.shown.lost_reason {
            let lost = moved.and(self.losing());
            let reasons = vec![by("from_stage_id"), by("opportunity_id.lost_reason")];
            questions.push(of_moves(About::Reasons(which), &lost, reasons, count()));
        }
        for (about, at) in [
            (About::Won(which), "won_at"),
            (About::Lost(which), "lost_at"),
        ] {
            questions.push(Question {
                about,
                entity: &OPPORTUNITY,
                ask: Aggregate {
                    filter: Some(self.all_of(within(at, during))),
                    group: Vec::new(),
                    measures: self.worth(),
                },
            });
        }
    }

    /// Moves of the pipeline's sales during some time.
    fn moved(&self, during: (Instant, Instant)) -> Filter {
        let sales = self.all_of([]).under("opportunity_id");
        Filter::all(within("moved_at", during).into_iter().chain([sales]))
    }

    fn losing(&self) -> Filter {
        let lost = self
            .steps
            .iter()
            .filter(|step| step.category == StageCategory::Lost);
        let ids = lost.map(|step| Value::Id(step.id)).collect();
        Filter::test("to_stage_id", Op::In, Value::List(ids))
    }
}

fn within(path: &str, (from, to): (Instant, Instant)) -> [Filter; 2] {
    [
        Filter::test(path, Op::Gte, Value::Instant(from)),
        Filter::test(path, Op::Lt, Value::Instant(to)),
    ]
}

fn by(path: &str) -> Group {
    Group {
        path: path.to_owned(),
        bucket: None,
    }
}

const fn count() -> Measure {
    Measure {
        function: Function::Count,
        path: None,
    }
}

fn figure(function: Function, path: &str) -> Measure {
    Measure {
        function,
        path: Some(path.to_owned()),
    }
}
