//! Headers on every answer that keep browsers from doing what they should not.

use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};

/// Only our own files and our own API; no inline scripts or styles, no frames around us.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const ALWAYS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Adds what an answer does not say itself. Data is never stored by caches; files of the app say
/// themselves how long they keep.
pub fn add(headers: &mut HeaderMap, over_tls: bool) {
    for (name, value) in ALWAYS {
        put(headers, HeaderName::from_static(name), value);
    }
    put(headers, CACHE_CONTROL, "no-store");
    if over_tls {
        put(
            headers,
            HeaderName::from_static("strict-transport-security"),
            "max-age=31536000",
        );
    }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
