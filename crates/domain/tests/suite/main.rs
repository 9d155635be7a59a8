//! The rules of the domain, seen from outside: one module per subject.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access;
mod accounts;
mod activities;
mod catalogue;
mod computed;
mod contacting;
mod contacts;
mod custom;
mod deals;
mod evaluate;
mod filter;
mod names;
mod numbers;
mod opportunities;
mod opportunity_moves;
mod preferences;
mod sale;
mod support;
mod users;
mod wire_rows;
mod wire_values;
