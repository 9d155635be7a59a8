//! One tab at a time: what all tabs of a browser share is done by one of them.

use std::future::Future;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

/// The refresh cookie is shared, and each use replaces it.
const REFRESH: &str = "guanxi-refresh";

/// Does something with the refresh cookie while no other tab does. Without secure transport browsers have no such
/// locks; then the server's grace for late tabs must do.
pub(super) async fn alone<T>(work: impl Future<Output = T>) -> T {
    let _held = hold(REFRESH).await;
    work.await
}

/// A lock that this tab holds until this is dropped.
pub(super) struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        // A resolver of a promise does not throw.
        let _ = self.0.call0(&JsValue::NULL);
    }
}

/// No longer waits for a lock when nobody wants it any more. What is held already does not mind.
struct Waiting(AbortController);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Waits for a lock; none where browsers have no locks.
pub(super) async fn hold(name: &str) -> Option<Held> {
    let locks = Reflect::get(&window().navigator(), &"locks".into())
        .ok()
        .filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let waiting = Waiting(AbortController::new().ok()?);
    let options = js_sys::Object::new();
    Reflect::set(&options, &"signal".into(), &waiting.0.signal()).ok()?;
    let mut asked = None;
    let acquired = Promise::new(&mut |resolve, _| {
        // The browser calls this once the lock is ours and keeps it until the promise made here is resolved.
        let hold = Closure::once_into_js(move || {
            Promise::new(&mut |release, _| drop(resolve.call1(&JsValue::NULL, &release)))
        });
        asked = request.call3(&locks, &name.into(), &options, &hold).ok();
    });
    forgive(&asked?);
    let release = JsFuture::from(acquired).await.ok()?.dyn_into().ok()?;
    Some(Held(release))
}

/// Giving up a promise is no failure that anybody has to hear of.
fn forgive(promise: &JsValue) {
    let ignore = Closure::once_into_js(|_: JsValue| {});
    if let Some(catch) = Reflect::get(promise, &"catch".into())
        .ok()
        .and_then(|catch| catch.dyn_into::<Function>().ok())
    {
        // What is not a promise has nothing to be forgiven.
        let _ = catch.call1(promise, &ignore);
    }
}
