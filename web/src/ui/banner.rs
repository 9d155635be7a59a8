//! A message that belongs to the whole page or form.

use leptos::prelude::*;

use super::{Icon, IconButton, Tone};
use crate::i18n::t;

/// A line of text with an icon, across the page or form it is about.
#[component]
pub fn Banner(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// Takes it away; adds a cross.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The words, and a button or link when there is something to do.
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Danger {
        "alert"
    } else {
        "status"
    };
    view! {
        <div class="banner" data-tone=tone.name() role=role>
            <Icon name=tone.icon() />
            <div class="banner-words">{children()}</div>
            {on_close.map(|act| view! { <IconButton small=true icon="x" label=t("ui-close") on_press=act /> })}
        </div>
    }
}
