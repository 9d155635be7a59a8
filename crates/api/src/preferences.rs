//! Preference pages: customers decide themselves how they are contacted, by a link of their own.

mod link;
mod page;
mod wished;

use actix_web::middleware::from_fn;
use actix_web::web::ServiceConfig;

use crate::frame::{at, on_budget};

/// What needs a user, before the generic paths.
pub fn configure(routes: &mut ServiceConfig) {
    let link = at("/contacts/{id}/preference_link")
        .post(link::make)
        .delete(link::end);
    routes.service(link.finish());
}

/// What a link opens.
pub fn configure_public(routes: &mut ServiceConfig) {
    let page = at("/preferences/{token}")
        .get(page::show)
        .patch(page::change);
    let refusal = at("/preferences/{token}/refuse_all").post(page::refuse_all);
    routes
        .service(page.finish().wrap(from_fn(on_budget)))
        .service(refusal.finish().wrap(from_fn(on_budget)));
}
