//! The REST API of Guanxi and the `guanxi` command.
//!
//! Handlers read like sentences: extract, authorise, call one function, answer. No rule and no SQL
//! lives here; rules are in `guanxi-domain`, storage is in `guanxi-persistence`.

pub mod app;
pub mod auth;
pub mod command;
pub mod docs;
pub mod openapi;
pub mod refusal;
pub mod server;
pub mod settings;

mod answer;
mod browser;
mod calendar;
mod caller;
mod capture;
mod deals;
mod demo;
mod folder;
mod frame;
mod health;
mod imports;
mod live;
mod logging;
mod me;
mod meta;
mod metrics;
mod operations;
mod people;
mod preferences;
mod records;
mod reports;
mod request;
mod search;
mod seeds;
mod thread;
mod workspace;
