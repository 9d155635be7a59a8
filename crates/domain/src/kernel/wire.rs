//! Values and documents as JSON: what comes in is checked here, once, for browser and server.

mod apply;
mod changes;
mod check;
mod documents;
mod values;

pub use apply::{apply, blank_row, fill_defaults, incomplete};
pub use changes::{Changes, Mode, RowChange, read_changes};
pub use check::check;
pub use documents::{answer_json, document_from, document_json, row_json, stored_custom};
pub use values::{id, money, parse, value_json};
