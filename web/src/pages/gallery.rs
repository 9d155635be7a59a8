//! Every component in every state.

use leptos::prelude::*;

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {}
