//! Says that the server does not answer, and how old what is shown is.

use leptos::prelude::*;

use crate::i18n::{I18n, t};
use crate::session::Session;
use crate::ui::{Button, ButtonKind, Formats, Icon};

/// A calm line above the page while the server does not answer.
#[component]
pub fn OfflineBar() -> impl IntoView {
    let connection = Session::here().connection();
    let (i18n, formats) = (I18n::here(), Formats::here());
    let words = move || match connection.as_of() {
        Some(moment) => i18n.format("ui-offline-as-of", |args| {
            args.set("time", formats.moment(moment));
        }),
        None => i18n.text("ui-offline"),
    };
    view! {
        <div class="offline" role="status">
            {move || connection.is_lost().then(|| view! {
                <div class="offline-bar">
                    <Icon name="wifi-off" />
                    <p>{words}</p>
                    <Button kind=ButtonKind::Quiet small=true on_press=move |()| connection.ask_now()>{t("ui-retry")}</Button>
                </div>
            })}
        </div>
    }
}
