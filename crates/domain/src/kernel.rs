//! What every entity stands on: values, the catalogue, filters, documents, problems.

pub mod alike;
pub mod calendar;
pub mod catalogue;
pub mod choice;
pub mod computed;
pub mod currency;
pub mod custom;
pub mod decimal;
pub mod document;
pub mod evaluate;
pub mod facts;
pub mod field;
pub mod filter;
pub mod fold;
pub mod meta;
pub mod overview;
pub mod path;
pub mod period;
pub mod problem;
pub mod query;
pub mod record;
pub mod rules;
pub mod time;
pub mod value;
pub mod verb;
pub mod wire;
