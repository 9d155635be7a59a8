//! The one writer of an SQLite file: takes queued jobs, runs each in a savepoint, commits once for
//! all that wait, then answers all. Durable and fair; readers never wait for it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;

use crate::connection::{Conn, Dialect};
use crate::engine::search::{self, Entry};
use crate::error::{Error, Result};
use crate::sql::Sql;

/// Jobs that may wait; more are refused as busy.
const QUEUE: usize = 10_000;
/// Jobs of one commit at most.
const MOST_JOBS: usize = 256;
/// How long a commit gathers jobs at most, so that long jobs do not pile up latency.
const GATHER: Duration = Duration::from_millis(5);

/// The name under which it is measured how many writes share a commit.
pub const COMMIT_WRITES: &str = "guanxi_commit_writes";
/// The name under which it is measured how long a commit takes, from its first write on.
pub const COMMIT_SECONDS: &str = "guanxi_commit_seconds";

type Answer = Box<dyn FnOnce(std::result::Result<(), String>) + Send>;
/// Runs on the connection, or, without one, only gives its answer.
type Job = Box<dyn FnOnce(Option<&mut Conn>) -> Outcome + Send>;

/// What a job came to.
struct Outcome {
    answer: Answer,
    /// Whether the transaction around it still stands.
    standing: Standing,
    /// What the index of words has to be given before the commit.
    entries: Vec<Entry>,
}

/// Whether the transaction around a job still stands. SQLite ends it by itself when the disk is
/// full or fails; everything of the batch is lost then and must be answered so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Yes,
    Lost,
}

enum Order {
    /// A write: in a savepoint, answered after the commit.
    Write(Job),
    /// Work on the schema: outside any transaction.
    Alone(Box<dyn FnOnce(&mut Conn) + Send>),
}

/// A handle on the writer's thread.
pub(crate) struct Writer {
    orders: SyncSender<Order>,
    waiting: Arc<AtomicUsize>,
}

/// What waits to be done, and how much that is.
struct Inbox {
    orders: Receiver<Order>,
    waiting: Arc<AtomicUsize>,
}

impl Inbox {
    fn wait(&self) -> Option<Order> {
        self.orders.recv().ok().inspect(|_| self.took())
    }

    fn take(&self) -> Option<Order> {
        self.orders.try_recv().ok().inspect(|_| self.took())
    }

    fn took(&self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Writer {
    /// Starts the thread, which owns the connection and ends with the last handle.
    pub(crate) fn start(mut conn: Conn) -> Result<Self> {
        let (orders, inbox) = sync_channel(QUEUE);
        let waiting = Arc::new(AtomicUsize::new(0));
        let inbox = Inbox {
            orders: inbox,
            waiting: Arc::clone(&waiting),
        };
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(&mut conn, &inbox))
            .map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Self { orders, waiting })
    }

    /// How many orders wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Runs a write, which also says what the index of words has to be given, and waits until it is on disk.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<(T, Vec<Entry>)> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = sync_channel(1);
        let job: Job = Box::new(move |conn| {
            let (done, standing) = match conn {
                Some(conn) => in_savepoint(conn, work),
                None => (Err(Error::Busy), Standing::Lost),
            };
            let (done, entries) = match done {
                Ok((done, entries)) => (Ok(done), entries),
                Err(error) => (Err(error), Vec::new()),
            };
            let answer: Answer = Box::new(move |committed| {
                let outcome = match committed {
                    Ok(()) => done,
                    Err(message) => Err(Error::Unavailable(message)),
                };
                // Nobody waits any more when the request was dropped; the write stands.
                drop(answer.send(outcome));
            });
            Outcome {
                answer,
                standing,
                entries,
            }
        });
        self.send(Order::Write(job))?;
        answered
            .recv()
            .map_err(|_| Error::Unavailable("the writer stopped".to_owned()))?
    }

    /// Runs work on the schema and waits for it.
    pub(crate) fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = sync_channel(1);
        self.send(Order::Alone(Box::new(move |conn| {
            drop(answer.send(work(conn)))
        })))?;
        answered
            .recv()
            .map_err(|_| Error::Unavailable("the writer stopped".to_owned()))?
    }

    fn send(&self, order: Order) -> Result<()> {
        // Counted before, or the writer could take it before it was counted.
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.orders.try_send(order).map_err(|error| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            match error {
                TrySendError::Full(_) => Error::Busy,
                TrySendError::Disconnected(_) => {
                    Error::Unavailable("the writer stopped".to_owned())
                }
            }
        })
    }
}

