//! What Guanxi knows about selling and serving: entities as data, rules as pure functions.
//!
//! This crate knows no database, no HTTP, no clock and no source of randomness: time, ids and
//! other records come in as arguments. It compiles for the server and for the browser, so a rule
//! written here holds in both.

pub mod access;
pub mod activities;
pub mod customers;
pub mod import;
pub mod kernel;
pub mod marketing;
pub mod people;
pub mod platform;
pub mod registry;
pub mod sales;
