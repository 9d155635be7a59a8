//! The mark of the product.

use leptos::prelude::*;

/// The seal: a small red square with the character 關, cut like a stamp. Stands beside the word Guanxi.
#[component]
pub fn Seal(
    /// 48 px instead of 20 px.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <svg class=if large { "seal seal-large" } else { "seal" } viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <rect class="seal-ground" width="48" height="48" rx="9"></rect>
        </svg>
    }
}
