//! The thread that follows the event log: keeps the world fresh, and gives the hub what is new.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use guanxi_persistence::infra::sessions;
use guanxi_persistence::{Dialect, Error};

use crate::app::App;
use crate::thread;

/// How soon this node learns what others changed, even if nobody tells.
const LOOK: Duration = Duration::from_secs(1);
/// How soon to look again after news: on PostgreSQL an event can be read only when every older
/// transaction has ended, and nobody tells of that.
const AGAIN: Duration = Duration::from_millis(100);
/// How often to look again so soon.
const TIMES: u32 = 10;
/// The shortest time between two looks: many commits are one piece of news.
const REST: Duration = Duration::from_millis(50);
/// Events read at once.
const PAGE: usize = 500;

/// Starts the thread; it ends with the runtime.
pub fn spawn(app: &App) {
    let (follower, waker) = (app.clone(), app.db.clone());
    thread::spawn(
        "log",
        move |stop| follow(&follower, stop),
        move || waker.wake(),
    );
}

fn follow(app: &App, stop: &AtomicBool) {
    let neighbours = app.db.share_news();
    if let Err(error) = &neighbours {
        tracing::warn!(%error, "no news are shared with other nodes");
    }
    let (mut seen, mut again, mut asked) = (0, 0, Instant::now());
    while !stop.load(Ordering::Relaxed) {
        let rung = app
            .db
            .wait_for_news(seen, if again > 0 { AGAIN } else { LOOK });
        again = match (rung == seen, app.db.dialect()) {
            (false, Dialect::Postgres) => TIMES,
            (_, _) => again.saturating_sub(1),
        };
        seen = rung;
        if let Err(error) = read(app) {
            tracing::warn!(%error, "the event log cannot be read");
        }
        if asked.elapsed() >= LOOK {
            asked = Instant::now();
            if let Err(error) = ask_sessions(app) {
                tracing::warn!(%error, "sessions cannot be looked at");
            }
        }
        std::thread::sleep(REST);
    }
}

/// The world first: what listeners may hear is decided by the rights after the events.
fn read(app: &App) -> Result<(), Error> {
    let refreshed = app.db.poll_world()?;
    loop {
        let position = app.live.position();
        let notices = app.db.read(|reader| reader.notices_after(position, PAGE))?;
        // A slow transaction's change has a smaller number than one that was already seen.
        if !refreshed && notices.iter().any(|notice| notice.concerns_world()) {
            app.db.refresh_world()?;
        }
        let is_all = notices.len() < PAGE;
        if refreshed || !notices.is_empty() {
            app.live.publish(notices);
        }
        if is_all {
            return Ok(());
        }
    }
}

/// Ends the streams of sessions that ended, here or on another node.
fn ask_sessions(app: &App) -> Result<(), Error> {
    let asked = app.live.sessions();
    if asked.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = asked.iter().copied().collect();
    let live: BTreeSet<_> = app
        .db
        .read(|reader| {
            let now = reader.now;
            sessions::live_among(reader.conn(), &ids, now)
        })?
        .into_iter()
        .collect();
    app.live.keep(&live, &asked);
    Ok(())
}
