//! Calendars: whose time is taken, a feed for other programs, and events that come from them.

mod agenda;
mod feed;
mod ics;
mod incoming;

pub use agenda::MOST_INVITATIONS;

use actix_web::middleware::from_fn;
use actix_web::web::ServiceConfig;

use crate::frame::{at, on_budget};

/// What needs a user.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(at("/agenda").get(agenda::show).finish())
        .service(at("/agenda/invitations").get(agenda::invitations).finish())
        .service(at("/agenda/import").post(incoming::import).finish())
        .service(
            at("/me/calendar_feed")
                .get(feed::show)
                .post(feed::renew)
                .delete(feed::end)
                .finish(),
        );
}

/// What the secret in its address opens.
pub fn configure_public(routes: &mut ServiceConfig) {
    let feed = at("/calendars/{user}/{secret}.ics")
        .get(feed::read)
        .finish();
    routes.service(feed.wrap(from_fn(on_budget)));
}
