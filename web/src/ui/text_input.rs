//! One line of text.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::{FieldLink, Formats, Icon, is_composing};

/// A one-line input. The value follows every key; `on_change` runs when the person leaves the field or presses Enter
/// outside a composition.
#[component]
pub fn TextInput(
    /// What is typed.
    value: RwSignal<String>,
    /// The native type: `text`, `email`, `tel`, `url`, `search`, `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// A name for inputs without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// For browsers and password managers, such as `email` or `current-password`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The keyboard on phones, such as `numeric`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// The word on the Enter key of phones, such as `search`.
    #[prop(optional)]
    enterkeyhint: Option<&'static str>,
    /// Most characters.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the focus when a dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Tabular figures, right-aligned.
    #[prop(optional)]
    figures: bool,
    /// An icon inside, on the left.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Runs on every key that changes the text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Runs when the value is meant: on leaving and on Enter.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Runs on Enter outside a composition.
    #[prop(optional, into)]
    on_enter: Option<Callback<()>>,
    /// Runs on Escape outside a composition.
    #[prop(optional, into)]
    on_escape: Option<Callback<()>>,
    /// The element, for those who must focus it.
    #[prop(optional)]
    node_ref: NodeRef<Input>,
) -> impl IntoView {
    let (formats, link) = (Formats::here(), FieldLink::here());
    let id = link.id.clone();
    let (described_by, invalid) = (link.described_by, link.clone());
    let typed = move |text: String| {
        value.set(text.clone());
        if let Some(act) = on_input {
            act.run(text);
        }
    };
    let meant = move |text: String| {
        if let Some(act) = on_change {
            act.run(text);
        }
    };
    let input = view! {
        <input
            node_ref=node_ref
            id=id
            class="input"
            class:input-iconed=icon.is_some()
            class:figures=figures
            type=kind
            autocomplete=autocomplete
            inputmode=inputmode
            enterkeyhint=enterkeyhint
            maxlength=max_length.map(|most| most.to_string())
            placeholder=move || Some(placeholder.get()).filter(|text| !text.is_empty())
            aria-label=move || Some(label.get()).filter(|text| !text.is_empty())
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.aria_invalid()
            aria-required=move || link.aria_required()
            disabled=move || disabled.get()
            autofocus=autofocus
            lang=move || value.with(|text| formats.lang_of(text))
            prop:value=move || value.get()
            on:input:target=move |event| typed(event.target().value())
            on:change:target=move |event| meant(event.target().value())
            on:keydown=move |event| keyed(&event, on_enter, on_escape)
        />
    };
    match icon {
        Some(name) => {
            view! { <span class="input-frame"><Icon name=name />{input}</span> }.into_any()
        }
        None => input.into_any(),
    }
}

/// Enter and Escape mean what somebody asked for, unless an input method is composing.
fn keyed(event: &KeyboardEvent, on_enter: Option<Callback<()>>, on_escape: Option<Callback<()>>) {
    let act = match event.key().as_str() {
        "Enter" => on_enter,
        "Escape" => on_escape,
        _ => None,
    };
    if let Some(act) = act.filter(|_| !is_composing(event)) {
        event.prevent_default();
        event.stop_propagation();
        act.run(());
    }
}
