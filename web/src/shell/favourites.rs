//! Favourites: in the rail, on the first page and among the further places of phones.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use web_sys::KeyboardEvent;

use crate::i18n::{I18n, t, t_with};
use crate::records::Desk;
use crate::ui::{Formats, Icon, Menu, MenuItem, Toasts, focus, next_frame, spoken};

/// Favourites below the places, to be moved by `Alt ↑ ↓` or their menu.
#[component]
pub fn RailFavourites() -> impl IntoView {
    let desk = Desk::here();
    let any = Memo::new(move |_| !desk.own.places(desk).is_empty());
    view! {
        <Show when=move || any.get()>
            <h2 class="rail-heading">{t("entity-favourite-plural")}</h2>
            <ul class="rail-favourites">
                <For each=move || desk.own.places(desk) key=|(one, address)| (one.id.clone(), one.name.clone(), address.clone()) let((one, address))>
                    {entry(desk, one.id, one.name, address)}
                </For>
            </ul>
        </Show>
    }
}

fn entry(desk: Desk, id: String, name: String, address: String) -> AnyView {
    let (i18n, toasts, formats) = (I18n::here(), Toasts::here(), Formats::here());
    let shift = {
        let id = id.clone();
        Callback::new(move |up: bool| {
            desk.own.shift(desk, i18n, toasts, &id, up);
            let id = id.clone();
            next_frame(move || focus_on(&id));
        })
    };
    let remove = {
        let id = id.clone();
        move |()| {
            let held = desk.own.favourites.get_untracked();
            if let Some(one) = held.iter().find(|one| one.id == id) {
                desk.own.remove(desk, i18n, toasts, one);
            }
        }
    };
    let keyed = move |event: KeyboardEvent| {
        let up = match event.key().as_str() {
            "ArrowUp" if event.alt_key() => true,
            "ArrowDown" if event.alt_key() => false,
            _ => return,
        };
        event.prevent_default();
        shift.run(up);
    };
    let named = name.clone();
    let label = t_with("ui-favourite-acts", move |args| {
        args.set("name", named.clone())
    });
    let here = use_location();
    let lies = address.clone();
    let current = move || {
        let path = format!("{}{}", here.pathname.get(), here.search.get());
        (path == lies).then_some("page")
    };
    view! {
        <li class="rail-favourite">
            <a id=element_id(&id) class="rail-link" href=address aria-current=current on:keydown=keyed>
                <Icon name="star" />
                <span>{spoken(formats, name)}</span>
            </a>
            <Menu label icon="ellipsis" icon_only=true small=true end=true>
                <MenuItem icon="arrow-up" on_press=move |()| shift.run(true)>{t("ui-favourite-up")}</MenuItem>
                <MenuItem icon="arrow-down" on_press=move |()| shift.run(false)>{t("ui-favourite-down")}</MenuItem>
                <MenuItem icon="x" on_press=remove.clone()>{t("ui-favourite-remove")}</MenuItem>
            </Menu>
        </li>
    }
    .into_any()
}

fn element_id(id: &str) -> String {
    format!("favourite-{id}")
}

fn focus_on(id: &str) {
    if let Some(element) = document().get_element_by_id(&element_id(id)) {
        focus(&element);
    }
}

/// Favourites as a row of links; nothing when there are none.
#[component]
pub fn FavouriteLinks(
    /// How each looks.
    class: &'static str,
    /// Back does not lead here again, as from a sheet with an address of its own.
    #[prop(optional)]
    replaces: bool,
) -> impl IntoView {
    let (desk, formats) = (Desk::here(), Formats::here());
    let link = move |name: String, address: String| {
        view! { <li><a class=class href=address prop:replace=replaces><Icon name="star" /><span>{spoken(formats, name)}</span></a></li> }
    };
    let any = Memo::new(move |_| !desk.own.places(desk).is_empty());
    view! {
        <Show when=move || any.get()>
            <nav aria-label=t("entity-favourite-plural")>
                <ul class="favourite-links">
                    {move || desk.own.places(desk).into_iter().map(|(one, address)| link(one.name, address)).collect_view()}
                </ul>
            </nav>
        </Show>
    }
}
