//! Reports: figures that take more than one question.

mod attainment;
mod funnel;

use actix_web::web::ServiceConfig;

use crate::frame::at;

/// The routes below `/api/v1`; they come before the generic ones.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .service(at("/pipelines/{id}/funnel").post(funnel::funnel).finish())
        .service(
            at("/targets/attainment")
                .get(attainment::attainment)
                .finish(),
        );
}
