//! One of a few choices, by the platform's own list.

use leptos::prelude::*;

use super::{Choice, FieldLink, Icon};

/// A native select.
#[component]
pub fn Select(
    /// The value chosen; empty when none is.
    value: RwSignal<String>,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// The words for "nothing chosen"; without them one option is always chosen.
    #[prop(optional, into)]
    none: Signal<String>,
    /// A name for selects without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs when another option is chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let link = FieldLink::here();
    let id = link.id.clone();
    let (described_by, invalid) = (link.described_by, link.clone());
    let chosen = move |choice: &str| value.with(|value| value == choice);
    view! {
        <span class="select">
            <select
                id=id
                class="input"
                aria-label=move || Some(label.get()).filter(|text| !text.is_empty())
                aria-describedby=move || described_by.get()
                aria-invalid=move || invalid.aria_invalid()
                aria-required=move || link.aria_required()
                disabled=move || disabled.get()
                on:change:target=move |event| {
                    let chosen = event.target().value();
                    value.set(chosen.clone());
                    if let Some(act) = on_change {
                        act.run(chosen);
                    }
                }
            >
                {move || {
                    let words = Some(none.get()).filter(|words| !words.is_empty());
                    words.map(|words| view! { <option value="" selected=move || chosen("")>{words}</option> })
                }}
                {move || {
                    options.get().into_iter().map(|choice| {
                        let stored = choice.value.clone();
                        view! {
                            <option value=choice.value selected=move || chosen(&stored)>{choice.label}</option>
                        }
                    }).collect_view()
                }}
            </select>
            <Icon name="chevron-down" />
        </span>
    }
}
