//! `PUT /{plural}/by/{key}/{value}`: changes the record with that key, or makes it.

use actix_web::HttpResponse;
use actix_web::web::Path;
use guanxi_domain::kernel::fold;
use guanxi_domain::kernel::problem::Violation;
use guanxi_persistence::How;

use super::once::{Manner, once};
use super::path::{Target, Writable};
use super::permit::Permit;
use super::reply::Reply;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Body, Pairs};

/// Merges into the record whose unique field, or whose id in another system, has this value; makes
/// one when there is none.
pub async fn upsert(
    caller: Caller,
    Writable(Target(entity)): Writable<Target>,
    path: Path<(String, String, String)>,
    pairs: Pairs,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    let (_, key, value) = path.into_inner();
    for text in [&key, &value] {
        fold::store(text).map_err(|_| Violation::at("", "control_character"))?;
    }
    let manner = Manner::of_change(pairs)?;
    once(&caller, entity, Permit::Change, manner, move |tx, actor| {
        let (record, made) = tx.upsert(actor, entity, &key, &value, &body.members, How::Plain)?;
        let reply = Reply::record(tx, actor, &record)?;
        Ok(if made { reply.made(&record) } else { reply })
    })
    .await
}
