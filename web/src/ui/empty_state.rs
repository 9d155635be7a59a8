//! Nothing here yet, or nothing that fits.

use leptos::prelude::*;

use super::Icon;

/// One sentence on what belongs here, and one thing to do.
#[component]
pub fn EmptyState(
    /// A small line drawing.
    #[prop(optional)]
    icon: &'static str,
    /// What belongs here, or that nothing fits.
    #[prop(into)]
    title: Signal<String>,
    /// How it gets here.
    #[prop(optional, into)]
    text: Signal<String>,
    /// The button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            {(!icon.is_empty()).then(|| view! { <Icon name=icon large=true /> })}
            <p class="state-title">{move || title.get()}</p>
            {move || Some(text.get()).filter(|text| !text.is_empty()).map(|text| view! { <p class="state-text">{text}</p> })}
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
        </div>
    }
}
