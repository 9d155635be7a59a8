//! Waiting in the browser.

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How often to look whether somebody looks.
const LOOK: Duration = Duration::from_secs(1);

/// Until so much time has passed.
pub async fn pause(length: Duration) {
    let milliseconds = i32::try_from(length.as_millis()).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |resolve, _| {
        // A window takes timers.
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    // A timer only ever resolves.
    let _ = JsFuture::from(promise).await;
}

/// Until somebody looks at this tab.
pub async fn until_visible() {
    while document().hidden() {
        pause(LOOK).await;
    }
}
