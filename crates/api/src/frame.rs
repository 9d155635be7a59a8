//! What surrounds every request: its id, its log line, security headers, budgets, and the one shape
//! in which errors leave.

mod around;
mod budgets;
mod farewells;
mod headers;
mod route;

pub use around::{around, trace_id};
pub use budgets::{Budgets, Who, charge, on_budget};
#[cfg(test)]
pub use farewells::tests::sample as sample_farewell;
pub use farewells::{FAREWELLS, Farewell, farewell};
#[cfg(test)]
pub use route::made;
pub use route::{at, only_read};
