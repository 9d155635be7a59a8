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
    let closed = shown_while(node, open, on_close);
    let keyed = |event: KeyboardEvent| {
        if event.key() == "Escape" && is_composing(&event) {
            event.prevent_default();
        }
        keep_keys(&event);
    };
    view! {
        <dialog node_ref=node class=class aria-labelledby=labelled_by on:close=move |_| closed() on:keydown=keyed>
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

/// Shows a dialog while `open` says so, and closes it. What is returned takes the browser's word that the dialog closed
/// and runs `on_close`, unless it does not stay closed: the browser tells of it a little later, when the dialog may be
/// wanted again already, as after Back and Forward.
pub fn shown_while(
    node: NodeRef<html::Dialog>,
    open: RwSignal<bool>,
    on_close: Option<Callback<()>>,
) -> impl Fn() + Copy {
    // Shown, and nobody has told of its closing.
    let counts_as_shown = StoredValue::new(false);
    let wanted_again = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                wanted_again.set_value(counts_as_shown.get_value());
                next_frame(move || {
                    if open.try_get_untracked() == Some(true) {
                        show(&dialog);
                        counts_as_shown.try_update_value(|shown| *shown = true);
                    }
                });
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    move || {
        let shown = node.get_untracked().is_some_and(|dialog| dialog.open());
        counts_as_shown.set_value(shown);
        let again = wanted_again.try_update_value(std::mem::take);
        if again == Some(true) && open.get_untracked() {
            return;
        }
        open.set(false);
        if let Some(act) = on_close {
            act.run(());
        }
    }
}

/// Keeps keys from the page behind an open dialog. One that has just closed keeps none: the browser moves the focus out of
/// it a little later, and what is pressed until then is meant for the page.
pub fn keep_keys(event: &KeyboardEvent) {
    let dialog = event
        .current_target()
        .and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
    if dialog.is_some_and(|dialog| dialog.open()) {
        event.stop_propagation();
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
