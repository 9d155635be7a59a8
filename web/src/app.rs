//! The app: what the whole page shares, and which page stands at which address.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::i18n::I18n;
use crate::pages::{Gallery, Home, Missing};
use crate::records;
use crate::session::Session;
use crate::shell::{Frame, Keys};
use crate::theme::Look;
use crate::ui::{Formats, ToastStack, Toasts, TooltipHost};

/// The whole app. Shows nothing until the texts of the language have arrived.
#[component]
pub fn App() -> impl IntoView {
    let i18n = I18n::provide();
    let look = Look::provide();
    Formats::provide(Signal::derive(move || i18n.language()));
    Toasts::provide();
    Keys::provide();
    Session::provide(i18n, look);
    let ready = RwSignal::new(false);
    leptos::task::spawn_local(async move {
        i18n.start().await;
        ready.set(true);
    });
    view! {
        <Show when=move || ready.get()>
            <Router>
                <Pages />
            </Router>
            <ToastStack />
            <TooltipHost />
        </Show>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <Missing /> }.into_any()>
            <Route path=path!("/gallery") view=|| view! { <Gallery /> }.into_any() />
            <ParentRoute path=path!("") view=|| view! { <Frame /> }.into_any()>
                <Route path=path!("/") view=|| view! { <Home /> }.into_any() />
                <Route path=path!("/:plural") view=|| view! { <records::Collection /> }.into_any() />
                <Route path=path!("/:plural/:id") view=|| view! { <records::Record /> }.into_any() />
            </ParentRoute>
        </Routes>
    }
}
