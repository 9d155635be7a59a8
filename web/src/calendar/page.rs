//! The page of the calendar.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::entry::{self, Time, entry_view};
use super::hours::{filled, hours_view};
use super::moving::{Mover, move_dialog};
use super::share::more_menu;
use super::stretch::{View, weekday};
use crate::i18n::{I18n, t, t_with};
use crate::records::today::{
    Change, Desk, Loaded, day_after, is_narrow, refused, use_make, with_catalogue,
};
use crate::shell::{KeyGroup, Keys, Page};
use crate::ui::{
    Button, ButtonKind, Choice, Formats, IconButton, Segments, Skeleton, SkeletonShape,
};

/// When something planned without a time begins.
const MORNING: &str = "09:00";

/// What the page looks at.
#[derive(Clone, Copy)]
pub struct Shown {
    /// How.
    pub view: Memo<View>,
    /// The day it is about.
    pub on: Memo<String>,
    /// All days.
    pub days: Memo<Vec<String>>,
    /// Whose clocks.
    pub formats: Formats,
    /// Whether there is little room.
    pub narrow: Signal<bool>,
}

/// The calendar of the person who is signed in.
#[component]
pub fn Calendar() -> impl IntoView {
    with_catalogue(|_| calendar())
}

fn calendar() -> AnyView {
    let formats = Formats::here();
    let query = use_query_map();
    let narrow = is_narrow();
    let view = Memo::new(move |_| {
        let named = query.with(|query| query.get_str("view").and_then(View::named));
        let usual = if narrow.get() { View::Day } else { View::Week };
        named.unwrap_or(usual)
    });
    let on = Memo::new(move |_| {
        let named = query.with(|query| query.get_str("on").map(str::to_owned));
        let is_day = |day: &String| day.len() == 10 && !js_sys::Date::parse(day).is_nan();
        named.filter(is_day).unwrap_or_else(|| formats.today())
    });
    let days = Memo::new(move |_| view.get().days(&on.get(), formats.week_start(), &weekday));
    let shown = Shown {
        view,
        on,
        days,
        formats,
        narrow,
    };
    Mover::provide();
    let (held, fetch) = fetched(shown);
    let go = use_go();
    bind_keys(shown, go);
    let title = Signal::derive(move || match view.get() {
        View::Day => formats.day(&on.get()),
        _ => formats.month(&on.get()),
    });
    let times = Signal::derive(move || held.with(|held| held.ready().cloned().unwrap_or_default()));
    let is_hours = Memo::new(move |_| matches!(view.get(), View::Day | View::Week));
    let is_there = Memo::new(move |_| held.with(|held| held.ready().is_some()));
    // Hours stay where they are while what stands in them comes and goes, so that nobody loses the place or the focus.
    let body = move || match (is_there.get(), is_hours.get()) {
        (true, true) => hours_view(shown, times, go),
        (true, false) => view! { {move || days_view(shown, &times.get())} }.into_any(),
        (false, _) => view! { {move || absent(&held.get(), fetch)} }.into_any(),
    };
    view! {
        <Page title=t("ui-calendar") wide=true actions=move || head(shown, go, title)>
            {body}
            {move_dialog()}
        </Page>
    }
    .into_any()
}

/// What is shown while there is nothing yet.
fn absent(held: &Loaded<Vec<Time>>, fetch: Callback<()>) -> AnyView {
    match held {
        Loaded::Failed(failure) => refused(failure, fetch),
        _ => view! { <Skeleton shape=SkeletonShape::Rows count=8 /> }.into_any(),
    }
}

/// Goes to a view and a day; both stand in the address.
fn use_go() -> Callback<(View, String)> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |(view, on): (View, String)| {
        let address = format!("/calendar?view={}&on={on}", view.name());
        let still = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate.with_value(|navigate| navigate(&address, still));
    })
}

fn bind_keys(shown: Shown, go: Callback<(View, String)>) {
    let keys = Keys::here();
    let step = move |by: i64| {
        let view = shown.view.get_untracked();
        go.run((view, view.step(&shown.on.get_untracked(), by)));
    };
    keys.bind(KeyGroup::List, "[", t("ui-calendar-before"), move || {
        step(-1)
    });
    keys.bind(KeyGroup::List, "]", t("ui-calendar-after"), move || step(1));
    keys.bind(KeyGroup::List, "t", t("ui-calendar-today"), move || {
        go.run((
            shown.view.get_untracked(),
            untrack(|| shown.formats.today()),
        ));
    });
    let views = [
        ("d", View::Day, "ui-calendar-day"),
        ("w", View::Week, "ui-calendar-week"),
        ("m", View::Month, "ui-calendar-month"),
        ("a", View::Agenda, "ui-calendar-agenda"),
    ];
    for (stroke, view, label) in views {
        keys.bind(KeyGroup::List, stroke, t(label), move || {
            go.run((view, shown.on.get_untracked()));
        });
    }
}

