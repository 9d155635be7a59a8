//! What stands in place of something that could not be had.

use leptos::prelude::*;

use super::failure::Failure;
use crate::i18n::I18n;
use crate::session::on_return;
use crate::ui::{ErrorState, NoPermission, NotFound};

/// No right, nothing there, or something wrong with a way to try again. What only the lost connection kept away is
/// tried again by itself when that is back.
pub fn refused(failure: &Failure, retry: Callback<()>) -> AnyView {
    if failure.is_forbidden() {
        return view! { <NoPermission /> }.into_any();
    }
    if failure.is_missing() {
        return view! { <NotFound /> }.into_any();
    }
    if failure.is_unreached() {
        on_return(retry);
    }
    let i18n = I18n::here();
    let (failure, trace_id) = (failure.clone(), failure.trace_id());
    let text = Signal::derive(move || failure.sentence(&i18n.texts()));
    view! { <ErrorState text trace_id=Signal::stored(trace_id) on_retry=retry /> }.into_any()
}
