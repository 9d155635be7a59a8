//! Parts of the app that are fetched when somebody first needs them, so that nobody waits for what others use.
//!
//! Each part is a function marked with `wasm_split`; `cargo xtask web` cuts what only that function reaches out of the
//! module that everybody loads.

use std::future::Future;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
pub use wasm_split_helpers::SplitLoaderError;

use crate::ui::{ErrorState, Skeleton, SkeletonShape, next_frame, settle_dialog};

/// What a part gives: its view, or that it could not be fetched.
pub type Part = Result<AnyView, SplitLoaderError>;

/// How far a part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fetching,
    Refused,
    Here,
}

/// Shows a part once it has been fetched, and the way to try again when it could not be. `fetch` only gets it here;
/// `make` makes its view in the place where it stands.
pub fn later<F, M>(fetch: impl Fn() -> F + 'static, make: impl Fn() -> M + 'static) -> AnyView
where
    F: Future<Output = Result<(), SplitLoaderError>> + 'static,
    M: Future<Output = Part> + 'static,
{
    let stage = RwSignal::new(Stage::Fetching);
    let made = StoredValue::new_local(None::<AnyView>);
    let start = StoredValue::new_local(move || {
        let (fetching, making) = (fetch(), make());
        stage.set(Stage::Fetching);
        spawn_local(ScopedFuture::new(async move {
            let fetched = fetching.await;
            // Whoever left meanwhile must not be followed: the place the view would stand in is gone.
            if stage.is_disposed() {
                return;
            }
            let next = match fetched {
                Ok(()) => making.await,
                Err(refused) => Err(refused),
            };
            stage.set(match next {
                Ok(view) => {
                    made.set_value(Some(view));
                    next_frame(settle_dialog);
                    Stage::Here
                }
                Err(_) => Stage::Refused,
            });
        }));
    });
    start.with_value(|start| start());
    let again = Callback::new(move |()| start.with_value(|start| start()));
    view! {
        {move || match stage.get() {
            Stage::Fetching => view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }.into_any(),
            Stage::Refused => view! { <ErrorState text=crate::i18n::t("ui-error-network") on_retry=again /> }.into_any(),
            Stage::Here => made.try_update_value(Option::take).flatten().into_any(),
        }}
    }
    .into_any()
}
