//! One day of hours.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, MouseEvent};

use super::moment::Moment;
use super::{WORK, share};
use crate::calendar::entry::{self, Grip, Time, entry_view, words};
use crate::calendar::layout::{DAY, Odd, Place, Stretch, clock, odd_hours, places, snapped};
use crate::calendar::moving::{Mover, is_whole};
use crate::calendar::page::{Shown, heading};
use crate::i18n::t;
use crate::records::today::{day_after, use_make};
use crate::ui::Formats;

/// Where a press on an empty place begins, and to what dragging keeps, in minutes.
const SLOT: i32 = 30;
const STEP: i32 = 15;
/// How long what is made by a press takes at first.
const USUAL: i32 = 60;

/// A thing with its place in the day's hours.
#[derive(Clone, PartialEq)]
struct Block {
    time: Time,
    stretch: Stretch,
    place: Place,
}

/// The day at a place in the row of days.
pub fn column(
    shown: Shown,
    moment: Moment,
    times: Signal<Vec<Time>>,
    place: usize,
    day: &str,
) -> AnyView {
    let formats = shown.formats;
    let own = day.to_owned();
    let today = Memo::new(move |_| moment.on(&own).is_some());
    let (above, below) = (day.to_owned(), day.to_owned());
    let whole = Memo::new(move |_| times.with(|times| above_hours(formats, times, &above)));
    let blocks = Memo::new(move |_| times.with(|times| blocks(formats, times, &below)));
    let (whole_day, dropped) = (day.to_owned(), day.to_owned());
    let mover = Mover::here();
    let whole_list = move || {
        let entries = whole.get();
        let entries = entries.iter().map(|time| entry_view(time, &whole_day));
        entries.collect_view()
    };
    view! {
        <section class="cal-day" class:cal-today=move || today.get() data-place=place.to_string() aria-label=day_label(formats, day)>
            <div
                class="cal-upper"
                on:dragover=|event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    mover.drop_on(&dropped);
                }
            >
                {heading(formats, day)}
                <ul class="cal-list">{whole_list}</ul>
            </div>
            {hours(shown, moment, blocks, day)}
        </section>
    }
    .into_any()
}

fn day_label(formats: Formats, day: &str) -> impl Fn() -> String + Send + Sync + 'static {
    let day = day.to_owned();
    move || formats.weekday(&day)
}

/// What takes whole days, or days on end.
fn above_hours(formats: Formats, times: &[Time], day: &str) -> Vec<Time> {
    let above = |time: &&Time| {
        let long = is_whole(time) || entry::shown(formats, time, |shown| shown.is_long());
        long && entry::is_on(formats, time, day)
    };
    times.iter().filter(above).cloned().collect()
}

fn blocks(formats: Formats, times: &[Time], day: &str) -> Vec<Block> {
    let here = times
        .iter()
        .filter(|time| !is_whole(time))
        .filter_map(|time| {
            let stretch = entry::shown(formats, time, |shown| {
                (!shown.is_long()).then(|| shown.on(day)).flatten()
            });
            Some((time.clone(), stretch?))
        });
    let mut here: Vec<(Time, Stretch)> = here.collect();
    here.sort_by_key(|(_, stretch)| (stretch.from, -stretch.until));
    let stretches: Vec<Stretch> = here.iter().map(|(_, stretch)| *stretch).collect();
    here.into_iter()
        .zip(places(&stretches))
        .map(|((time, stretch), place)| Block {
            time,
            stretch,
            place,
        })
        .collect()
}

/// The hours themselves: a press on an empty place plans something there, and what is dragged can be let go.
fn hours(shown: Shown, moment: Moment, blocks: Memo<Vec<Block>>, day: &str) -> AnyView {
    let formats = shown.formats;
    let (make, mover) = (use_make(), Mover::here());
    let over = RwSignal::new(None::<i32>);
    let (pressed, dropped, now_day) = (day.to_owned(), day.to_owned(), day.to_owned());
    let plan = move |event: MouseEvent| {
        if let Some(minute) = empty_place(&event) {
            let at = format!("{pressed}T{}", clock(snapped(minute, SLOT)));
            make.run(("activity".to_owned(), filled(formats, &at)));
        }
    };
    let aim = move |event: &DragEvent| {
        let held = mover
            .dragged
            .with_untracked(|drag| drag.as_ref().map_or(0, |drag| drag.held));
        minute_at(event).map(|minute| snapped(minute - held, STEP).clamp(0, DAY - STEP))
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(None);
        if let Some(minute) = aim(&event) {
            mover.drop_at(&dropped, minute);
        }
    };
    let now = move || {
        let minute = moment.on(&now_day);
        minute.map(|minute| view! { <div class="cal-now" style:top=share(minute)><span class="sr-only">{t("ui-calendar-now")}" "{move || formats.clock(minute)}</span></div> })
    };
    let aimed = move || {
        over.get().map(|minute| view! { <div class="cal-aim" style:top=share(minute)>{move || formats.clock(minute)}</div> })
    };
    let own = day.to_owned();
    let entries = view! {
        <For each=move || blocks.get() key=block_key let:block>
            {block_view(&block, &own)}
        </For>
    };
    view! {
        <div
            class="cal-tall cal-slots"
            on:click=plan
            on:dragover=move |event| {
                event.prevent_default();
                over.set(aim(&event));
            }
            on:dragleave=move |_| over.set(None)
            on:drop=drop
        >
            <div class="cal-work" style:top=share(WORK.0 * 60) style:height=share((WORK.1 - WORK.0) * 60)></div>
            {odd(formats, day)}
            <ul class="cal-blocks">{entries}</ul>
            {now}
            {aimed}
        </div>
    }
    .into_any()
}

