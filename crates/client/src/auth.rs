//! First start, signing in and out, sessions, and the user's own settings.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::call::Call;
use crate::client::Client;
use crate::transport::Method;
use crate::{Object, Result};

/// What a client must know before anybody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Nobody has set up the workspace yet.
    pub needs_setup: bool,
    /// Of the server.
    #[serde(default)]
    pub version: String,
}

/// The first start: the workspace and its first administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// From the one-time link that the server printed.
    pub token: String,
    /// The firm's name.
    pub workspace_name: String,
    /// The administrator's family name.
    pub family_name: String,
    /// The administrator's given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// `given_first` or `family_first`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_order: Option<String>,
    /// The administrator's e-mail address.
    pub login: String,
    /// The administrator's password.
    pub password: String,
    /// `en`, `zh-Hant` or `zh-Hans`.
    pub language: String,
    /// ISO 4217 code.
    pub company_currency: String,
    /// IANA zone.
    pub time_zone: String,
}

/// Signed in: the token for requests, and who one is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signed {
    /// For the header `Authorization: Bearer`.
    pub access_token: String,
    /// Seconds until it ends.
    pub expires_in: u64,
    /// Who is signed in.
    pub user: Me,
}

/// The user who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// The user's id.
    pub id: Uuid,
    /// As it is shown.
    pub name: String,
    /// The record's version.
    #[serde(default)]
    pub version: i64,
    /// Family name.
    #[serde(default)]
    pub family_name: String,
    /// Given name.
    #[serde(default)]
    pub given_name: Option<String>,
    /// `given_first` or `family_first`.
    #[serde(default)]
    pub name_order: String,
    /// The e-mail address used to sign in.
    pub login: String,
    /// Telephone at work.
    #[serde(default)]
    pub phone: Option<String>,
    /// Language of the screens.
    pub language: String,
    /// Region for formats.
    #[serde(default)]
    pub region: Option<String>,
    /// Zone in which days begin.
    pub time_zone: String,
    /// Theme, density, keys …
    #[serde(default)]
    pub preferences: Object,
    /// Codes of the roles.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// One browser or script that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// To end it.
    pub id: Uuid,
    /// Since when.
    pub created_at: String,
    /// Last seen.
    pub last_used_at: String,
    /// Ends then unless used.
    pub expires_at: String,
    /// From which address it signed in.
    #[serde(default)]
    pub address: Option<String>,
    /// What it called itself.
    #[serde(default)]
    pub user_agent: Option<String>,
    /// The one that asks.
    #[serde(default)]
    pub current: bool,
}

#[derive(Deserialize)]
struct Sessions {
    data: Vec<SessionInfo>,
}

#[derive(Serialize)]
struct SignIn<'a> {
    login: &'a str,
    password: &'a str,
}

#[derive(Serialize)]
struct ChangePassword<'a> {
    current_password: &'a str,
    new_password: &'a str,
}

impl Client {
    /// Whether the workspace is set up.
    pub async fn state(&self) -> Result<State> {
        let call = Call::get(&["auth", "state"]).unsigned();
        self.send(call).await?.decode()
    }

    /// Sets up the workspace and signs its administrator in.
    pub async fn setup(&self, setup: &Setup) -> Result<Signed> {
        self.sign(Call::post(&["auth", "setup"]).json(setup)?).await
    }

    /// Signs in; requests carry the token from now on.
    pub async fn sign_in(&self, login: &str, password: &str) -> Result<Signed> {
        let body = SignIn { login, password };
        self.sign(Call::post(&["auth", "sign_in"]).json(&body)?)
            .await
    }

    /// A new access token by the refresh cookie.
    pub async fn refresh(&self) -> Result<Signed> {
        self.sign(Call::post(&["auth", "refresh"])).await
    }

    async fn sign(&self, call: Call) -> Result<Signed> {
        let signed: Signed = self.send(call.unsigned()).await?.decode()?;
        self.set_token(Some(signed.access_token.clone()));
        Ok(signed)
    }

    /// Ends this session here and on the server.
    pub async fn sign_out(&self) -> Result<()> {
        self.send(Call::post(&["auth", "sign_out"])).await?;
        self.set_token(None);
        Ok(())
    }

    /// Another password; all other sessions end.
    pub async fn change_password(&self, current: &str, new: &str) -> Result<()> {
        let body = ChangePassword {
            current_password: current,
            new_password: new,
        };
        let call = Call::post(&["auth", "change_password"]).json(&body)?;
        self.send(call).await.map(drop)
    }

    /// Where this user is signed in.
    pub async fn sessions(&self) -> Result<Vec<SessionInfo>> {
        let sessions: Sessions = self
            .send(Call::get(&["auth", "sessions"]))
            .await?
            .decode()?;
        Ok(sessions.data)
    }

    /// Ends one session of this user.
    pub async fn end_session(&self, id: Uuid) -> Result<()> {
        let call = Call::new(Method::Delete, &["auth", "sessions", &id.to_string()]);
        self.send(call).await.map(drop)
    }

    /// Who is signed in.
    pub async fn me(&self) -> Result<Me> {
        self.send(Call::get(&["me"])).await?.decode()
    }

    /// Changes the user's own settings.
    pub async fn patch_me(&self, changes: &Object) -> Result<Me> {
        let call = Call::new(Method::Patch, &["me"]);
        let call = call.body_of("application/merge-patch+json", changes)?;
        self.send(call).await?.decode()
    }
}
