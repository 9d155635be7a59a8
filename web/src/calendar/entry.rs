//! One thing in a day, and how it moves to another.

use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::page::tell_moved;
use crate::i18n::{I18n, t, t_with};
use crate::records::today::{Desk, Row, day_after, icon_of};
use crate::ui::{Formats, Icon, Menu, MenuItem, Toasts, spoken};

/// One time of an activity, as the server tells it.
pub type Time = Row;

/// Days by which the menu moves.
const MOVES: [(i64, &str); 3] = [
    (-1, "ui-calendar-move-back"),
    (1, "ui-calendar-move-on"),
    (7, "ui-calendar-move-week"),
];

/// Whether it takes time on a day.
pub fn is_on(formats: Formats, time: &Time, day: &str) -> bool {
    let (first, last) = (time.text("first_day"), time.text("last_day"));
    if !first.is_empty() {
        return first <= day && day <= last;
    }
    let (from, until) = (
        formats.local_day(time.text("starts_at")),
        formats.local_day(time.text("ends_at")),
    );
    // What ends at midnight is over before the day begins.
    let midnight = formats
        .instant_at(&format!("{day}T00:00"))
        .unwrap_or_default();
    let over = from.as_str() < day && time.text("ends_at") == midnight;
    from.as_str() <= day && day <= until.as_str() && !over
}

/// It can be moved when it is one's to see, stands once, and is still to come about.
fn moves(time: &Time) -> bool {
    time.get("seen") == &json!(true)
        && time.text("recurrence").is_empty()
        && time.text("status") == "open"
}

/// The thing in its day.
pub fn entry_view(time: &Time, day: &str) -> AnyView {
    let formats = Formats::here();
    let (time, day) = (time.clone(), day.to_owned());
    let starts = time.text("starts_at").to_owned();
    let whole = !time.text("first_day").is_empty();
    let clock = move || {
        if whole {
            String::new()
        } else {
            formats.instant_time(&starts)
        }
    };
    if time.get("seen") != &json!(true) {
        return view! {
            <li class="cal-entry cal-busy"><span class="cal-time">{clock}</span>{t("ui-calendar-busy")}</li>
        }
        .into_any();
    }
    let subject = time.text("subject").to_owned();
    let href = format!("/activities/{}", time.id());
    let done = time.text("status") == "done";
    let recurs = !time.text("recurrence").is_empty();
    let place = time.text("location").to_owned();
    let kind = icon_of(time.text("kind"));
    let movable = moves(&time);
    let carried = carried(&time, &day);
    let menu = movable.then(|| move_menu(&time));
    view! {
        <li
            class="cal-entry"
            class:cal-done=done
            draggable=if movable { "true" } else { "false" }
            on:dragstart=move |event: web_sys::DragEvent| {
                if let Some(data) = event.data_transfer() {
                    // Where data cannot be carried there is the menu.
                    let _ = data.set_data("text/plain", &carried);
                }
            }
        >
            <Icon name=kind />
            <span class="cal-words">
                <span class="cal-time">{clock}{whole.then(|| view! { <span class="sr-only">{t("ui-calendar-all-day")}</span> })}</span>
                <a href=href>{move || spoken(formats, subject.clone())}</a>
                {(!place.is_empty()).then(|| view! { <span class="cal-place">{place}</span> })}
            </span>
            {recurs.then(|| view! { <span class="cal-again"><Icon name="rotate-cw" /><span class="sr-only">{t("ui-calendar-repeats")}</span></span> })}
            {menu}
        </li>
    }
    .into_any()
}

/// What a drag carries: all that is needed to move it.
fn carried(time: &Time, day: &str) -> String {
    let mut members = time.members().clone();
    members.insert("dragged_from".to_owned(), json!(day));
    Json::Object(members).to_string()
}

/// The same as dragging, for keys and thumbs.
fn move_menu(time: &Time) -> AnyView {
    let mover = Mover::here();
    let name = time.text("subject").to_owned();
    let label = t_with("ui-calendar-move", move |args| {
        args.set("name", name.clone())
    });
    let time = StoredValue::new(time.clone());
    view! {
        <span class="cal-move">
            <Menu label icon="ellipsis" icon_only=true small=true end=true>
                {MOVES.map(|(days, label)| view! {
                    <MenuItem on_press=move |()| mover.by(time.get_value(), days)>{t(label)}</MenuItem>
                })}
            </Menu>
        </span>
    }
    .into_any()
}

/// What to do when something is let go over a day.
pub fn use_drop(day: String) -> Callback<web_sys::DragEvent> {
    let mover = Mover::here();
    Callback::new(move |event: web_sys::DragEvent| {
        let data = event
            .data_transfer()
            .and_then(|data| data.get_data("text/plain").ok());
        let carried = data.and_then(|text| serde_json::from_str::<Json>(&text).ok());
        let Some(carried) = carried.filter(Json::is_object) else {
            return;
        };
        let time = Row::new(carried);
        let days = days_between(time.text("dragged_from"), &day);
        if moves(&time) && days != 0 {
            mover.by(time, days);
        }
    })
}

fn days_between(from: &str, to: &str) -> i64 {
    let noon = |day: &str| js_sys::Date::parse(&format!("{day}T12:00:00Z"));
    let days = (noon(to) - noon(from)) / 86_400_000.0;
    if days.is_finite() {
        days.round() as i64
    } else {
        0
    }
}

#[derive(Clone, Copy)]
struct Mover {
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    formats: Formats,
}

impl Mover {
    fn here() -> Self {
        Self {
            desk: Desk::here(),
            i18n: I18n::here(),
            toasts: Toasts::here(),
            formats: Formats::here(),
        }
    }

    /// Moves it by days; clocks where it takes place show the same time there.
    fn by(self, time: Time, days: i64) {
        leptos::task::spawn_local(async move {
            let id = time.id().to_owned();
            let version = time.get("version").as_i64().unwrap_or_default();
            let body = Json::Object(self.moved(&time, days));
            match self.desk.api.patch("activities", &id, version, body).await {
                Ok(_) => {
                    tell_moved(self.desk, &id);
                    let day = untrack(|| {
                        let from = match time.text("first_day") {
                            "" => self.formats.local_day(time.text("starts_at")),
                            day => day.to_owned(),
                        };
                        self.formats.day(&day_after(&from, days))
                    });
                    let words = untrack(|| {
                        self.i18n
                            .format("ui-calendar-moved", |args| args.set("day", day))
                    });
                    self.toasts.say(words);
                }
                Err(failure) => self
                    .toasts
                    .fail(failure.sentence(&untrack(|| self.i18n.texts()))),
            }
        });
    }

    fn moved(self, time: &Time, days: i64) -> Map<String, Json> {
        let mut body = Map::new();
        let due = time.text("due_on");
        if !due.is_empty() {
            body.insert("due_on".to_owned(), json!(day_after(due, days)));
        }
        // What is only due on a day begins and ends at no time.
        let timed = time.text("first_day").is_empty() || due.is_empty();
        let zone = match time.text("time_zone") {
            "" => self.formats.time_zone.get_untracked(),
            zone => zone.to_owned(),
        };
        for name in ["starts_at", "ends_at"] {
            let moved = self.formats.days_later(time.text(name), days, &zone);
            if let Some(moved) = moved.filter(|_| timed) {
                body.insert(name.to_owned(), json!(moved));
            }
        }
        body
    }
}
