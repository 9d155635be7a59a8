//! Yes or no, in a form or a row.

use leptos::html::Input;
use leptos::prelude::*;

use super::FieldLink;

/// A checkbox with its words beside it.
#[component]
pub fn Checkbox(
    /// Whether it is ticked.
    checked: RwSignal<bool>,
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// Keep the words for screen readers only, for the first column of tables.
    #[prop(optional)]
    label_hidden: bool,
    /// Neither all nor none, for the head of tables.
    #[prop(optional, into)]
    mixed: Signal<bool>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs when a person changes it.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let link = FieldLink::here();
    let described_by = link.described_by;
    let node = NodeRef::<Input>::new();
    Effect::new(move |_| {
        let mixed = mixed.get();
        if let Some(input) = node.get() {
            input.set_indeterminate(mixed);
        }
    });
    view! {
        <label class="checkbox" class:checkbox-bare=label_hidden>
            <input
                node_ref=node
                type="checkbox"
                aria-describedby=move || described_by.get()
                aria-invalid=move || link.aria_invalid()
                disabled=move || disabled.get()
                prop:checked=move || checked.get()
                on:change:target=move |event| {
                    let ticked = event.target().checked();
                    checked.set(ticked);
                    if let Some(act) = on_change {
                        act.run(ticked);
                    }
                }
            />
            <span class=if label_hidden { "sr-only" } else { "checkbox-words" }>{move || label.get()}</span>
        </label>
    }
}
