//! Questions about sales that the generic ones do not answer.

mod pace;
mod standing;
mod win_loss;

pub use pace::Pace;
pub use standing::DealStanding;
pub use win_loss::WinLossBy;
