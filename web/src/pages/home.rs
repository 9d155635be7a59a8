//! The first page after signing in.

use leptos::prelude::*;

use crate::i18n::t;
use crate::shell::Page;

/// Today.
#[component]
pub fn Home() -> impl IntoView {
    view! { <Page title=t("ui-today")>""</Page> }
}
