//! The generic routes: every entity of the catalogue, looked up by its path. One verb a file.

mod aggregate;
mod batch;
mod create;
mod delete;
mod duplicates;
mod events;
mod get;
mod list;
mod once;
mod overview;
mod patch;
mod path;
mod permit;
mod query;
mod reply;
mod restore;
mod revert;
mod upsert;
mod verb;

use actix_web::web::ServiceConfig;

pub use once::{KEPT_FOR, Manner, change};
pub use permit::Permit;
pub use query::Members;
pub use reply::Reply;

use crate::frame::at;

/// The routes below `/api/v1`, after everything with a name of its own.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(
            at("/{plural}")
                .get(list::list)
                .post(create::create)
                .only_read_if(path::is_only_read)
                .finish(),
        )
        .service(at("/{plural}/query").post(query::query).finish())
        .service(
            at("/{plural}/aggregate")
                .post(aggregate::aggregate)
                .finish(),
        )
        .service(
            at("/{plural}/duplicates")
                .post(duplicates::duplicates)
                .finish(),
        )
        .service(at("/{plural}/batch").post(batch::batch).finish())
        .service(
            at("/{plural}/by/{key}/{value}")
                .put(upsert::upsert)
                .finish(),
        )
        .service(
            at("/{plural}/{id}")
                .get(get::get)
                .patch(patch::patch)
                .delete(delete::delete)
                .only_read_if(path::is_only_read)
                .finish(),
        )
        .service(
            at("/{plural}/{id}/overview")
                .get(overview::overview)
                .finish(),
        )
        .service(at("/{plural}/{id}/events").get(events::events).finish())
        .service(at("/{plural}/{id}/restore").post(restore::restore).finish())
        .service(at("/{plural}/{id}/revert").post(revert::revert).finish())
        .service(at("/{plural}/{id}/{verb}").post(verb::verb).finish());
}
