//! What stands in place of something that could not be had.

use leptos::prelude::*;

use super::failure::Failure;
use crate::i18n::I18n;
use crate::ui::{ErrorState, NoPermission, NotFound};

/// No right, nothing there, or something wrong with a way to try again.
pub fn refused(failure: &Failure, retry: Callback<()>) -> AnyView {
    if failure.is_forbidden() {
        return view! { <NoPermission /> }.into_any();
    }
    if failure.is_missing() {
        return view! { <NotFound /> }.into_any();
    }
    let i18n = I18n::here();
    let (failure, trace_id) = (failure.clone(), failure.trace_id());
    let text = Signal::derive(move || failure.sentence(&i18n.texts()));
    view! { <ErrorState text trace_id=Signal::stored(trace_id) on_retry=retry /> }.into_any()
}
