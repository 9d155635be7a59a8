//! Which statement texts diesel keeps prepared. Its cache has no bound and forgets nothing, so the
//! engine must come to few texts; here they are counted.

mod slow;

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use diesel::Connection;
use diesel::connection::{Instrumentation, InstrumentationEvent};

use crate::connection::Conn;

use slow::SlowStatements;
pub use slow::{SLOW, SlowStatement};

/// More texts than this are a fault of ours: they are told in the log and not counted further.
const TOO_MANY: usize = 10_000;

/// The texts that the connections of one database keep, each once, and how many statements they ran.
#[derive(Debug, Default)]
pub struct Statements {
    texts: Mutex<HashSet<Box<str>>>,
    run: AtomicU64,
    slow: SlowStatements,
}

impl Statements {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.kept().len()
    }

    /// How many statements were run, of whatever text.
    pub fn run(&self) -> u64 {
        self.run.load(Ordering::Relaxed)
    }

    /// Those that took long since the process was started, the worst first.
    pub fn slow(&self) -> Vec<SlowStatement> {
        self.slow.all()
    }

    /// The texts, in order.
    pub fn texts(&self) -> Vec<String> {
        let mut texts: Vec<_> = self.kept().iter().map(|text| text.to_string()).collect();
        texts.sort();
        texts
    }

    /// Counts what a connection keeps from now on.
    pub(crate) fn watch(self: &Arc<Self>, conn: &mut Conn) {
        conn.set_instrumentation(Watch {
            statements: Arc::clone(self),
            began: None,
        });
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashSet<Box<str>>> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, text: &str) {
        let mut kept = self.kept();
        if kept.len() < TOO_MANY && kept.insert(text.into()) && kept.len() == TOO_MANY {
            tracing::warn!(text, "too many statements are kept prepared");
        }
    }
}

/// Hears of every statement, and of every text that a connection sees for the first time.
struct Watch {
    statements: Arc<Statements>,
    began: Option<Instant>,
}

impl Instrumentation for Watch {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::CacheQuery { sql, .. } => self.statements.add(sql),
            InstrumentationEvent::StartQuery { .. } => {
                self.statements.run.fetch_add(1, Ordering::Relaxed);
                self.began = Some(Instant::now());
            }
            InstrumentationEvent::FinishQuery { query, .. } => {
                let took = self.began.take().map(|began| began.elapsed());
                // Writing a text out costs more than running a quick statement, so only slow ones are.
                if let Some(took) = took.filter(|took| *took >= SLOW) {
                    self.statements.slow.note(&query.to_string(), took);
                }
            }
            _ => {}
        }
    }
}
