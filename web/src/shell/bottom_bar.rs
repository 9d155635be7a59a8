//! The bar of five at the bottom of phones.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::create::CreateMenu;
use super::favourites::FavouriteLinks;
use super::frame::Panels;
use super::sections::{PlaceLink, SECTIONS, Section, use_places};
use super::sheet::use_sheet;
use crate::i18n::t;
use crate::ui::{Icon, Sheet};

/// The places one thumb reaches.
const TODAY: Section = SECTIONS[0];
const OPPORTUNITIES: Section = SECTIONS[4];

/// Today, Search, `+`, Opportunities, More.
#[component]
pub fn BottomBar() -> impl IntoView {
    let panels = expect_context::<Panels>();
    let more = use_sheet("more");
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
            <MoreList />
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
fn MoreList() -> impl IntoView {
    let places = use_places();
    view! {
        <FavouriteLinks class="favourite-link" replaces=true />
        <ul class="more-list">
            {move || places.get().into_iter().map(|place| view! {
                <li><PlaceLink place class="more-link" large=true replaces=true /></li>
            }).collect_view()}
        </ul>
    }
}
