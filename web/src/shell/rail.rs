//! The places of the app, on the left.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::sections::{FURTHER_ICON, SECTIONS, Section, further_lists, lies_in};
use crate::i18n::t;
use crate::ui::{Choice, Icon, Seal};

/// The rail of wide windows.
#[component]
pub fn Rail() -> impl IntoView {
    let further = further_lists();
    let (own, settings) = SECTIONS.split_at(SECTIONS.len() - 1);
    let link = |&section: &Section| view! { <li><RailLink section /></li> };
    view! {
        <nav class="rail" aria-label=t("ui-places")>
            <a class="brand" href="/"><Seal /><span>"Guanxi"</span></a>
            <ul>
                {own.iter().map(link).collect_view()}
                {move || further.get().into_iter().map(|list| view! { <li><FurtherLink list /></li> }).collect_view()}
                {settings.iter().map(link).collect_view()}
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

#[component]
fn FurtherLink(list: Choice) -> impl IntoView {
    let path = use_location().pathname;
    let address = list.value.clone();
    let here = move || path.with(|path| lies_in(&address, path));
    view! {
        <a class="rail-link" href=list.value aria-current=move || here().then_some("page")>
            <Icon name=FURTHER_ICON />
            <span>{list.label}</span>
        </a>
    }
}
