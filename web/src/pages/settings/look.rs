//! How the page looks and which keys it listens to.

use leptos::prelude::*;

use crate::i18n::{I18n, t};
use crate::session::Session;
use crate::shell::Keys;
use crate::theme::{Density, Look, Theme};
use crate::ui::{Choice, Field, Segments, Switch};

/// Theme and density.
#[component]
pub(super) fn Appearance() -> impl IntoView {
    let (session, look, i18n) = (Session::here(), Look::here(), I18n::here());
    let (theme, density) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    // Both can change elsewhere: in the menu above, or when the person's settings arrive.
    Effect::new(move |_| theme.set(look.theme.get().name().to_owned()));
    Effect::new(move |_| density.set(look.density.get().name().to_owned()));
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
    view! {
        <Field label=t("ui-theme-choice") group=true>
            <Segments
                value=theme
                options=Signal::derive(themes)
                on_change=move |name: String| session.choose_theme(Theme::named(&name))
            />
        </Field>
        <Field label=t("ui-density") group=true>
            <Segments
                value=density
                options=Signal::derive(densities)
                on_change=move |name: String| session.choose_density(Density::named(&name))
            />
        </Field>
    }
}

/// Single-letter keys on or off.
#[component]
pub(super) fn Keyboard() -> impl IntoView {
    let (session, keys) = (Session::here(), Keys::here());
    let on = RwSignal::new(false);
    Effect::new(move |_| on.set(keys.letters()));
    view! {
        <Switch
            on
            label=t("ui-letter-keys")
            help=t("ui-letter-keys-help")
            on_change=move |on: bool| session.choose_letters(on)
        />
    }
}
