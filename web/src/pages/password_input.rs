//! A password, hidden until asked.

use leptos::html;
use leptos::prelude::*;

use crate::i18n::I18n;
use crate::ui::{FieldLink, IconButton};

/// An input for a password with a button that shows it. Paste and password managers work.
#[component]
pub(super) fn PasswordInput(
    /// What is typed.
    value: RwSignal<String>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// Takes the focus when a dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// The element, for those who must focus it.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let (link, i18n) = (FieldLink::here(), I18n::here());
    let (id, described_by, invalid) = (link.id.clone(), link.described_by, link.clone());
    let shown = RwSignal::new(false);
    let words = Signal::derive(move || {
        i18n.text(if shown.get() {
            "ui-password-hide"
        } else {
            "ui-password-show"
        })
    });
    view! {
        <span class="combobox">
            <input
                node_ref=node_ref
                id=id
                class="input"
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autofocus=autofocus
                spellcheck="false"
                autocapitalize="off"
                aria-describedby=move || described_by.get()
                aria-invalid=move || invalid.aria_invalid()
                aria-required=move || link.aria_required()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
            <IconButton
                small=true
                icon=Signal::derive(move || if shown.get() { "eye-off" } else { "eye" })
                label=words
                on_press=move |()| shown.update(|shown| *shown = !*shown)
            />
        </span>
    }
}
