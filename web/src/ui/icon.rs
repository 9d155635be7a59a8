//! An icon of the sprite.

use leptos::prelude::*;

use super::asset;

/// A line drawing from the sprite, in the colour of the text around it. Always decorative: the word stands beside
/// it or in the button's label.
#[component]
pub fn Icon(
    /// Its name in `web/icons.txt`.
    #[prop(into)]
    name: Signal<&'static str>,
    /// 20 px instead of 16 px.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let sprite = asset("sprite").unwrap_or_default();
    view! {
        <svg class=if large { "icon icon-large" } else { "icon" } aria-hidden="true" focusable="false">
            <use_ href=move || format!("{sprite}#{}", name.get())></use_>
        </svg>
    }
}
