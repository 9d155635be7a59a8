//! What was reached of targets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use guanxi_domain::access::{Action, Actor};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::people::teams::{TEAM, Team};
use guanxi_domain::sales::targets::attainment::{Question, Reached, told};
use guanxi_domain::sales::targets::{TARGET, Target};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::engine::calendar;
use crate::engine::read::{Reader, load, load_all};
use crate::engine::scope;
use crate::error::{Error, Result};

/// Most targets of an answer.
const MOST: usize = 500;

impl Reader<'_> {
    /// The targets that run on a day, as far as the actor sees them, with what was reached of each: of records that the
    /// actor sees, while the period runs; what was kept, once it is closed.
    pub fn attainment(&mut self, actor: &Actor, on: NaiveDate) -> Result<Json> {
        if !actor.may(&TARGET, Action::Read) {
            return Err(Error::Forbidden("read"));
        }
        let targets = self.targets_on(actor, on)?;
        let truncated = targets.len() > MOST;
        let reached = self.reached(actor, targets.iter().take(MOST))?;
        let data: Vec<Json> = targets
            .iter()
            .zip(&reached)
            .map(|(target, reached)| told(target, reached, on))
            .collect();
        Ok(json!({ "data": data, "truncated": truncated }))
    }

    fn targets_on(&mut self, actor: &Actor, on: NaiveDate) -> Result<Vec<Target>> {
        let world = Arc::clone(&self.world);
        let found = load(
            self.conn,
            &world,
            &TARGET,
            |sql| {
                sql.push("t.starts_on <= ")
                    .bind(on)
                    .push(" AND t.ends_on >= ")
                    .bind(on)
                    .push(" AND t.deleted_at IS NULL");
                scope::push(sql, actor, &TARGET, Action::Read, "t");
            },
            false,
        )?;
        Ok(found.iter().filter_map(Document::typed::<Target>).collect())
    }

    /// What was reached of each; targets that measure the same during the same days share one statement.
    pub(super) fn reached<'t>(
        &mut self,
        actor: &Actor,
        targets: impl Iterator<Item = &'t Target> + Clone,
    ) -> Result<Vec<Reached>> {
        let questions: BTreeSet<Question> = targets
            .clone()
            .filter(|target| target.closed_at.is_none())
            .filter_map(Question::of)
            .collect();
        let zone = calendar::zone(&self.world.workspace.time_zone);
        let mut answers = BTreeMap::new();
        for question in questions {
            let end = question.to.succ_opt().unwrap_or(NaiveDate::MAX);
            let moments = (
                calendar::day_start(zone, question.from),
                calendar::day_start(zone, end),
            );
            let answer = self.aggregate(actor, question.entity(), &question.ask(moments))?;
            answers.insert(question, answer);
        }
        let teams = self.teams()?;
        let reached = targets.map(|target| {
            let question = Question::of(target).filter(|_| target.closed_at.is_none());
            let answer = question.and_then(|question| Some((question, answers.get(&question)?)));
            answer.map_or_else(
                || kept(target),
                |(question, answer)| {
                    let below = target.for_team_id.map(|team| below(&teams, team.uuid()));
                    question.reached(answer, target, &below.unwrap_or_default())
                },
            )
        });
        Ok(reached.collect())
    }

    /// Every team with the one above it.
    fn teams(&mut self) -> Result<Vec<(Uuid, Option<Uuid>)>> {
        let teams = load_all(self.conn, &TEAM)?;
        let teams = teams.iter().filter_map(Document::typed::<Team>);
        Ok(teams
            .map(|team| (team.head.id, team.parent_id.map(|id| id.uuid())))
            .collect())
    }
}

fn kept(target: &Target) -> Reached {
    Reached {
        amount: target.reached_amount,
        count: target.reached_count,
        others: Vec::new(),
    }
}

/// A team and all below it.
fn below(teams: &[(Uuid, Option<Uuid>)], top: Uuid) -> BTreeSet<Uuid> {
    let mut found = BTreeSet::from([top]);
    loop {
        let more: Vec<Uuid> = teams
            .iter()
            .filter(|(id, parent)| {
                !found.contains(id) && parent.is_some_and(|parent| found.contains(&parent))
            })
            .map(|(id, _)| *id)
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}
