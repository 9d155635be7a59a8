//! `GET /meta`: the catalogue as the caller may see it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guanxi_domain::kernel::meta::{self, Meta, WorkspaceMeta};
use guanxi_domain::people::users::USER;
use guanxi_domain::registry::ENTITIES;
use guanxi_persistence::World;
use sha2::{Digest, Sha256};

use crate::answer;
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::{Pairs, if_none_match};

/// Catalogues already told in the present world, by the roles of those they were told to.
#[derive(Default)]
pub struct Told(Mutex<Known>);

#[derive(Default)]
struct Known {
    world: Option<Arc<World>>,
    by_roles: HashMap<Vec<u8>, Catalogue>,
}

/// A catalogue as JSON, with its tag.
#[derive(Debug, Clone)]
struct Catalogue {
    body: Bytes,
    tag: String,
}

/// Most sets of roles remembered; each catalogue takes some hundred kilobytes.
const MOST: usize = 50;

/// Entities, fields, verbs and rights. The tag changes when any of it does.
pub async fn show(
    caller: Caller,
    request: HttpRequest,
    pairs: Pairs,
) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    let catalogue = caller.app.told.to(&caller)?;
    if if_none_match(&request, &catalogue.tag) {
        return Ok(answer::not_modified(catalogue.tag));
    }
    Ok(answer::json(200, catalogue.body, Some(catalogue.tag)))
}

impl Told {
    fn to(&self, caller: &Caller) -> Result<Catalogue, Refusal> {
        let world = caller.world();
        let roles = serde_json::to_vec(&caller.actor.roles).map_err(untellable)?;
        // A poisoned lock still holds a map that is only a memory.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_present = known
            .world
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, &world));
        if !is_present || known.by_roles.len() >= MOST {
            known.by_roles.clear();
            known.world = Some(Arc::clone(&world));
        }
        if let Some(catalogue) = known.by_roles.get(&roles) {
            return Ok(catalogue.clone());
        }
        let catalogue = Catalogue::of(caller, &world)?;
        known.by_roles.insert(roles, catalogue.clone());
        Ok(catalogue)
    }
}

impl Catalogue {
    fn of(caller: &Caller, world: &World) -> Result<Self, Refusal> {
        let workspace = &world.workspace;
        let meta = Meta {
            workspace: WorkspaceMeta {
                name: workspace.name.clone(),
                company_currency: workspace.company_currency.code().to_owned(),
                time_zone: workspace.time_zone.clone(),
                language: workspace.language.clone(),
                may_change: caller.actor.may_set_up(),
            },
            entities: meta::entities(ENTITIES, &caller.lens(world, &USER)),
        };
        let body = serde_json::to_vec(&meta).map_err(untellable)?;
        let tag = format!(
            "\"{}\"",
            URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..12])
        );
        Ok(Self {
            body: body.into(),
            tag,
        })
    }
}

fn untellable(error: serde_json::Error) -> Refusal {
    tracing::error!(%error, "the catalogue cannot be told");
    Refusal::internal()
}
