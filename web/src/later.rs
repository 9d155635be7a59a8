//! Parts of the app that are fetched when somebody first needs them, so that nobody waits for what others use.
//!
//! Each part is a function marked with `wasm_split`; `cargo xtask web` cuts what only that function reaches out of the
//! module that everybody loads.

mod upgrade;

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
pub use wasm_split_helpers::SplitLoaderError;

use crate::i18n::{I18n, t};
use crate::session::on_return;
use crate::ui::{
    ErrorState, Skeleton, SkeletonShape, Toasts, is_draft_open, next_frame, settle_dialog,
};

/// What a part gives: its view, or that it could not be fetched.
pub type Part = Result<AnyView, SplitLoaderError>;

/// Whether a part could be fetched.
type Fetched = Result<(), SplitLoaderError>;

/// One try to get a part: fetching it, and making its view then.
type Attempt = (
    Pin<Box<dyn Future<Output = Fetched>>>,
    Pin<Box<dyn Future<Output = Part>>>,
);

/// How far a part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fetching,
    /// Could not be fetched; trying again may help.
    Refused,
    /// Is not there any more: the server has a newer app than this page.
    Gone,
    Here,
}

/// Shows a part once it has been fetched, and the way to try again when it could not be. `fetch` only gets it here;
/// `make` makes its view in the place where it stands.
pub fn later<F, M>(fetch: impl Fn() -> F + 'static, make: impl Fn() -> M + 'static) -> AnyView
where
    F: Future<Output = Fetched> + 'static,
    M: Future<Output = Part> + 'static,
{
    shown(Box::new(move || (Box::pin(fetch()), Box::pin(make()))))
}

/// The same for all parts, so that it is not written once for each.
fn shown(attempt: Box<dyn Fn() -> Attempt>) -> AnyView {
    let stage = RwSignal::new(Stage::Fetching);
    let made = StoredValue::new_local(None::<AnyView>);
    let start = StoredValue::new_local(move || {
        let (fetching, making) = attempt();
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
            let next = match next {
                Ok(view) => {
                    made.set_value(Some(view));
                    next_frame(settle_dialog);
                    Stage::Here
                }
                Err(_) => without_part().await,
            };
            stage.try_set(next);
        }));
    });
    start.with_value(|start| start());
    let again = Callback::new(move |()| start.with_value(|start| start()));
    on_return(Callback::new(move |()| {
        if stage.get_untracked() == Stage::Refused {
            again.run(());
        }
    }));
    view! {
        {move || match stage.get() {
            Stage::Fetching => view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }.into_any(),
            Stage::Refused => view! { <ErrorState text=t("ui-error-network") on_retry=again /> }.into_any(),
            Stage::Gone => upgrade::notice(),
            Stage::Here => made.try_update_value(Option::take).flatten().into_any(),
        }}
    }
    .into_any()
}

/// Says that something could not be fetched that was to come in place of something small.
pub async fn say_missing(i18n: I18n, toasts: Toasts) {
    let key = match without_part().await {
        Stage::Fetching | Stage::Here => return,
        Stage::Refused => "ui-error-network",
        Stage::Gone => "ui-upgraded-text",
    };
    toasts.fail(untrack(|| i18n.text(key)));
}

/// What to do without a part. When the server has a newer app the page is loaded anew, unless that would throw away what
/// somebody typed; then they are told.
async fn without_part() -> Stage {
    match upgrade::find().await {
        None => Stage::Refused,
        Some(_) if is_draft_open() => Stage::Gone,
        Some(newer) => {
            if newer.take() {
                Stage::Fetching
            } else {
                Stage::Gone
            }
        }
    }
}
