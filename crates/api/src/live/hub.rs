//! What the log's newest events were, and who listens.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use guanxi_persistence::events::{Notice, Position};
use tokio::sync::watch;
use uuid::Uuid;

use super::MOST_BEHIND;
use crate::refusal::Refusal;

/// Streams of one user on one node. Connections that broke off without a word are noticed late, so
/// the oldest makes room for one more.
const MOST_OF_USER: usize = 20;
/// Streams on one node.
const MOST: usize = 5_000;

/// One for the process; cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    /// Moves whenever listeners have something to look at.
    ticks: watch::Sender<u64>,
}

struct State {
    /// The newest events, `MOST_BEHIND` at most.
    newest: VecDeque<Arc<Notice>>,
    /// The place right before them.
    from: Position,
    /// The place after them.
    upto: Position,
    listeners: HashMap<u64, Listener>,
    next: u64,
    closed: bool,
}

struct Listener {
    user: Uuid,
    session: Uuid,
    over: Arc<AtomicBool>,
}

impl State {
    /// Ends a user's oldest stream if there are as many as there may be.
    fn make_room(&mut self, user: Uuid) -> bool {
        let own = |(number, one): (&u64, &Listener)| (one.user == user).then_some(*number);
        let own: Vec<u64> = self.listeners.iter().filter_map(own).collect();
        let oldest = own.iter().min().filter(|_| own.len() >= MOST_OF_USER);
        let Some(oldest) = oldest.and_then(|number| self.listeners.remove(number)) else {
            return false;
        };
        oldest.over.store(true, Ordering::Relaxed);
        true
    }
}

/// A listener's place at the hub; given up when dropped.
pub struct Seat {
    hub: Hub,
    number: u64,
    over: Arc<AtomicBool>,
    /// Tells when there is something to look at.
    pub ticks: watch::Receiver<u64>,
}

impl Hub {
    /// A hub that knows the log from a place on.
    pub fn new(position: Position) -> Self {
        let state = State {
            newest: VecDeque::new(),
            from: position,
            upto: position,
            listeners: HashMap::new(),
            next: 0,
            closed: false,
        };
        Self(Arc::new(Inner {
            state: Mutex::new(state),
            ticks: watch::Sender::new(0),
        }))
    }

    /// The lock is held for moments only and guards plain values: a poisoned one is still good.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tick(&self) {
        self.0
            .ticks
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    /// How far the log was read.
    pub fn position(&self) -> Position {
        self.state().upto
    }

    /// Adds what was read of the log, in its order, and wakes everybody.
    pub fn publish(&self, notices: Vec<Notice>) {
        let mut state = self.state();
        for notice in notices {
            state.upto = notice.position;
            state.newest.push_back(Arc::new(notice));
        }
        while state.newest.len() > MOST_BEHIND {
            if let Some(oldest) = state.newest.pop_front() {
                state.from = oldest.position;
            }
        }
        drop(state);
        self.tick();
    }

    /// The events behind a place; none when they are not all known here.
    pub fn after(&self, position: Position) -> Option<Vec<Arc<Notice>>> {
        let state = self.state();
        if position < state.from {
            return None;
        }
        let first = state
            .newest
            .partition_point(|notice| notice.position <= position);
        Some(state.newest.range(first..).map(Arc::clone).collect())
    }

    /// Lets somebody listen.
    pub fn join(&self, user: Uuid, session: Uuid) -> Result<Seat, Refusal> {
        let mut state = self.state();
        if state.closed || state.listeners.len() >= MOST {
            return Err(Refusal::unavailable("busy"));
        }
        let ended = state.make_room(user);
        let over = Arc::new(AtomicBool::new(false));
        let number = state.next;
        state.next += 1;
        let listener = Listener {
            user,
            session,
            over: Arc::clone(&over),
        };
        state.listeners.insert(number, listener);
        drop(state);
        if ended {
            self.tick();
        }
        Ok(Seat {
            hub: self.clone(),
            number,
            over,
            ticks: self.0.ticks.subscribe(),
        })
    }

    /// The sessions of those who listen.
    pub fn sessions(&self) -> BTreeSet<Uuid> {
        let state = self.state();
        state.listeners.values().map(|one| one.session).collect()
    }

    /// Ends the streams of all other sessions.
    pub fn keep(&self, live: &BTreeSet<Uuid>, asked: &BTreeSet<Uuid>) {
        let state = self.state();
        let ended = |one: &&Listener| asked.contains(&one.session) && !live.contains(&one.session);
        let mut any = false;
        for one in state.listeners.values().filter(ended) {
            one.over.store(true, Ordering::Relaxed);
            any = true;
        }
        drop(state);
        if any {
            self.tick();
        }
    }

    /// Ends all streams and lets nobody in any more: the server stops.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        for one in state.listeners.values() {
            one.over.store(true, Ordering::Relaxed);
        }
        drop(state);
        self.tick();
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.state().listeners.len()
    }
}

impl Seat {
    /// Whether the stream has to end.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.state().listeners.remove(&self.number);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(seq: i64) -> Position {
        Position { tx: 0, seq }
    }

    fn notices(seqs: std::ops::Range<i64>) -> Vec<Notice> {
        let notice = |seq| Notice {
            position: at(seq),
            entity: "account".to_owned(),
            record_id: Uuid::nil(),
            verb: "updated".to_owned(),
            version: 1,
            actor: None,
            before: (None, None),
            after: (None, None),
        };
        seqs.map(notice).collect()
    }

    #[test]
    fn only_the_newest_events_are_held() {
        let hub = Hub::new(at(10));
        assert_eq!(hub.after(at(9)), None);
        assert_eq!(hub.after(at(10)).unwrap().len(), 0);
        hub.publish(notices(11..21));
        assert_eq!(hub.after(at(15)).unwrap().len(), 5);
        assert_eq!(hub.after(at(99)).unwrap().len(), 0);
        hub.publish(notices(21..1_111));
        assert_eq!(hub.after(at(10)), None);
        assert_eq!(hub.after(at(109)), None);
        assert_eq!(hub.after(at(110)).unwrap().len(), 1_000);
        assert_eq!(hub.position(), at(1_110));
        assert_eq!(hub.state().newest.len(), MOST_BEHIND);
    }

    #[test]
    fn streams_are_counted_and_ended() {
        let hub = Hub::new(at(0));
        let (user, session) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut seats: Vec<Seat> = (0..MOST_OF_USER)
            .map(|_| hub.join(user, session).unwrap())
            .collect();
        let other = hub.join(Uuid::from_u128(3), Uuid::from_u128(4)).unwrap();
        assert!(seats.iter().all(|seat| !seat.is_over()));
        let mut again = hub.join(user, session).unwrap();
        let over: Vec<usize> = (0..seats.len()).filter(|i| seats[*i].is_over()).collect();
        assert_eq!(over, [0], "the oldest makes room");
        drop(seats.pop());
        seats.push(hub.join(user, session).unwrap());
        assert!(!seats[1].is_over(), "there was room");
        let asked = hub.sessions();
        assert_eq!(asked.len(), 2);
        again.ticks.mark_unchanged();
        hub.keep(&BTreeSet::from([Uuid::from_u128(4)]), &asked);
        assert!(again.is_over() && again.ticks.has_changed().unwrap() && !other.is_over());
        hub.close();
        assert!(other.is_over());
        assert_eq!(hub.join(user, session).err().unwrap().code, "busy");
        drop((seats, again, other));
        assert_eq!(hub.listeners(), 0);
    }
}
