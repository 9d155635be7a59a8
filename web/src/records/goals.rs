//! Targets with what was reached, and what is expected of the months ahead: by category, beside what was expected
//! earlier, and how good earlier expectations were.

mod accuracy;
mod forecast;
mod money;
mod months;
mod page;
mod targets;

pub use page::goals_page;