fn head(shown: Shown, go: Callback<(View, String)>, title: Signal<String>) -> AnyView {
    let i18n = I18n::here();
    let chosen = RwSignal::new(shown.view.get_untracked().name().to_owned());
    Effect::new(move |_| chosen.set(shown.view.get().name().to_owned()));
    let options = Signal::derive(move || {
        let label = |(_, name): (View, &'static str)| {
            Choice::new(name, i18n.text(&format!("ui-calendar-{name}")))
        };
        View::ALL.map(label).to_vec()
    });
    let choose = Callback::new(move |name: String| {
        if let Some(view) = View::named(&name) {
            go.run((view, shown.on.get_untracked()));
        }
    });
    let step = move |by: i64| {
        let view = shown.view.get_untracked();
        go.run((view, view.step(&shown.on.get_untracked(), by)));
    };
    let today = move |()| {
        go.run((
            shown.view.get_untracked(),
            untrack(|| shown.formats.today()),
        ))
    };
    view! {
        <span class="cal-title" aria-live="polite">{title}</span>
        <IconButton icon="chevron-left" label=t("ui-calendar-before") on_press=move |()| step(-1) />
        <Button kind=ButtonKind::Quiet on_press=today>{t("ui-calendar-today")}</Button>
        <IconButton icon="chevron-right" label=t("ui-calendar-after") on_press=move |()| step(1) />
        <Segments value=chosen options label=t("ui-calendar-view") on_change=choose />
        {more_menu()}
    }
    .into_any()
}

/// What there is in the days shown, fetched again when they or anything in them may have changed.
fn fetched(shown: Shown) -> (RwSignal<Loaded<Vec<Time>>>, Callback<()>) {
    let desk = Desk::here();
    let held = RwSignal::new(Loaded::<Vec<Time>>::Waiting);
    let fetch = Callback::new(move |()| {
        let days = shown.days.get_untracked();
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return;
        };
        let midnight = |day: &str| shown.formats.instant_at(&format!("{day}T00:00"));
        let (Some(from), Some(until)) = (midnight(first), midnight(&day_after(last, 1))) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let answer = desk.api.agenda(&from, &until).await;
            // Who has gone on meanwhile wants other days.
            if shown.days.try_get_untracked() == Some(days) {
                held.try_update(|held| held.renew(answer));
            }
        });
    });
    Effect::new(move |_| {
        shown.days.track();
        fetch.run(());
    });
    desk.follow(["activity"], move || fetch.run(()));
    (held, fetch)
}

fn days_view(shown: Shown, times: &[Time]) -> AnyView {
    let view = shown.view.get();
    let (days, month) = (
        shown.days.get(),
        shown.on.get().get(..7).unwrap_or_default().to_owned(),
    );
    let of = |day: &String| -> Vec<Time> {
        let on = times
            .iter()
            .filter(|time| entry::is_on(shown.formats, time, day));
        on.cloned().collect()
    };
    let cells: Vec<AnyView> = days
        .iter()
        .map(|day| (day, of(day)))
        .filter(|(_, times)| view != View::Agenda || !times.is_empty())
        .map(|(day, times)| day_view(shown, day, &month, &times))
        .collect();
    if cells.is_empty() {
        return view! { <p class="home-none">{t("ui-calendar-none")}</p> }.into_any();
    }
    view! { <div class="cal" data-view=view.name()>{cells}</div> }.into_any()
}

fn day_view(shown: Shown, day: &str, month: &str, times: &[Time]) -> AnyView {
    let formats = shown.formats;
    let mover = Mover::here();
    let (own, dropped) = (day.to_owned(), day.to_owned());
    let outside = shown.view.get_untracked() == View::Month && !day.starts_with(month);
    let today = Memo::new(move |_| formats.today() == own);
    let entries = times
        .iter()
        .map(|time| entry_view(time, day))
        .collect_view();
    view! {
        <section
            class="cal-day"
            class:cal-outside=outside
            class:cal-today=move || today.get()
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                mover.drop_on(&dropped);
            }
        >
            {heading(formats, day)}
            <ul class="cal-list">{entries}</ul>
        </section>
    }
    .into_any()
}

/// The head of a day, with a button that plans something on it.
pub fn heading(formats: Formats, day: &str) -> AnyView {
    let make = use_make();
    let (told, at) = (day.to_owned(), format!("{day}T{MORNING}"));
    let label = t_with("ui-calendar-new", move |args| {
        args.set("day", formats.day(&told))
    });
    let plan = move |()| make.run(("activity".to_owned(), filled(formats, &at)));
    let (words, stamp) = (day.to_owned(), day.to_owned());
    view! {
        <header class="cal-head">
            <h2><time datetime=stamp>{move || formats.weekday(&words)}</time></h2>
            <IconButton small=true icon="plus" label on_press=plan />
        </header>
    }
    .into_any()
}

/// That something was moved, for everything on the page that shows it.
pub fn tell_moved(desk: Desk, id: &str) {
    desk.tell("activity", id, Change::Many);
}
