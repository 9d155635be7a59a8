//! A dialog in front of the page.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, KeyboardEvent};

use super::dom::all;
use super::{IconButton, focus, is_composing, next_frame, unique_id};
use crate::i18n::t;

/// What takes the focus when a dialog opens, best first.
const WANTED: [&str; 2] = [
    "[autofocus]",
    ".dialog-body :is(input:not([type='hidden']), select, textarea, button, a[href])",
];

/// How wide a dialog is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogSize {
    /// 400 px: a question.
    Small,
    /// 560 px: a form.
    #[default]
    Medium,
    /// 840 px: a table or two columns.
    Large,
}

impl DialogSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "dialog dialog-small",
            Self::Medium => "dialog",
            Self::Large => "dialog dialog-large",
        }
    }
}

/// A modal dialog: the platform traps the focus and gives it back. Its contents exist only while it is open, so a
/// reopened dialog starts fresh. Put [`DialogActions`] last, inside the form when there is one.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// How wide.
    #[prop(optional)]
    size: DialogSize,
    /// Runs after it was closed, however that happened.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The contents.
    children: ChildrenFn,
) -> impl IntoView {
    view! { <Modal open title class=size.class() on_close=on_close>{children()}</Modal> }
}

/// The buttons at the foot of a dialog or sheet, the main one last.
#[component]
pub fn DialogActions(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="dialog-actions">{children()}</div> }
}

/// What dialogs and sheets share.
#[component]
pub(super) fn Modal(
    open: RwSignal<bool>,
    title: Signal<String>,
    class: &'static str,
    on_close: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    let title_id = unique_id("dialog");
    let labelled_by = title_id.clone();
    let node = NodeRef::<html::Dialog>::new();
    // Closing was asked for here. The browser tells of it a little later, when the dialog may be wanted again already, as
    // after Back and Forward.
    let asked = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => next_frame(move || {
                if open.try_get_untracked() == Some(true) {
                    show(&dialog);
                }
            }),
            (false, true) => {
                asked.set_value(true);
                dialog.close();
            }
            _ => {}
        }
    });
    let closed = move |_| {
        let was_asked = asked.try_update_value(std::mem::take).unwrap_or_default();
        if was_asked && open.get_untracked() {
            return;
        }
        open.set(false);
        if let Some(act) = on_close {
            act.run(());
        }
    };
    let keyed = |event: KeyboardEvent| {
        if event.key() == "Escape" && is_composing(&event) {
            event.prevent_default();
        }
        // Keys of the page behind stay silent.
        event.stop_propagation();
    };
    view! {
        <dialog node_ref=node class=class aria-labelledby=labelled_by on:close=closed on:keydown=keyed>
            <Show when=move || open.get()>
                <header class="dialog-head">
                    <h2 id=title_id.clone() class="dialog-title" tabindex="-1">{move || title.get()}</h2>
                    <IconButton icon="x" label=t("ui-close") on_press=move |()| open.set(false) />
                </header>
                <div class="dialog-body">{children()}</div>
            </Show>
        </dialog>
    }
}

/// Shows the dialog and puts the focus on what comes first in it, not on the closing button.
fn show(dialog: &HtmlDialogElement) {
    if dialog.open() || !dialog.is_connected() || dialog.show_modal().is_err() {
        return;
    }
    focus_first(dialog.unchecked_ref());
}

/// Does for contents that came later what opening does for those that are there at once. Whoever is in the contents
/// already stays.
pub fn settle_dialog() {
    let page = document().document_element();
    let Some(dialog) = page.and_then(|page| all(&page, "dialog:modal").pop()) else {
        return;
    };
    if all(&dialog, ".dialog-body :focus").is_empty() {
        focus_first(&dialog);
    }
}

fn focus_first(root: &Element) {
    let wanted = WANTED
        .iter()
        .flat_map(|selector| all(root, selector))
        .next();
    let target = wanted.or_else(|| all(root, ".dialog-title").into_iter().next());
    if let Some(target) = target {
        focus(&target);
    }
}
