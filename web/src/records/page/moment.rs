//! One entry of the timeline: an activity.

use leptos::prelude::*;

use super::acts::acts_menu;
use super::log::day_after;
use crate::i18n::{I18n, t_with};
use crate::records::desk::Desk;
use crate::records::due::due_mark;
use crate::records::live::Live;
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
    let body = match body.trim().strip_prefix(subject.trim()) {
        Some(rest) if rest.is_empty() || rest.starts_with('\n') => rest.trim().to_owned(),
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
                {(!body.is_empty()).then(|| view! { <p class="moment-body" lang=lang>{body}</p> })}
                {meta(show, live, open)}
            </div>
            <div class="moment-acts">{acts_menu(live)}</div>
        </li>
    }
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
    view! { <p class="moment-meta"><span>{words}</span>{when}</p> }.into_any()
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
