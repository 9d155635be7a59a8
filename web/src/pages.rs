//! Pages that are not about records.

mod gallery;
mod home;
mod missing;

pub use gallery::Gallery;
pub use home::Home;
pub use missing::Missing;
