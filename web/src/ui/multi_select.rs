//! Several of a few choices.

use leptos::prelude::*;

use super::{Checkbox, Chip, Choice, FieldLink, Popover, TextInput};
use crate::i18n::t;

/// From this many choices on there is an input to narrow them down.
const MANY: usize = 8;

/// Chips of what is chosen and a list to tick more.
#[component]
pub fn MultiSelect(
    /// The values chosen.
    value: RwSignal<Vec<String>>,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// What is being chosen, for the button and screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Runs when the choice changes.
    #[prop(optional, into)]
    on_change: Option<Callback<Vec<String>>>,
) -> impl IntoView {
    let changed = move || {
        if let Some(act) = on_change {
            act.run(value.get_untracked());
        }
    };
    let chip = move |chosen: String| {
        let found = options.with(|options| {
            options
                .iter()
                .find(|option| option.value == chosen)
                .cloned()
        });
        let choice = found.unwrap_or_else(|| Choice::new(chosen.clone(), chosen.clone()));
        let remove = move |()| {
            value.update(|values| values.retain(|value| *value != chosen));
            changed();
        };
        view! { <Chip label=choice.label hue=choice.hue on_remove=remove /> }
    };
    view! {
        <div class="multi-select" role="group" aria-label=move || label.get()>
            {move || value.get().into_iter().map(chip).collect_view()}
            <Popover label=t("ui-choose") icon="plus" small=true>
                <Ticks value options label changed=Callback::new(move |()| changed()) />
            </Popover>
        </div>
    }
}

#[component]
fn Ticks(
    value: RwSignal<Vec<String>>,
    options: Signal<Vec<Choice>>,
    label: Signal<String>,
    changed: Callback<()>,
) -> impl IntoView {
    provide_context(FieldLink::alone());
    let narrowed = RwSignal::new(String::new());
    let fits = move |choice: &Choice| {
        let wanted = narrowed.get().to_lowercase();
        choice.label.to_lowercase().contains(&wanted)
    };
    let tick = move |choice: Choice| {
        let stored = choice.value.clone();
        let checked = RwSignal::new(value.with_untracked(|values| values.contains(&stored)));
        let toggle = move |on: bool| {
            value.update(|values| {
                values.retain(|value| *value != stored);
                if on {
                    values.push(stored.clone());
                }
            });
            changed.run(());
        };
        view! { <li><Checkbox checked label=choice.label on_change=toggle /></li> }
    };
    view! {
        <div class="ticks">
            {move || (options.with(Vec::len) >= MANY).then(|| view! {
                <TextInput value=narrowed kind="search" icon="search" label=t("ui-narrow") autofocus=true />
            })}
            <ul aria-label=move || label.get()>
                {move || options.get().into_iter().filter(|choice| fits(choice)).map(tick).collect_view()}
            </ul>
        </div>
    }
}
