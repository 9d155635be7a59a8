//! Who may sell through a pipeline.

use crate::kernel::catalogue::Entity;
use crate::kernel::field::Id;
use crate::people::teams::Team;
use crate::record;

record! {
    /// One team that may use the pipeline.
    pub struct PipelineTeam of PIPELINE_TEAM: Part {
        /// Which.
        team_id: Id<Team>,
    }
}

/// Teams of pipelines.
pub static PIPELINE_TEAM: Entity =
    Entity::part("pipeline_team", "pipeline_teams", PipelineTeam::FIELDS);
