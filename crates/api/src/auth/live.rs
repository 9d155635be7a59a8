//! Which sessions are live. Asked with every request, so an answer counts for a second; what ends
//! on this node is known at once.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use guanxi_persistence::infra::sessions;
use uuid::Uuid;

use crate::app::App;
use crate::refusal::Refusal;

/// Sessions known to be live.
#[derive(Default)]
pub struct LiveSessions(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// When each was found live.
    seen: HashMap<Uuid, Instant>,
    /// How often this was emptied: what was read before does not count any more.
    round: u64,
}

/// How long an answer counts.
const FRESH: Duration = Duration::from_secs(1);
/// More are not remembered.
const MOST: usize = 50_000;

impl LiveSessions {
    /// Forgets everything: some sessions ended.
    pub fn forget(&self) {
        let mut known = self.known();
        known.seen.clear();
        known.round += 1;
    }

    /// A poisoned lock still holds a map that is only a memory.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_fresh(&self, session: Uuid) -> bool {
        self.known()
            .seen
            .get(&session)
            .is_some_and(|seen| seen.elapsed() < FRESH)
    }

    fn remember(&self, session: Uuid, round: u64) {
        let mut known = self.known();
        if known.round != round {
            return;
        }
        if known.seen.len() >= MOST {
            known.seen.retain(|_, seen| seen.elapsed() < FRESH);
        }
        if known.seen.len() < MOST {
            known.seen.insert(session, Instant::now());
        }
    }
}

/// Whether a session of this user is live.
pub async fn is_live(app: &App, session: Uuid, user: Uuid) -> Result<bool, Refusal> {
    if app.sessions.is_fresh(session) {
        return Ok(true);
    }
    let round = app.sessions.known().round;
    let live = app
        .read(move |reader| {
            let now = reader.now;
            let found = sessions::find(reader.conn(), session)?;
            Ok(found.is_some_and(|found| found.user == user && found.is_live(now)))
        })
        .await?;
    if live {
        app.sessions.remember(session, round);
    }
    Ok(live)
}
