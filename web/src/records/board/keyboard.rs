//! The keys of a card: arrows go from card to card, `s` opens "Move to…", Alt with an arrow moves it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::moving::Board;
use crate::records::live::Live;
use crate::ui::{focus, is_composing, next_frame};

/// A key pressed on a card.
pub fn key(board: Board, live: &Live, event: &KeyboardEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let on_title = target.is_some_and(|target| target.class_list().contains("board-card-title"));
    if is_composing(event)
        || event.default_prevented()
        || !on_title
        || event.ctrl_key()
        || event.meta_key()
    {
        return;
    }
    let Some(card) = event
        .current_target()
        .and_then(|card| card.dyn_into::<Element>().ok())
    else {
        return;
    };
    match (event.key().as_str(), event.alt_key()) {
        ("ArrowDown", false) => go(card.next_element_sibling()),
        ("ArrowUp", false) => go(card.previous_element_sibling()),
        ("ArrowRight", false) => go(beside(&card, 1)),
        ("ArrowLeft", false) => go(beside(&card, -1)),
        ("ArrowRight", true) => shift(board, live, 1),
        ("ArrowLeft", true) => shift(board, live, -1),
        ("s", false) => open_menu(&card),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn go(card: Option<Element>) {
    let title = card.and_then(|card| card.query_selector(".board-card-title").ok().flatten());
    if let Some(title) = title {
        focus(&title);
    }
}

/// The card at the same height in the next column that has cards.
fn beside(card: &Element, by: i32) -> Option<Element> {
    let list = card.parent_element()?;
    let at = {
        let cards = list.children();
        (0..cards.length()).find(|at| cards.item(*at).as_ref() == Some(card))?
    };
    let columns = document().query_selector_all(".board-cards").ok()?;
    let own = (0..columns.length()).find(|at| columns.item(*at).as_ref() == Some(list.as_ref()))?;
    let mut column = i64::from(own);
    loop {
        column += i64::from(by);
        let next: Element = columns.item(u32::try_from(column).ok()?)?.dyn_into().ok()?;
        let cards = next.children();
        if cards.length() > 0 {
            return cards.item(at.min(cards.length() - 1));
        }
    }
}

fn shift(board: Board, live: &Live, by: isize) {
    let columns = board.columns();
    let record = live.record.get_untracked();
    let own = board
        .plan
        .with_value(|plan| plan.column_of(&record).map(|column| column.id.clone()));
    let at = columns
        .iter()
        .position(|column| Some(&column.id) == own.as_ref());
    let next = at
        .and_then(|at| at.checked_add_signed(by))
        .and_then(|at| columns.get(at));
    if let Some(next) = next {
        let id = live.id();
        board.move_card(live, &next.id);
        next_frame(move || {
            let card = document()
                .query_selector(&format!("[data-card='{id}']"))
                .ok()
                .flatten();
            go(card);
        });
    }
}

fn open_menu(card: &Element) {
    let button = card.query_selector("[aria-haspopup='menu']").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}
