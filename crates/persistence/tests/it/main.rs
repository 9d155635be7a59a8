//! What the record engine promises, on both databases.
//!
//! PostgreSQL is found in `GUANXI_TEST_POSTGRES_URL`, which `make test` sets; without it the tests
//! fail, they never skip themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;
mod targets;
mod totals;
mod transfer;

mod aggregates;
mod alike;
mod catalogue;
mod chain;
mod choice_options;
mod coming_back;
mod computed;
mod concurrency;
mod consents;
mod deals;
mod erasure;
mod filters;
mod funnel;
mod import_faults;
mod imports;
mod integrity;
mod leads;
mod mentions;
mod migrations;
mod months;
mod news;
mod northwind;
mod overview;
mod paging;
mod personal;
mod properties;
mod records;
mod rights;
mod search;
mod sight;
mod sorting;
mod standby;
mod statements;
mod undo;
