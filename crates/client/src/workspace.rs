//! What the whole workspace shares.

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::client::Client;
use crate::records::Expect;
use crate::transport::Method;
use crate::{Object, Result};

/// The workspace's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Counts changes.
    pub version: i64,
    /// The firm's name.
    pub name: String,
    /// ISO 4217 code; fixed as soon as there are amounts.
    pub company_currency: String,
    /// IANA zone in which the firm's days begin.
    pub time_zone: String,
    /// Language of shared texts.
    pub language: String,
    /// In which order names are read: `root`, `pinyin` or `stroke`.
    pub collation: String,
    /// The order that is being prepared.
    #[serde(default)]
    pub next_collation: Option<String>,
}

/// What of the demo firm is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DemoFirm {
    /// Its records that are there.
    pub records: usize,
    /// How many of them people changed since.
    pub changed: usize,
}

const DEMO_FIRM: [&str; 2] = ["workspace", "demo_firm"];

impl Client {
    /// What of the demo firm is there, for administrators.
    pub async fn demo_firm(&self) -> Result<DemoFirm> {
        self.send(Call::get(&DEMO_FIRM)).await?.decode()
    }

    /// Makes it, in the language of the caller, or brings it back.
    pub async fn make_demo_firm(&self) -> Result<DemoFirm> {
        let call = Call::new(Method::Put, &DEMO_FIRM).json(&Object::new())?;
        self.send(call).await?.decode()
    }

    /// Takes exactly its records out.
    pub async fn remove_demo_firm(&self) -> Result<DemoFirm> {
        let call = Call::new(Method::Delete, &DEMO_FIRM);
        self.send(call).await?.decode()
    }

    /// The workspace's settings, for administrators.
    pub async fn workspace(&self) -> Result<Workspace> {
        self.send(Call::get(&["workspace"])).await?.decode()
    }

    /// Changes some of them.
    pub async fn patch_workspace(&self, expect: Expect, changes: &Object) -> Result<Workspace> {
        let call = expect.on(Call::new(Method::Patch, &["workspace"]));
        let call = call.body_of("application/merge-patch+json", changes)?;
        self.send(call).await?.decode()
    }
}
