//! `POST /auth/change_password`.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::kernel::problem::Violation;
use guanxi_persistence::infra::{credentials, sessions};

use super::attempts::Attempt;
use super::passwords::Verdict;
use super::{door, weaknesses};
use crate::caller::Caller;
use crate::refusal::Refusal;
use crate::request::Body;

/// Another password for the caller. All other sessions end.
pub async fn change_password(
    caller: Caller,
    request: HttpRequest,
    body: Body,
) -> Result<HttpResponse, Refusal> {
    let app = caller.app.clone();
    let client = door::enter(&request, &app)?;
    let mut form = body.form();
    let current = form.secret("current_password");
    let new = form.secret("new_password");
    form.finish()?;
    acceptable(&caller, &new)?;
    let attempt = Attempt::new(&caller.user.to_string(), client.address);
    let turn = app.passwords.turn().await?;
    let (wait, hash) = {
        let (attempt, user) = (attempt.clone(), caller.user);
        app.read(move |reader| {
            Ok((
                attempt.wait(reader)?,
                credentials::hash_of(reader.conn(), user)?,
            ))
        })
        .await?
    };
    if let Some(wait) = wait {
        return Err(Refusal::too_many("too_many_attempts", wait));
    }
    if turn.compare(&current, hash).await? == Verdict::Wrong {
        app.write(move |tx| attempt.failed(tx)).await?;
        return Err(Violation::field("current_password", "wrong_password").into());
    }
    let hash = turn.hash(&new).await?;
    let (user, session) = (caller.user, caller.session);
    app.write(move |tx| {
        let now = tx.now;
        attempt.succeeded(tx)?;
        credentials::set(tx.conn(), user, &hash, now)?;
        sessions::end_all(tx.conn(), user, Some(session), now)
    })
    .await?;
    app.sessions.forget();
    Ok(HttpResponse::NoContent().finish())
}

fn acceptable(caller: &Caller, password: &str) -> Result<(), Refusal> {
    let world = caller.world();
    let known: Vec<&str> = world.person(caller.user).map_or_else(Vec::new, |person| {
        let user = &person.user;
        [user.login.as_deref(), Some(user.name.as_str())]
            .into_iter()
            .flatten()
            .collect()
    });
    match weaknesses(password, &known, "/new_password") {
        Some(weakness) => Err(weakness.into()),
        None => Ok(()),
    }
}
