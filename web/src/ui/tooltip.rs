//! The small words that appear beside whatever is pointed at.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::dom::listen_on_document;
use super::place::{Placement, place};
use super::{Kbd, next_frame};

/// How long a pointer rests before the words appear; with the focus they come at once.
const REST: std::time::Duration = std::time::Duration::from_millis(400);

#[derive(Clone, PartialEq)]
struct Tip {
    words: String,
    keys: String,
}

/// Shows the `data-tip` of whatever has the pointer or the keyboard's focus, with the keys of `data-keys`. One for the
/// whole page. Escape takes it away; screen readers have the element's own name.
#[component]
pub fn TooltipHost() -> impl IntoView {
    let tip = RwSignal::new(None::<Tip>);
    let panel = NodeRef::<html::Div>::new();
    let waiting = StoredValue::new(None::<leptos::leptos_dom::helpers::TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        tip.set(None);
    };
    let show = move |anchor: HtmlElement| {
        let words = anchor
            .get_attribute("data-tip")
            .filter(|words| !words.is_empty());
        let Some(words) = words.filter(|_| anchor.is_connected()) else {
            return;
        };
        let keys = anchor.get_attribute("data-keys").unwrap_or_default();
        tip.set(Some(Tip { words, keys }));
        next_frame(move || {
            if let Some(panel) = panel.get_untracked() {
                // Already shown, or the browser has no popovers: the words are in the element's name too.
                let _ = panel.show_popover();
                place(&panel, &anchor, Placement::default());
            }
        });
    };
    listen_on_document("pointerover", move |event: Event| {
        stop();
        if let Some(anchor) = tipped(&event) {
            let wait = set_timeout_with_handle(move || show(anchor), REST);
            waiting.set_value(wait.ok());
        }
    });
    listen_on_document("focusin", move |event: Event| {
        stop();
        if let Some(anchor) =
            tipped(&event).filter(|anchor| anchor.matches(":focus-visible").unwrap_or(false))
        {
            show(anchor);
        }
    });
    listen_on_document("focusout", move |_: Event| stop());
    listen_on_document("pointerdown", move |_: Event| stop());
    listen_on_document("keydown", move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            stop();
        }
    });
    view! {
        <div node_ref=panel popover="manual" class="tooltip" class:tooltip-off=move || tip.with(Option::is_none) aria-hidden="true">
            {move || tip.get().map(|tip| view! {
                <span>{tip.words}</span>
                {(!tip.keys.is_empty()).then(|| view! { <Kbd keys=tip.keys.clone() /> })}
            })}
        </div>
    }
}

/// The element around the event's target that has something to say.
fn tipped(event: &Event) -> Option<HtmlElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("[data-tip]").ok().flatten()?.dyn_into().ok()
}
