//! The app: what the whole page shares, and which page stands at which address.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::calendar;
use crate::home::Home;
use crate::i18n::I18n;
use crate::pages::{self, Expired, Missing, SignIn, Unreachable};
use crate::records;
use crate::sales;
use crate::session::{Session, Standing};
use crate::shell::{Frame, Keys};
use crate::theme::Look;
use crate::ui::{Formats, ToastStack, Toasts, TooltipHost};

/// The whole app. Shows nothing until the texts of the language have arrived.
#[component]
pub fn App() -> impl IntoView {
    let i18n = I18n::provide();
    let look = Look::provide();
    let formats = Formats::provide(Signal::derive(move || i18n.language()));
    Toasts::provide();
    let keys = Keys::provide();
    let session = Session::provide(i18n, look, formats, keys);
    records::Desk::provide(session);
    let ready = RwSignal::new(false);
    leptos::task::spawn_local(async move {
        i18n.start().await;
        ready.set(true);
        session.start().await;
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
            <Route path=path!("/gallery") view=pages::gallery />
            <Route path=path!("/setup") view=pages::set_up />
            <Route path=path!("/preferences/:token") view=pages::preferences />
            <ParentRoute path=path!("") view=|| view! { <Gate /> }.into_any()>
                <Route path=path!("/") view=|| view! { <Home /> }.into_any() />
                <Route path=path!("/calendar") view=calendar::page />
                <Route path=path!("/settings") view=pages::settings />
                <Route path=path!("/goals") view=|| view! { <records::Goals /> }.into_any() />
                <Route path=path!("/map") view=|| view! { <records::BattleMap /> }.into_any() />
                <Route path=path!("/settings/pipelines") view=sales::pipelines />
                <Route path=path!("/settings/operations") view=pages::operations />
                <Route path=path!("/reports/win-loss") view=sales::win_loss />
                <Route path=path!("/reports/team-activity") view=sales::team_activity />
                <Route path=path!("/:plural") view=|| view! { <records::Collection /> }.into_any() />
                <Route path=path!("/:plural/:id") view=|| view! { <records::Record /> }.into_any() />
            </ParentRoute>
        </Routes>
    }
}

/// Lets people in who have signed in. Everybody else signs in at the address they came for, so that they are where they
/// wanted to be.
#[component]
fn Gate() -> impl IntoView {
    let session = Session::here();
    // A session that expires keeps its page; only arriving and leaving change what stands here.
    let place = Memo::new(move |_| match session.standing() {
        Standing::Starting => Place::Nowhere,
        Standing::SignedOut => Place::Outside,
        Standing::SignedIn | Standing::Expired => Place::Inside,
        Standing::Unreachable(_) => Place::Unreachable,
    });
    view! {
        {move || match place.get() {
            Place::Nowhere => view! { <div class="starting" aria-busy="true"></div> }.into_any(),
            Place::Outside => view! { <SignIn /> }.into_any(),
            Place::Inside => view! { <Frame /> }.into_any(),
            Place::Unreachable => view! { <Unreachable /> }.into_any(),
        }}
        <Expired />
    }
}

/// What [`Gate`] shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    Outside,
    Inside,
    Unreachable,
}
