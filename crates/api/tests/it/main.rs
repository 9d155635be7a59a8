//! What the API promises, asked over HTTP of a real server, on both databases.
//!
//! PostgreSQL is found in `GUANXI_TEST_POSTGRES_URL`, which `make test` sets; without it the tests
//! fail, they never skip themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod firm;
mod process;
mod samples;
mod server;
mod session;

mod backup;
mod batches;
mod browser;
mod calendar;
mod capture;
mod command;
mod deals;
mod documents;
mod errors;
mod event_log;
mod faults;
mod first_start;
mod guessing;
mod hidden;
mod import_command;
mod import_crash;
mod imports;
mod input;
mod limits;
mod lists;
mod live;
mod me;
mod nodes;
mod northwind;
mod observing;
mod operations;
mod passwords;
mod preferences;
mod records;
mod refresh;
mod retries;
mod rows;
mod sessions;
mod story_docs;
mod story_sale;
mod story_session;
mod sums;
mod tokens;
mod unfelt;
mod updates;
mod upgrades;
mod walk;
mod workspace;
