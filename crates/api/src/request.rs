//! Parts of a request, understood and checked.

mod body;
mod client;
mod conditions;
mod encoding;
mod form;
mod language;
mod pairs;

pub use body::{Body, Bulk, Reading, bounded, bytes, length, media_type, of_kind};
pub use client::Client;
pub use conditions::{if_match, if_none_match, required_if_match};
pub use encoding::accepts;
pub use language::language;
pub use pairs::Pairs;
