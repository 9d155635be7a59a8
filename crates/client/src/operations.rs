//! How the servers fare, for administrators.

use serde::Deserialize;

use crate::Result;
use crate::call::Call;
use crate::client::Client;

/// How everything stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Operations {
    /// The server that answered.
    pub health: Health,
    /// Servers on the same database.
    pub servers: Vec<Server>,
    /// Work that comes again and again.
    pub jobs: Vec<Job>,
    /// Work that somebody asked for, the newest first.
    pub work: Vec<Work>,
    /// Statements that took long on the server that answered.
    pub statements: Vec<SlowStatement>,
}

/// The server that answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Health {
    /// Whether it can work.
    pub ready: bool,
    /// Its version.
    pub version: String,
    /// `sqlite` or `postgresql`.
    pub database: String,
    /// Connections to the database in use.
    pub connections_busy: u64,
    /// Connections to the database that there may be.
    pub connections_most: u64,
    /// Writes that wait; SQLite only.
    pub writes_waiting: Option<u64>,
    /// Events that are not linked into the chain yet.
    pub events_behind: u64,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Server {
    /// Which process.
    pub id: String,
    /// The machine's name.
    pub name: String,
    /// The version it runs.
    pub version: String,
    /// When it was started.
    pub started_at: String,
    /// When it was heard of last.
    pub seen_at: String,
    /// Whether it was heard of within a minute.
    pub is_there: bool,
    /// Whether it is the one that answered.
    pub is_this: bool,
}

/// Work that comes again and again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Job {
    /// Which.
    pub name: String,
    /// `waiting`, `running` or `failed`.
    pub state: String,
    /// When it is done next.
    pub next_at: String,
    /// When it was begun last.
    pub started_at: Option<String>,
    /// Microseconds that it took.
    pub took_micros: Option<u64>,
    /// Why it failed.
    pub fault: Option<String>,
}

/// Work that somebody asked for once.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Work {
    /// Of which kind.
    pub kind: String,
    /// `waiting`, `running` or `done`.
    pub state: String,
    /// When somebody asked for it.
    pub created_at: String,
    /// How often it was begun without getting anywhere.
    pub attempts: u64,
}

/// A statement that took long.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SlowStatement {
    /// Its text, without any value.
    pub text: String,
    /// How often it took long.
    pub count: u64,
    /// The median of its last times.
    pub median_micros: u64,
    /// Its longest time.
    pub worst_micros: u64,
}

impl Client {
    /// How everything stands.
    pub async fn operations(&self) -> Result<Operations> {
        self.send(Call::get(&["operations"])).await?.decode()
    }

    /// Has a job done now.
    pub async fn run_job(&self, name: &str) -> Result<Job> {
        let call = Call::post(&["operations", "jobs", name, "run"]);
        self.send(call).await?.decode()
    }
}
