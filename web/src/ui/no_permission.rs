//! Not for this person.

use leptos::prelude::*;

use super::EmptyState;
use crate::i18n::{t, t_with};

/// Says that the right is missing and whom to ask.
#[component]
pub fn NoPermission(
    /// Who can help, by name; the administrators when unknown.
    #[prop(optional, into)]
    ask: Signal<Option<String>>,
) -> impl IntoView {
    let named = t_with("ui-no-permission-ask", move |args| {
        args.set("name", ask.get().unwrap_or_default())
    });
    let general = t("ui-no-permission-text");
    let text = Signal::derive(move || {
        if ask.get().is_some() {
            named.get()
        } else {
            general.get()
        }
    });
    view! { <EmptyState icon="lock" title=t("ui-no-permission-title") text /> }
}
