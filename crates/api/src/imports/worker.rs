//! The thread that works on imports, one on every node.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use guanxi_persistence::{Database, Dialect, Error, import};
use uuid::Uuid;

use crate::app::App;
use crate::thread;

/// How often to look for work.
const LOOK: Duration = Duration::from_millis(500);
/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// How often to look for what can be forgotten.
const TIDY: Duration = Duration::from_secs(3_600);
/// Microseconds for which imports that ended are kept, with the rows that were refused: 30 days.
const KEPT_FOR: i64 = 30 * 24 * 3_600 * 1_000_000;

/// Starts it; it ends with the runtime.
pub fn spawn(app: &App) {
    let db = app.db.clone();
    thread::spawn("imports", move |stop| work(&db, stop), || {});
}

fn work(db: &Database, stop: &AtomicBool) {
    // Whoever serves an SQLite file is alone with it: what was begun was begun by one that is gone.
    if db.dialect() == Dialect::Sqlite
        && let Err(error) = import::release_all(db)
    {
        tracing::warn!(%error, "imports of the last run cannot be taken over yet");
    }
    let name = format!("node {}", Uuid::now_v7());
    let mut tidied = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        match next(db, &name, stop) {
            Ok(true) => {}
            Ok(false) => std::thread::park_timeout(LOOK),
            Err(error) => {
                tracing::warn!(%error, "an import cannot go on now");
                std::thread::park_timeout(PAUSE);
            }
        }
        if tidied.elapsed() > TIDY {
            tidied = Instant::now();
            tidy_up(db);
        }
    }
}

fn next(db: &Database, name: &str, stop: &AtomicBool) -> Result<bool, Error> {
    Ok(import::is_due(db)? && import::work(db, name, None, stop, &mut |_| {})?)
}

fn tidy_up(db: &Database) {
    let forgotten = db.write(|tx| {
        let before = guanxi_domain::kernel::time::Instant::from_micros(tx.now.micros() - KEPT_FOR);
        import::forget_before(tx, before)
    });
    match forgotten {
        Ok(imports) => tracing::debug!(imports, "forgot old imports"),
        Err(error) => tracing::warn!(%error, "old imports could not be forgotten"),
    }
}
