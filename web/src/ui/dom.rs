//! The few things the kit asks of the document.

use std::cell::{Cell, OnceCell};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, EventTarget, HtmlElement, KeyboardEvent};

/// What an input method reports instead of the key it swallowed.
const KEY_CODE_OF_INPUT_METHOD: u32 = 229;

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(0) };
    static ASSETS: OnceCell<serde_json::Value> = const { OnceCell::new() };
}

/// An id that no other element of the page has, such as `field-12`.
pub fn unique_id(prefix: &str) -> String {
    NEXT_ID.with(|next| {
        let number = next.get();
        next.set(number + 1);
        format!("{prefix}-{number}")
    })
}

/// The address of a built file whose name carries a hash, by its path in the page's asset list: `sprite`,
/// `texts/zh-Hant`.
pub fn asset(path: &str) -> Option<String> {
    ASSETS.with(|assets| {
        let listed = assets.get_or_init(|| {
            let script = document().get_element_by_id("guanxi-assets");
            let text = script.and_then(|element| element.text_content());
            text.and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_default()
        });
        let found = path
            .split('/')
            .try_fold(listed, |value, part| value.get(part));
        found.and_then(|value| value.as_str()).map(str::to_owned)
    })
}

/// Whether this key press belongs to an input method that is composing. Such an Enter ends a composition and must
/// never submit, send or pick.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == KEY_CODE_OF_INPUT_METHOD
}

/// Whether this key press sends a form from anywhere in it: Ctrl/⌘ Enter outside a composition.
pub fn is_sending(event: &KeyboardEvent) -> bool {
    let modifier = event.ctrl_key() || event.meta_key();
    modifier && event.key() == "Enter" && !event.default_prevented() && !is_composing(event)
}

/// Runs once the page has been laid out again, that is when new elements stand in it.
pub fn next_frame(act: impl FnOnce() + 'static) {
    request_animation_frame(act);
}

/// Moves the focus to an element, if it can take it.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Focus can only fail for elements that left the page meanwhile, and then nobody misses it.
        let _ = element.focus();
    }
}

/// Moves the focus to the first input that complains, once its complaint is shown.
pub fn focus_first_invalid() {
    next_frame(|| {
        if let Ok(Some(element)) = document().query_selector("[aria-invalid='true']") {
            focus(&element);
        }
    });
}

/// The elements below `root` that match a selector, in document order.
pub(super) fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// Listens to events on the whole document for as long as the current owner lives.
pub(crate) fn listen_on_document<E: JsCast + 'static>(
    event: &'static str,
    act: impl Fn(E) + 'static,
) {
    listen_on(document().into(), event, act);
}

/// Listens to events of the window for as long as the current owner lives.
pub(crate) fn listen_on_window<E: JsCast + 'static>(
    event: &'static str,
    act: impl Fn(E) + 'static,
) {
    listen_on(window().into(), event, act);
}

fn listen_on<E: JsCast + 'static>(
    target: EventTarget,
    event: &'static str,
    act: impl Fn(E) + 'static,
) {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        if let Ok(event) = event.dyn_into::<E>() {
            act(event);
        }
    });
    let added = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    debug_assert!(added.is_ok(), "documents and windows take listeners");
    let kept = StoredValue::new_local((target, closure));
    on_cleanup(move || {
        kept.try_with_value(|(target, closure)| {
            // Nothing to do when it is gone already.
            let _ =
                target.remove_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        });
    });
}

/// Whether something on the page holds what somebody typed and has not saved: forms and editors carry `data-draft`
/// while they do.
pub fn is_draft_open() -> bool {
    matches!(document().query_selector("[data-draft]"), Ok(Some(_)))
}

/// Whether this is an Android device, where `geo:` addresses open the map.
pub(crate) fn on_android() -> bool {
    let agent = window().navigator().user_agent();
    agent.is_ok_and(|agent| agent.contains("Android"))
}

/// Whether ⌘ is the modifier of this machine, not Ctrl.
pub(crate) fn on_apple() -> bool {
    let platform = window().navigator().platform();
    platform.is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}
