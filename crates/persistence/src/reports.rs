//! Figures that take more than one question: what is asked and what comes of it is decided in `domain`; here it is
//! asked, through the same rights as everything else.

mod attainment;
mod funnel;
pub mod keeping;

pub use funnel::Wish as FunnelWish;
