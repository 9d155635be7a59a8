//! One thing in a day.

use leptos::prelude::*;
use serde_json::json;

use super::layout::Shown;
use super::moving::{Drag, Mover, entry_menu, is_whole, moves};
use crate::i18n::{I18n, t};
use crate::records::today::{Desk, Row, answer_icon, answer_words, icon_of};
use crate::ui::{Formats, Icon, spoken};

/// One time of an activity, as the server tells it.
pub type Time = Row;

/// Whether it takes time on a day.
pub fn is_on(formats: Formats, time: &Time, day: &str) -> bool {
    let (first, last) = (time.text("first_day"), time.text("last_day"));
    if !first.is_empty() {
        return first <= day && day <= last;
    }
    shown(formats, time, |shown| shown.on(day).is_some())
}

/// Looks at a time by the person's clocks.
pub fn shown<T>(formats: Formats, time: &Time, look: impl FnOnce(Shown) -> T) -> T {
    let (starts, ends) = (time.text("starts_at"), time.text("ends_at"));
    let (from, until) = (formats.local(starts), formats.local(ends));
    look(Shown {
        from: &from,
        until: &until,
        minutes: Formats::minutes_between(starts, ends).unwrap_or(0),
    })
}

/// Whether only that the time is taken may be known.
fn is_busy(time: &Time) -> bool {
    time.get("seen") != &json!(true)
}

/// The thing in its day's list.
pub fn entry_view(time: &Time, day: &str) -> AnyView {
    let (busy, done) = (is_busy(time), time.text("status") == "done");
    let grip = Grip::new(time, day);
    view! {
        <li
            class="cal-entry"
            class:cal-busy=busy
            class:cal-done=done
            draggable=grip.draggable()
            on:dragstart=move |event| grip.take(&event, 0)
            on:dragend=move |_| grip.let_go()
        >
            {words(time)}
        </li>
    }
    .into_any()
}

/// Takes a thing up by the mouse.
#[derive(Clone, Copy)]
pub struct Grip {
    mover: Mover,
    held: StoredValue<(Time, String)>,
    movable: bool,
}

impl Grip {
    /// Of a thing on a day.
    pub fn new(time: &Time, day: &str) -> Self {
        Self {
            mover: Mover::here(),
            held: StoredValue::new((time.clone(), day.to_owned())),
            movable: moves(time),
        }
    }

    /// The attribute.
    pub const fn draggable(self) -> &'static str {
        if self.movable { "true" } else { "false" }
    }

    /// It is held so many minutes below its begin.
    pub fn take(self, event: &web_sys::DragEvent, held: i32) {
        let (time, from) = self.held.get_value();
        if let Some(data) = event.data_transfer() {
            // Some browsers drag nothing that carries no data; where it cannot be carried there is the menu.
            let _ = data.set_data("text/plain", time.text("subject"));
        }
        self.mover.dragged.set(Some(Drag { time, from, held }));
    }

    /// It was let go, wherever that was.
    pub fn let_go(self) {
        self.mover.dragged.try_set(None);
    }
}

/// What is said of it.
pub fn words(time: &Time) -> AnyView {
    let formats = Formats::here();
    let starts = time.text("starts_at").to_owned();
    let whole = is_whole(time);
    let clock = move || {
        if whole {
            String::new()
        } else {
            formats.instant_time(&starts)
        }
    };
    if is_busy(time) {
        return view! { <span class="cal-words"><span class="cal-time">{clock}</span>{t("ui-calendar-busy")}</span> }
            .into_any();
    }
    let subject = time.text("subject").to_owned();
    let href = format!("/activities/{}", time.id());
    let recurs = !time.text("recurrence").is_empty();
    let place = time.text("location").to_owned();
    let answer = time.text("answer").to_owned();
    let menu = (moves(time) || !answer.is_empty()).then(|| entry_menu(time));
    view! {
        <Icon name=icon_of(time.text("kind")) />
        <span class="cal-words">
            <span class="sr-only">{kind_words(time)}" "</span>
            <span class="cal-time">{clock}{whole.then(|| view! { <span class="sr-only">{t("ui-calendar-all-day")}</span> })}</span>
            <a href=href>{move || spoken(formats, subject.clone())}</a>
            {(!place.is_empty()).then(|| view! { <span class="cal-place">{place}</span> })}
            {(!answer.is_empty()).then(|| view! { <span class="cal-answer"><Icon name=answer_icon(&answer) /><span class="cal-answer-words">{answer_words(&answer)}</span></span> })}
        </span>
        {recurs.then(|| view! { <span class="cal-again"><Icon name="rotate-cw" /><span class="sr-only">{t("ui-calendar-repeats")}</span></span> })}
        {menu}
    }
    .into_any()
}

/// What the icon says.
fn kind_words(time: &Time) -> impl Fn() -> String + Send + Sync + 'static {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let kind = time.text("kind").to_owned();
    move || {
        let field = desk
            .entity("activity")
            .and_then(|entity| entity.field("kind"));
        field
            .map(|field| field.choice_label(&kind, &i18n.texts()))
            .unwrap_or_default()
    }
}
