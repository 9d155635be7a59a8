//! A choice as a row of buttons: one tap each, where a list would take two.

use leptos::prelude::*;

use super::catalogue::Field;
use crate::i18n::I18n;

/// The buttons; pressing the chosen one takes it back.
pub fn choice_chips(field: &Field, value: RwSignal<String>) -> AnyView {
    let i18n = I18n::here();
    let (named, choices) = (field.clone(), field.choices.clone());
    let field = field.clone();
    let chip = move |name: String| {
        let (field, own, told) = (field.clone(), name.clone(), name.clone());
        let on = Memo::new(move |_| value.with(|now| *now == own));
        view! {
            <button
                type="button"
                class="quick"
                aria-pressed=move || if on.get() { "true" } else { "false" }
                on:click=move |_| value.set(if on.get_untracked() { String::new() } else { told.clone() })
            >
                {move || field.choice_label(&name, &i18n.texts())}
            </button>
        }
    };
    view! {
        <div class="choice-chips" role="group" aria-label=move || named.label(&i18n.texts())>
            {choices.into_iter().map(chip).collect_view()}
        </div>
    }
    .into_any()
}
