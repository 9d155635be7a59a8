//! One connection: takes events from the hub as fast as its client reads them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Bytes;
use guanxi_domain::access::Actor;
use guanxi_persistence::World;
use guanxi_persistence::engine::Sight;
use guanxi_persistence::events::{Notice, Position};
use tokio::time::{Instant, timeout_at};

use super::MOST_BEHIND;
use super::frames::{self, Reset};
use super::hub::Seat;
use crate::caller::Caller;
use crate::refusal::Refusal;

/// How often to give a sign of life.
const BEAT: Duration = Duration::from_secs(15);

/// A stream of events to one client.
pub struct Stream {
    caller: Caller,
    world: Arc<World>,
    seat: Seat,
    position: Position,
    beat: Instant,
    until: Option<Instant>,
    greeting: Option<Bytes>,
    is_over: bool,
}

/// What there is to tell.
enum News {
    Nothing,
    Some(Bytes),
    /// Too much.
    Behind,
    /// It cannot be known now.
    Unknown,
}

impl Stream {
    /// A stream from now on or from behind an event, for so many seconds or without an end.
    pub async fn open(
        caller: Caller,
        since: Option<Position>,
        wait: Option<u64>,
    ) -> Result<Self, Refusal> {
        let hub = &caller.app.live;
        let seat = hub.join(caller.user, caller.session)?;
        let position = since.unwrap_or_else(|| hub.position());
        let is_known = match since {
            None => true,
            Some(place) => {
                caller
                    .app
                    .read(move |reader| reader.is_in_log(place))
                    .await?
            }
        };
        let greeting = if is_known {
            frames::ready(position)
        } else {
            frames::reset(Reset::Behind)
        };
        let now = Instant::now();
        Ok(Self {
            world: caller.world(),
            seat,
            position,
            beat: now + BEAT,
            until: wait.map(|seconds| now + Duration::from_secs(seconds)),
            greeting: Some(greeting),
            is_over: !is_known,
            caller,
        })
    }

    /// The next piece of the body.
    pub async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        let piece = match self.greeting.take() {
            Some(greeting) => Some(greeting),
            None => self.piece().await,
        };
        piece.map(|piece| (Ok(piece), self))
    }

    async fn piece(&mut self) -> Option<Bytes> {
        loop {
            if self.is_over || self.seat.is_over() {
                return None;
            }
            let rights = self.refresh_rights()?;
            if rights == Rights::Changed {
                return Some(self.end(Reset::Rights));
            }
            match self.news().await {
                News::Some(piece) => return Some(self.alive(piece)),
                News::Behind => return Some(self.end(Reset::Behind)),
                News::Unknown => return None,
                News::Nothing => {}
            }
            let wake = self.until.map_or(self.beat, |until| until.min(self.beat));
            match timeout_at(wake, self.seat.ticks.changed()).await {
                Ok(Ok(())) => {}
                // The hub is gone, and the server with it.
                Ok(Err(_)) => return None,
                Err(_) if self.until.is_some_and(|until| until <= Instant::now()) => return None,
                Err(_) => return Some(self.alive(frames::beat(self.position))),
            }
        }
    }

    fn alive(&mut self, piece: Bytes) -> Bytes {
        self.beat = Instant::now() + BEAT;
        piece
    }

    fn end(&mut self, why: Reset) -> Bytes {
        self.is_over = true;
        frames::reset(why)
    }

    /// The rights of this moment; none when the user may not sign in any more.
    fn refresh_rights(&mut self) -> Option<Rights> {
        let world = self.caller.world();
        if Arc::ptr_eq(&world, &self.world) {
            return Some(Rights::Same);
        }
        let Caller { user, session, .. } = self.caller;
        let channel = self.caller.actor.channel;
        let actor = self.caller.app.actors.of(&world, user, session, channel)?;
        self.world = world;
        if reach(&actor) == reach(&self.caller.actor) {
            return Some(Rights::Same);
        }
        Some(Rights::Changed)
    }

    /// What happened since the last time that the user may hear of. One statement, however much.
    async fn news(&mut self) -> News {
        let Some(notices) = self.unheard().await else {
            return News::Unknown;
        };
        let Some(last) = notices.last() else {
            return News::Nothing;
        };
        if notices.len() > MOST_BEHIND {
            return News::Behind;
        }
        let position = last.position;
        let piece = self.shown(notices).await;
        let Ok(piece) = piece else {
            return News::Unknown;
        };
        self.position = position;
        if piece.is_empty() {
            News::Nothing
        } else {
            News::Some(piece)
        }
    }

    /// From memory, or, for who was away or is slow, from the log.
    async fn unheard(&self) -> Option<Vec<Notice>> {
        let position = self.position;
        if let Some(known) = self.caller.app.live.after(position) {
            return Some(known.iter().map(|notice| Notice::clone(notice)).collect());
        }
        let read = self
            .caller
            .app
            .read(move |reader| reader.notices_after(position, MOST_BEHIND + 1));
        read.await.ok()
    }

    async fn shown(&self, notices: Vec<Notice>) -> Result<Bytes, Refusal> {
        self.caller
            .read(move |reader, actor| {
                let sight: Vec<Sight> = reader.sight(actor, &notices)?;
                Ok(frames::changes(&notices, &sight))
            })
            .await
    }
}

/// Whether what the user may see is still the same.
#[derive(PartialEq, Eq)]
enum Rights {
    Same,
    Changed,
}

/// Everything about an actor that decides what is within sight.
fn reach(actor: &Actor) -> impl PartialEq + '_ {
    (&actor.roles, &actor.teams, &actor.line)
}
