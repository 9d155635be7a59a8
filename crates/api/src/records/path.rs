//! Entities and records as paths name them.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::wire;
use guanxi_domain::registry;
use uuid::Uuid;

use crate::refusal::Refusal;

/// The entity in `/{plural}`; an unknown one is 404.
pub struct Target(pub &'static Entity);

/// The record in `/{plural}/{id}`; what is no id is absent too.
pub struct Record {
    /// What it is.
    pub entity: &'static Entity,
    /// Which one.
    pub id: Uuid,
}

fn target(request: &HttpRequest) -> Option<&'static Entity> {
    registry::by_plural(request.match_info().get("plural")?)
}

impl FromRequest for Target {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(target(request).map(Self).ok_or_else(Refusal::not_found))
    }
}

impl FromRequest for Record {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(wire::id);
        let record = target(request)
            .zip(id)
            .map(|(entity, id)| Self { entity, id });
        ready(record.ok_or_else(Refusal::not_found))
    }
}
