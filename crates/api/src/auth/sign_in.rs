//! `POST /auth/sign_in`.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::kernel::problem::Violation;
use guanxi_persistence::infra::credentials::{self, Credential};

use super::attempts::Attempt;
use super::door;
use super::opening::{Opening, welcome};
use super::password_rules::is_too_long;
use super::passwords::Verdict;
use crate::app::App;
use crate::refusal::Refusal;
use crate::request::Body;
use actix_web::http::StatusCode;

/// Login and password against a session. An unknown login, a wrong password and a user who may
/// not sign in are answered alike, and take alike.
pub async fn sign_in(app: App, request: HttpRequest, body: Body) -> Result<HttpResponse, Refusal> {
    let client = door::enter(&request, &app)?;
    let (login, password) = given(&body)?;
    let attempt = Attempt::new(&login, client.address);
    // The turn is held from looking at the count until the failure is counted, so that guesses sent
    // at once are counted nearly one by one.
    let turn = app.passwords.turn().await?;
    let found = look_up(&app, &attempt, login).await?;
    let hash = found
        .as_ref()
        .filter(|found| found.active)
        .and_then(|found| found.hash.clone());
    let verdict = turn.compare(&password, hash.clone()).await?;
    let Some(found) = found.filter(|_| verdict != Verdict::Wrong) else {
        app.write(move |tx| attempt.failed(tx)).await?;
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, "wrong_credentials"));
    };
    drop(turn);
    let opening = Opening::new(&request, &client)?;
    let stored = opening.clone();
    app.write(move |tx| {
        attempt.succeeded(tx)?;
        if let (Some(former), Verdict::Outdated(fresh)) = (&hash, &verdict) {
            credentials::renew(tx.conn(), found.user, former, fresh)?;
        }
        stored.store(tx, found.user)
    })
    .await?;
    welcome(&app, &client, found.user, &opening.token).await
}

fn given(body: &Body) -> Result<(String, String), Refusal> {
    let mut form = body.form();
    let login = form.text("login", 254);
    let password = form.secret("password");
    form.finish()?;
    if is_too_long(&password) {
        return Err(Violation::field("password", "too_long")
            .with("most", 1_024)
            .into());
    }
    Ok((login.trim().to_owned(), password))
}

/// The credential, unless too many guesses failed before.
async fn look_up(
    app: &App,
    attempt: &Attempt,
    login: String,
) -> Result<Option<Credential>, Refusal> {
    let attempt = attempt.clone();
    let (wait, found) = app
        .read(move |reader| {
            let wait = attempt.wait(reader)?;
            let found = credentials::by_login(reader.conn(), &login)?;
            Ok((wait, found))
        })
        .await?;
    match wait {
        Some(wait) => Err(Refusal::too_many("too_many_attempts", wait)),
        None => Ok(found),
    }
}
