//! The head of the page: where it belongs, where it stands, what can be done.

use leptos::prelude::*;

use super::acts::{acts_menu, list_address};
use super::neighbours::neighbours;
use super::tags::tags;
use crate::i18n::{I18n, t};
use crate::records::desk::Desk;
use crate::records::live::Live;
use crate::records::verbs::{Doing, check_in_button, usable};
use crate::shell::{KeyGroup, Keys};
use crate::ui::{Button, ButtonKind, Icon, IconButton, Toasts};

/// Verbs that stand as buttons before the rest goes into the menu.
const BUTTONS: usize = 2;

/// What stands beside the heading.
pub fn actions(live: &Live) -> AnyView {
    let live = live.clone();
    let menu = live.clone();
    view! {
        {star(&menu)}
        {move || verb_buttons(&live)}
        {acts_menu(&menu)}
        {neighbours(&menu.entity, &menu.id())}
    }
    .into_any()
}

/// Puts the record among the favourites, or takes it out.
fn star(live: &Live) -> AnyView {
    if !live.entity.is_named() {
        return ().into_any();
    }
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let id = live.id();
    let own = id.clone();
    let held = Memo::new(move |_| desk.own.holds(&own));
    let live = live.clone();
    let toggle = move || {
        let name = live
            .record
            .with_untracked(|record| record.title(&live.entity).to_owned());
        desk.own
            .toggle(desk, i18n, toasts, &live.entity.name, &id, &name);
    };
    let pressed = toggle.clone();
    Keys::here().bind(KeyGroup::Record, "*", t("ui-favourite-toggle"), toggle);
    let label = Signal::derive(move || {
        i18n.text(if held.get() {
            "ui-favourite-remove"
        } else {
            "ui-favourite-add"
        })
    });
    view! {
        <span class="star" class:star-on=move || held.get()>
            <IconButton icon="star" label keys="*" on_press=move |()| pressed() />
        </span>
    }
    .into_any()
}

/// The verbs that lead to another state, as buttons; the first is what usually comes next.
fn verb_buttons(live: &Live) -> AnyView {
    if !live.entity.may.update {
        return ().into_any();
    }
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let verbs = usable(live)
        .into_iter()
        .filter(|verb| verb.to.is_some())
        .take(BUTTONS)
        .enumerate();
    let button = |(at, verb): (usize, guanxi_domain::kernel::meta::VerbMeta)| {
        let words = i18n.texts().verb(&live.entity.name, &verb.name);
        let doing = Doing::new(live, verb, i18n, toasts);
        let kind = if at == 0 {
            ButtonKind::Primary
        } else {
            ButtonKind::Plain
        };
        view! { <Button kind on_press=move |()| desk.start(doing.clone())>{words}</Button> }
    };
    view! { {verbs.map(button).collect_view()}{check_in_button(live, false)} }.into_any()
}

/// The line below the heading: the list it belongs to, the stage or state, tags.
pub fn strip(live: &Live) -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let (entity, named) = (live.entity.clone(), live.entity.clone());
    view! {
        <div class="record-strip">
            <a class="record-back" href=move || list_address(desk, &entity)>
                <Icon name="chevron-left" />
                <span>{move || named.label_plural(&i18n.texts())}</span>
            </a>
            {super::stages::state_mark(live)}
            {tags(live)}
        </div>
    }
    .into_any()
}
