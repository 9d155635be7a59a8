//! Tables beside the records: sign-in, retries, health.
//!
//! Each module is a handful of functions over a connection; whoever calls them decides about the
//! transaction.

pub mod calendar_feeds;
pub mod credentials;
pub mod failures;
pub mod idempotency;
pub mod integrity;
pub mod links;
pub mod nodes;
pub mod preference_links;
pub mod probe;
pub mod recurring;
pub mod seeds;
pub mod sessions;
pub mod sorting;
pub mod work;
pub mod workspace;
