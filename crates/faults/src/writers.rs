//! Clients that write at once, each with a ledger of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use uuid::Uuid;

use crate::api::Api;
use crate::ledger::{Book, Entry};

/// What a writer does when nobody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The server is gone: the writer ends.
    Ends,
    /// The writer notes it and goes on with the next.
    Passes,
}

/// What the writers of one round are called, and what they put up with.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many there are.
    pub writers: usize,
    /// The beginning of all names they write.
    pub tag: String,
    /// Where the ledgers lie.
    pub folder: PathBuf,
    /// What silence means.
    pub silence: Silence,
    /// Whether a status is a refusal to put up with.
    pub refusal: fn(u16) -> bool,
}

/// 503: not now, and nothing was done that is not told when the same is sent again.
pub const fn unavailable(status: u16) -> bool {
    status == 503
}

/// What one writer did.
#[derive(Debug, Default)]
pub struct Done {
    /// Its ledger, in the order of sending.
    pub entries: Vec<Entry>,
    /// How long each answer took.
    pub times: Vec<Duration>,
    /// How often it was refused.
    pub refused: usize,
    /// How often a refusal did not say when to come back.
    pub without_retry_after: usize,
}

/// Writers at work.
pub struct Writers {
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<Result<Done>>>,
}

impl Writers {
    /// Sets them to work.
    pub fn start(api: &Api, plan: &Plan) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let threads = (0..plan.writers).map(|number| {
            let writer = Writer {
                api: api.clone(),
                plan: plan.clone(),
                number,
                stop: Arc::clone(&stop),
                acknowledged: Arc::clone(&acknowledged),
            };
            // Told at once: whoever waits for what it writes would not hear why it does not.
            std::thread::spawn(move || {
                writer
                    .work()
                    .inspect_err(|error| eprintln!("   a writer ended: {error:#}"))
            })
        });
        Self {
            threads: threads.collect(),
            stop,
            acknowledged,
        }
    }

    /// How many writes were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// Waits until so many more were acknowledged.
    ///
    /// # Errors
    /// When that takes too long.
    pub fn until_more(&self, more: usize, patience: Duration) -> Result<Duration> {
        let (begun, wanted) = (Instant::now(), self.acknowledged() + more);
        while self.acknowledged() < wanted {
            if begun.elapsed() > patience {
                bail!("nothing was acknowledged for {patience:?}");
            }
            sleep(Duration::from_millis(5));
        }
        Ok(begun.elapsed())
    }

    /// Has them finish what they are at, each its own.
    ///
    /// # Errors
    /// When one met what it does not put up with.
    pub fn end(self) -> Result<Vec<Done>> {
        self.stop.store(true, Ordering::SeqCst);
        let joined = self.threads.into_iter().map(JoinHandle::join);
        joined
            .map(|done| done.map_err(|_| anyhow!("a writer panicked"))?)
            .collect()
    }
}

/// All ledgers as one.
pub fn entries(done: &[Done]) -> Vec<Entry> {
    done.iter().flat_map(|done| done.entries.clone()).collect()
}

struct Writer {
    api: Api,
    plan: Plan,
    number: usize,
    stop: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
}

impl Writer {
    fn work(self) -> Result<Done> {
        let mut book = Book::open(&ledger(&self.plan.folder, &self.plan.tag, self.number))?;
        let mut done = Done::default();
        for n in 0.. {
            if self.stop.load(Ordering::SeqCst) {
                break;
            }
            let name = format!("{} {} {n}", self.plan.tag, self.number);
            if !self.write(&name, &mut book, &mut done)? {
                break;
            }
        }
        done.entries = book.close()?;
        Ok(done)
    }

    /// Writes one record; whether to go on.
    fn write(&self, name: &str, book: &mut Book, done: &mut Done) -> Result<bool> {
        let key = Uuid::now_v7();
        book.begin(key, name)?;
        let begun = Instant::now();
        let Ok(answer) = self.api.create(key, name) else {
            // No storm of tries against a server that is down.
            sleep(Duration::from_millis(20));
            return Ok(self.plan.silence == Silence::Passes);
        };
        done.times.push(begun.elapsed());
        match answer.status {
            201 => {
                book.acknowledge(key)?;
                self.acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            status if (self.plan.refusal)(status) && !answer.code().is_empty() => {
                book.refuse(key, status)?;
                done.refused += 1;
                done.without_retry_after += usize::from(answer.retry_after.is_none());
                sleep(Duration::from_millis(20));
            }
            status => bail!("{name}: {status} {}", answer.body),
        }
        Ok(true)
    }
}

fn ledger(folder: &Path, tag: &str, number: usize) -> PathBuf {
    folder.join(format!("ledger-{tag}-{number}"))
}
