//! Dragging is a small script of its own, fetched when the first board is shown.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::moving::Board;
use crate::ui::asset;

/// What the script says when a card is let go over a column.
const DROPPED: &str = "card-drop";

/// Makes the cards of a board draggable.
pub fn draggable(board: Board, node: NodeRef<html::Div>) {
    fetch_script();
    // What moving asks of the page is found from here: the event of a script comes from nowhere.
    let owner = StoredValue::new_local(Owner::current());
    let closure =
        Closure::<dyn Fn(web_sys::CustomEvent)>::new(move |event: web_sys::CustomEvent| {
            let text = |name: &str| {
                js_sys::Reflect::get(&event.detail(), &name.into())
                    .ok()
                    .and_then(|value| value.as_string())
            };
            if let (Some(card), Some(column)) = (text("card"), text("column"))
                && let Some(live) = board.card(&card)
            {
                let go = || board.move_card(&live, &column);
                match owner.get_value() {
                    Some(owner) => owner.with(go),
                    None => go(),
                }
            }
        });
    let kept = StoredValue::new_local(closure);
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        kept.with_value(|closure| {
            // Elements take listeners; it goes with the element.
            let _ =
                node.add_event_listener_with_callback(DROPPED, closure.as_ref().unchecked_ref());
        });
    });
}

/// Once for the page: the script listens on the whole document.
fn fetch_script() {
    const ID: &str = "board-drag";
    let page = document();
    let (Some(address), None) = (asset("modules/board-drag"), page.get_element_by_id(ID)) else {
        return;
    };
    let Ok(script) = page.create_element("script") else {
        return;
    };
    // Well-formed attributes of an element just made can be set; without the script there is "Move to…".
    let _ = script.set_attribute("type", "module");
    let _ = script.set_attribute("src", &address);
    script.set_id(ID);
    if let Some(head) = page.head() {
        let _ = head.append_child(&script);
    }
}
