//! Every component in every state, without a server: for eyes, screenshots and accessibility checks.

mod buttons;
mod choices;
mod feedback;
mod fields;
mod floating;
mod marks;
mod states;

use guanxi_i18n::Language;
use leptos::prelude::*;

use crate::i18n::I18n;
use crate::shell::set_title;
use crate::theme::{Density, Look, Theme};
use crate::ui::{Choice, Seal, Segments};

/// The gallery. Component names are code, so its headings are the same in every language.
#[component]
pub fn Gallery() -> impl IntoView {
    set_title("Gallery");
    view! {
        <main id="main" class="gallery">
            <header class="page-head">
                <Seal large=true />
                <h1 tabindex="-1">"Gallery"</h1>
                <Looks />
            </header>
            <buttons::Buttons />
            <fields::Fields />
            <choices::Choices />
            <floating::Floating />
            <marks::Marks />
            <feedback::Feedback />
            <states::States />
        </main>
    }
}

/// A component's name and what it looks like.
#[component]
fn Part(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="gallery-part">
            <h2>{name}</h2>
            <div class="gallery-stack">{children()}</div>
        </section>
    }
}

/// Theme, density and language of the gallery itself.
#[component]
fn Looks() -> impl IntoView {
    let (look, i18n) = (Look::here(), I18n::here());
    let theme = RwSignal::new(look.theme.get_untracked().name().to_owned());
    let density = RwSignal::new(look.density.get_untracked().name().to_owned());
    let language = RwSignal::new(untrack(|| i18n.chosen()).tag().to_owned());
    let themes = move || {
        Theme::ALL
            .map(|t| Choice::new(t.name(), i18n.text(t.label())))
            .to_vec()
    };
    let densities = move || {
        Density::ALL
            .map(|d| Choice::new(d.name(), i18n.text(d.label())))
            .to_vec()
    };
    let languages = Language::ALL
        .map(|l| Choice::new(l.tag(), l.own_name()))
        .to_vec();
    let switch = move |tag: String| {
        let chosen = Language::from_tag(&tag).unwrap_or_default();
        leptos::task::spawn_local(async move {
            i18n.switch(chosen).await;
        });
    };
    view! {
        <Segments
            value=theme
            label="Theme"
            options=Signal::derive(themes)
            on_change=move |name: String| look.theme.set(Theme::named(&name))
        />
        <Segments
            value=density
            label="Density"
            options=Signal::derive(densities)
            on_change=move |name: String| look.density.set(Density::named(&name))
        />
        <Segments value=language label="Language" options=languages on_change=switch />
    }
}
