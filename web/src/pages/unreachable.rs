//! The server does not answer.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::standalone::Standalone;
use crate::i18n::{I18n, t};
use crate::session::{Session, Standing, explain, on_return, trace_id};
use crate::ui::ErrorState;

/// Says so and tries again when asked, and by itself once the server answers.
#[component]
pub fn Unreachable() -> impl IntoView {
    let (session, i18n) = (Session::here(), I18n::here());
    let error = move || match session.standing() {
        Standing::Unreachable(error) => Some(error),
        _ => None,
    };
    on_return(Callback::new(move |()| spawn_local(session.start())));
    let text = Signal::derive(move || {
        error()
            .map(|error| explain(i18n, &error))
            .unwrap_or_default()
    });
    let trace_id = Signal::derive(move || error().as_ref().and_then(trace_id));
    view! {
        <Standalone title=t("ui-unreachable")>
            <ErrorState text trace_id on_retry=move |()| spawn_local(session.start()) />
        </Standalone>
    }
}
