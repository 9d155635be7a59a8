//! A record with what there is to know around it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::call::Call;
use crate::client::Client;
use crate::{Object, Result};

/// The first records of a kind around a record, and figures over all of them.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Block {
    /// The first records.
    pub data: Vec<Json>,
    /// Whether there are more.
    #[serde(default)]
    pub has_more: bool,
    /// How many there are, where they are counted.
    pub count: Option<i64>,
    /// What their amounts add up to, one for each currency.
    #[serde(default)]
    pub sum_amount: Vec<Json>,
}

/// A record and the blocks that the caller may read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overview {
    /// The record.
    pub record: Object,
    /// By name; one that is not there may not be read.
    pub blocks: BTreeMap<String, Block>,
}

impl Client {
    /// A record with what there is to know around it; `entity` is the singular name under which it stands.
    pub async fn overview(&self, plural: &str, entity: &str, id: Uuid) -> Result<Overview> {
        let id = id.to_string();
        let call = Call::get(&[plural, &id, "overview"]);
        let mut answer: BTreeMap<String, Json> = self.send(call).await?.decode()?;
        let record = match answer.remove(entity) {
            Some(Json::Object(record)) => record,
            _ => Object::new(),
        };
        let blocks = answer.into_iter().filter_map(|(name, block)| {
            let block = serde_json::from_value(block).ok()?;
            Some((name, block))
        });
        Ok(Overview {
            record,
            blocks: blocks.collect(),
        })
    }
}
