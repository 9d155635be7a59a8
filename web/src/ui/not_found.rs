//! Nothing at this address.

use leptos::prelude::*;

use super::{EmptyState, LinkButton};
use crate::i18n::t;

/// Says that there is nothing here, or nothing this person may see, and leads home.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <EmptyState icon="search-x" title=t("ui-not-found-title") text=t("ui-not-found-text")>
            <LinkButton href="/">{t("ui-go-home")}</LinkButton>
        </EmptyState>
    }
}
