//! More, for those who want it.

use leptos::prelude::*;

use super::Icon;

/// A heading that opens and closes what stands below it.
#[component]
pub fn Disclosure(
    /// The heading.
    #[prop(into)]
    label: Signal<String>,
    /// Open at first.
    #[prop(optional)]
    open: bool,
    /// The contents.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary><Icon name="chevron-right" /><span>{move || label.get()}</span></summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
