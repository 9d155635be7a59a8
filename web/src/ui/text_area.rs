//! Several lines of text.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::{FieldLink, Formats, is_composing};

/// A text area that grows with its text.
#[component]
pub fn TextArea(
    /// What is typed.
    value: RwSignal<String>,
    /// A name for areas without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Lines shown at first.
    #[prop(default = 3)]
    rows: u32,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs on Ctrl/⌘ Enter outside a composition.
    #[prop(optional, into)]
    on_submit: Option<Callback<()>>,
    /// Runs when the value is meant: on leaving.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Runs on Escape outside a composition.
    #[prop(optional, into)]
    on_escape: Option<Callback<()>>,
    /// The element, for those who must focus it.
    #[prop(optional)]
    node_ref: NodeRef<Textarea>,
) -> impl IntoView {
    let formats = Formats::here();
    let link = FieldLink::here();
    let id = link.id.clone();
    let (described_by, invalid) = (link.described_by, link.clone());
    let keyed = move |event: web_sys::KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let submits = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        let act = if submits {
            on_submit
        } else {
            on_escape.filter(|_| event.key() == "Escape")
        };
        if let Some(act) = act {
            event.prevent_default();
            event.stop_propagation();
            act.run(());
        }
    };
    view! {
        <textarea
            node_ref=node_ref
            id=id
            class="input text-area"
            rows=rows.to_string()
            style:--rows=rows.to_string()
            placeholder=move || Some(placeholder.get()).filter(|text| !text.is_empty())
            aria-label=move || Some(label.get()).filter(|text| !text.is_empty())
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.aria_invalid()
            aria-required=move || link.aria_required()
            disabled=move || disabled.get()
            lang=move || value.with(|text| formats.lang_of(text))
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
            on:change:target=move |event| {
                if let Some(act) = on_change {
                    act.run(event.target().value());
                }
            }
            on:keydown=keyed
        ></textarea>
    }
}
