//! Breaks what a running Guanxi stands on, and holds it to its promises: `make faults`.
//!
//! Every scenario starts real servers over a database of its own, lets clients write who keep their own ledger, does
//! harm, and then compares the ledger with what is there: everything acknowledged once, nothing twice, the database
//! whole. `docs/reliability.md` tells the promises and the figures.

pub mod api;
pub mod chance;
pub mod figures;
pub mod ledger;
pub mod numbers;
pub mod oracle;
pub mod place;
pub mod relay;
pub mod scenarios;
pub mod server;
pub mod tools;
pub mod writers;
