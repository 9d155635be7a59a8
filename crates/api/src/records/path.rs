//! Entities and records as paths name them.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::wire;
use guanxi_domain::registry;
use uuid::Uuid;

use crate::frame::only_read;
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

/// Whether the path names an entity whose records only rules write.
pub fn is_only_read(request: &HttpRequest) -> bool {
    target(request).is_some_and(|entity| !entity.writable)
}

/// An entity or record that requests may write. Said before the body is looked at: whatever it is,
/// it cannot be used.
pub struct Writable<T>(pub T);

/// A record and what is to be done to it, by the name in `/{plural}/{id}/{name}`; names that mean
/// nothing are 404.
pub struct Deed {
    /// The record.
    pub record: Record,
    /// The name of a verb or a collection.
    pub name: String,
}

impl<T> FromRequest for Writable<T>
where
    T: FromRequest<Error = Refusal, Future = Ready<Result<T, Refusal>>>,
{
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if is_only_read(request) {
            return ready(Err(only_read()));
        }
        ready(T::from_request(request, payload).into_inner().map(Self))
    }
}

impl FromRequest for Deed {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let record = Record::from_request(request, payload).into_inner();
        let name = request.match_info().get("verb").unwrap_or_default();
        ready(record.and_then(|record| {
            let entity = record.entity;
            let means = entity.verb(name).is_some() || entity.collection(name).is_some();
            let name = name.to_owned();
            let deed = means.then_some(Self { record, name });
            deed.ok_or_else(Refusal::not_found)
        }))
    }
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
