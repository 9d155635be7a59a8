//! The calendar: what takes time, by day, week, month, or as a list.

mod entry;
mod hours;
mod layout;
mod moving;
mod page;
mod share;
mod stretch;

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::later::{Part, later};

/// The page.
pub fn page() -> AnyView {
    later(fetch_calendar, calendar_part)
}

#[wasm_split(calendar, fallible, preload(fetch_calendar))]
fn calendar_part() -> Part {
    Ok(view! { <page::Calendar /> }.into_any())
}
