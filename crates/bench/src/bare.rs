//! The least a request can cost: a handler that answers a fixed kilobyte.

use std::net::SocketAddr;

use actix_web::{App, HttpResponse, HttpServer, web};

/// Serves until the process is stopped.
pub fn serve(listen: SocketAddr) -> std::io::Result<()> {
    let answer = || async {
        HttpResponse::Ok()
            .content_type("application/json")
            .body(vec![b' '; 1024])
    };
    let server = HttpServer::new(move || App::new().default_service(web::get().to(answer)));
    actix_web::rt::System::new().block_on(server.bind(listen)?.run())
}
