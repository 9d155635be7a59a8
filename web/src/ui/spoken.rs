//! Words of people's own among the words of the page.

use leptos::prelude::*;

use super::Formats;

/// Words that may be in another language than the page: then they carry it, for the right glyphs and the right voice.
pub fn spoken(formats: Formats, words: String) -> AnyView {
    match formats.lang_of(&words) {
        Some(lang) => view! { <span lang=lang>{words}</span> }.into_any(),
        None => words.into_any(),
    }
}

/// Several of them in one line; empty ones are left out.
pub fn spoken_line(formats: Formats, parts: impl IntoIterator<Item = String>) -> AnyView {
    let parts = parts.into_iter().filter(|words| !words.is_empty());
    let part = |(at, words): (usize, String)| {
        view! { {(at > 0).then_some(" · ")}{spoken(formats, words)} }
    };
    parts.enumerate().map(part).collect_view().into_any()
}
