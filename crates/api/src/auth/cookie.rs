//! The cookie that carries the refresh token.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

use crate::request::Client;

const PLAIN: &str = "guanxi_refresh";
/// Browsers set a cookie of this name over https only.
const SECURE: &str = "__Secure-guanxi_refresh";

/// The refresh token that a browser sends.
pub fn read(request: &HttpRequest, client: &Client) -> Option<String> {
    request
        .cookie(name(client))
        .map(|cookie| cookie.value().to_owned())
}

/// Hands a refresh token to the browser for so many seconds.
pub fn set(client: &Client, token: String, seconds: i64) -> Cookie<'static> {
    build(client, token, seconds)
}

/// Takes it back.
pub fn clear(client: &Client) -> Cookie<'static> {
    build(client, String::new(), 0)
}

fn build(client: &Client, value: String, seconds: i64) -> Cookie<'static> {
    Cookie::build(name(client), value)
        .path("/api/v1/auth")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(client.secure)
        .max_age(Duration::seconds(seconds))
        .finish()
}

const fn name(client: &Client) -> &'static str {
    if client.secure { SECURE } else { PLAIN }
}
