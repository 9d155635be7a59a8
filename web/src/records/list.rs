//! The list of an entity: a windowed table, cards on phones.

mod bulk;
mod cards;
mod cell;
mod columns;
mod editing;
mod footer;
mod grid;
mod head;
mod keyboard;
mod page;
mod peek;
mod range;
mod row;
mod selection;
mod source;
mod states;

pub use editing::fetch_editor;
pub use footer::{count_words, sums_of};
pub use page::{list_page, page_actions};
