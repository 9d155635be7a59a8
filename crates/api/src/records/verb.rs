//! `POST /{plural}/{id}/{verb}`: a named state change; or, with the name of a collection, one more
//! row in it.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::access::Action;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_persistence::Expect;

use super::once::{Manner, once};
use super::path::{Deed, Record, Writable};
use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs, if_match};

/// What is done to a record.
enum Act {
    /// A verb is used, with the fields it asks for.
    Use(&'static str),
    /// A row is added to a collection.
    AddTo(&'static str),
}

/// Does to a record what the path says.
pub async fn verb(
    caller: Caller,
    Writable(Deed { record, name }): Writable<Deed>,
    request: HttpRequest,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    let Record { entity, id } = record;
    let act = Act::named(&caller, entity, &name)?;
    let expect: Expect = if_match(&request)?;
    let manner = Manner::of_post(&request, pairs, &body.hash)?;
    once(&caller, entity, act.permit(), manner, move |tx, actor| {
        let body = &body.members;
        let changed = match act {
            Act::Use(verb) => tx.verb(actor, entity, id, expect, verb, body)?,
            Act::AddTo(rows) => tx.add_row(actor, entity, id, expect, rows, body)?,
        };
        Reply::record(tx, actor, &changed)
    })
    .await
}

impl Act {
    fn named(caller: &Caller, entity: &'static Entity, name: &str) -> Result<Self, Refusal> {
        if let Some(verb) = entity.verb(name) {
            return Ok(Self::Use(verb.name));
        }
        let (_, collection) = entity.collection(name).ok_or_else(Refusal::not_found)?;
        let shows = caller.lens(&caller.world(), entity).shows(name);
        shows
            .then_some(Self::AddTo(collection.name))
            .ok_or_else(Refusal::not_found)
    }

    fn permit(&self) -> Permit {
        match self {
            Self::Use(verb) => Permit::Use((*verb).to_owned()),
            Self::AddTo(_) => Permit::Do(Action::Update),
        }
    }
}
