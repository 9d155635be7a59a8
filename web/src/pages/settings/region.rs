//! My language, region and time zone.

use guanxi_i18n::Language;
use leptos::prelude::*;

use super::Saver;
use crate::i18n::{I18n, t};
use crate::pages::zones::{CodeInput, Listed};
use crate::session::Session;
use crate::ui::{Choice, Field, Formats, Select};

/// Each holds as soon as it is chosen; a sample shows what it does.
#[component]
pub(super) fn Region() -> impl IntoView {
    let (session, i18n, formats, saver) = (
        Session::here(),
        I18n::here(),
        Formats::here(),
        Saver::here(),
    );
    let language = RwSignal::new(i18n.language_now().tag().to_owned());
    // The language can also be switched in the menu above.
    Effect::new(move |_| language.set(i18n.chosen().tag().to_owned()));
    let languages = Language::ALL
        .map(|language| Choice::new(language.tag(), language.own_name()))
        .to_vec();
    let region = RwSignal::new(formats.region.get_untracked());
    let zone = RwSignal::new(formats.time_zone.get_untracked());
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    let sample = Signal::derive(move || {
        Some(format!(
            "{} · {}",
            formats.instant(&now),
            formats.number("1234567.89")
        ))
    });
    view! {
        <Field label=t("ui-language")>
            <Select
                value=language
                options=languages
                on_change=move |tag: String| session.choose_language(Language::from_tag(&tag).unwrap_or_default())
            />
        </Field>
        <Field label=t("ui-region") help=sample>
            <CodeInput listed=Listed::Region value=region on_change=move |code: String| {
                formats.region.set(code.clone());
                saver.save("region", code);
            } />
        </Field>
        <Field label=t("ui-time-zone") help=t("ui-time-zone-help")>
            <CodeInput listed=Listed::Zone value=zone on_change=move |zone: String| {
                if !zone.is_empty() {
                    formats.time_zone.set(zone.clone());
                    saver.save("time_zone", zone);
                }
            } />
        </Field>
    }
}
