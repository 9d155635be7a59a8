//! Numbers, typed the way people type them.

use leptos::prelude::*;

use super::format::read_number;
use super::{Formats, TextInput};

/// An exact decimal number. `value` holds the plain form (`1234.5`); the person sees and types the form of the region
/// (`1.234,5`). What cannot be read stays in `value` as typed, so that it is never lost and the form can say so.
#[component]
pub fn DecimalInput(
    /// The number in plain form; empty when there is none.
    value: RwSignal<String>,
    /// A name for inputs without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// An example.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs when the value is meant: on leaving and on Enter.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    view! { <FigureInput value inputmode="decimal" label placeholder disabled on_change /> }
}

/// A whole number, with the same manners as [`DecimalInput`].
#[component]
pub fn NumberInput(
    /// The number in plain form; empty when there is none.
    value: RwSignal<String>,
    /// A name for inputs without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// An example.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs when the value is meant: on leaving and on Enter.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    view! { <FigureInput value inputmode="numeric" label placeholder disabled on_change /> }
}

#[component]
pub(super) fn FigureInput(
    value: RwSignal<String>,
    inputmode: &'static str,
    label: Signal<String>,
    placeholder: Signal<String>,
    disabled: Signal<bool>,
    on_change: Option<Callback<String>>,
    #[prop(optional, into)] digits: Signal<u32>,
) -> impl IntoView {
    let formats = Formats::here();
    let shown = RwSignal::new(String::new());
    // What the person typed wins over the pretty form until the field is left.
    let typing = StoredValue::new(false);
    Effect::new(move |_| {
        let (plain, digits) = (value.get(), digits.get());
        if !typing.get_value() {
            shown.set(formats.number_or_text(&plain, digits));
        }
    });
    let take = move |text: String| {
        typing.set_value(true);
        let (decimal, group) = formats.separators();
        value.set(read_number(&text, decimal, group).unwrap_or(text));
    };
    let meant = move || {
        typing.set_value(false);
        let plain = value.get_untracked();
        shown.set(formats.number_or_text(&plain, digits.get_untracked()));
        if let Some(act) = on_change {
            act.run(plain);
        }
    };
    view! {
        <TextInput
            value=shown
            label
            placeholder
            disabled
            inputmode
            on_input=take
            on_change=move |_: String| meant()
            figures=true
        />
    }
}
