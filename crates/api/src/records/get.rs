//! `GET /{plural}/{id}`: one record.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_persistence::Ask;

use super::path::Record;
use crate::answer::{self, version_tag};
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Pairs, if_none_match};

/// A record; what the caller may not see is absent. The tag names the version, so it stands only on
/// the plain record.
pub async fn get(
    caller: Caller,
    Record { entity, id }: Record,
    request: HttpRequest,
    mut pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    let fields = pairs.take_list("fields")?;
    let ask = Ask {
        fields: (!fields.is_empty()).then_some(fields),
        expand: pairs.take_list("expand")?,
    };
    pairs.finish()?;
    let plain = ask.fields.is_none() && ask.expand.is_empty();
    let found = caller
        .read_little(move |reader, actor| reader.get(actor, entity, id, &ask))
        .await?;
    let tag = plain.then(|| version_tag(found.version));
    match tag {
        Some(tag) if if_none_match(&request, &tag) => Ok(answer::not_modified(tag)),
        tag => Ok(answer::json(200, found.body, tag)),
    }
}
