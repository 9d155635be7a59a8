//! The language of texts.

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use guanxi_i18n::Language;

/// The language that the caller reads best.
pub fn language(headers: &HeaderMap) -> Language {
    let header = headers.get(ACCEPT_LANGUAGE);
    let header = header.and_then(|value| value.to_str().ok());
    header.map_or_else(Language::default, Language::from_accept_language)
}
