//! The link of a contact's preference page: to be copied, or ended.

use leptos::prelude::*;

use crate::i18n::{I18n, t};
use crate::records::desk::Desk;
use crate::records::live::Live;
use crate::ui::{Button, ButtonKind, Dialog, DialogActions, MenuItem, Toasts};

/// The link while its dialog is open.
#[derive(Clone, Copy)]
pub struct PreferenceLink {
    address: RwSignal<String>,
    open: RwSignal<bool>,
    contact: StoredValue<String>,
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
}

/// The link of a record that has a preference page, and may be changed.
pub fn preference_link(live: &Live) -> Option<PreferenceLink> {
    let has = live.entity.name == "contact" && live.entity.may.update;
    has.then(|| PreferenceLink {
        address: RwSignal::new(String::new()),
        open: RwSignal::new(false),
        contact: StoredValue::new(live.id()),
        desk: Desk::here(),
        i18n: I18n::here(),
        toasts: Toasts::here(),
    })
}

impl PreferenceLink {
    /// The item of the menu.
    pub fn item(self) -> AnyView {
        view! { <MenuItem icon="link" on_press=move |()| self.ask()>{t("ui-preference-link")}</MenuItem> }.into_any()
    }

    /// The dialog, beside the menu: a menu goes with what is in it.
    pub fn dialog(self) -> AnyView {
        let (address, open) = (self.address, self.open);
        view! {
            <Dialog open title=t("ui-preference-link-title")>
                <p>{t("ui-preference-link-text")}</p>
                <input class="input" type="text" readonly aria-label=t("ui-calendar-address") prop:value=move || address.get() />
                <DialogActions>
                    <Button kind=ButtonKind::Danger on_press=move |()| self.end()>{t("ui-preference-link-end")}</Button>
                    <Button kind=ButtonKind::Primary on_press=move |()| self.copy()>{t("ui-preference-link-copy")}</Button>
                </DialogActions>
            </Dialog>
        }
        .into_any()
    }

    fn ask(self) {
        leptos::task::spawn_local(async move {
            match self
                .desk
                .api
                .preference_link(&self.contact.get_value())
                .await
            {
                Ok(path) => {
                    let origin = window().location().origin().unwrap_or_default();
                    self.address.try_set(format!("{origin}{path}"));
                    self.open.try_set(true);
                }
                Err(failure) => self
                    .toasts
                    .fail(failure.sentence(&untrack(|| self.i18n.texts()))),
            }
        });
    }

    fn copy(self) {
        // The promise tells nothing people could act on: the address can be selected as well.
        let _ = window()
            .navigator()
            .clipboard()
            .write_text(&self.address.get_untracked());
        self.toasts
            .say(untrack(|| self.i18n.text("ui-link-copied")));
    }

    fn end(self) {
        leptos::task::spawn_local(async move {
            let contact = self.contact.get_value();
            match self.desk.api.end_preference_link(&contact).await {
                Ok(()) => {
                    self.open.try_set(false);
                    self.toasts
                        .say(untrack(|| self.i18n.text("ui-preference-link-ended")));
                }
                Err(failure) => self
                    .toasts
                    .fail(failure.sentence(&untrack(|| self.i18n.texts()))),
            }
        });
    }
}
