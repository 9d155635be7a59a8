//! Changes of imports that happen once however often they are sent.

use actix_web::HttpResponse;
use guanxi_domain::access::Actor;
use guanxi_persistence::import::{self, Import};
use guanxi_persistence::infra::idempotency::Kept;
use guanxi_persistence::{Error, Tx};

use super::shown::shown;
use crate::caller::Caller;
use crate::records::{Manner, Reply, change};
use crate::refusal::Refusal;

/// Changes an import and answers it as it is then.
pub async fn once(
    caller: &Caller,
    manner: Manner,
    status: u16,
    mut act: impl FnMut(&mut Tx, &Actor) -> Result<Import, Error> + Send + 'static,
) -> Result<HttpResponse, Refusal> {
    let language = caller.language;
    change(caller, manner, seen_again, move |tx, actor| {
        let id = act(tx, actor)?.id;
        let (import, files) = import::find(tx, actor, id)?;
        Ok(Reply {
            status,
            record: Some(id),
            version: None,
            location: (status == 201).then(|| format!("/api/v1/imports/{id}")),
            body: shown(&import, &files, language).to_string(),
        })
    })
    .await
}

/// An answer is given again to whoever still sees the import.
fn seen_again(tx: &mut Tx, actor: &Actor, kept: Kept) -> Result<Kept, Error> {
    if let Some(id) = kept.record {
        import::find(tx, actor, id)?;
    }
    Ok(kept)
}
