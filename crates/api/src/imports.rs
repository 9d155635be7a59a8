//! Imports over the API: make one with its mapping, send the files, start it, look how it goes, take
//! the rows that were refused. The work itself outlives every request.

mod create;
mod errors;
mod files;
mod once;
mod path;
mod shown;
mod state;
mod worker;

pub mod words;

use actix_web::web::ServiceConfig;

pub use worker::spawn;

use crate::frame::at;

/// The routes below `/api/v1`.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(
            at("/imports")
                .get(state::list)
                .post(create::create)
                .finish(),
        )
        .service(at("/imports/{id}").get(state::show).finish())
        .service(at("/imports/{id}/start").post(state::start).finish())
        .service(at("/imports/{id}/cancel").post(state::cancel).finish())
        .service(at("/imports/{id}/errors").get(errors::errors).finish())
        .service(at("/imports/{id}/files/{name}").put(files::put).finish());
}
