//! When to stop: SIGTERM from whoever runs us, SIGINT from the keyboard.

use std::io;

use actix_web::rt::signal;

/// Resolves when the process is asked to stop.
#[cfg(unix)]
pub async fn asked_to_stop() -> io::Result<()> {
    let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
    let mut interrupt = signal::unix::signal(signal::unix::SignalKind::interrupt())?;
    futures_util::future::select(Box::pin(terminate.recv()), Box::pin(interrupt.recv())).await;
    Ok(())
}

/// Resolves when the process is asked to stop.
#[cfg(not(unix))]
pub async fn asked_to_stop() -> io::Result<()> {
    signal::ctrl_c().await
}
