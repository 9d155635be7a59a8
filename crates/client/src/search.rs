//! Finding records of several entities by words, and those that are likely the one being made.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::call::Call;
use crate::client::Client;
use crate::{Object, Result};

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

/// A record that is likely the one being made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
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
    /// How likely, in percent.
    pub score: u8,
    /// What they have in common, the weightiest first.
    pub reasons: Vec<String>,
}

#[derive(Deserialize)]
struct Likenesses {
    data: Vec<Likeness>,
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

    /// Records that are likely the one that a body would make, the likeliest first; the body may be incomplete.
    pub async fn duplicates(&self, plural: &str, body: &Object) -> Result<Vec<Likeness>> {
        let call = Call::post(&[plural, "duplicates"]).json(body)?;
        let found: Likenesses = self.send(call).await?.decode()?;
        Ok(found.data)
    }
}
