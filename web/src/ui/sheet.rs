//! A panel from the side.

use leptos::prelude::*;

use super::dialog::Modal;

/// A modal panel on the right, the whole screen on phones: for filters, long forms, previews.
#[component]
pub fn Sheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Runs after it was closed, however that happened.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The contents.
    children: ChildrenFn,
) -> impl IntoView {
    view! { <Modal open title class="dialog sheet" on_close=on_close>{children()}</Modal> }
}
