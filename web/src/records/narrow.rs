//! Whether there is room for a table.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Below this there are cards instead of tables, and tabs instead of columns; the same width as in the style sheets.
const NARROW: &str = "(max-width: 47.99rem)";

/// Whether the window is narrow, following its size.
pub fn is_narrow() -> Signal<bool> {
    let list = window().match_media(NARROW).ok().flatten();
    let narrow = RwSignal::new(list.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(list) = list {
        let asked = list.clone();
        let closure = Closure::<dyn Fn()>::new(move || {
            narrow.try_set(asked.matches());
        });
        // Old browsers that refuse keep the width the page was opened with.
        let _ = list.add_event_listener_with_callback("change", closure.as_ref().unchecked_ref());
        let kept = StoredValue::new_local((list, closure));
        on_cleanup(move || {
            kept.try_with_value(|(list, closure)| {
                let _ = list.remove_event_listener_with_callback(
                    "change",
                    closure.as_ref().unchecked_ref(),
                );
            });
        });
    }
    narrow.into()
}
