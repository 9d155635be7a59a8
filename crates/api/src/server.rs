//! The server: all routes behind one frame, and what runs beside them.

mod beside;
mod stop;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App as Routes, HttpServer};

use crate::app::App;
use crate::auth::{self, signed_in};
use crate::frame::{around, at};
use crate::workspace::{self, demo_firm};
use crate::{
    browser, calendar, capture, deals, docs, health, imports, live, me, meta, metrics, operations,
    preferences, records, reports, search,
};

pub use beside::spawn as spawn_beside;
pub use stop::Stop;

/// How long requests in flight may take when the server is told to stop.
const FAREWELL: u64 = 25;

/// A server on this socket, not running yet.
pub fn serve(app: App, socket: TcpListener, workers: usize) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        Routes::new()
            .app_data(app.clone())
            .wrap(from_fn(around))
            .configure(routes)
    });
    Ok(server
        .workers(workers)
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(Duration::from_secs(10))
        .client_disconnect_timeout(Duration::from_secs(5))
        .max_connections(10_000)
        .shutdown_timeout(FAREWELL)
        .disable_signals()
        .listen(socket)?
        .run())
}

/// A server on this socket for measurements alone.
pub fn serve_metrics(app: App, socket: TcpListener) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        Routes::new()
            .app_data(app.clone())
            .wrap(from_fn(around))
            .configure(metrics::configure)
    });
    Ok(server
        .workers(1)
        .shutdown_timeout(1)
        .disable_signals()
        .listen(socket)?
        .run())
}

/// Everything that can be asked for.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(at("/health").get(health::live).finish())
        .service(at("/health/live").get(health::live).finish())
        .service(at("/health/ready").get(health::ready).finish())
        .configure(docs::configure)
        .service(
            web::scope("/api/v1")
                .configure(auth::configure)
                .configure(capture::configure)
                .configure(calendar::configure_public)
                .configure(preferences::configure_public)
                .service(web::scope("").wrap(from_fn(signed_in)).configure(private)),
        )
        .configure(browser::configure);
}

/// What needs a user. Names of their own come before the generic paths.
fn private(routes: &mut ServiceConfig) {
    routes
        .service(at("/me").get(me::show).patch(me::change).finish())
        .service(
            at("/workspace")
                .get(workspace::show)
                .patch(workspace::change)
                .finish(),
        )
        .service(
            at("/workspace/demo_firm")
                .get(demo_firm::show)
                .put(demo_firm::make)
                .delete(demo_firm::take_out)
                .finish(),
        )
        // Large, and the same words again and again.
        .service(
            at("/meta")
                .get(meta::show)
                .finish()
                .wrap(Compress::default()),
        )
        .service(at("/search").get(search::search).finish())
        .service(at("/live").get(live::live).finish())
        .configure(calendar::configure)
        .configure(preferences::configure)
        .configure(imports::configure)
        .configure(reports::configure)
        .configure(deals::configure)
        .configure(operations::configure)
        .configure(records::configure);
}

/// A socket to listen on.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = TcpListener::bind(address)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

#[cfg(test)]
mod tests;
