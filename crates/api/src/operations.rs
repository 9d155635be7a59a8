//! What administrators see of the servers themselves: how they fare, which work comes again and again, which
//! statements take long.

mod node;
mod schedule;
mod told;

use actix_web::web::ServiceConfig;

pub use node::{Here, keep_beating};
pub use schedule::keep_working;

use crate::frame::at;

/// The routes below `/api/v1`.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(at("/operations").get(told::show).finish())
        .service(at("/operations/jobs/{name}/run").post(told::run).finish());
}
