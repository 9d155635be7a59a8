//! Unicode normal forms (UAX #15). Their tables weigh as much as a seventh of the whole browser app, and every browser
//! has them already; so there the browser is asked.

#[cfg(target_arch = "wasm32")]
pub use browser::{bare, composed};
#[cfg(not(target_arch = "wasm32"))]
pub use tables::{bare, composed};

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    /// NFC.
    pub fn composed(text: &str) -> String {
        text.nfc().collect()
    }

    /// NFKD without combining marks.
    pub fn bare(text: &str) -> String {
        text.nfkd().filter(|&c| !is_combining_mark(c)).collect()
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{JsString, RegExp};

    /// NFC.
    pub fn composed(text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        JsString::from(text).normalize("NFC").into()
    }

    /// NFKD without combining marks.
    pub fn bare(text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        let marks = RegExp::new(r"\p{M}+", "gu");
        let text = JsString::from(text).normalize("NFKD");
        text.replace_by_pattern(&marks, "").into()
    }
}
