//! The page at addresses where nothing is.

use leptos::prelude::*;

use crate::i18n::t;
use crate::shell::Page;
use crate::ui::NotFound;

/// Says that nothing is here.
#[component]
pub fn Missing() -> impl IntoView {
    view! {
        <main id="main" class="main main-alone">
            <Page title=t("ui-not-found")><NotFound /></Page>
        </main>
    }
}
