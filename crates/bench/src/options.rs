//! What to measure, on what, for how long.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Measures a Guanxi server beside the raw engine.
#[derive(Debug, Parser)]
#[command(name = "guanxi-bench")]
pub struct Options {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The server's program
    #[arg(long, default_value = "target/release/guanxi")]
    pub server: PathBuf,
    /// PostgreSQL instead of a database file: a server on which databases may be created
    #[arg(long)]
    pub postgres: Option<String>,
    /// Folder for data sets; one that is there already is used again
    #[arg(long, default_value = "target/bench")]
    pub folder: PathBuf,
    /// Size of the data set: how many accounts; contacts and opportunities are five times, activities 25 times as many
    #[arg(long, default_value_t = 20_000)]
    pub accounts: usize,
    /// Rounds; the median counts
    #[arg(long, default_value_t = 3)]
    pub rounds: usize,
    /// Seconds of load in each
    #[arg(long, default_value_t = 4)]
    pub seconds: u64,
    /// Only figures whose name holds one of these words, with commas between
    #[arg(long, value_delimiter = ',')]
    pub only: Vec<String>,
    /// Where the table goes besides standard output
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Fail when a ratio is below this share of its aim; a loaded machine alone may take half of it
    #[arg(long)]
    pub floor: Option<f64>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the bare handler that requests are held against
    #[command(hide = true)]
    Bare {
        #[arg(long)]
        listen: SocketAddr,
    },
}

impl Options {
    /// Whether a figure is wanted.
    pub fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|part| name.contains(part.as_str()))
    }

    /// The name of the database measured.
    pub fn engine(&self) -> &'static str {
        if self.postgres.is_some() {
            "PostgreSQL"
        } else {
            "SQLite"
        }
    }
}
