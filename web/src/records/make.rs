//! Making records: a dialog that the address asks for (`?new=account`), so that Back closes it and reload restores it.

mod address;
mod defaults;
mod dialog;
mod draft;
mod form;
mod likeness;
mod plan;
mod view;

pub use address::{make_address, use_make};
pub use dialog::{CreateHost, fetch_form};
pub use likeness::reasons;
