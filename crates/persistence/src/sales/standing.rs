//! How running deals stand, many at once: no statement per deal.

use std::collections::HashMap;

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::activities::activities::ACTIVITY;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::evaluate::{Scene, bare_scene};
use guanxi_domain::kernel::filter::{Filter, Op};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::opportunities::standing::{self, Standing};
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::{STAGE, Stage};
use uuid::Uuid;

use crate::engine::calendar;
use crate::engine::read::{Reader, load, load_all, readable};
use crate::engine::scope;
use crate::error::Result;
use crate::sql::Sql;

/// How one deal stands, and with whom it was last spoken.
#[derive(Debug, Clone)]
pub struct DealStanding {
    /// Which opportunity.
    pub id: Uuid,
    /// Its stage.
    pub stage: Option<Uuid>,
    /// Its pipeline.
    pub pipeline: Option<Uuid>,
    /// Days it stands there; none once it is decided.
    pub days_in_stage: Option<i64>,
    /// When both sides last had their say, as far as the actor may see.
    pub last_contact_at: Option<String>,
    /// Stalled or not, and what is missing.
    pub standing: Standing,
}

impl Reader<'_> {
    /// How these opportunities stand, as far as the actor may see them; the others are left out.
    pub fn standings(&mut self, actor: &Actor, ids: &[Uuid]) -> Result<Vec<DealStanding>> {
        readable(actor, &OPPORTUNITY)?;
        let deals = self.seen(actor, ids)?;
        let stages: Vec<Stage> = load_all(self.conn, &STAGE)?
            .iter()
            .filter_map(Document::typed)
            .collect();
        let pipelines = load_all(self.conn, &PIPELINE)?;
        let related = self.around(&deals, &stages)?;
        let spoken = self.last_contacts(actor, &deals)?;
        let find = |entity: &'static Entity, id: Uuid| {
            related
                .get(&id)
                .filter(|found| found.entity.is(entity))
                .cloned()
        };
        let scene = Scene {
            me: actor.user,
            related: &find,
            ..bare_scene(calendar::clock(&self.world.workspace.time_zone, self.now))
        };
        let custom = &self.world.custom;
        let lens = Lens {
            entity: &OPPORTUNITY,
            custom,
            actor,
        };
        Ok(deals
            .iter()
            .map(|deal| {
                let (stage, pipeline) =
                    (reference(deal, "stage_id"), reference(deal, "pipeline_id"));
                let days = OPPORTUNITY
                    .computed("days_in_stage")
                    .and_then(|days| days.of(deal, scene.clock).as_int());
                DealStanding {
                    id: deal.id(),
                    stage,
                    pipeline,
                    days_in_stage: days,
                    last_contact_at: spoken.get(&deal.id()).cloned(),
                    standing: standing::of(
                        custom,
                        &|field| lens.shows(field),
                        deal,
                        stages.iter().find(|one| Some(one.head.id) == stage),
                        pipelines.iter().find(|one| Some(one.id()) == pipeline),
                        &scene,
                    ),
                }
            })
            .collect())
    }

    fn seen(&mut self, actor: &Actor, ids: &[Uuid]) -> Result<Vec<Document>> {
        let within = |sql: &mut Sql| {
            sql.push("t.id")
                .in_ids(ids)
                .push(" AND t.deleted_at IS NULL");
            scope::push(sql, actor, &OPPORTUNITY, Action::Read, "t");
        };
        load(self.conn, &self.world, &OPPORTUNITY, within, false)
    }

    /// The accounts and contacts of the deals, where criteria ask about them.
    fn around(&mut self, deals: &[Document], stages: &[Stage]) -> Result<HashMap<Uuid, Document>> {
        let mut found = HashMap::new();
        for (field, entity) in [("account_id", &ACCOUNT), ("primary_contact_id", &CONTACT)] {
            let asked = format!("\"{field}.");
            if !stages
                .iter()
                .any(|stage| stage.exit_filter.0.contains(&asked))
            {
                continue;
            }
            let ids: Vec<Uuid> = deals
                .iter()
                .filter_map(|deal| reference(deal, field))
                .collect();
            let these = |sql: &mut Sql| {
                sql.push("t.id")
                    .in_ids(&ids)
                    .push(" AND t.deleted_at IS NULL");
            };
            let documents = load(self.conn, &self.world, entity, these, false)?;
            found.extend(documents.into_iter().map(|one| (one.id(), one)));
        }
        Ok(found)
    }

    /// When both sides last had their say about each deal.
    fn last_contacts(
        &mut self,
        actor: &Actor,
        deals: &[Document],
    ) -> Result<HashMap<Uuid, String>> {
        if deals.is_empty() || !actor.may_read(&ACTIVITY) {
            return Ok(HashMap::new());
        }
        let ids = deals.iter().map(|deal| Value::Id(deal.id())).collect();
        let filter = Filter::equals("anchor_entity", Value::text(OPPORTUNITY.name))
            .and(Filter::test("anchor_id", Op::In, Value::List(ids)))
            .and(standing::two_way());
        let ask = Aggregate {
            filter: Some(filter),
            group: vec![Group {
                path: "anchor_id".to_owned(),
                bucket: None,
            }],
            measures: vec![Measure {
                function: Function::Max,
                path: Some("done_at".to_owned()),
            }],
        };
        let answer = match self.aggregate(actor, &ACTIVITY, &ask) {
            Ok(answer) => answer,
            // Who may not see what it is told from is not told.
            Err(crate::Error::Violations(_)) => return Ok(HashMap::new()),
            Err(error) => return Err(error),
        };
        let groups = answer["groups"].as_array().into_iter().flatten();
        Ok(groups
            .filter_map(|group| {
                let id = Uuid::try_parse(group["keys"]["anchor_id"].as_str()?).ok()?;
                let at = group["values"]["max_done_at"].as_str()?;
                Some((id, at.to_owned()))
            })
            .collect())
    }
}

fn reference(deal: &Document, field: &str) -> Option<Uuid> {
    deal.get(field).as_id()
}
