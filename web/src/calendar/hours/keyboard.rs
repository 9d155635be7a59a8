//! Arrow keys lead from one thing to the next; what they lead to is opened by Enter, as every link is.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::calendar::layout::next;
use crate::ui::{focus, is_composing};

/// What can be gone to.
const LINKS: &str = ".cal-entry .cal-words > a";

/// A key on the days.
pub fn keyed(event: &KeyboardEvent, scroller: NodeRef<html::Div>) {
    let on = event.target().and_then(|on| on.dyn_into::<Element>().ok());
    let (Some(on), Some(scroller)) = (on, scroller.get_untracked()) else {
        return;
    };
    if is_composing(event)
        || event.alt_key()
        || event.ctrl_key()
        || event.meta_key()
        || !on.matches(LINKS).unwrap_or(false)
    {
        return;
    }
    let links = links(&scroller);
    let shown: Vec<(usize, i32)> = links.iter().map(place).collect();
    let at = links.iter().position(|link| *link == on);
    if let Some(to) = at.and_then(|at| next(&shown, at, &event.key())) {
        event.prevent_default();
        focus(&links[to]);
    }
}

fn links(scroller: &Element) -> Vec<Element> {
    let Ok(found) = scroller.query_selector_all(LINKS) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.get(at)?.dyn_into().ok())
        .collect()
}

/// The place of its day, and the minute; what takes whole days comes first.
fn place(link: &Element) -> (usize, i32) {
    let told = |selector: &str, name: &str| {
        let around = link.closest(selector).ok().flatten()?;
        around.get_attribute(name)
    };
    let day = told("[data-place]", "data-place").and_then(|place| place.parse().ok());
    let minute = told("[data-minute]", "data-minute").and_then(|minute| minute.parse().ok());
    (day.unwrap_or(0), minute.unwrap_or(-1))
}
