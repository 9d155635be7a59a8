//! The typed client of the REST API, for the browser application, scripts and tests.
//!
//! It speaks the public API only. The same code runs natively and in the browser: dropping a future
//! cancels its request in both.
//!
//! ```no_run
//! # async fn example() -> Result<(), guanxi_client::ClientError> {
//! use guanxi_client::{Client, ListQuery};
//!
//! let client = Client::new("http://127.0.0.1:8080");
//! client.sign_in("mira@example.com", "correct horse battery staple").await?;
//! let page = client.list("accounts", &ListQuery::new().test("city", "Rome").sort("name")).await?;
//! for account in page.data {
//!     println!("{}", account["name"]);
//! }
//! # Ok(())
//! # }
//! ```

mod agenda;
pub mod aggregate;
pub mod auth;
pub mod batch;
mod call;
mod client;
pub mod deals;
mod error;
pub mod funnel;
pub mod list;
pub mod live;
pub mod operations;
mod overview;
pub mod preferences;
mod records;
mod search;
mod session;
pub mod targets;
mod transport;
mod typed;
pub mod workspace;

pub use agenda::{Feed, Invitations, Taken};
pub use aggregate::{Aggregate, Group, Measure, Sum, Sums};
pub use batch::{Batch, Operation, Outcome};
pub use client::Client;
pub use error::ClientError;
pub use list::{ListQuery, Page, Total};
pub use overview::{Block, Overview};
pub use records::Expect;
pub use search::{Hit, Likeness};
pub use session::{Contact, Pending, Renewal};
pub use typed::document;

/// A record (or part of one) as JSON.
pub type Object = serde_json::Map<String, serde_json::Value>;

/// What every operation answers.
pub type Result<T> = std::result::Result<T, ClientError>;
