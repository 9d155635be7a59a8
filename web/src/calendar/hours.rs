//! Days as hours: whole days above, everything else where and as long as it takes time.

mod column;
mod keyboard;
mod moment;
mod strip;

use leptos::html;
use leptos::prelude::*;

use self::column::column;
pub use self::column::filled;
use self::moment::Moment;
use super::entry::Time;
use super::layout::DAY;
use super::page::Shown;
use super::stretch::View;
use crate::ui::Formats;

/// The hours at which days begin and end for most; they are in view first.
const WORK: (i32, i32) = (8, 18);

/// The days shown, with what is in them.
pub fn hours_view(shown: Shown, times: Signal<Vec<Time>>, go: Callback<(View, String)>) -> AnyView {
    let formats = shown.formats;
    let moment = Moment::provide(formats);
    let narrow = shown.narrow;
    let days = Memo::new(move |_| {
        if narrow.get() {
            vec![shown.on.get()]
        } else {
            shown.days.get()
        }
    });
    let strip = move || {
        let wants = narrow.get() && shown.view.get() == View::Week;
        wants.then(|| strip::strip(shown, times, go))
    };
    let scroller = NodeRef::<html::Div>::new();
    show_work(scroller);
    let columns = move || {
        let columns = days.get();
        columns
            .iter()
            .enumerate()
            .map(|(place, day)| column(shown, moment, times, place, day))
            .collect_view()
    };
    view! {
        {strip}
        <div
            node_ref=scroller
            class="cal cal-hours"
            data-view=move || shown.view.get().name()
            data-days=move || days.with(Vec::len).to_string()
            on:keydown=move |event| keyboard::keyed(&event, scroller)
        >
            <div class="cal-axis" aria-hidden="true">{axis(formats)}</div>
            {columns}
        </div>
    }
    .into_any()
}

/// The hours at the side.
fn axis(formats: Formats) -> AnyView {
    let label = |hour: i32| {
        view! { <span class="cal-hour" style:top=share(hour * 60)>{move || formats.clock(hour * 60)}</span> }
    };
    view! { <div class="cal-tall">{(1..24).map(label).collect_view()}</div> }.into_any()
}

/// Minutes of a day as a share of its height.
fn share(minutes: i32) -> String {
    format!("{}%", f64::from(minutes) * 100.0 / f64::from(DAY))
}

/// Brings the hours of work into view, once the days stand there.
fn show_work(scroller: NodeRef<html::Div>) {
    Effect::new(move |_| {
        let Some(scroller) = scroller.get() else {
            return;
        };
        crate::ui::next_frame(move || {
            let tall = scroller.query_selector(".cal-tall").ok().flatten();
            if let Some(tall) = tall {
                // A little before, so that it is seen that there is more above.
                let before = tall.client_height() * (WORK.0 * 60 - 20) / DAY;
                scroller.set_scroll_top(before);
            }
        });
    });
}
