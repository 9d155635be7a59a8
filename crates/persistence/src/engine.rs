//! The record engine: everything a CRM does to records, written once against the catalogue.

pub mod keys;
pub mod read;
pub mod timers;
pub mod write;

pub mod calendar;

pub mod agenda;
mod aggregate;
pub(crate) mod alike;
mod computed;
pub(crate) mod conditions;
mod cursor;
mod expand;
mod history;
pub(crate) mod list;
mod overview;
mod restate;
pub(crate) mod scope;
pub(crate) mod search;
mod sight;
mod sorting;
pub(crate) mod sweep;
pub(crate) mod totals;

pub use sight::Sight;
