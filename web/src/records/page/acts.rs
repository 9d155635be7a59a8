//! What can be done with the record as a whole.

use leptos::prelude::*;

use super::preference_link::{PreferenceLink, preference_link};
use crate::i18n::{I18n, t};
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::live::Live;
use crate::records::verbs::{Doing, usable};
use crate::ui::{Menu, MenuDivider, MenuItem, Toasts};

/// The menu of verbs and other acts.
pub fn acts_menu(live: &Live) -> AnyView {
    let live = live.clone();
    let preferences = preference_link(&live);
    view! {
        <Menu label=t("ui-more") icon="ellipsis" icon_only=true end=true>
            {items(&live, preferences)}
        </Menu>
        {preferences.map(PreferenceLink::dialog)}
    }
    .into_any()
}

fn items(live: &Live, preferences: Option<PreferenceLink>) -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let verbs = if live.entity.may.update {
        usable(live)
    } else {
        Vec::new()
    };
    let any = !verbs.is_empty();
    let verb = |verb: guanxi_domain::kernel::meta::VerbMeta| {
        let words = i18n.texts().verb(&live.entity.name, &verb.name);
        let doing = Doing::new(live, verb, i18n, toasts);
        view! { <MenuItem on_press=move |()| desk.start(doing.clone())>{words}</MenuItem> }
    };
    let gone = live.clone();
    let address = format!("/{}/{}", live.entity.plural, live.id());
    view! {
        {verbs.into_iter().map(verb).collect_view()}
        {any.then(|| view! { <MenuDivider /> })}
        <MenuItem icon="link" on_press=move |()| copy(&address, i18n, toasts)>{t("ui-copy-link")}</MenuItem>
        {preferences.map(PreferenceLink::item)}
        {live.entity.may.delete.then(|| view! {
            <MenuItem icon="trash-2" danger=true on_press=move |()| remove(desk, i18n, toasts, &gone)>{t("ui-delete")}</MenuItem>
        })}
    }
    .into_any()
}

fn copy(address: &str, i18n: I18n, toasts: Toasts) {
    let origin = window().location().origin().unwrap_or_default();
    // The promise tells nothing people could act on: a refused clipboard shows when pasting.
    let _ = window()
        .navigator()
        .clipboard()
        .write_text(&format!("{origin}{address}"));
    toasts.say(untrack(|| i18n.text("ui-link-copied")));
}

/// Puts the record into the bin. It can be taken out again, so nobody is asked first.
pub fn remove(desk: Desk, i18n: I18n, toasts: Toasts, live: &Live) {
    let (entity, id) = (live.entity.clone(), live.id());
    let title = live
        .record
        .with_untracked(|record| record.title(&entity).to_owned());
    leptos::task::spawn_local(async move {
        let texts = untrack(|| i18n.texts());
        if let Err(failure) = desk.api.delete(&entity.plural, &id).await {
            return toasts.fail(failure.sentence(&texts));
        }
        desk.tell(&entity.name, &id, Change::Gone);
        let name = if entity.is_named() && !title.is_empty() {
            title
        } else {
            entity.label(&texts)
        };
        let words = untrack(|| i18n.format("ui-deleted", |args| args.set("name", name)));
        toasts.say_with_undo(
            words,
            Callback::new(move |()| restore(desk, i18n, toasts, &entity, &id)),
        );
    });
}

fn restore(desk: Desk, i18n: I18n, toasts: Toasts, entity: &Entity, id: &str) {
    let (entity, id) = (entity.clone(), id.to_owned());
    leptos::task::spawn_local(async move {
        match desk.api.restore(&entity.plural, &id).await {
            Ok(()) => desk.tell(&entity.name, &id, Change::Created),
            Err(failure) => toasts.fail(failure.sentence(&untrack(|| i18n.texts()))),
        }
    });
}

/// Where the page's own list is: the one it was opened from, else the entity's whole list.
pub fn list_address(desk: Desk, entity: &Entity) -> String {
    let trail = desk.trail.get();
    if trail.plural == entity.plural && !trail.address.is_empty() {
        return trail.address;
    }
    format!("/{}", entity.plural)
}
