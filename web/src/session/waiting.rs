//! Work that waits until somebody has signed in again.

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Who waits.
#[derive(Clone, Copy)]
pub(super) struct Waiting(StoredValue<Vec<Function>, LocalStorage>);

impl Waiting {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(Vec::new()))
    }

    /// Until [`Self::go_on`].
    pub(super) async fn wait(self) {
        let promise =
            Promise::new(&mut |resolve, _| self.0.update_value(|waiting| waiting.push(resolve)));
        // The promise is only ever resolved.
        let _ = JsFuture::from(promise).await;
    }

    /// Lets all who wait go on.
    pub(super) fn go_on(self) {
        for resolve in self.0.try_update_value(std::mem::take).unwrap_or_default() {
            // A resolver of a promise does not throw.
            let _ = resolve.call0(&JsValue::NULL);
        }
    }
}
