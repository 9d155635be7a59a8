//! A link that looks like a button.

use leptos::prelude::*;

use super::{ButtonKind, Icon};

/// A link dressed as a button, for acts that are places: it opens in a new tab like any link.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How it looks.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=move || href.get()>
            {icon.map(|name| view! { <Icon name=name /> })}
            <span class="button-words">{children()}</span>
        </a>
    }
}
