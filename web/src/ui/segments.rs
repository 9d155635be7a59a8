//! One of a few choices, all in sight.

use leptos::prelude::*;

use super::{Choice, unique_id};

/// A row of two to five choices of which one holds. Must stand in a [`Field`](super::Field) with `group` set, or have a
/// label.
#[component]
pub fn Segments(
    /// The value chosen.
    value: RwSignal<String>,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// A name when there is no field around.
    #[prop(optional, into)]
    label: Signal<String>,
    /// Runs when another option is chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let name = unique_id("segments");
    let option = move |choice: Choice| {
        let (shown, stored) = (choice.value.clone(), choice.value);
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || value.with(|value| *value == shown)
                    on:change=move |_| {
                        value.set(stored.clone());
                        if let Some(act) = on_change {
                            act.run(stored.clone());
                        }
                    }
                />
                <span>{choice.label}</span>
            </label>
        }
    };
    view! {
        <div class="segments" role="radiogroup" aria-label=move || Some(label.get()).filter(|label| !label.is_empty())>
            {move || options.get().into_iter().map(option.clone()).collect_view()}
        </div>
    }
}
