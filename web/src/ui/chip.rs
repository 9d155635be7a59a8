//! A word with a coloured dot.

use leptos::prelude::*;

use super::{Formats, IconButton};
use crate::i18n::t_with;

/// A chip: a tag, a stage, a filter. The colour is one of the eight hues (0–7) and never says anything alone.
#[component]
pub fn Chip(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
    /// One of the eight hues (0–7); without it the chip is grey and has no dot.
    #[prop(optional, into)]
    hue: Signal<Option<u8>>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// Takes it away; adds a small cross.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let formats = Formats::here();
    let inside = view! {
        {move || hue.get().map(|_| view! { <StageDot hue=hue /> })}
        <span class="chip-word" lang=move || label.with(|label| formats.lang_of(label))>{move || label.get()}</span>
    };
    let shown = match href {
        Some(href) => view! { <a class="chip-link" href=href>{inside}</a> }.into_any(),
        None => inside.into_any(),
    };
    let cross = on_remove.map(|act| {
        let name = t_with("ui-remove-named", move |args| args.set("name", label.get()));
        view! { <IconButton small=true icon="x" label=name on_press=act /> }
    });
    view! { <span class="chip" class:chip-removable=on_remove.is_some() data-hue=move || hue.get().map(|hue| hue.to_string())>{shown}{cross}</span> }
}

/// A dot in one of the eight hues, always beside the word it belongs to.
#[component]
pub fn StageDot(
    /// One of the eight hues (0–7); without it the dot is grey.
    #[prop(into)]
    hue: Signal<Option<u8>>,
    /// A ring instead of a disc: nothing yet, not reached.
    #[prop(optional, into)]
    hollow: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="dot" class:dot-hollow=move || hollow.get() data-hue=move || hue.get().map(|hue| hue.to_string()) aria-hidden="true"></span>
    }
}
