//! The battle map of a pipeline.

use std::sync::Arc;

use chrono::NaiveDate;
use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::time::Instant;
use guanxi_domain::sales::funnel::{Ask, Shown, Step, Stretch, assemble};
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::{STAGE, Stage};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::engine::calendar;
use crate::engine::read::{Reader, load, readable};
use crate::engine::scope;
use crate::error::Result;

/// What somebody wants to see of a pipeline.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Which pipeline.
    pub pipeline: Uuid,
    /// Only these opportunities.
    pub filter: Option<Filter>,
    /// First and last day, in the asker's zone.
    pub during: Stretch,
    /// First and last day of a time to compare with.
    pub before: Option<Stretch>,
}

impl Reader<'_> {
    /// The battle map, as far as the actor sees pipelines, stages, opportunities and their moves.
    pub fn funnel(&mut self, actor: &Actor, wish: &Wish) -> Result<Json> {
        readable(actor, &STAGE)?;
        self.document(actor, &PIPELINE, wish.pipeline)?;
        let zone = calendar::zone(&actor.zone);
        let moments = |(first, last): Stretch| -> (Instant, Instant) {
            let end = last.succ_opt().unwrap_or(NaiveDate::MAX);
            (
                calendar::day_start(zone, first),
                calendar::day_start(zone, end),
            )
        };
        let ask = Ask {
            pipeline: wish.pipeline,
            steps: self.steps(actor, wish.pipeline)?,
            filter: wish.filter.clone(),
            during: moments(wish.during),
            before: wish.before.map(moments),
            shown: self.shown(actor),
        };
        let mut answers = Vec::new();
        for question in ask.questions() {
            let answer = self.aggregate(actor, question.entity, &question.ask)?;
            answers.push((question.about, answer));
        }
        Ok(assemble(&ask, wish.during, wish.before, &answers))
    }

    /// The stages of a pipeline in order.
    fn steps(&mut self, actor: &Actor, pipeline: Uuid) -> Result<Vec<Step>> {
        let world = Arc::clone(&self.world);
        let [names, categories, probability, targets] =
            ["name", "category", "probability", "target_days"]
                .map(|field| self.sees(actor, &STAGE, field));
        let found = load(
            self.conn,
            &world,
            &STAGE,
            |sql| {
                sql.push("t.pipeline_id = ")
                    .bind(pipeline)
                    .push(" AND t.deleted_at IS NULL");
                scope::push(sql, actor, &STAGE, Action::Read, "t");
            },
            false,
        )?;
        let mut stages: Vec<Stage> = found
            .iter()
            .filter_map(|stage| stage.typed::<Stage>())
            .collect();
        stages.sort_by_key(|stage| (stage.position, stage.head.id));
        let step = |stage: Stage| Step {
            id: stage.head.id,
            name: names.then_some(stage.name),
            category: stage.category,
            shows_category: categories,
            probability: probability.then_some(stage.probability),
            target_days: stage.target_days.filter(|_| targets),
        };
        Ok(stages.into_iter().map(step).collect())
    }

    fn shown(&self, actor: &Actor) -> Shown {
        let sees = |field| self.sees(actor, &OPPORTUNITY, field);
        Shown {
            amount: sees("amount"),
            weighted: sees("weighted"),
            next_step: sees("next_step_on"),
            lost_reason: sees("lost_reason"),
        }
    }
}
