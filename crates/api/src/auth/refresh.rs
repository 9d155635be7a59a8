//! `POST /auth/refresh`: a new access token by the cookie, and a new cookie.

use actix_web::{HttpRequest, HttpResponse};
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::infra::sessions::{self, Session};
use guanxi_persistence::{Error, Tx};

use super::opening::{expiry, may_enter, welcome};
use super::refresh_token::RefreshToken;
use super::{cookie, door};
use crate::app::App;
use crate::refusal::Refusal;

/// Seconds in which a token that was just replaced still leads to its successor: several tabs, or a
/// lost answer.
const GRACE: i64 = 10;

/// What a token is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Worth {
    /// It is the current one; this takes its place.
    Current(RefreshToken),
    /// It was replaced by this a moment ago.
    JustReplaced(RefreshToken),
    /// It was used up: somebody has a copy.
    Stolen,
    /// The session is over.
    Nothing,
}

/// Renews the session that the cookie belongs to.
pub async fn refresh(app: App, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let client = door::enter_with_cookie(&request, &app)?;
    let token = cookie::read(&request, &client);
    let token = token.and_then(|text| RefreshToken::open(&app.keys, &text));
    let token = token.ok_or_else(Refusal::unauthenticated)?;
    know_user(&app, &token).await?;
    let keys = app.clone();
    let renewed = app
        .write(move |tx| renew(tx, &token, &token.next(&keys.keys)))
        .await?;
    let Some((session, token)) = renewed else {
        app.sessions.forget();
        return Err(Refusal::unauthenticated());
    };
    welcome(&app, &client, session.user, &token).await
}

/// Whoever was let in by another server a moment ago must not be taken for somebody who may not enter any more.
async fn know_user(app: &App, token: &RefreshToken) -> Result<(), Refusal> {
    let id = token.session;
    let session = app
        .read(move |reader| sessions::find(reader.conn(), id))
        .await?;
    if let Some(session) = session {
        app.in_world(|world| may_enter(world, session.user).then_some(()))
            .await?;
    }
    Ok(())
}

fn renew(
    tx: &mut Tx,
    token: &RefreshToken,
    next: &RefreshToken,
) -> Result<Option<(Session, RefreshToken)>, Error> {
    let now = tx.now;
    let Some(session) = sessions::find_locked(tx.conn(), token.session)? else {
        return Ok(None);
    };
    if !may_enter(&tx.world, session.user) {
        sessions::end(tx.conn(), session.id, now)?;
        return Ok(None);
    }
    match worth(&session, token, next, now) {
        Worth::Current(next) => {
            let expires_at = expiry(session.created_at, now);
            sessions::rotate(tx.conn(), &session, &next.hash(), expires_at, now)?;
            Ok(Some((session, next)))
        }
        Worth::JustReplaced(next) => Ok(Some((session, next))),
        Worth::Stolen => {
            tracing::warn!(session = %session.id, user = %session.user, "refresh token used twice; session ended");
            sessions::end(tx.conn(), session.id, now)?;
            Ok(None)
        }
        Worth::Nothing => Ok(None),
    }
}

/// The seal was checked before: the token is one we made for this session.
fn worth(session: &Session, token: &RefreshToken, next: &RefreshToken, now: Instant) -> Worth {
    if !session.is_live(now) {
        return Worth::Nothing;
    }
    if token.is(&session.token_hash) {
        return Worth::Current(next.clone());
    }
    let former = session
        .former_hash
        .as_ref()
        .is_some_and(|former| token.is(former));
    if former && now.seconds_since(session.rotated_at) < GRACE {
        return Worth::JustReplaced(next.clone());
    }
    Worth::Stolen
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use uuid::Uuid;

    use super::super::keys::Keys;
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn a_used_token_has_a_short_grace_and_then_gives_itself_away() {
        let keys = Keys::from_secret(&[5; 32]).unwrap();
        let first = RefreshToken::first(Uuid::max()).unwrap();
        let second = first.next(&keys);
        let third = second.next(&keys);
        let session = Session {
            id: Uuid::max(),
            user: Uuid::nil(),
            created_at: at(0),
            last_used_at: at(100),
            expires_at: at(1_000),
            ended_at: None,
            generation: 2,
            token_hash: second.hash(),
            former_hash: Some(first.hash()),
            rotated_at: at(100),
            address: None,
            user_agent: None,
        };
        assert_eq!(
            worth(&session, &second, &third, at(105)),
            Worth::Current(third.clone())
        );
        assert_eq!(
            worth(&session, &first, &second, at(109)),
            Worth::JustReplaced(second.clone())
        );
        assert_eq!(worth(&session, &first, &second, at(110)), Worth::Stolen);
        assert_eq!(worth(&session, &second, &third, at(1_000)), Worth::Nothing);
        let rotated = Session {
            token_hash: third.hash(),
            former_hash: Some(second.hash()),
            ..session
        };
        assert_eq!(worth(&rotated, &first, &second, at(101)), Worth::Stolen);
    }
}
