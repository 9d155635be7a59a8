//! Preference pages: how customers want to be contacted, as they decide themselves.

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::client::Client;
use crate::transport::Method;
use crate::{Object, Result};

/// A contact's preference link.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PreferenceLink {
    /// Where its page is, seen from the server.
    pub path: String,
}

/// Whether the firm may get in touch by something for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// By what.
    pub channel: String,
    /// For what.
    pub purpose: String,
    /// Whether it may.
    pub allowed: bool,
}

/// How somebody is contacted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Preferences {
    /// Who.
    pub name: String,
    /// Who asks.
    pub workspace_name: String,
    /// In which language to show it.
    pub language: String,
    /// How to be reached best.
    pub preferred_channel: Option<String>,
    /// From when on there is to be quiet.
    pub quiet_from: Option<String>,
    /// Until when.
    pub quiet_until: Option<String>,
    /// By what and for what.
    pub wishes: Vec<Wish>,
}

impl Client {
    /// The preference link of a contact; made when there is none.
    pub async fn preference_link(&self, contact: &str) -> Result<PreferenceLink> {
        let call = Call::post(&["contacts", contact, "preference_link"]);
        self.send(call).await?.decode()
    }

    /// Ends the preference link of a contact.
    pub async fn end_preference_link(&self, contact: &str) -> Result<()> {
        let call = Call::new(Method::Delete, &["contacts", contact, "preference_link"]);
        self.send(call).await.map(drop)
    }

    /// What a preference link opens.
    pub async fn preferences(&self, token: &str) -> Result<Preferences> {
        let call = Call::get(&["preferences", token]).unsigned();
        self.send(call).await?.decode()
    }

    /// Changes what a preference link opens.
    pub async fn change_preferences(&self, token: &str, wished: &Object) -> Result<Preferences> {
        let call = Call::new(Method::Patch, &["preferences", token]).unsigned();
        let call = call.json(wished)?;
        self.send(call).await?.decode()
    }

    /// Refuses everything that a preference link opens.
    pub async fn refuse_all_contacts(&self, token: &str) -> Result<Preferences> {
        let call = Call::post(&["preferences", token, "refuse_all"]).unsigned();
        let call = call.json(&Object::new())?;
        self.send(call).await?.decode()
    }
}
