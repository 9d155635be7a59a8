//! Stands where the record screens will be.

use leptos::prelude::*;

use crate::ui::{Choice, Finding, NotFound};

/// The records of one entity: list or board.
#[component]
pub fn Collection() -> impl IntoView {
    view! { <NotFound /> }
}

/// One record.
#[component]
pub fn Record() -> impl IntoView {
    view! { <NotFound /> }
}

/// Shows the create dialog while the address asks for it (`?new=account`).
#[component]
pub fn CreateHost() -> impl IntoView {}

/// Finds records for the palette, as addresses with titles; the empty text gives those viewed last.
pub fn search(_text: String) -> Finding {
    Box::pin(async { Ok(Vec::<Choice>::new()) })
}
