//! The lists that administrators keep for all.

use leptos::prelude::*;

use crate::i18n::I18n;
use crate::records::Desk;

/// What is kept, in the order of a set-up: who works here, how leads come in and are handed out, how sales go.
const KEPT: [&str; 10] = [
    "user",
    "team",
    "role",
    "web_form",
    "assignment_rule",
    "pipeline",
    "stage",
    "tag",
    "custom_field",
    "currency_rate",
];

/// A link to each of them that this person may change.
pub(super) fn kept_lists() -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let link = move |name: &str| {
        let entity = desk.entity(name).filter(|entity| entity.may.update)?;
        let href = format!("/{}", entity.plural);
        let words = move || entity.label_plural(&i18n.texts());
        Some(view! { <li><a href=href>{words}</a></li> })
    };
    view! { <ul class="settings-lists">{KEPT.iter().filter_map(|name| link(name)).collect_view()}</ul> }.into_any()
}
