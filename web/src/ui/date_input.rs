//! Days and moments, by the platform's own pickers.

use leptos::prelude::*;

use super::zone;
use super::{FieldLink, Formats};

/// A calendar day. `value` holds `YYYY-MM-DD`, or nothing.
#[component]
pub fn DateInput(
    /// The day.
    value: RwSignal<String>,
    /// A name for inputs without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs when another day is meant.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let take = move |day: String| {
        value.set(day.clone());
        if let Some(act) = on_change {
            act.run(day);
        }
    };
    view! { <PickerInput kind="date" shown=value label disabled take=Callback::new(take) /> }
}

/// A moment. `value` holds RFC 3339 in UTC, or nothing; the person sees and picks it in their own time zone.
#[component]
pub fn DateTimeInput(
    /// The moment.
    value: RwSignal<String>,
    /// A name for inputs without a field around them.
    #[prop(optional, into)]
    label: Signal<String>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs when another moment is meant.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let formats = Formats::here();
    let shown = Signal::derive(move || {
        let zone = formats.time_zone.get();
        value
            .with(|instant| zone::instant_millis(instant))
            .map(|millis| zone::local(millis, &zone))
            .unwrap_or_default()
    });
    let take = move |local: String| {
        let zone = formats.time_zone.get_untracked();
        let instant = zone::instant_of(&local, &zone).unwrap_or_default();
        value.set(instant.clone());
        if let Some(act) = on_change {
            act.run(instant);
        }
    };
    view! { <PickerInput kind="datetime-local" shown label disabled take=Callback::new(take) /> }
}

#[component]
fn PickerInput(
    kind: &'static str,
    #[prop(into)] shown: Signal<String>,
    label: Signal<String>,
    disabled: Signal<bool>,
    take: Callback<String>,
) -> impl IntoView {
    let link = FieldLink::here();
    let id = link.id.clone();
    let (described_by, invalid) = (link.described_by, link.clone());
    view! {
        <input
            id=id
            type=kind
            class="input figures-left"
            max=if kind == "date" { "9999-12-31" } else { "9999-12-31T23:59" }
            aria-label=move || Some(label.get()).filter(|text| !text.is_empty())
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.aria_invalid()
            aria-required=move || link.aria_required()
            disabled=move || disabled.get()
            prop:value=move || shown.get()
            on:change:target=move |event| take.run(event.target().value())
        />
    }
}
