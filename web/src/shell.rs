//! What stands around every page: rail, bars, keys, palette, messages.

mod bottom_bar;
mod create;
mod favourites;
mod frame;
mod help;
pub mod keys;
mod me_menu;
mod offline;
mod page;
mod palette;
mod rail;
mod sections;
mod sheet;
mod stroke;
mod top_bar;

pub use create::create_address;
pub use favourites::FavouriteLinks;
pub use frame::Frame;
pub use keys::{KeyGroup, Keys};
pub use page::{Page, set_title};
pub use sheet::use_sheet;
