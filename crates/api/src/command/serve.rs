//! `guanxi serve`.

use std::io::Write;

use actix_web::rt;
use guanxi_persistence::infra::nodes;

use super::Failure;
use super::control;
use super::place::Place;
use crate::app::App;
use crate::auth::setup;
use crate::server;
use crate::settings::{DataOptions, ServeOptions};

/// How to serve.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    serve: ServeOptions,
    /// Threads that answer requests [default: one per processor]
    #[arg(long, env = "GUANXI_WORKERS", value_name = "N")]
    workers: Option<usize>,
}

/// Serves until asked to stop; requests in flight are finished.
pub fn run(data: &DataOptions, options: &Options) -> Result<(), Failure> {
    let place = Place::current(data, &options.serve, "serve")?;
    let app = App::new(place.db.clone(), place.settings.clone())?;
    let _door = control::open_for(&place)?;
    let link = setup::offer(&app)?;
    let address = app.settings.listen;
    let socket = server::listen(address).map_err(|error| Failure::Io("cannot listen", error))?;
    let door = app.settings.metrics.as_ref().map(|door| door.listen);
    let door = door.map(server::listen).transpose();
    let door = door.map_err(|error| Failure::Io("cannot listen for metrics", error))?;
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    let workers = options.workers.unwrap_or(processors).max(1);
    rt::System::new().block_on(async move {
        let stop =
            server::Stop::listen().map_err(|error| Failure::Io("cannot hear signals", error))?;
        let server = server::serve(app.clone(), socket, workers)
            .map_err(|error| Failure::Io("cannot serve", error))?;
        server::spawn_beside(&app);
        if let Some(socket) = door {
            let measurements = server::serve_metrics(app.clone(), socket);
            rt::spawn(measurements.map_err(|error| Failure::Io("cannot serve metrics", error))?);
        }
        announce(&app, link.as_deref());
        let handle = server.handle();
        let stopping = app.clone();
        rt::spawn(async move {
            match stop.asked().await {
                Ok(()) => tracing::info!("stopping: finishing what is under way"),
                Err(error) => tracing::error!(%error, "signals cannot be heard"),
            }
            // Streams have no end of their own.
            stopping.live.close();
            handle.stop(true).await;
        });
        let served = server.await;
        let (db, id) = (place.db.clone(), app.here.id);
        if let Err(error) = db.write(move |tx| nodes::leave(tx.conn(), id)) {
            tracing::debug!(%error, "other servers hear later that this one is gone");
        }
        served.map_err(|error| Failure::Io("the server failed", error))
    })
}

/// Two lines for people and scripts; everything else goes to the log.
fn announce(app: &App, link: Option<&str>) {
    let mut out = std::io::stdout().lock();
    let mut said = writeln!(out, "Guanxi is at {}", app.settings.public_origin());
    if let Some(link) = link {
        said = said.and(writeln!(out, "Open {link} within 24 hours to set it up"));
    }
    if said.and(out.flush()).is_err() {
        tracing::warn!("nobody reads standard output");
    }
}
