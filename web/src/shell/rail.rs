//! The places of the app, on the left.

use leptos::prelude::*;

use super::favourites::RailFavourites;
use super::sections::{PlaceLink, use_places};
use crate::i18n::t;
use crate::ui::Seal;

/// The rail of wide windows.
#[component]
pub fn Rail() -> impl IntoView {
    let places = use_places();
    view! {
        <nav class="rail" aria-label=t("ui-places")>
            <a class="brand" href="/"><Seal /><span>"Guanxi"</span></a>
            <ul>
                {move || places.get().into_iter().map(|place| view! {
                    <li><PlaceLink place class="rail-link" /></li>
                }).collect_view()}
            </ul>
            <RailFavourites />
        </nav>
    }
}
