//! Finding records of several entities by words.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Result;
use crate::call::Call;
use crate::client::Client;

/// One record found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is: `account`.
    pub entity: String,
    /// Which one.
    pub id: Uuid,
    /// Where it is found: `accounts`.
    pub plural: String,
    /// What people call it.
    pub title: String,
    /// What tells it apart from others of the same name.
    #[serde(default)]
    pub about: Vec<String>,
}

#[derive(Deserialize)]
struct Hits {
    data: Vec<Hit>,
}

impl Client {
    /// Finds records by words, prefixes, numbers or pinyin; entities by their singular names, all
    /// when none is named.
    pub async fn search(&self, words: &str, entities: &[&str], limit: u32) -> Result<Vec<Hit>> {
        let mut call = Call::get(&["search"])
            .pair("q", words)
            .pair("limit", limit.to_string());
        if !entities.is_empty() {
            call = call.pair("entities", entities.join(","));
        }
        let hits: Hits = self.send(call).await?.decode()?;
        Ok(hits.data)
    }
}