fn serve(conn: &mut Conn, inbox: &Inbox) {
    let mut next = inbox.wait();
    while let Some(order) = next.take() {
        match order {
            Order::Alone(work) => work(conn),
            Order::Write(job) => next = batch(conn, job, inbox),
        }
        if next.is_none() {
            next = inbox.wait();
        }
    }
}

/// One commit for everything that waits. Gives back an order that does not belong to it.
fn batch(conn: &mut Conn, first: Job, inbox: &Inbox) -> Option<Order> {
    let mut broken = conn
        .batch_execute("BEGIN IMMEDIATE")
        .err()
        .map(|error| error.to_string());
    let started = Instant::now();
    let (mut answers, mut entries) = (Vec::new(), Vec::new());
    let mut left = None;
    let mut next = Some(first);
    while let Some(job) = next.take() {
        let outcome = job(broken.is_none().then_some(&mut *conn));
        answers.push(outcome.answer);
        entries.extend(outcome.entries);
        if outcome.standing == Standing::Lost && broken.is_none() {
            broken = Some("the transaction was lost".to_owned());
        }
        if answers.len() < MOST_JOBS && started.elapsed() < GATHER {
            match inbox.take() {
                Some(Order::Write(job)) => next = Some(job),
                other => left = other,
            }
        }
    }
    let committed = end(conn, entries, broken);
    tell(answers.len(), started.elapsed());
    for answer in answers {
        answer(committed.clone());
    }
    left
}

/// Told to whoever measures; where nobody does it costs nothing.
fn tell(jobs: usize, took: Duration) {
    metrics::histogram!(COMMIT_WRITES).record(u32::try_from(jobs).unwrap_or(u32::MAX));
    metrics::histogram!(COMMIT_SECONDS).record(took);
}

fn end(
    conn: &mut Conn,
    entries: Vec<Entry>,
    broken: Option<String>,
) -> std::result::Result<(), String> {
    let committed = match broken {
        None => commit(conn, entries).map_err(|error| error.to_string()),
        Some(message) => Err(message),
    };
    if committed.is_err() {
        // The transaction may still be open, or SQLite ended it by itself; then this fails and that is fine.
        drop(conn.batch_execute("ROLLBACK"));
    }
    committed
}

fn commit(conn: &mut Conn, entries: Vec<Entry>) -> Result<()> {
    search::index(conn, entries)?;
    Ok(conn.batch_execute("COMMIT")?)
}

fn in_savepoint<T>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T>,
) -> (Result<T>, Standing) {
    if let Err(error) = kept(conn, "SAVEPOINT job") {
        return (Err(error), Standing::Lost);
    }
    // A panic in one job must not end all writing.
    let done = catch_unwind(AssertUnwindSafe(|| work(conn)))
        .unwrap_or_else(|panic| Err(panicked(&*panic)));
    let end = match &done {
        Ok(_) => Ok(()),
        Err(_) => kept(conn, "ROLLBACK TO job"),
    };
    match end.and_then(|()| kept(conn, "RELEASE job")) {
        Ok(()) => (done, Standing::Yes),
        Err(error) => (done.and(Err(error)), Standing::Lost),
    }
}

/// Runs a statement that stays prepared.
fn kept(conn: &mut Conn, text: &str) -> Result<()> {
    Sql::text(Dialect::Sqlite, text).execute(conn)?;
    Ok(())
}

fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    Error::Internal(text.unwrap_or_else(|| "panic in a write".to_owned()))
}
