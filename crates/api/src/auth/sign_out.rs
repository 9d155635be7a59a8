//! `POST /auth/sign_out`.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_persistence::infra::sessions;

use super::refresh_token::RefreshToken;
use super::{access_token, cookie, door};
use crate::app::App;
use crate::refusal::Refusal;

/// Ends the session of the cookie or of the access token, whichever is there, and takes the cookie
/// back. Signing out twice is no mistake.
pub async fn sign_out(app: App, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let client = door::enter_with_cookie(&request, &app)?;
    let by_cookie = cookie::read(&request, &client)
        .and_then(|text| RefreshToken::open(&app.keys, &text))
        .map(|token| token.session);
    let by_token = super::signed_in::bearer(request.headers())
        .and_then(|text| access_token::verify(&app.keys, text))
        .map(|claims| claims.sid);
    for session in by_cookie.into_iter().chain(by_token) {
        app.write(move |tx| {
            let now = tx.now;
            sessions::end(tx.conn(), session, now)
        })
        .await?;
    }
    app.sessions.forget();
    let cookie = cookie::clear(&client);
    Ok(HttpResponse::NoContent().cookie(cookie).finish())
}
