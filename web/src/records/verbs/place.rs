//! Where the device is, by the browser's own question to its owner.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

/// How long is waited, in milliseconds, and how old an answer may be.
const PATIENCE: f64 = 10_000.0;
const FRESH: f64 = 60_000.0;
/// What browsers call a refusal.
const PERMISSION_DENIED: f64 = 1.0;

/// A place on earth, in degrees, to about a metre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// North of the equator.
    pub latitude: String,
    /// East of Greenwich.
    pub longitude: String,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nowhere {
    /// The person, or the browser's settings, do not allow it.
    Refused,
    /// It is not known.
    Unknown,
}

#[wasm_bindgen]
extern "C" {
    /// Fails where browsers have no such thing, as on pages that are not secure.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "geolocation"], js_name = getCurrentPosition)]
    fn current_position(
        found: &Function,
        failed: &Function,
        options: &Object,
    ) -> Result<(), JsValue>;
}

/// Asks the browser, which asks the person unless they have said so already.
pub async fn locate() -> Result<Place, Nowhere> {
    let options = Object::new();
    for (name, value) in [("timeout", PATIENCE), ("maximumAge", FRESH)] {
        // Setting a member of a fresh object cannot fail.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let asked = Promise::new(&mut |found, failed| {
        if let Err(error) = current_position(&found, &failed, &options) {
            // A promise takes any reason.
            let _ = failed.call1(&JsValue::NULL, &error);
        }
    });
    let position = JsFuture::from(asked).await.map_err(|error| why(&error))?;
    let coords = Reflect::get(&position, &"coords".into()).map_err(|_| Nowhere::Unknown)?;
    let degrees = |name: &str| {
        let value = Reflect::get(&coords, &name.into()).ok()?.as_f64()?;
        Some(format!("{value:.5}"))
    };
    degrees("latitude")
        .zip(degrees("longitude"))
        .map(|(latitude, longitude)| Place {
            latitude,
            longitude,
        })
        .ok_or(Nowhere::Unknown)
}

fn why(error: &JsValue) -> Nowhere {
    let code = Reflect::get(error, &"code".into())
        .ok()
        .and_then(|code| code.as_f64());
    if code == Some(PERMISSION_DENIED) {
        Nowhere::Refused
    } else {
        Nowhere::Unknown
    }
}
