//! Records of any entity: list, board, page, forms; drawn from the catalogue.

mod placeholder;

pub use placeholder::{Collection, CreateHost, Record, search};
