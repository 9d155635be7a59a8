//! What was reached of targets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use guanxi_domain::access::{Action, Actor, RowScope};
use guanxi_domain::kernel::decimal::Decimal;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::people::teams::{TEAM, Team};
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::targets::attainment::{Found, Question, Reached, SharedSale, told};
use guanxi_domain::sales::targets::{TARGET, Target};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::cells;
use crate::engine::conditions::Asker;
use crate::engine::read::{Reader, load, load_all};
use crate::engine::scope;
use crate::engine::{calendar, list};
use crate::error::{Error, Result};
use crate::sql::Sql;

/// Most targets of an answer.
const MOST: usize = 500;

impl Reader<'_> {
    /// The targets that run on a day, as far as the actor sees them, with what was reached of each: of records that the
    /// actor sees, and people's own shares in others, while the period runs; what was kept, once it is closed.
    pub fn attainment(&mut self, actor: &Actor, on: NaiveDate) -> Result<Json> {
        if !actor.may(&TARGET, Action::Read) {
            return Err(Error::Forbidden("read"));
        }
        let mut targets = self.targets_on(actor, on)?;
        let truncated = targets.len() > MOST;
        targets.truncate(MOST);
        let reached = self.reached(actor, &targets)?;
        let sees = |field: &str| self.sees(actor, &TARGET, field);
        let data: Vec<Json> = targets
            .iter()
            .zip(&reached)
            .map(|(target, reached)| told(target, reached, on, sees))
            .collect();
        Ok(json!({ "data": data, "truncated": truncated }))
    }

    /// The targets that run on a day, one more than are told; none for those who do not see when targets run, who could
    /// else find it out day by day.
    fn targets_on(&mut self, actor: &Actor, on: NaiveDate) -> Result<Vec<Target>> {
        let days = ["starts_on", "ends_on"];
        if !days.iter().all(|field| self.sees(actor, &TARGET, field)) {
            return Ok(Vec::new());
        }
        let world = Arc::clone(&self.world);
        let found = load(
            self.conn,
            &world,
            &TARGET,
            |sql| {
                first(sql, MOST + 1, |sql| {
                    sql.push("x.starts_on <= ")
                        .bind(on)
                        .push(" AND x.ends_on >= ")
                        .bind(on)
                        .push(" AND x.deleted_at IS NULL");
                    scope::push(sql, actor, &TARGET, Action::Read, "x");
                });
            },
            false,
        )?;
        Ok(found.iter().filter_map(Document::typed::<Target>).collect())
    }

    /// What was reached of each, as far as the actor may count it; targets that measure the same during the same days
    /// share one statement.
    pub(super) fn reached(&mut self, actor: &Actor, targets: &[Target]) -> Result<Vec<Reached>> {
        let mut questions: BTreeMap<Question, BTreeSet<Uuid>> = BTreeMap::new();
        for target in targets.iter().filter(|target| target.closed_at.is_none()) {
            if let Some(question) = Question::of(target) {
                let people = questions.entry(question).or_default();
                people.extend(target.head.owner_id);
            }
        }
        let mut answers = BTreeMap::new();
        for (question, people) in questions {
            if self.may_ask(actor, question) {
                answers.insert(question, self.answer(actor, question, &people)?);
            }
        }
        let teams = if targets.iter().any(|target| target.for_team_id.is_some()) {
            self.teams()?
        } else {
            Vec::new()
        };
        let reached = targets.iter().map(|target| {
            if target.closed_at.is_some() {
                return kept(target);
            }
            let question = Question::of(target);
            let answer = question.and_then(|question| Some((question, answers.get(&question)?)));
            answer.map_or_else(Reached::default, |(question, found)| {
                let below = target.for_team_id.map(|team| below(&teams, team.uuid()));
                question.reached(found, target, &below.unwrap_or_default())
            })
        });
        Ok(reached.collect())
    }

    /// Whether the actor sees all that a question is about, and all of a target that its answer gives away.
    fn may_ask(&self, actor: &Actor, question: Question) -> bool {
        question
            .fields()
            .all(|(entity, field)| self.shows(actor, entity, field))
            && question
                .basis()
                .all(|field| self.sees(actor, &TARGET, field))
    }

    /// What counts by whose it is, what moves because several share it, and what people have of sales out of sight.
    fn answer(
        &mut self,
        actor: &Actor,
        question: Question,
        people: &BTreeSet<Uuid>,
    ) -> Result<Found> {
        let zone = calendar::zone(&self.world.workspace.time_zone);
        let end = question.to.succ_opt().unwrap_or(NaiveDate::MAX);
        let moments = (
            calendar::day_start(zone, question.from),
            calendar::day_start(zone, end),
        );
        let whole = self.aggregate(actor, question.entity(), &question.ask(moments))?;
        if !question.is_shared() {
            return Ok(Found {
                whole,
                ..Found::default()
            });
        }
        let filter = question.filter(moments);
        let seen = self.shared_sales(actor, filter.clone(), None)?;
        let world = Arc::clone(&self.world);
        let moved = question.credits(&seen, |user| world.team_of(user));
        let sees_all = actor.scope(&OPPORTUNITY, Action::Read) == RowScope::Everything;
        let unseen = if sees_all || !question.counts_unseen() {
            Vec::new()
        } else {
            let seen: BTreeSet<Uuid> = seen.iter().map(|sale| sale.id).collect();
            let mut others = self.shared_sales(&Actor::system(), filter, Some(people))?;
            others.retain(|sale| !seen.contains(&sale.id));
            question.unseen(&others, people)
        };
        Ok(Found {
            whole,
            moved,
            unseen,
        })
    }

    /// The sales of a filter that several people share, as far as the actor sees them; only those that some people share
    /// in, if these are named.
    fn shared_sales(
        &mut self,
        actor: &Actor,
        filter: Filter,
        people: Option<&BTreeSet<Uuid>>,
    ) -> Result<Vec<SharedSale>> {
        let world = Arc::clone(&self.world);
        let lens = Lens {
            entity: &OPPORTUNITY,
            custom: &world.custom,
            actor,
        };
        let asker = Asker::new(lens, self.now);
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT t.id, t.owner_id, t.team_id, t.amount_minor, t.amount_currency, s.user_id, s.percent \
             FROM opportunities t JOIN opportunity_splits s ON s.parent_id = t.id",
        );
        let query = Query {
            filter: Some(filter),
            ..Query::default()
        };
        list::push_where(&mut sql, &asker, &query, None)?;
        if let Some(people) = people {
            let people: Vec<Uuid> = people.iter().copied().collect();
            sql.push(" AND t.id IN (SELECT p.parent_id FROM opportunity_splits p WHERE p.user_id")
                .in_ids(&people)
                .push(")");
        }
        sql.push(" ORDER BY t.id, s.position, s.id").uncached();
        let rows = cells::rows(self.conn, sql, |cells| {
            let sale = SharedSale {
                id: cells.id(0).unwrap_or_default(),
                owner: cells.id(1),
                team: cells.id(2),
                amount: match cells.value(3, Kind::Money) {
                    Value::Money(amount) => Some(amount),
                    _ => None,
                },
                shares: Vec::new(),
            };
            let percent = Decimal::from_micros(cells.int(6).unwrap_or(0));
            (sale, cells.id(5), percent)
        })?;
        let mut sales: Vec<SharedSale> = Vec::new();
        for (sale, user, percent) in rows {
            if sales.last().is_none_or(|last| last.id != sale.id) {
                sales.push(sale);
            }
            if let Some(sale) = sales.last_mut() {
                sale.shares.extend(user.map(|user| (user, percent)));
            }
        }
        Ok(sales)
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

/// Asks for the first targets, the oldest, that meet a condition (alias `x`).
pub(super) fn first(sql: &mut Sql, most: usize, condition: impl FnOnce(&mut Sql)) {
    sql.push("t.id IN (SELECT x.id FROM targets x WHERE ");
    condition(sql);
    sql.push(&format!(" ORDER BY x.id LIMIT {most})"));
}

fn kept(target: &Target) -> Reached {
    Reached {
        amount: target.reached_amount,
        count: target.reached_count,
        ..Reached::default()
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
