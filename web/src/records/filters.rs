//! Filters as people build them: the one filter language, as a tree that can be changed piece by piece.

mod bar;
mod builder;
mod node;
mod operand;
mod operators;
mod value;
mod words;

pub use bar::FilterBar;
pub use builder::FilterBuilder;
pub use words::words_of;

pub use node::{Node, Test};
