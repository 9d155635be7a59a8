//! What was reached of targets.

use serde::Deserialize;
use uuid::Uuid;

use crate::Result;
use crate::call::Call;
use crate::client::Client;
use crate::funnel::Amount;

/// A target and what was reached of it. What is hidden from the caller is empty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Attainment {
    /// Which target.
    pub target_id: Uuid,
    /// Its period in figures.
    #[serde(default)]
    pub name: String,
    /// What is measured.
    #[serde(default)]
    pub metric: String,
    /// Whose it is.
    pub owner_id: Option<Uuid>,
    /// The team measured together.
    pub for_team_id: Option<Uuid>,
    /// What is to be won.
    pub goal_amount: Option<Amount>,
    /// How many there are to be.
    pub goal_count: Option<i64>,
    /// What was won.
    pub reached_amount: Option<Amount>,
    /// How many there were.
    pub reached_count: Option<i64>,
    /// What was won in other currencies.
    #[serde(default)]
    pub others: Vec<Amount>,
    /// How much of that are the person's shares in sales that the caller cannot open, by currency.
    #[serde(default)]
    pub unseen_amounts: Vec<Amount>,
    /// How many of them are such shares.
    #[serde(default)]
    pub unseen_count: i64,
    /// Reached of the goal, in percent, as a decimal.
    pub percent: Option<String>,
    /// How much of the days have passed, in percent, as a decimal.
    pub elapsed: Option<String>,
    /// Whether what was reached is kept as it was.
    #[serde(default)]
    pub closed: bool,
}

#[derive(Deserialize)]
struct Told {
    data: Vec<Attainment>,
}

impl Client {
    /// The targets that run on a day (`YYYY-MM-DD`), today when none is given.
    pub async fn attainment(&self, on: Option<&str>) -> Result<Vec<Attainment>> {
        let mut call = Call::get(&["targets", "attainment"]);
        if let Some(day) = on {
            call = call.pair("on", day);
        }
        let told: Told = self.send(call).await?.decode()?;
        Ok(told.data)
    }
}
