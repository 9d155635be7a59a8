//! Threads beside the requests that work until the runtime ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use actix_web::rt;

/// How long a polite stop waits for what is under way.
const FAREWELL: Duration = Duration::from_secs(2);

/// Starts a thread; it is asked to stop when the runtime ends, unparked, and besides by `wake`.
pub fn spawn(
    name: &'static str,
    work: impl FnOnce(&AtomicBool) + Send + 'static,
    wake: impl Fn() + 'static,
) {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let thread = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || work(&asked));
    match thread {
        Ok(thread) => drop(rt::spawn(async move {
            let _end = End { stop, thread, wake };
            std::future::pending::<()>().await;
        })),
        Err(error) => tracing::error!(%error, name, "a thread could not be started"),
    }
}

/// Asks the thread to stop when the runtime ends, and gives it a moment.
struct End<W: Fn()> {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
    wake: W,
}

impl<W: Fn()> Drop for End<W> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.thread().unpark();
        (self.wake)();
        let began = Instant::now();
        while !self.thread.is_finished() && began.elapsed() < FAREWELL {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
