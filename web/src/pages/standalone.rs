//! Pages without the frame: before anybody has signed in.

use guanxi_i18n::Language;
use leptos::prelude::*;

use crate::i18n::I18n;
use crate::session::Session;
use crate::shell::set_title;
use crate::ui::Seal;

/// The mark, a heading, and the languages at the foot.
#[component]
pub(super) fn Standalone(
    /// The heading; also the window's title.
    #[prop(into)]
    title: Signal<String>,
    /// Room for forms with two columns.
    #[prop(optional)]
    wide: bool,
    /// The contents.
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| set_title(&title.get()));
    view! {
        <main id="main" class="alone">
            <div class="alone-head">
                <Seal large=true />
                <h1 tabindex="-1">{move || title.get()}</h1>
            </div>
            <div class="alone-body" class:alone-wide=wide>{children()}</div>
            <Languages />
        </main>
    }
}

#[component]
fn Languages() -> impl IntoView {
    let (i18n, session) = (I18n::here(), Session::here());
    let button = move |language: Language| {
        view! {
            <button
                type="button"
                class="alone-language"
                lang=language.tag()
                aria-pressed=move || if i18n.chosen() == language { "true" } else { "false" }
                on:click=move |_| session.choose_language(language)
            >
                {language.own_name()}
            </button>
        }
    };
    view! { <div class="alone-foot">{Language::ALL.map(button).collect_view()}</div> }
}
