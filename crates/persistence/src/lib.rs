//! Stores records in SQLite or PostgreSQL: one engine driven by the catalogue.
//!
//! This crate knows no HTTP. Every write goes through [`Database::write`]: load, authorise, decide
//! (in `domain`), write rows and their event in one transaction. All SQL of the product lives here.

pub mod chain;
pub mod connection;
pub mod database;
pub mod engine;
pub mod error;
pub mod events;
pub mod import;
pub mod infra;
pub mod migrations;
pub mod news;
pub mod reports;
pub mod sales;
pub mod secrets;
pub mod settings;
pub mod sql;
pub mod statements;
pub mod transfer;
pub mod vitals;
pub mod world;

mod cells;
mod columns;
mod jobs;
mod writer;

pub use connection::{Conn, Dialect, Location};
pub use database::{AtOnce, Database};
pub use engine::read::{Ask, Fetched, Reader};
pub use engine::write::{Expect, How, Tx};
pub use error::{Error, Result};
pub use world::World;
