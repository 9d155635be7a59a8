//! Opening a session, and what the client gets for it.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::header::USER_AGENT;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::infra::sessions::{self, Session};
use guanxi_persistence::{Error, Tx, World};
use serde_json::json;
use uuid::Uuid;

use super::access_token;
use super::cookie;
use super::refresh_token::RefreshToken;
use crate::app::App;
use crate::me;
use crate::refusal::Refusal;
use crate::request::Client;

/// Seconds after which an unused session ends.
pub const IDLE: i64 = 30 * 24 * 3600;
/// Seconds after which every session ends, used or not.
const LONGEST: i64 = 90 * 24 * 3600;
/// Longest name of a browser that is kept.
const MOST_AGENT: usize = 300;

/// A session that is about to be opened. Prepared outside the transaction, which may run twice.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The first refresh token.
    pub token: RefreshToken,
    address: String,
    user_agent: Option<String>,
}

impl Opening {
    /// For this client.
    pub fn new(request: &HttpRequest, client: &Client) -> Result<Self, Refusal> {
        let agent = request.headers().get(USER_AGENT);
        let agent = agent.and_then(|value| value.to_str().ok());
        Ok(Self {
            token: RefreshToken::first(Uuid::now_v7()).map_err(|_| Refusal::internal())?,
            address: client.address.to_string(),
            user_agent: agent.map(|text| text.chars().take(MOST_AGENT).collect()),
        })
    }

    /// Stores the session.
    pub fn store(&self, tx: &mut Tx, user: Uuid) -> Result<(), Error> {
        let now = tx.now;
        let session = Session {
            id: self.token.session,
            user,
            created_at: now,
            last_used_at: now,
            expires_at: expiry(now, now),
            ended_at: None,
            generation: i64::from(self.token.generation),
            token_hash: self.token.hash(),
            former_hash: None,
            rotated_at: now,
            address: Some(self.address.clone()),
            user_agent: self.user_agent.clone(),
        };
        sessions::insert(tx.conn(), &session)
    }
}

/// When a session ends that is used now and was opened then.
pub fn expiry(opened: Instant, now: Instant) -> Instant {
    let idle = now.micros().saturating_add(IDLE * 1_000_000);
    let longest = opened.micros().saturating_add(LONGEST * 1_000_000);
    Instant::from_micros(idle.min(longest))
}

/// The answer to everything that signs somebody in.
pub async fn welcome(
    app: &App,
    client: &Client,
    user: Uuid,
    token: &RefreshToken,
) -> Result<HttpResponse, Refusal> {
    let described = app
        .in_world(|world| Some(me::described(world, world.person(user)?)))
        .await?;
    let now = guanxi_persistence::database::now();
    let access = access_token::issue(&app.keys, user, token.session, now);
    let access = access.ok_or_else(Refusal::internal)?;
    let body = json!({
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": access_token::LIFETIME,
        "user": described.ok_or_else(Refusal::unauthenticated)?,
    });
    let cookie: Cookie = cookie::set(client, token.sealed(&app.keys), IDLE);
    Ok(HttpResponse::Ok().cookie(cookie).json(body))
}

/// Whether somebody of this id may sign in at all.
pub fn may_enter(world: &World, user: Uuid) -> bool {
    world
        .actor(user, guanxi_domain::access::Channel::Ui, None)
        .is_some()
}
