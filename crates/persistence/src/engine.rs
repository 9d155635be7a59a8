//! The record engine: everything a CRM does to records, written once against the catalogue.

pub mod keys;
pub mod read;
pub mod timers;
pub mod write;

pub mod calendar;

mod aggregate;
pub(crate) mod alike;
mod computed;
mod conditions;
mod cursor;
mod expand;
mod history;
mod list;
mod overview;
pub(crate) mod scope;
pub(crate) mod search;
mod sight;
mod sorting;

pub use sight::Sight;
