//! The first page: what to do today.

mod lists;
mod page;

pub use page::Home;
