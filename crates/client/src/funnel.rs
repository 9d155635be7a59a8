//! The battle map of a pipeline.

use guanxi_domain::kernel::currency::Money;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::Result;
use crate::call::Call;
use crate::client::Client;

/// First and last day of a stretch of time, both inside, as `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// What is to be shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelQuery {
    /// Only these opportunities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Json>,
    /// How sales went during this time.
    pub during: Stretch,
    /// And during that one, to compare.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Stretch>,
}

/// The map.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Funnel {
    /// The pipeline's stages, in order.
    pub stages: Vec<Stage>,
    /// What was decided during the time asked for.
    pub during: Decided,
    /// And during the time to compare with.
    #[serde(default)]
    pub before: Option<Decided>,
}

/// A stage of the map.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Stage {
    /// Which stage.
    pub stage_id: Uuid,
    /// What people call it; empty when hidden from the caller.
    #[serde(default)]
    pub name: String,
    /// `open`, `won` or `lost`; empty when hidden from the caller.
    #[serde(default)]
    pub category: String,
    /// Days after which an opportunity in it is stuck.
    #[serde(default)]
    pub target_days: Option<i64>,
    /// What stands in it; only of stages for open opportunities.
    #[serde(default)]
    pub open: Option<Open>,
    /// How opportunities passed through it.
    pub during: Passage,
    /// The same during the time to compare with.
    #[serde(default)]
    pub before: Option<Passage>,
}

/// What stands in a stage now.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Open {
    /// How many opportunities.
    pub count: i64,
    /// What they are worth, per currency.
    pub amount: Vec<Amount>,
    /// Days in the stage: the median, as a decimal.
    pub median_days: Option<String>,
    /// What lists exactly these.
    pub filter: Json,
    /// The same by how it is doing, the worst first.
    pub health: Vec<Block>,
}

/// Opportunities of a stage that are doing alike.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Block {
    /// `no_next_step`, `stuck`, `slowing` or `moving`.
    pub health: String,
    /// How many.
    pub count: i64,
    /// What they are worth, per currency.
    pub amount: Vec<Amount>,
    /// What lists exactly these.
    pub filter: Json,
}

/// What was added up in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Amount {
    /// Whole minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
}

impl Amount {
    /// As money; nothing when the currency is none.
    pub fn money(&self) -> Option<Money> {
        Some(Money {
            minor: self.amount_minor,
            currency: self.currency.parse().ok()?,
        })
    }
}

/// How opportunities passed through a stage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Passage {
    /// How many came in.
    pub entered: i64,
    /// How many went on, or were won.
    pub forward: i64,
    /// How many went back.
    pub back: i64,
    /// How many were lost.
    pub lost: i64,
    /// How many of those that left it went forward, in percent.
    pub conversion: Option<String>,
    /// How long those that left it had been in it: the median, in days.
    pub median_days: Option<String>,
    /// Why they were lost, the most frequent first.
    pub lost_reasons: Vec<Reason>,
}

/// A reason, and how often it was given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Reason {
    /// The reason's name.
    pub reason: Option<String>,
    /// How often.
    pub count: i64,
}

/// What was decided during some time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Decided {
    /// What was won.
    pub won: Worth,
    /// What was lost.
    pub lost: Worth,
    /// How many of the decided were won, in percent.
    pub win_rate: Option<String>,
}

/// How many, and what they are worth.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Worth {
    /// How many opportunities.
    pub count: i64,
    /// What they are worth, per currency.
    pub amount: Vec<Amount>,
}

impl Stage {
    /// What people call it; a dash for those who may not know.
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() {
            "–"
        } else {
            &self.name
        }
    }
}

impl Client {
    /// Where the open opportunities of a pipeline stand, and how opportunities went through it.
    pub async fn funnel(&self, pipeline: Uuid, ask: &FunnelQuery) -> Result<Funnel> {
        let call = Call::post(&["pipelines", &pipeline.to_string(), "funnel"]).json(ask)?;
        self.send(call).await?.decode()
    }
}
