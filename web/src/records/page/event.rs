//! One entry of the timeline: a change, with old and new, to be taken back.

use leptos::prelude::*;
use serde_json::Value as Json;

use crate::i18n::{I18n, t};
use crate::records::catalogue::Entity;
use crate::records::desk::{Change, Desk};
use crate::records::live::Live;
use crate::records::record::Record;
use crate::records::show::Show;
use crate::ui::{Button, ButtonKind, Icon, Toasts, spoken};

/// Changes shown at once; the rest is behind a press.
const SHOWN: usize = 3;
/// Names of fields that say nothing beside the others.
const SILENT: [&str; 6] = [
    "stage_entered_at",
    "weighted",
    "push_count",
    "normalised",
    "team_id",
    "version",
];

/// The change.
pub fn event_view(live: &Live, event: &Record) -> AnyView {
    let show = Show::here();
    let verb = event.text("verb").to_owned();
    let sentence = {
        let (event, live, verb) = (event.clone(), live.clone(), verb.clone());
        move || sentence(show, &live.entity, &event, &verb)
    };
    let created = matches!(verb.as_str(), "created" | "imported");
    let changes: Vec<Json> = if created {
        Vec::new()
    } else {
        event.rows("changes").to_vec()
    };
    let changes: Vec<Json> = changes
        .into_iter()
        .filter(|change| !is_silent(change))
        .collect();
    let at = event.text("at").to_owned();
    let many = changes.len() > SHOWN;
    let all = RwSignal::new(false);
    let lines = {
        let live = live.clone();
        move || {
            let most = if all.get() { usize::MAX } else { SHOWN };
            changes
                .iter()
                .take(most)
                .map(|change| line(show, &live.entity, change))
                .collect_view()
        }
    };
    let clock = at.clone();
    let revertible = live.entity.may.update && !created && !event.rows("changes").is_empty();
    view! {
        <li class="moment moment-change">
            <span class="moment-icon"><Icon name=icon_of(&verb) /></span>
            <div class="moment-main">
                <p class="moment-sentence">{sentence}</p>
                <dl class="changes">{lines}</dl>
                {move || (many && !all.get()).then(|| view! {
                    <Button kind=ButtonKind::Quiet small=true on_press=move |()| all.set(true)>{t("ui-changes-all")}</Button>
                })}
                <p class="moment-meta"><time datetime=at.clone()>{move || show.formats.instant_time(&clock)}</time></p>
            </div>
            <div class="moment-acts">{revertible.then(|| revert_button(live, event))}</div>
        </li>
    }
    .into_any()
}

fn icon_of(verb: &str) -> &'static str {
    match verb {
        "created" | "imported" => "plus",
        "deleted" => "trash-2",
        "win" => "trophy",
        "reverted" | "restored" => "undo-2",
        _ => "history",
    }
}

/// "Maria changed the amount", "Maria won this".
fn sentence(show: Show, entity: &Entity, event: &Record, verb: &str) -> String {
    let users = show.desk.entity("user");
    let actor = event.text("actor_id");
    let name = users
        .map(|users| show.desk.names.name(&users, actor))
        .filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| {
        if actor.is_empty() && event.text("channel") == "portal" {
            show.i18n.text("ui-event-customer")
        } else if actor.is_empty() {
            "Guanxi".to_owned()
        } else {
            "…".to_owned()
        }
    });
    let texts = show.i18n.texts();
    let known = [
        "created", "updated", "deleted", "restored", "reverted", "imported", "linked", "unlinked",
    ]
    .contains(&verb);
    if known {
        let key = format!("ui-event-{verb}");
        return show.i18n.format(&key, |args| args.set("name", name));
    }
    let act = texts.verb(&entity.name, verb);
    show.i18n.format("ui-event-verb", |args| {
        args.set("name", name);
        args.set("verb", act);
    })
}

fn is_silent(change: &Json) -> bool {
    change
        .get("field")
        .and_then(Json::as_str)
        .is_none_or(|field| SILENT.contains(&field))
}

/// One field, or one row of a collection: old → new.
fn line(show: Show, entity: &Entity, change: &Json) -> AnyView {
    let path = change
        .get("field")
        .and_then(Json::as_str)
        .unwrap_or_default()
        .to_owned();
    let value = |name: &str| change.get(name).cloned().unwrap_or_default();
    let (old, new) = (value("old"), value("new"));
    let (label, before, after) = match path.split_once('/').filter(|(first, _)| *first != "custom")
    {
        Some((rows, _)) => row_line(show, entity, rows, &old, &new),
        None => field_line(show, entity, &path.replacen('/', ".", 1), &old, &new),
    };
    view! {
        <div class="change">
            <dt>{label}</dt>
            <dd>
                {(!before.is_empty()).then(|| view! { <del>{spoken(show.formats, before)}</del>" " })}
                {if after.is_empty() {
                    view! { <span class="muted">{t("ui-change-emptied")}</span> }.into_any()
                } else {
                    view! { <ins>{spoken(show.formats, after)}</ins> }.into_any()
                }}
            </dd>
        </div>
    }
    .into_any()
}

fn field_line(
    show: Show,
    entity: &Entity,
    path: &str,
    old: &Json,
    new: &Json,
) -> (String, String, String) {
    let Some(field) = entity.field(path) else {
        return (path.to_owned(), String::new(), String::new());
    };
    let words = |value: &Json| show.value_words(&field, value);
    (field.label(&show.i18n.texts()), words(old), words(new))
}

/// A row of a collection in one line: its filled fields.
fn row_line(
    show: Show,
    entity: &Entity,
    name: &str,
    old: &Json,
    new: &Json,
) -> (String, String, String) {
    let Some(rows) = entity.collection(name) else {
        return (name.to_owned(), String::new(), String::new());
    };
    let words = |row: &Json| {
        let record = Record::new(row.clone());
        let parts = rows
            .fields
            .iter()
            .filter(|field| !SILENT.contains(&field.name.as_str()));
        let parts = parts
            .map(|field| show.value_words(field, record.get(field.path())))
            .filter(|words| !words.is_empty());
        parts.take(4).collect::<Vec<_>>().join(" · ")
    };
    (
        rows.label(entity, &show.i18n.texts()),
        words(old),
        words(new),
    )
}

fn revert_button(live: &Live, event: &Record) -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let (live, id) = (live.clone(), event.get("id").as_i64().unwrap_or_default());
    let busy = RwSignal::new(false);
    let revert = move |()| {
        let live = live.clone();
        busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = desk.api.revert(&live.entity.plural, &live.id(), id).await;
            busy.try_set(false);
            match answer {
                Ok(record) => {
                    live.take(record.clone());
                    desk.tell(&live.entity.name, record.id(), Change::Is(record.clone()));
                    toasts.say(untrack(|| i18n.text("ui-reverted")));
                }
                Err(failure) => toasts.fail(failure.sentence(&untrack(|| i18n.texts()))),
            }
        });
    };
    view! {
        <span class="revert" data-tip=t("ui-revert-help")>
            <Button kind=ButtonKind::Quiet small=true icon="undo-2" busy on_press=revert>{t("ui-revert")}</Button>
        </span>
    }
    .into_any()
}
