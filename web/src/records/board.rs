//! Records as cards on a board: one column a stage, figures from the server.

mod card;
mod column;
mod drag;
mod figures;
mod keyboard;
mod moving;
mod page;
mod plan;

pub use page::board_page;
