//! `POST /capture/{slug}`: what strangers send with a form on a web site becomes a lead.
//!
//! Open to everybody and from every site: it reads nothing, knows no cookie, and is on the budget of the address.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, LOCATION,
};
use actix_web::middleware::from_fn;
use actix_web::web::{Path, ServiceConfig};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use guanxi_domain::access::{Actor, Channel};
use guanxi_domain::kernel::value::Value;
use guanxi_domain::marketing::web_forms::{self, WEB_FORM, WebForm};
use guanxi_domain::sales::leads::LEAD;
use guanxi_persistence::{Error, How, Tx};
use serde_json::{Map, Value as Json, json};

use crate::app::App;
use crate::frame::{at, on_budget};
use crate::refusal::Refusal;
use crate::request::{Body, Reading, bytes, media_type};

const FORM: &str = "application/x-www-form-urlencoded";
/// Seconds for which a browser may remember that it may send from another site.
const REMEMBERED: &str = "86400";

/// The route.
pub fn configure(routes: &mut ServiceConfig) {
    let capture = at("/capture/{slug}").post(capture).options(allow).finish();
    routes.service(capture.wrap(from_fn(on_budget)));
}

/// What was sent: by a script as JSON, by a plain form as browsers send it.
struct Sent {
    members: Map<String, Json>,
    by_form: bool,
}

impl FromRequest for Sent {
    type Error = Refusal;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if media_type(request) == FORM {
            let bytes = bytes(request, payload, &[FORM]);
            return Box::pin(async move { of_form(&bytes.await?) });
        }
        let body = Body::from_request(request, payload);
        Box::pin(async move {
            Ok(Self {
                members: body.await?.members,
                by_form: false,
            })
        })
    }
}

fn of_form(bytes: &[u8]) -> Result<Sent, Refusal> {
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        if members.insert(name.into_owned(), json!(value)).is_some() {
            return Err(Refusal::bad_request("given_twice"));
        }
    }
    Ok(Sent {
        members,
        by_form: true,
    })
}

/// Makes the lead. Programs that fell into the trap are told the same as people.
async fn capture(app: App, slug: Path<String>, sent: Sent) -> Result<HttpResponse, Refusal> {
    let (slug, by_form) = (slug.into_inner(), sent.by_form);
    let form = app.write(move |tx| store(tx, &slug, &sent.members)).await?;
    let mut answer = match form.thanks_url.as_deref().filter(|_| by_form) {
        Some(url) => HttpResponse::build(StatusCode::SEE_OTHER)
            .insert_header((LOCATION, url))
            .finish(),
        None => HttpResponse::Created().json(json!({ "thanks_url": form.thanks_url })),
    };
    from_anywhere(&mut answer);
    Ok(answer)
}

fn store(tx: &mut Tx, slug: &str, sent: &Map<String, Json>) -> Result<WebForm, Error> {
    let found = tx.having(&WEB_FORM, "slug", &Value::text(slug))?.pop();
    let form = found.and_then(|form| form.typed::<WebForm>());
    let form = form.filter(|form| form.is_active).ok_or(Error::NotFound)?;
    let lead = web_forms::lead(&form, sent)?;
    if web_forms::is_trapped(sent) {
        return Ok(form);
    }
    let actor = Actor {
        channel: Channel::Form,
        ..Actor::system()
    };
    match tx.create(&actor, &LEAD, &lead, How::Plain) {
        Ok(_) => Ok(form),
        Err(Error::Violations(found)) => Err(web_forms::of_form(sent, found).into()),
        Err(error) => Err(error),
    }
}

/// The question of browsers before they send JSON from another site.
async fn allow() -> HttpResponse {
    let mut answer = HttpResponse::NoContent();
    answer
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "POST"))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type"))
        .insert_header((ACCESS_CONTROL_MAX_AGE, REMEMBERED));
    let mut answer = answer.finish();
    from_anywhere(&mut answer);
    answer
}

fn from_anywhere(answer: &mut HttpResponse) {
    let anybody = actix_web::http::header::HeaderValue::from_static("*");
    answer
        .headers_mut()
        .insert(ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
}
