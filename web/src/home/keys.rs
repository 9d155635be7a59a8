//! The keys of the first page: from row to row, done, put off.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::i18n::t;
use crate::shell::{KeyGroup, Keys};
use crate::ui::focus;

const ROW: &str = ".home-item";

/// Gives the keys their meaning while the page stands.
pub fn bind() {
    let keys = Keys::here();
    keys.bind(KeyGroup::List, "j", t("ui-next-row"), || step(1));
    keys.bind(KeyGroup::List, "k", t("ui-previous-row"), || step(-1));
    keys.bind(KeyGroup::List, "d", t("ui-home-done"), || {
        press(".moment-tick input")
    });
    keys.bind(KeyGroup::List, "z", t("ui-snooze"), || {
        press(".home-snooze button")
    });
}

/// The row with the focus.
fn current() -> Option<Element> {
    document().active_element()?.closest(ROW).ok().flatten()
}

fn step(by: i64) {
    let Ok(found) = document().query_selector_all(&format!(".home-part:not([hidden]) {ROW}"))
    else {
        return;
    };
    let rows: Vec<Element> = (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect();
    let here = current().and_then(|row| rows.iter().position(|other| *other == row));
    let last = rows.len().saturating_sub(1);
    let next = match here {
        // The first press shows where one is.
        None => 0,
        Some(at) if by < 0 => at.saturating_sub(1),
        Some(at) => (at + 1).min(last),
    };
    let link = rows
        .get(next)
        .and_then(|row| row.query_selector("a").ok().flatten());
    if let Some(link) = link {
        link.scroll_into_view_with_bool(false);
        focus(&link);
    }
}

/// Presses something in the row with the focus; the focus goes on to the next row first, for this one may leave.
fn press(selector: &str) {
    let Some(row) = current() else { return };
    let found = row.query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        if selector.contains("input") {
            step(1);
        }
        found.click();
    }
}
