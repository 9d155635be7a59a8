//! Signing in: passwords, sessions, tokens, and the first start.
//!
//! An access token lives ten minutes and in memory only. The refresh token lives in a cookie that
//! scripts cannot read, changes with every use, and gives itself away when it is used twice.

mod access_token;
mod actors;
mod attempts;
mod change_password;
mod cookie;
mod door;
mod keys;
mod live;
pub mod opening;
mod password_rules;
mod passwords;
mod refresh;
mod refresh_token;
mod sessions;
pub mod setup;
mod sign_in;
mod sign_out;
mod signed_in;
mod state;
mod tokens;

use actix_web::middleware::from_fn;
use actix_web::web::ServiceConfig;

pub use actors::Actors;
pub use attempts::oldest as oldest_failure;
pub use keys::{Keys, WeakSecret, hash_of, random_password, random_token};
pub use live::LiveSessions;
pub use password_rules::weaknesses;
pub use passwords::{Passwords, hash_now};
pub use signed_in::signed_in;
pub use tokens::Tokens;

use crate::frame::{at, on_budget};

/// The routes below `/api/v1/auth`.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(
            at("/auth/state")
                .get(state::state)
                .finish()
                .wrap(from_fn(on_budget)),
        )
        .service(
            at("/auth/setup")
                .post(setup::setup)
                .finish()
                .wrap(from_fn(on_budget)),
        )
        .service(
            at("/auth/sign_in")
                .post(sign_in::sign_in)
                .finish()
                .wrap(from_fn(on_budget)),
        )
        .service(
            at("/auth/refresh")
                .post(refresh::refresh)
                .finish()
                .wrap(from_fn(on_budget)),
        )
        .service(
            at("/auth/sign_out")
                .post(sign_out::sign_out)
                .finish()
                .wrap(from_fn(on_budget)),
        )
        .service(
            at("/auth/change_password")
                .post(change_password::change_password)
                .finish()
                .wrap(from_fn(signed_in)),
        )
        .service(
            at("/auth/sessions")
                .get(sessions::list)
                .finish()
                .wrap(from_fn(signed_in)),
        )
        .service(
            at("/auth/sessions/{id}")
                .delete(sessions::end)
                .finish()
                .wrap(from_fn(signed_in)),
        );
}
