//! What surrounds every request: its id, its log line, security headers, budgets, and the one shape
//! in which errors leave.

mod around;
mod budgets;
mod headers;
mod route;

pub use around::{around, trace_id};
pub use budgets::{Budgets, Who, charge, on_budget};
pub use route::{at, only_read};
