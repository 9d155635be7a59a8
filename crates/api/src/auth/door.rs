//! Checks before anything that hands out or uses the cookie.

use actix_web::HttpRequest;

use crate::app::App;
use crate::refusal::Refusal;
use crate::request::Client;

/// Where a sign-in comes from, once it may come in.
pub fn enter(request: &HttpRequest, app: &App) -> Result<Client, Refusal> {
    let client = Client::of(request, &app.settings);
    if !client.is_same_origin(request.headers(), &app.settings) {
        return Err(Refusal::forbidden("foreign_origin"));
    }
    if !client.is_safe(&app.settings) {
        return Err(Refusal::forbidden("insecure_transport"));
    }
    Ok(client)
}

/// The same where the cookie itself is the credential: pages of others cannot send this header.
pub fn enter_with_cookie(request: &HttpRequest, app: &App) -> Result<Client, Refusal> {
    let said = request.headers().get("x-guanxi");
    if said.is_none_or(|value| value.as_bytes() != b"1") {
        return Err(Refusal::forbidden("header_missing").with("header", "X-Guanxi: 1"));
    }
    enter(request, app)
}
