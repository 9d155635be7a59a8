//! Puts a floating element beside the one it belongs to.

use web_sys::{Element, HtmlElement};

/// Air between anchor and floating element, and between it and the window's edge.
const GAP: f64 = 4.0;
const EDGE: f64 = 8.0;

/// Where a floating element stands.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Placement {
    /// Right edges in line instead of left edges.
    pub end: bool,
    /// At least as wide as the anchor.
    pub match_width: bool,
    /// Above the anchor when there is room, instead of below.
    pub above: bool,
}

/// A rectangle in the window, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Area {
    fn of(element: &Element) -> Self {
        let rect = element.get_bounding_client_rect();
        Self {
            left: rect.left(),
            top: rect.top(),
            width: rect.width(),
            height: rect.height(),
        }
    }
}

/// Moves `floating` (position fixed) beside `anchor`, on the side with room, inside the window.
pub fn place(floating: &HtmlElement, anchor: &Element, placement: Placement) {
    let size = |value: Result<wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0)
    };
    let window = leptos::prelude::window();
    let room = (size(window.inner_width()), size(window.inner_height()));
    let anchor = Area::of(anchor);
    let style = floating.style();
    // The properties are plain lengths, which every browser accepts.
    let set = |name: &str, value: f64| {
        drop(style.set_property(name, &format!("{}px", value.round() as i32)))
    };
    if placement.match_width {
        set("min-width", anchor.width);
    }
    let (left, top, most) = spot(anchor, Area::of(floating), room, placement);
    set("left", left);
    set("top", top);
    set("max-height", most);
}

/// Left, top and greatest height.
fn spot(anchor: Area, floating: Area, room: (f64, f64), placement: Placement) -> (f64, f64, f64) {
    let wanted = if placement.end {
        anchor.left + anchor.width - floating.width
    } else {
        anchor.left
    };
    let left = wanted.min(room.0 - EDGE - floating.width).max(EDGE);
    let below = room.1 - EDGE - (anchor.top + anchor.height + GAP);
    let above = anchor.top - GAP - EDGE;
    let goes_above = if placement.above {
        floating.height <= above || above > below
    } else {
        floating.height > below && above > below
    };
    if goes_above {
        let height = floating.height.min(above);
        (left, anchor.top - GAP - height, above)
    } else {
        (left, anchor.top + anchor.height + GAP, below)
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Placement, spot};

    const ROOM: (f64, f64) = (400.0, 300.0);

    fn area(left: f64, top: f64, width: f64, height: f64) -> Area {
        Area {
            left,
            top,
            width,
            height,
        }
    }

    #[test]
    fn it_stands_below_and_in_line() {
        let place = spot(
            area(20.0, 10.0, 80.0, 32.0),
            area(0.0, 0.0, 160.0, 100.0),
            ROOM,
            Placement::default(),
        );
        assert_eq!((place.0, place.1), (20.0, 46.0));
    }

    #[test]
    fn it_stays_inside_the_window() {
        let end = Placement {
            end: true,
            ..Placement::default()
        };
        let place = spot(
            area(360.0, 10.0, 32.0, 32.0),
            area(0.0, 0.0, 160.0, 100.0),
            ROOM,
            end,
        );
        assert_eq!(place.0, 232.0);
        let place = spot(
            area(380.0, 10.0, 10.0, 32.0),
            area(0.0, 0.0, 160.0, 100.0),
            ROOM,
            Placement::default(),
        );
        assert_eq!(place.0, 232.0);
    }

    #[test]
    fn it_goes_above_when_there_is_more_room() {
        let place = spot(
            area(20.0, 250.0, 80.0, 32.0),
            area(0.0, 0.0, 160.0, 100.0),
            ROOM,
            Placement::default(),
        );
        assert_eq!(place.1, 146.0);
    }
}
