//! What the app says.

use leptos::prelude::*;

use super::Part;
use crate::i18n::{I18n, t};
use crate::ui::{Banner, Button, Toasts, Tone};

#[component]
pub(super) fn Feedback() -> impl IntoView {
    let (toasts, i18n) = (Toasts::here(), I18n::here());
    let open = RwSignal::new(true);
    view! {
        <Part name="Toast">
            <div class="gallery-row">
                <Button attr:id="toast" on_press=move |()| toasts.say(i18n.text("ui-saved"))>"Say"</Button>
                <Button attr:id="toast-undo" on_press=move |()| toasts.say_with_undo(i18n.text("ui-saved"), || ())>"Undo"</Button>
                <Button attr:id="toast-fail" on_press=move |()| toasts.fail(i18n.text("ui-error-title"))>"Fail"</Button>
            </div>
        </Part>
        <Part name="Banner">
            <Banner>{t("ui-letters-off")}</Banner>
            <Banner tone=Tone::Success>{t("ui-saved")}</Banner>
            <Banner tone=Tone::Warning>{t("ui-not-found-text")}</Banner>
            <Banner tone=Tone::Danger>{t("ui-error-title")}</Banner>
            {move || open.get().then(|| view! {
                <Banner tone=Tone::Accent on_close=move |()| open.set(false)>{t("ui-palette-hint")}</Banner>
            })}
        </Part>
    }
}
