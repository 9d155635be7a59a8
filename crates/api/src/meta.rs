//! `GET /meta`: the catalogue as the caller may see it.

use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guanxi_domain::kernel::meta::{self, Meta, WorkspaceMeta};
use guanxi_domain::people::users::USER;
use guanxi_domain::registry::ENTITIES;
use sha2::{Digest, Sha256};

use crate::answer;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Pairs, if_none_match};

/// Entities, fields, verbs and rights. The tag changes when any of it does.
pub async fn show(
    caller: Caller,
    request: HttpRequest,
    pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let world = caller.world();
    let workspace = &world.workspace;
    let meta = Meta {
        workspace: WorkspaceMeta {
            name: workspace.name.clone(),
            company_currency: workspace.company_currency.code().to_owned(),
            time_zone: workspace.time_zone.clone(),
            language: workspace.language.clone(),
        },
        entities: meta::entities(ENTITIES, &caller.lens(&world, &USER)),
    };
    let body = serde_json::to_vec(&meta).map_err(|error| {
        tracing::error!(%error, "catalogue cannot be told");
        Refusal::internal()
    })?;
    let tag = format!(
        "\"{}\"",
        URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..12])
    );
    if if_none_match(&request, &tag) {
        return Ok(answer::not_modified(tag));
    }
    Ok(answer::json(200, body, Some(tag)))
}
