//! Guanxi in the browser.

mod i18n;
mod stored;
mod ui;

use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <p>"Guanxi"</p> });
}
