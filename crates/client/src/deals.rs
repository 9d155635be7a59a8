//! How deals stand, how fast stages are left, what was won and lost.

use guanxi_domain::kernel::problem::FieldError;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::Result;
use crate::call::Call;
use crate::client::Client;

/// How one opportunity stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Standing {
    /// Which one.
    pub id: Uuid,
    /// Its stage.
    #[serde(default)]
    pub stage_id: Option<Uuid>,
    /// Its pipeline.
    #[serde(default)]
    pub pipeline_id: Option<Uuid>,
    /// Days it stands there; none once it is decided.
    #[serde(default)]
    pub days_in_stage: Option<i64>,
    /// What its pipeline calls stalled holds.
    pub is_stalled: bool,
    /// When both sides last had their say.
    #[serde(default)]
    pub last_contact_at: Option<String>,
    /// What is missing before it may leave its stage, in words.
    pub missing: Vec<FieldError>,
}

/// How long opportunities stay in one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Pace {
    /// Which stage.
    pub stage_id: Uuid,
    /// Half of them left sooner.
    pub median_seconds: i64,
    /// How many left it.
    pub counted: i64,
}

/// What was decided for or against us, of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Decided {
    /// Of the competitor, the product, or the stage it was lost from.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Its name, the line of business, or the reason.
    #[serde(default)]
    pub name: Option<String>,
    /// How many were won.
    pub won: i64,
    /// How many were lost.
    pub lost: i64,
}

#[derive(Deserialize)]
struct Answer<T> {
    data: Vec<T>,
}

impl Client {
    /// How these opportunities stand; at most 200 at once.
    pub async fn standings(&self, ids: &[Uuid]) -> Result<Vec<Standing>> {
        let call = Call::post(&["opportunities", "standing"]).json(&json!({ "ids": ids }))?;
        let answer: Answer<Standing> = self.send(call).await?.decode()?;
        Ok(answer.data)
    }

    /// The usual stay in the stages of a pipeline.
    pub async fn pace(&self, pipeline: Uuid) -> Result<Vec<Pace>> {
        let call = Call::get(&["pipelines", &pipeline.to_string(), "pace"]);
        let answer: Answer<Pace> = self.send(call).await?.decode()?;
        Ok(answer.data)
    }

    /// What was won and lost, by `competitor`, `product`, `segment` or `reason`.
    pub async fn win_loss(&self, by: &str, filter: Option<Json>) -> Result<Vec<Decided>> {
        let ask = json!({ "by": by, "filter": filter });
        let call = Call::post(&["opportunities", "win_loss"]).json(&ask)?;
        let answer: Answer<Decided> = self.send(call).await?.decode()?;
        Ok(answer.data)
    }
}
