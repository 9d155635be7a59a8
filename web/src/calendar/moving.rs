//! Moving what is planned: by days, or to a moment; with the mouse, by a menu, or by saying when. It can be taken back.

use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::entry::Time;
use super::page::tell_moved;
use crate::i18n::{I18n, t, t_with};
use crate::records::today::{ANSWERS, Answering, Desk, Failure, day_after, revert_newest};
use crate::ui::{
    Button, ButtonKind, DateInput, DateTimeInput, Dialog, DialogActions, Field, Formats, Menu,
    MenuItem, Toasts,
};

/// Days by which the menu moves.
const MOVES: [(i64, &str); 3] = [
    (-1, "ui-calendar-move-back"),
    (1, "ui-calendar-move-on"),
    (7, "ui-calendar-move-week"),
];
const PLURAL: &str = "activities";

/// It can be moved when it is one's to see, stands once, and is still to come about.
pub fn moves(time: &Time) -> bool {
    time.get("seen") == &json!(true)
        && time.text("recurrence").is_empty()
        && time.text("status") == "open"
}

/// Whether it takes whole days.
pub fn is_whole(time: &Time) -> bool {
    !time.text("first_day").is_empty()
}

/// Whether it is known when it ends; what takes no time is told to end when it begins.
fn lasts(time: &Time) -> bool {
    time.text("starts_at") != time.text("ends_at")
}

/// Something under the pointer.
#[derive(Clone)]
pub struct Drag {
    /// What.
    pub time: Time,
    /// The day it was taken from.
    pub from: String,
    /// How many minutes below its begin it is held.
    pub held: i32,
}

/// Moves things, for all of the page.
#[derive(Clone, Copy)]
pub struct Mover {
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
    formats: Formats,
    /// What is being dragged.
    pub dragged: RwSignal<Option<Drag>>,
    asked: RwSignal<Option<Time>>,
    asks: RwSignal<bool>,
}

impl Mover {
    /// Makes the one of the page.
    pub fn provide() -> Self {
        let mover = Self {
            desk: Desk::here(),
            i18n: I18n::here(),
            toasts: Toasts::here(),
            formats: Formats::here(),
            dragged: RwSignal::new(None),
            asked: RwSignal::new(None),
            asks: RwSignal::new(false),
        };
        provide_context(mover);
        mover
    }

    /// The one of the page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Lets what is dragged go over a day, keeping its time.
    pub fn drop_on(self, day: &str) {
        if let Some(drag) = self.taken() {
            self.by(drag.time, days_between(&drag.from, day));
        }
    }

    /// Lets it go over a minute of a day; what takes whole days goes on doing so.
    pub fn drop_at(self, day: &str, minute: i32) {
        let Some(drag) = self.taken() else { return };
        if is_whole(&drag.time) {
            return self.by(drag.time, days_between(&drag.from, day));
        }
        let local = format!("{day}T{}", super::layout::clock(minute));
        if let Some(start) = self.formats.instant_at(&local) {
            self.to(drag.time, &start);
        }
    }

    fn taken(self) -> Option<Drag> {
        let drag = self.dragged.get_untracked();
        self.dragged.set(None);
        drag.filter(|drag| moves(&drag.time))
    }

    /// Moves it by days; clocks where it takes place show the same time there.
    pub fn by(self, time: Time, days: i64) {
        if days == 0 {
            return;
        }
        let mut body = Map::new();
        let due = time.text("due_on");
        if !due.is_empty() {
            body.insert("due_on".to_owned(), json!(day_after(due, days)));
        }
        // What is only due on a day begins and ends at no time.
        let timed = !is_whole(&time) || due.is_empty();
        let zone = match time.text("time_zone") {
            "" => self.formats.time_zone.get_untracked(),
            zone => zone.to_owned(),
        };
        for name in ["starts_at", "ends_at"] {
            let moves = timed && (name == "starts_at" || lasts(&time));
            let moved = self.formats.days_later(time.text(name), days, &zone);
            if let Some(moved) = moved.filter(|_| moves) {
                body.insert(name.to_owned(), json!(moved));
            }
        }
        self.patch(time, body);
    }

    /// Moves it to a moment; it takes as long as before.
    pub fn to(self, time: Time, start: &str) {
        let was = time.text("starts_at");
        let by = Formats::minutes_between(was, start).unwrap_or(0);
        if by == 0 {
            return;
        }
        let mut body = Map::from_iter([("starts_at".to_owned(), json!(start))]);
        let end = Formats::minutes_later(time.text("ends_at"), by);
        if let Some(end) = end.filter(|_| lasts(&time)) {
            body.insert("ends_at".to_owned(), json!(end));
        }
        let due = time.text("due_on");
        if !due.is_empty() {
            let (from, to) =
                untrack(|| (self.formats.local_day(was), self.formats.local_day(start)));
            let moved = day_after(due, days_between(&from, &to));
            body.insert("due_on".to_owned(), json!(moved));
        }
        self.patch(time, body);
    }

