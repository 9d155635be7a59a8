//! What the program tells while it runs: for people on a terminal, as JSON lines elsewhere.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// What is told unless somebody asks for more. What strangers send that is no HTTP is answered and no error of ours.
const USUAL: &str = "info,actix_server=warn,actix_http::h1=off";

/// Starts telling. `GUANXI_LOG` chooses what, such as `debug` or `guanxi_api=debug,warn`.
pub fn start() {
    let filter = EnvFilter::try_from_env("GUANXI_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start (tests) finds a logger already there, which is fine.
    let started = if std::io::stderr().is_terminal() {
        builder.with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).try_init()
    };
    drop(started);
    std::panic::set_hook(Box::new(
        |panic| tracing::error!(%panic, "a part of the program gave up"),
    ));
}
