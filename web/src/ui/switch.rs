//! On or off, at once.

use leptos::prelude::*;

/// A switch: what it sets holds at once, without saving a form.
#[component]
pub fn Switch(
    /// On or off.
    on: RwSignal<bool>,
    /// What it switches.
    #[prop(into)]
    label: Signal<String>,
    /// A quieter line below.
    #[prop(optional, into)]
    help: Signal<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs when a person changes it.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                disabled=move || disabled.get()
                prop:checked=move || on.get()
                on:change:target=move |event| {
                    let now = event.target().checked();
                    on.set(now);
                    if let Some(act) = on_change {
                        act.run(now);
                    }
                }
            />
            <span class="switch-words">
                {move || label.get()}
                {move || Some(help.get()).filter(|help| !help.is_empty()).map(|help| {
                    view! { <span class="switch-help">{help}</span> }
                })}
            </span>
        </label>
    }
}
