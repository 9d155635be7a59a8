//! How long opportunities usually stay in the stages of a pipeline.

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::stages::STAGE;
use uuid::Uuid;

use crate::cells;
use crate::engine::read::{Reader, load, readable};
use crate::error::Result;
use crate::sql::Sql;

/// How far back stays count, in seconds: a year.
const LOOKED_BACK: i64 = 365 * 86_400;

/// How long opportunities stayed in one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Which stage.
    pub stage: Uuid,
    /// Half of them left sooner; of an even number the shorter of the two in the middle.
    pub median_seconds: i64,
    /// How many left it.
    pub counted: i64,
}

impl Reader<'_> {
    /// The pace of each stage of a pipeline that anybody left within a year, whoever owned the opportunity: a figure of
    /// the firm, like the stages themselves.
    pub fn pace(&mut self, actor: &Actor, pipeline: Uuid) -> Result<Vec<Pace>> {
        readable(actor, &STAGE)?;
        self.document(actor, &PIPELINE, pipeline)?;
        let of_pipeline = |sql: &mut Sql| {
            sql.push("t.pipeline_id = ").bind(pipeline);
        };
        let stages = load(self.conn, &self.world, &STAGE, of_pipeline, false)?;
        let stages: Vec<Uuid> = stages.iter().map(Document::id).collect();
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT from_stage_id, seconds, counted FROM (SELECT c.from_stage_id, c.seconds, \
             ROW_NUMBER() OVER (PARTITION BY c.from_stage_id ORDER BY c.seconds, c.id) AS place, \
             COUNT(*) OVER (PARTITION BY c.from_stage_id) AS counted \
             FROM stage_changes c WHERE c.from_stage_id",
        );
        sql.in_ids(&stages)
            .push(" AND c.deleted_at IS NULL AND c.seconds IS NOT NULL AND c.moved_at >= ")
            .bind(self.now.plus_seconds(-LOOKED_BACK))
            .push(") ranked WHERE place = (counted + 1) / 2 ORDER BY from_stage_id");
        let rows = cells::rows(self.conn, sql, |cells| {
            Some(Pace {
                stage: cells.id(0)?,
                median_seconds: cells.int(1)?,
                counted: cells.int(2)?,
            })
        })?;
        Ok(rows.into_iter().flatten().collect())
    }
}
