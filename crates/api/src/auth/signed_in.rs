//! The gate before everything that needs a user.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use guanxi_domain::access::Channel;

use super::live;
use crate::app::App;
use crate::caller::Caller;
use crate::frame::{Who, charge, trace_id};
use crate::refusal::Refusal;
use crate::request::language;

/// Lets requests of signed-in users pass, with the [`Caller`] inside.
pub async fn signed_in(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match admit(&request).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            let answer = next.call(request).await?;
            Ok(answer.map_into_boxed_body())
        }
        Err(refusal) => Ok(request.error_response(refusal)),
    }
}

async fn admit(request: &ServiceRequest) -> Result<Caller, Refusal> {
    let app = App::of(request.request())?;
    match identify(request, &app).await {
        Ok(caller) => {
            charge(request, &app, Who::User(caller.user))?;
            Ok(caller)
        }
        Err(refusal) => {
            // Guessing tokens is on the guesser's own budget.
            charge(request, &app, Who::address(request.request(), &app))?;
            Err(refusal)
        }
    }
}

async fn identify(request: &ServiceRequest, app: &App) -> Result<Caller, Refusal> {
    let token = bearer(request.headers()).ok_or_else(Refusal::unauthenticated)?;
    let claims = app
        .tokens
        .verify(&app.keys, token)
        .ok_or_else(Refusal::unauthenticated)?;
    if !live::is_live(app, claims.sid, claims.sub).await? {
        return Err(Refusal::unauthenticated());
    }
    let channel = channel(request.headers());
    let actor = app
        .in_world(|world| app.actors.of(world, claims.sub, claims.sid, channel))
        .await?;
    Ok(Caller {
        actor: actor.ok_or_else(Refusal::unauthenticated)?,
        user: claims.sub,
        session: claims.sid,
        language: language(request.headers()),
        trace_id: trace_id(request.request()),
        app: app.clone(),
    })
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// Our own app says so; it changes nothing but what the history tells.
fn channel(headers: &HeaderMap) -> Channel {
    if headers.contains_key("x-guanxi") {
        Channel::Ui
    } else {
        Channel::Api
    }
}
