//! Views with a scope of their own, so that what one input provides does not reach its neighbours.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::ui::FieldLink;

/// An input that stands without a field around it: it brings its own label.
pub fn alone(view: impl FnOnce() -> AnyView) -> AnyView {
    apart(|| {
        provide_context(FieldLink::alone());
        view()
    })
}

/// Takes the focus from whatever has it. To be called before an input with the focus leaves the page: the browser makes
/// it tell its last change while it goes, and by then those who listen are gone. A button keeps the focus: it may be the
/// one that a closing dialog just gave it back to.
pub fn let_go() {
    let active = document()
        .active_element()
        .filter(|active| active.matches("input, select, textarea").unwrap_or(false));
    if let Some(active) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
        // Whatever has the focus can lose it.
        let _ = active.blur();
    }
}

/// A field with its input, apart from the next one.
pub fn apart(view: impl FnOnce() -> AnyView) -> AnyView {
    let owner = Owner::current()
        .map(|owner| owner.child())
        .unwrap_or_default();
    let inside = owner.with(view);
    OwnedView::new_with_owner(inside, owner).into_any()
}
