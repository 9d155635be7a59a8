//! The bar of five at the bottom of phones.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::create::CreateMenu;
use super::frame::Panels;
use super::sections::{FURTHER_ICON, SECTIONS, Section, further_lists, lies_in};
use crate::i18n::t;
use crate::ui::{Choice, Icon, Sheet};

/// The places one thumb reaches.
const TODAY: Section = SECTIONS[0];
const OPPORTUNITIES: Section = SECTIONS[3];

/// Today, Search, `+`, Opportunities, More.
#[component]
pub fn BottomBar() -> impl IntoView {
    let panels = expect_context::<Panels>();
    let more = RwSignal::new(false);
    view! {
        <nav class="bottom-bar" aria-label=t("ui-places")>
            <BottomLink section=TODAY label="ui-today" />
            <button type="button" class="bottom-item" on:click=move |_| panels.palette.set(true)>
                <Icon name="search" large=true />
                <span>{t("ui-search")}</span>
            </button>
            <div class="bottom-create"><CreateMenu above=true /></div>
            <BottomLink section=OPPORTUNITIES label=OPPORTUNITIES.label />
            <button type="button" class="bottom-item" aria-haspopup="dialog" on:click=move |_| more.set(true)>
                <Icon name="menu" large=true />
                <span>{t("ui-more")}</span>
            </button>
        </nav>
        <Sheet open=more title=t("ui-more")>
            <MoreList close=move || more.set(false) />
        </Sheet>
    }
}

#[component]
fn BottomLink(section: Section, label: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let here = move || path.with(|path| section.holds(path));
    view! {
        <a class="bottom-item" href=section.path aria-current=move || here().then_some("page")>
            <Icon name=section.icon large=true />
            <span>{t(label)}</span>
        </a>
    }
}

/// Every place, large enough for thumbs.
#[component]
fn MoreList(close: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    let path = use_location().pathname;
    let link = move |section: Section| {
        let here = move || path.with(|path| section.holds(path));
        view! {
            <li>
                <a class="more-link" href=section.path aria-current=move || here().then_some("page") on:click=move |_| close()>
                    <Icon name=section.icon large=true />
                    <span>{t(section.label)}</span>
                </a>
            </li>
        }
    };
    let further_link = move |list: Choice| {
        let address = list.value.clone();
        let here = move || path.with(|path| lies_in(&address, path));
        view! {
            <li>
                <a class="more-link" href=list.value aria-current=move || here().then_some("page") on:click=move |_| close()>
                    <Icon name=FURTHER_ICON large=true />
                    <span>{list.label}</span>
                </a>
            </li>
        }
    };
    let further = further_lists();
    let (own, settings) = SECTIONS.split_at(SECTIONS.len() - 1);
    view! {
        <ul class="more-list">
            {own.iter().copied().map(link).collect_view()}
            {move || further.get().into_iter().map(further_link).collect_view()}
            {settings.iter().copied().map(link).collect_view()}
        </ul>
    }
}
