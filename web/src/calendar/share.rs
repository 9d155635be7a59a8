//! The calendar elsewhere: an address for other programs, and files from them.

use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::page::tell_moved;
use crate::i18n::{I18n, t};
use crate::records::today::Desk;
use crate::ui::{Button, ButtonKind, Dialog, DialogActions, Menu, MenuItem, Toasts};

/// The menu with both.
pub fn more_menu() -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let address = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let file = NodeRef::<Input>::new();
    let share = move |()| {
        leptos::task::spawn_local(async move {
            match desk.api.renew_calendar_feed().await {
                Ok(path) => {
                    let origin = window().location().origin().unwrap_or_default();
                    address.try_set(format!("{origin}{path}"));
                    open.try_set(true);
                }
                Err(failure) => toasts.fail(failure.sentence(&untrack(|| i18n.texts()))),
            }
        });
    };
    let choose = move |()| {
        if let Some(input) = file.get_untracked() {
            input.click();
        }
    };
    let copy = move |()| {
        // The promise tells nothing people could act on: the address can be selected as well.
        let _ = window()
            .navigator()
            .clipboard()
            .write_text(&address.get_untracked());
        toasts.say(untrack(|| i18n.text("ui-link-copied")));
    };
    view! {
        <Menu label=t("ui-calendar-more") icon="ellipsis" icon_only=true end=true>
            <MenuItem icon="link" on_press=share>{t("ui-calendar-share")}</MenuItem>
            <MenuItem icon="download" on_press=choose>{t("ui-calendar-import")}</MenuItem>
        </Menu>
        <input
            node_ref=file
            type="file"
            accept=".ics,text/calendar"
            hidden
            aria-label=t("ui-calendar-import")
            on:change:target=move |event| {
                let input = event.target();
                if let Some(chosen) = input.files().and_then(|files| files.get(0)) {
                    take_over(desk, i18n, toasts, chosen);
                }
                input.set_value("");
            }
        />
        <Dialog open title=t("ui-calendar-share-title")>
            <p>{t("ui-calendar-share-text")}</p>
            <input class="input" type="text" readonly aria-label=t("ui-calendar-address") prop:value=move || address.get() />
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-close")}</Button>
                <Button kind=ButtonKind::Primary on_press=copy>{t("ui-calendar-copy")}</Button>
            </DialogActions>
        </Dialog>
    }
    .into_any()
}

fn take_over(desk: Desk, i18n: I18n, toasts: Toasts, file: web_sys::File) {
    leptos::task::spawn_local(async move {
        let text = JsFuture::from(file.text())
            .await
            .ok()
            .and_then(|text| text.as_string());
        let Some(text) = text else { return };
        match desk.api.import_calendar(&text).await {
            Ok(taken) => {
                tell_moved(desk, "");
                let words = untrack(|| {
                    i18n.format("ui-calendar-imported", |args| {
                        args.set("created", taken.created);
                        args.set("skipped", taken.skipped);
                        args.set("refused", taken.refused.len());
                    })
                });
                toasts.say(words);
            }
            Err(failure) => toasts.fail(failure.sentence(&untrack(|| i18n.texts()))),
        }
    });
}
