//! Pages that are not about records.

mod gallery;
mod missing;
mod password_input;
mod set_up;
mod settings;
mod sign_in;
mod standalone;
mod unreachable;
mod zones;

pub use gallery::Gallery;
pub use missing::Missing;
pub use set_up::SetUp;
pub use settings::Settings;
pub use sign_in::{Expired, SignIn};
pub use unreachable::Unreachable;
