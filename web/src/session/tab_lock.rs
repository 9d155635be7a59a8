//! One tab at a time: the refresh cookie is shared, and each use replaces it.

use std::future::Future;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const NAME: &str = "guanxi-refresh";

/// Does something while no other tab does. Without secure transport browsers have no such locks; then the server's
/// grace for late tabs must do.
pub(super) async fn alone<T>(work: impl Future<Output = T>) -> T {
    let release = acquire().await;
    let done = work.await;
    if let Some(release) = release {
        // A resolver of a promise does not throw.
        let _ = release.call0(&JsValue::NULL);
    }
    done
}

/// Waits for the lock; what comes back gives it free.
async fn acquire() -> Option<Function> {
    let locks = Reflect::get(&window().navigator(), &"locks".into())
        .ok()
        .filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let mut asked = false;
    let acquired = Promise::new(&mut |resolve, _| {
        // The browser calls this once the lock is ours and keeps it until the promise made here is resolved.
        let hold = Closure::once_into_js(move || {
            Promise::new(&mut |release, _| drop(resolve.call1(&JsValue::NULL, &release)))
        });
        asked = request.call2(&locks, &NAME.into(), &hold).is_ok();
    });
    if !asked {
        return None;
    }
    JsFuture::from(acquired).await.ok()?.dyn_into().ok()
}