/// What a form is filled with for something that begins when the person's clocks show this.
pub fn filled(formats: Formats, local: &str) -> Vec<(String, String)> {
    let start = formats.instant_at(local).unwrap_or_default();
    let end = Formats::minutes_later(&start, USUAL).unwrap_or_default();
    [
        ("kind", "meeting".to_owned()),
        ("starts_at", start),
        ("ends_at", end),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

/// A thing is drawn anew when anything of it or of its place is another.
fn block_key(block: &Block) -> String {
    let place = block.place;
    let members = serde_json::to_string(block.time.members()).unwrap_or_default();
    format!("{:?}{:?}{members}", place.drawn, (place.lane, place.lanes))
}

fn block_view(block: &Block, day: &str) -> AnyView {
    let (time, place) = (&block.time, block.place);
    let busy = time.get("seen") != &serde_json::json!(true);
    let done = time.text("status") == "done";
    let grip = Grip::new(time, day);
    let length = place.drawn.until - place.drawn.from;
    let lane = |lanes: usize| format!("{}%", lanes as f64 * 100.0 / place.lanes as f64);
    let from = block.stretch.from;
    view! {
        <li
            class="cal-entry cal-block"
            class:cal-busy=busy
            class:cal-done=done
            class:cal-short=length < 2 * SLOT
            class:cal-low=length < 3 * SLOT
            data-minute=block.stretch.from.to_string()
            draggable=grip.draggable()
            style:top=share(place.drawn.from)
            style:height=share(length)
            style:inset-inline-start=lane(place.lane)
            style:width=lane(1)
            on:dragstart=move |event: DragEvent| {
                let held = minute_at(&event).map_or(0, |minute| minute - from);
                grip.take(&event, held);
            }
            on:dragend=move |_| grip.let_go()
        >
            {words(time)}
        </li>
    }
    .into_any()
}

/// Hours that clocks leave out or show twice.
fn odd(formats: Formats, day: &str) -> AnyView {
    let midnight = formats.instant_at(&format!("{day}T00:00"));
    let passed = (0..=24).map(|hour| {
        let at = match hour {
            24 => format!("{}T00:00", day_after(day, 1)),
            hour => format!("{day}T{}", clock(hour * 60)),
        };
        Formats::minutes_between(midnight.as_deref()?, &formats.instant_at(&at)?)
    });
    let passed: Option<Vec<i32>> = passed.collect();
    let band = |(hour, odd): (i32, Odd)| {
        let words = match odd {
            Odd::Missing => "ui-calendar-hour-missing",
            Odd::Twice => "ui-calendar-hour-twice",
        };
        view! { <div class="cal-odd" style:top=share(hour * 60) style:height=share(60)>{t(words)}</div> }
    };
    odd_hours(&passed.unwrap_or_default())
        .into_iter()
        .map(band)
        .collect_view()
        .into_any()
}

/// The minute under the pointer, if nothing stands there.
fn empty_place(event: &MouseEvent) -> Option<i32> {
    let on = event.target()?.dyn_into::<Element>().ok()?;
    let taken = on.closest(".cal-entry").ok()?.is_some();
    if taken { None } else { minute_at(event) }
}

/// The minute of the day's hours that the pointer is at.
fn minute_at(event: &MouseEvent) -> Option<i32> {
    let on = event.target()?.dyn_into::<Element>().ok()?;
    let hours = on.closest(".cal-slots").ok()??.get_bounding_client_rect();
    let share = (f64::from(event.client_y()) - hours.top()) / hours.height();
    Some((share * f64::from(DAY)) as i32).filter(|_| hours.height() > 0.0)
}
