//! When to stop: SIGTERM from whoever runs us, SIGINT from the keyboard.

use std::io;

use actix_web::rt::signal;
#[cfg(unix)]
use actix_web::rt::signal::unix::{Signal, SignalKind};

/// Hears the order to stop, from the moment it is made.
#[cfg(unix)]
pub struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

#[cfg(unix)]
impl Stop {
    /// Begins to listen.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal::unix::signal(SignalKind::terminate())?,
            interrupt: signal::unix::signal(SignalKind::interrupt())?,
        })
    }

    /// Resolves when the process is asked to stop.
    pub async fn asked(mut self) -> io::Result<()> {
        let terminate = Box::pin(self.terminate.recv());
        let interrupt = Box::pin(self.interrupt.recv());
        futures_util::future::select(terminate, interrupt).await;
        Ok(())
    }
}

/// Hears the order to stop.
#[cfg(not(unix))]
pub struct Stop;

#[cfg(not(unix))]
impl Stop {
    /// Begins to listen.
    pub fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Resolves when the process is asked to stop.
    pub async fn asked(self) -> io::Result<()> {
        signal::ctrl_c().await
    }
}
