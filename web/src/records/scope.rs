//! Views with a scope of their own, so that what one input provides does not reach its neighbours.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;

use crate::ui::FieldLink;

/// An input that stands without a field around it: it brings its own label.
pub fn alone(view: impl FnOnce() -> AnyView) -> AnyView {
    apart(|| {
        provide_context(FieldLink::alone());
        view()
    })
}

/// A field with its input, apart from the next one.
pub fn apart(view: impl FnOnce() -> AnyView) -> AnyView {
    let owner = Owner::current().map(|owner| owner.child()).unwrap_or_default();
    let inside = owner.with(view);
    OwnedView::new_with_owner(inside, owner).into_any()
}