    fn patch(self, time: Time, body: Map<String, Json>) {
        leptos::task::spawn_local(async move {
            let id = time.id().to_owned();
            let api = self.desk.api;
            let answer = api
                .patch(PLURAL, &id, time.version(), Json::Object(body))
                .await;
            self.tell(&id, answer, move |moved| {
                let words = self.words(moved);
                let id = moved.id().to_owned();
                let undo = Callback::new(move |()| self.back(&id));
                self.toasts.say_with_undo(words, undo);
            });
        });
    }

    /// Takes it back, as long as nobody changed it since.
    fn back(self, id: &str) {
        let id = id.to_owned();
        leptos::task::spawn_local(async move {
            let answer = revert_newest(self.desk, PLURAL, &id).await;
            self.tell(&id, answer, |_| {});
        });
    }

    /// Whoever was not the first sees how it is now, and why it could not be moved.
    fn tell(self, id: &str, answer: Result<Time, Failure>, done: impl FnOnce(&Time)) {
        tell_moved(self.desk, id);
        match answer {
            Ok(record) => done(&record),
            Err(failure) => self
                .toasts
                .fail(failure.sentence(&untrack(|| self.i18n.texts()))),
        }
    }

    fn words(self, moved: &Time) -> String {
        untrack(|| {
            let to = match moved.text("starts_at") {
                "" => self.formats.day(moved.text("due_on")),
                _ if moved.get("all_day") == &json!(true) => {
                    self.formats.instant_day(moved.text("starts_at"))
                }
                start => self.formats.instant(start),
            };
            self.i18n
                .format("ui-calendar-moved", |args| args.set("day", to))
        })
    }

    /// Asks where to.
    fn ask(self, time: Time) {
        self.asked.set(Some(time));
        self.asks.set(true);
    }
}

/// The same as dragging, for keys and thumbs, and the answers of those who were asked.
pub fn entry_menu(time: &Time) -> AnyView {
    let mover = Mover::here();
    let (answering, i18n) = (Answering::here(), I18n::here());
    let (moves, asked) = (
        moves(time),
        !time.text("answer").is_empty() && time.text("status") == "open",
    );
    let name = time.text("subject").to_owned();
    let label = t_with("ui-calendar-move", move |args| {
        args.set("name", name.clone())
    });
    let time = StoredValue::new(time.clone());
    view! {
        <span class="cal-move">
            <Menu label icon="ellipsis" icon_only=true small=true end=true>
                {asked.then(|| ANSWERS.map(|(verb, _, icon)| view! {
                    <MenuItem icon on_press=move |()| time.with_value(|time| answering.send(time.id(), time.text("subject"), verb))>
                        {move || i18n.texts().verb("activity", verb)}
                    </MenuItem>
                }))}
                {moves.then(|| MOVES.map(|(days, label)| view! {
                    <MenuItem on_press=move |()| mover.by(time.get_value(), days)>{t(label)}</MenuItem>
                }))}
                {moves.then(|| view! {
                    <MenuItem on_press=move |()| mover.ask(time.get_value())>{t("ui-calendar-move-to")}</MenuItem>
                })}
            </Menu>
        </span>
    }
    .into_any()
}

/// The dialog that asks where to. One for the page.
pub fn move_dialog() -> AnyView {
    let mover = Mover::here();
    let title = t_with("ui-calendar-move", move |args| {
        let name = mover
            .asked
            .with(|asked| asked.as_ref().map(|time| time.text("subject").to_owned()));
        args.set("name", name.unwrap_or_default());
    });
    view! {
        <Dialog open=mover.asks title>
            {move || mover.asked.get().map(|time| move_form(mover, time))}
        </Dialog>
    }
    .into_any()
}

fn move_form(mover: Mover, time: Time) -> AnyView {
    let whole = is_whole(&time);
    let (label, value) = if whole {
        ("ui-calendar-move-day", time.text("first_day").to_owned())
    } else {
        ("ui-calendar-move-begin", time.text("starts_at").to_owned())
    };
    let value = RwSignal::new(value);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let to = value.get_untracked();
        mover.asks.set(false);
        if whole {
            mover.by(time.clone(), days_between(time.text("first_day"), &to));
        } else {
            mover.to(time.clone(), &to);
        }
    };
    view! {
        <form on:submit=send>
            <Field label=t(label)>
                {if whole {
                    view! { <DateInput value /> }.into_any()
                } else {
                    view! { <DateTimeInput value /> }.into_any()
                }}
            </Field>
            <DialogActions>
                <Button on_press=move |()| mover.asks.set(false)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t("ui-calendar-move-do")}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

/// Days from one to another; none where one of them is no day.
fn days_between(from: &str, to: &str) -> i64 {
    let noon = |day: &str| js_sys::Date::parse(&format!("{day}T12:00:00Z"));
    let days = (noon(to) - noon(from)) / 86_400_000.0;
    if days.is_finite() {
        days.round() as i64
    } else {
        0
    }
}
