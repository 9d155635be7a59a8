//! The inside of every page: one heading, its actions, its contents.

use leptos::prelude::*;

use crate::ui::Formats;

/// A page. Sets the title of the window and has the page's one `h1`, which takes the focus when people arrive.
#[component]
pub fn Page(
    /// The heading; also the window's title.
    #[prop(into)]
    title: Signal<String>,
    /// Fills the whole width, for tables and boards; else a column for reading.
    #[prop(optional)]
    wide: bool,
    /// What stands beside the heading.
    #[prop(optional, into)]
    actions: ViewFnOnce,
    /// The contents.
    children: Children,
) -> impl IntoView {
    let formats = Formats::here();
    Effect::new(move |_| set_title(&title.get()));
    view! {
        <div class="page" class:page-wide=wide>
            <header class="page-head">
                <h1 tabindex="-1" lang=move || title.with(|title| formats.lang_of(title))>{move || title.get()}</h1>
                <div class="page-actions">{actions.run()}</div>
            </header>
            {children()}
        </div>
    }
}

/// Sets the window's title.
pub fn set_title(title: &str) {
    let whole = if title.is_empty() {
        "Guanxi".to_owned()
    } else {
        format!("{title} · Guanxi")
    };
    document().set_title(&whole);
}
