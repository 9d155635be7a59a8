//! Something went wrong while loading.

use leptos::prelude::*;

use super::{Button, Icon};
use crate::i18n::t;

/// What went wrong, a way to try again, and the trace id for whoever helps.
#[component]
pub fn ErrorState(
    /// What went wrong and what to do.
    #[prop(into)]
    text: Signal<String>,
    /// The id of the failed request.
    #[prop(optional, into)]
    trace_id: Signal<Option<String>>,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="state" role="alert">
            <Icon name="circle-alert" large=true />
            <p class="state-title">{t("ui-error-title")}</p>
            <p class="state-text">{move || text.get()}</p>
            {on_retry.map(|act| view! {
                <div class="state-actions"><Button icon="rotate-cw" on_press=act>{t("ui-retry")}</Button></div>
            })}
            {move || trace_id.get().map(|id| view! {
                <p class="state-trace">{t("ui-trace-id")} " " <code>{id}</code></p>
            })}
        </div>
    }
}
