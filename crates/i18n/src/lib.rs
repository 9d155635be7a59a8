//! The words of Guanxi in every language: Fluent texts for screens, API errors and mail.
//!
//! This crate knows no entity and no screen, only how a key becomes a sentence. It reads no clock and no
//! locale database; dates, numbers and amounts arrive as finished text from whoever formats them.

mod args;
mod language;
mod names;
mod texts;

#[cfg(feature = "embedded")]
mod embedded;

pub use args::Args;
#[cfg(feature = "embedded")]
pub use embedded::embedded;
pub use language::Language;
pub use names::dashed;
pub use texts::{BadTexts, Texts};
