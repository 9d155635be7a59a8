//! Rows inside a record (contact points, addresses, lines) as a small grid of inputs.

mod model;
mod view;

pub use model::RowsEditor;
pub use view::rows_view;
