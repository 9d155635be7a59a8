//! One entry of the timeline: an activity.

use guanxi_domain::activities::mentions::plain;
use leptos::prelude::*;

use super::acts::acts_menu;
use super::log::day_after;
use super::markdown::markdown;
use crate::i18n::{I18n, t_with};
use crate::records::desk::Desk;
use crate::records::due::due_mark;
use crate::records::live::Live;
use crate::records::record::Record;
use crate::records::show::Show;
use crate::records::verbs::Doing;
use crate::ui::{Formats, Icon, Toasts, spoken, spoken_line};

/// The icon of a kind of activity.
pub fn icon_of(kind: &str) -> &'static str {
    match kind {
        "call" => "phone",
        "meeting" => "users",
        "note" => "sticky-note",
        "task" => "square-check",
        "visit" => "map-pin",
        "mail" | "letter" => "mail",
        "chat" | "form" => "message-square",
        _ => "calendar",
    }
}

/// "Today", "Yesterday", or the date as it is written.
pub fn day_heading(day: String) -> AnyView {
    let formats = Formats::here();
    let words = move || {
        let today = formats.today();
        let named = [today.clone(), day_after(&today, -1)];
        let near = named.iter().find(|near| formats.day(near) == day);
        near.map_or_else(|| day.clone(), |near| formats.relative_day(near))
    };
    view! { <h3 class="timeline-heading">{words}</h3> }.into_any()
}

/// An activity with what came of it.
pub fn activity_view(live: &Live) -> AnyView {
    let show = Show::here();
    let record = live.record.get_untracked();
    let (kind, status) = (
        record.text("kind").to_owned(),
        record.text("status").to_owned(),
    );
    let open = status == "open";
    let body = record.text("body").to_owned();
    let href = format!("/{}/{}", live.entity.plural, live.id());
    let subject = record.text("subject").to_owned();
    // The first line stands above as the subject already.
    let body = match body.trim().split_once('\n') {
        Some((first, rest)) if plain(first).trim() == subject.trim() => rest.trim().to_owned(),
        None if plain(body.trim()) == subject.trim() => String::new(),
        _ => body,
    };
    let lang = {
        let body = body.clone();
        move || show.formats.lang_of(&body)
    };
    let mark = if open {
        done_box(live)
    } else {
        view! { <span class="moment-icon"><Icon name=icon_of(&kind) /></span> }.into_any()
    };
    view! {
        <li class="moment" class:moment-open=open class:moment-cancelled=status == "cancelled">
            {mark}
            <div class="moment-main">
                <a class="moment-title" href=href>{move || spoken(show.formats, subject.clone())}</a>
                {(!body.is_empty()).then(|| view! { <div class="moment-body" lang=lang>{markdown(&body)}</div> })}
                {check_in(show, &record)}
                {meta(show, live, open)}
            </div>
            <div class="moment-acts">{acts_menu(live)}</div>
        </li>
    }
    .into_any()
}

/// When somebody said to be there, and where if they wanted it known.
fn check_in(show: Show, record: &Record) -> AnyView {
    let at = record.text("checked_in_at").to_owned();
    if at.is_empty() {
        return ().into_any();
    }
    let (latitude, longitude) = (
        record.text("check_in_latitude"),
        record.text("check_in_longitude"),
    );
    let place = format!("{latitude},{longitude}");
    let map = (!latitude.is_empty()).then(|| {
        let address = format!("https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}");
        view! { <a href=address target="_blank" rel="noopener noreferrer">{place}</a> }
    });
    let words = t_with("ui-checked-in", move |args| {
        args.set("at", show.formats.instant(&at))
    });
    view! { <p class="moment-place"><Icon name="map-pin" /><span>{words}</span>{map}</p> }
        .into_any()
}

/// Who, what came of it, when.
fn meta(show: Show, live: &Live, open: bool) -> AnyView {
    let one = live.clone();
    let words = move || {
        let record = one.record.get();
        let field = |path: &str| {
            one.entity
                .field(path)
                .map(|field| show.words(&field, &record))
                .unwrap_or_default()
        };
        let parts = [
            field("kind"),
            field("outcome"),
            field("contact_id"),
            field("owner_id"),
        ];
        spoken_line(show.formats, parts)
    };
    let record = live.record.get_untracked();
    let when = if open {
        let (day, start) = (
            record.text("due_on").to_owned(),
            record.text("starts_at").to_owned(),
        );
        if day.is_empty() && !start.is_empty() {
            view! { <span>{move || show.formats.instant(&start)}</span> }.into_any()
        } else {
            due_mark(&day)
        }
    } else {
        let at = super::timeline::moment_of(&record);
        let shown = at.clone();
        view! { <time datetime=at>{move || show.formats.instant_time(&shown)}</time> }.into_any()
    };
    view! { <p class="moment-meta">{steps_mark(&record)}<span>{words}</span>{when}</p> }.into_any()
}

/// How many of its steps are done; nothing for what has none.
pub fn steps_mark(record: &Record) -> AnyView {
    let number = |name: &str| record.get(name).as_i64().unwrap_or_default();
    let (done, total) = (number("steps_done"), number("steps_total"));
    if total == 0 {
        return ().into_any();
    }
    let words = t_with("ui-steps-done", move |args| {
        args.set("done", done);
        args.set("total", total);
    });
    view! {
        <span class="steps">
            <Icon name="list-checks" />
            <span aria-hidden="true">{format!("{done}/{total}")}</span>
            <span class="sr-only">{words}</span>
        </span>
    }
    .into_any()
}

/// The box that is ticked when it is done.
pub fn done_box(live: &Live) -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let verb = live
        .entity
        .verbs
        .iter()
        .find(|verb| verb.to.as_deref() == Some("done"))
        .cloned();
    let Some(verb) = verb.filter(|_| live.entity.may.update) else {
        return view! { <span class="moment-icon"><Icon name="calendar" /></span> }.into_any();
    };
    let ticked = RwSignal::new(false);
    let doing = Doing::new(live, verb, i18n, toasts).or_else(move || {
        ticked.try_set(false);
    });
    let named = live.clone();
    let label = t_with("ui-done-named", move |args| {
        args.set(
            "name",
            named
                .record
                .with(|record| record.title(&named.entity).to_owned()),
        );
    });
    let tick = move |_| {
        ticked.set(true);
        desk.try_at_once(doing.clone());
    };
    view! {
        <label class="moment-tick">
            <input type="checkbox" aria-label=label prop:checked=move || ticked.get() on:change=tick />
        </label>
    }
    .into_any()
}
