//! `GET`, `PUT` and `DELETE /workspace/demo_firm`: a made-up firm to look around in, for administrators.

use actix_web::HttpResponse;
use guanxi_i18n::Language;
use guanxi_persistence::{Database, Error};

use crate::app::blocking;
use crate::caller::Caller;
use crate::demo::firm::{self, Standing};
use crate::refusal::{Refusal, of_error};
use crate::request::{Body, Pairs};

/// What of it is there.
pub async fn show(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    allowed(&caller, "read")?;
    done(&caller, firm::standing).await
}

/// Makes it, or brings it back; harmless when it is there.
pub async fn make(caller: Caller, pairs: Pairs, body: Body) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    allowed(&caller, "create")?;
    let mut form = body.form();
    let language = if body.members.contains_key("language") {
        form.parsed("language", "unknown_language", Language::from_tag)
    } else {
        None
    };
    form.finish()?;
    let language = language.unwrap_or(caller.language);
    done(&caller, move |db| {
        firm::make(db, language, &mut |_| Ok(()))?;
        firm::standing(db)
    })
    .await
}

/// Takes exactly its records out.
pub async fn take_out(caller: Caller, pairs: Pairs) -> Result<HttpResponse, Refusal> {
    pairs.finish()?;
    allowed(&caller, "delete")?;
    done(&caller, |db| {
        firm::take_out(db)?;
        firm::standing(db)
    })
    .await
}

fn allowed(caller: &Caller, action: &str) -> Result<(), Refusal> {
    if caller.actor.may_set_up() {
        Ok(())
    } else {
        Err(Refusal::forbidden("forbidden").with("action", action))
    }
}

/// Several transactions one after the other, away from the threads that answer.
async fn done(
    caller: &Caller,
    work: impl FnOnce(&Database) -> Result<Standing, Error> + Send + 'static,
) -> Result<HttpResponse, Refusal> {
    let (app, actor) = (caller.app.clone(), caller.actor.clone());
    let standing = blocking(move || {
        work(&app.db).map_err(|error| of_error(error, &actor, &app.db.world().custom))
    })
    .await?;
    Ok(HttpResponse::Ok().json(standing))
}
