//! Saved views: a list as somebody arranged it, under a name.

mod bar;
mod dialog;
mod store;

pub use bar::views_bar;
pub use store::SavedView;
