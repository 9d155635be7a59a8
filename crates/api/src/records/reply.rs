//! What a change answers: the record as it is now, as the caller sees it.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue, LOCATION};
use guanxi_domain::access::Actor;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::wire::answer_json;
use guanxi_domain::people::users::USER;
use guanxi_persistence::engine::calendar;
use guanxi_persistence::infra::sessions;
use guanxi_persistence::{Error, Tx};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::answer;

/// An answer that can be kept for retries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The record it is about.
    pub record: Option<Uuid>,
    /// Its version.
    pub version: Option<i64>,
    /// Where a new record is.
    pub location: Option<String>,
    /// JSON.
    pub body: String,
}

impl Reply {
    /// The record after a change.
    pub fn record(tx: &mut Tx, actor: &Actor, document: &Document) -> Result<Self, Error> {
        end_sessions(tx, document)?;
        let lens = Lens {
            entity: document.entity,
            custom: &tx.world.custom,
            actor,
        };
        let clock = calendar::clock(&actor.zone, tx.now);
        Ok(Self {
            status: 200,
            record: Some(document.id()),
            version: Some(document.version()),
            location: None,
            body: Json::Object(answer_json(&lens, document, clock)).to_string(),
        })
    }

    /// The same for a record that was just made.
    #[must_use]
    pub fn made(mut self, document: &Document) -> Self {
        self.status = 201;
        self.location = Some(format!(
            "/api/v1/{}/{}",
            document.entity.plural,
            document.id()
        ));
        self
    }

    /// The same for a change that was only tried.
    #[must_use]
    pub fn tried(mut self) -> Self {
        self.status = 200;
        self.version = None;
        self.location = None;
        self
    }

    /// As it goes out.
    pub fn answer(self, replayed: bool) -> HttpResponse {
        let tag = self.version.map(answer::version_tag);
        let mut answer = answer::json(self.status, self.body, tag);
        let location = self
            .location
            .and_then(|place| HeaderValue::try_from(place).ok());
        if let Some(location) = location {
            answer.headers_mut().insert(LOCATION, location);
        }
        if replayed {
            let name = HeaderName::from_static("idempotency-replayed");
            answer
                .headers_mut()
                .insert(name, HeaderValue::from_static("true"));
        }
        answer
    }
}

/// Whoever may not sign in any more is signed out everywhere, for good: coming back later must not
/// bring old sessions back.
pub fn end_sessions(tx: &mut Tx, document: &Document) -> Result<(), Error> {
    let gone = document.text("status") != "active" || document.deleted_at().is_some();
    if !document.entity.is(&USER) || !gone {
        return Ok(());
    }
    let now = tx.now;
    sessions::end_all(tx.conn(), document.id(), None, now)
}
