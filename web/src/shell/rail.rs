//! The places of the app, on the left.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::sections::{SECTIONS, Section};
use crate::i18n::t;
use crate::ui::{Icon, Seal};

/// The rail of wide windows.
#[component]
pub fn Rail() -> impl IntoView {
    view! {
        <nav class="rail" aria-label=t("ui-places")>
            <a class="brand" href="/"><Seal /><span>"Guanxi"</span></a>
            <ul>
                {SECTIONS.into_iter().map(|section| view! { <li><RailLink section /></li> }).collect_view()}
            </ul>
        </nav>
    }
}

#[component]
fn RailLink(section: Section) -> impl IntoView {
    let path = use_location().pathname;
    let here = move || path.with(|path| section.holds(path));
    view! {
        <a class="rail-link" href=section.path aria-current=move || here().then_some("page")>
            <Icon name=section.icon />
            <span>{t(section.label)}</span>
        </a>
    }
}
