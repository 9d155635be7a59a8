//! Writing down what happened or what is to be done, on top of the timeline.

use leptos::html::Textarea;
use leptos::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::draft;
use super::moment::icon_of;
use crate::i18n::{I18n, t};
use crate::records::api::fresh_id;
use crate::records::catalogue::Entity;
use crate::records::control::options;
use crate::records::desk::{Change, Desk};
use crate::records::live::Live;
use crate::records::scope::alone;
use crate::shell::{KeyGroup, Keys};
use crate::ui::{
    Button, ButtonKind, DateInput, DateTimeInput, Formats, Icon, Kbd, Select, TextArea, Toasts,
    focus, next_frame,
};

/// What can be written down here, with its keys.
const KINDS: [(&str, &str); 4] = [
    ("note", "n"),
    ("call", "l"),
    ("task", "t"),
    ("meeting", "m"),
];
/// Longest line that serves as the subject.
const SUBJECT: usize = 120;
/// Days until a follow-up, as offered.
const FOLLOW_UPS: [(i64, &str); 3] = [
    (1, "ui-follow-tomorrow"),
    (3, "ui-follow-days"),
    (7, "ui-follow-week"),
];

/// What is typed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What kind of activity.
    pub kind: RwSignal<String>,
    /// The words.
    pub text: RwSignal<String>,
    /// For tasks: the day.
    pub due: RwSignal<String>,
    /// For meetings: the moment.
    pub starts: RwSignal<String>,
    /// For calls: what came of it.
    pub outcome: RwSignal<String>,
    /// Days until a follow-up; empty for none.
    pub follow: RwSignal<String>,
}

/// The composer.
pub fn composer(live: &Live, activity: &Entity) -> AnyView {
    let (desk, i18n, toasts, formats) =
        (Desk::here(), I18n::here(), Toasts::here(), Formats::here());
    let draft = Draft {
        kind: RwSignal::new("note".to_owned()),
        text: RwSignal::new(String::new()),
        due: RwSignal::new(day_after(&untrack(|| formats.today()), 1)),
        starts: RwSignal::new(String::new()),
        outcome: RwSignal::new(String::new()),
        follow: RwSignal::new(String::new()),
    };
    let id = live.id();
    draft::restore(draft, &id);
    draft::keep(draft, &id);
    let node = NodeRef::<Textarea>::new();
    bind_keys(draft, node);
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let anchor = live.clone();
    let plural = activity.plural.clone();
    let save = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let Some(body) = body_of(draft, &anchor) else {
            return wrong.set(Some(untrack(|| i18n.text("ui-composer-empty"))));
        };
        wrong.set(None);
        busy.set(true);
        let next = follow_up(draft, &body, &anchor, &untrack(|| formats.today()));
        let plural = plural.clone();
        leptos::task::spawn_local(async move {
            let saved = desk
                .api
                .create(&plural, Json::Object(body), &fresh_id())
                .await;
            let answer = match (saved, next) {
                (Ok(_), Some(next)) => {
                    desk.api
                        .create(&plural, Json::Object(next), &fresh_id())
                        .await
                }
                (saved, _) => saved,
            };
            busy.try_set(false);
            match answer {
                Ok(record) => {
                    clear(draft);
                    desk.tell(super::timeline::ACTIVITY, record.id(), Change::Created);
                    toasts.say(untrack(|| i18n.text("ui-composer-saved")));
                }
                Err(failure) => {
                    drop(wrong.try_set(Some(failure.sentence(&untrack(|| i18n.texts())))))
                }
            }
        });
    });
    let typed = move || draft.text.with(|text| !text.is_empty()).then_some("");
    let hint = Signal::derive(move || i18n.text(&format!("ui-composer-{}", draft.kind.get())));
    view! {
        <section class="composer" data-draft=typed aria-label=t("ui-composer")>
            {kinds(activity, draft)}
            {alone(move || view! {
                <TextArea value=draft.text label=hint placeholder=hint rows=2 on_submit=save node_ref=node />
            }.into_any())}
            {details(activity, draft)}
            {move || wrong.get().map(|words| view! { <p class="form-error" role="alert">{words}</p> })}
            <div class="composer-foot">
                {follow_chips(draft)}
                <span class="spring"></span>
                <Kbd keys="mod+enter" />
                <Button kind=ButtonKind::Primary busy on_press=move |()| save.run(())>{t("ui-save")}</Button>
            </div>
        </section>
    }
    .into_any()
}

fn bind_keys(draft: Draft, node: NodeRef<Textarea>) {
    let keys = Keys::here();
    let labels = [
        "ui-log-note",
        "ui-log-call",
        "ui-log-task",
        "ui-log-meeting",
    ];
    for ((kind, stroke), label) in KINDS.into_iter().zip(labels) {
        keys.bind(KeyGroup::Record, stroke, t(label), move || {
            draft.kind.set(kind.to_owned());
            next_frame(move || {
                if let Some(area) = node.try_get_untracked().flatten() {
                    focus(&area);
                }
            });
        });
    }
}

/// One of the kinds, all in sight.
fn kinds(activity: &Entity, draft: Draft) -> AnyView {
    let i18n = I18n::here();
    let Some(field) = activity.field("kind") else {
        return ().into_any();
    };
    let tab = move |(kind, stroke): (&'static str, &'static str)| {
        let field = field.clone();
        let on = move || draft.kind.with(|now| now == kind);
        view! {
            <button
                type="button"
                class="quick"
                aria-pressed=move || if on() { "true" } else { "false" }
                data-tip=""
                data-keys=stroke
                on:click=move |_| draft.kind.set(kind.to_owned())
            >
                <Icon name=icon_of(kind) />
                <span>{move || field.choice_label(kind, &i18n.texts())}</span>
            </button>
        }
    };
    view! { <div class="composer-kinds" role="group" aria-label=t("ui-composer-kind")>{KINDS.map(tab).collect_view()}</div> }
        .into_any()
}

/// What a kind asks beside the words.
fn details(activity: &Entity, draft: Draft) -> AnyView {
    let outcomes = activity
        .field("outcome")
        .map(|field| options(&field, false));
    let i18n = I18n::here();
    let label = {
        let activity = activity.clone();
        move |path: &'static str| {
            let activity = activity.clone();
            Signal::derive(move || {
                activity
                    .field(path)
                    .map(|field| field.label(&i18n.texts()))
                    .unwrap_or_default()
            })
        }
    };
    view! {
        {move || match (draft.kind.get().as_str(), outcomes) {
            ("task", _) => {
                let label = label("due_on");
                labelled(label, move || view! { <DateInput value=draft.due label /> }.into_any())
            }
            ("meeting", _) => {
                let label = label("starts_at");
                labelled(label, move || view! { <DateTimeInput value=draft.starts label /> }.into_any())
            }
            ("call", Some(options)) => {
                let label = label("outcome");
                labelled(label, move || view! { <Select value=draft.outcome options none=t("ui-none") label /> }.into_any())
            }
            _ => ().into_any(),
        }}
    }
    .into_any()
}

fn labelled(label: Signal<String>, input: impl FnOnce() -> AnyView) -> AnyView {
    let input = alone(input);
    view! { <div class="composer-detail"><span aria-hidden="true">{move || label.get()}</span>{input}</div> }.into_any()
}

/// What comes next, at one press: a task on that day, made together with what is saved.
fn follow_chips(draft: Draft) -> AnyView {
    let chip = move |(days, label): (i64, &'static str)| {
        let value = days.to_string();
        let own = value.clone();
        let on = Memo::new(move |_| draft.follow.with(|now| *now == own));
        view! {
            <button
                type="button"
                class="quick"
                aria-pressed=move || if on.get() { "true" } else { "false" }
                on:click=move |_| draft.follow.set(if on.get_untracked() { String::new() } else { value.clone() })
            >
                {t(label)}
            </button>
        }
    };
    view! {
        {move || (draft.kind.get() != "task").then(|| view! {
            <span class="follow" role="group" aria-label=t("ui-follow")>
                <span class="muted">{t("ui-follow")}</span>
                {FOLLOW_UPS.map(chip).collect_view()}
            </span>
        })}
    }
    .into_any()
}

/// What is sent; `None` while there are no words.
fn body_of(draft: Draft, anchor: &Live) -> Option<Map<String, Json>> {
    let text = draft.text.get_untracked();
    let (subject, body) = parted(text.trim())?;
    let kind = draft.kind.get_untracked();
    let mut map = hung_on(anchor);
    map.insert("kind".to_owned(), json!(kind));
    map.insert("subject".to_owned(), json!(subject));
    if let Some(body) = body {
        map.insert("body".to_owned(), json!(body));
    }
    let mut put = |name: &str, text: String| {
        if !text.is_empty() {
            map.insert(name.to_owned(), json!(text));
        }
    };
    match kind.as_str() {
        "task" => put("due_on", draft.due.get_untracked()),
        "meeting" => put("starts_at", draft.starts.get_untracked()),
        "call" => {
            put("outcome", draft.outcome.get_untracked());
            put(
                "done_at",
                js_sys::Date::new_0()
                    .to_iso_string()
                    .as_string()
                    .unwrap_or_default(),
            );
        }
        _ => {}
    }
    Some(map)
}

/// The first line as the subject; the whole as the body when there is more than that line.
fn parted(text: &str) -> Option<(String, Option<String>)> {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let subject: String = first.chars().take(SUBJECT).collect();
    let whole = subject.len() == text.len();
    Some((subject, (!whole).then(|| text.to_owned())))
}

fn hung_on(anchor: &Live) -> Map<String, Json> {
    let mut map = Map::new();
    let record = anchor.record.get_untracked();
    if anchor.entity.anchor {
        map.insert("anchor_entity".to_owned(), json!(anchor.entity.name));
        map.insert("anchor_id".to_owned(), json!(record.id()));
    }
    let contact = if anchor.entity.name == "contact" {
        record.id()
    } else {
        record.text("primary_contact_id")
    };
    if !contact.is_empty() {
        map.insert("contact_id".to_owned(), json!(contact));
    }
    map
}

fn follow_up(
    draft: Draft,
    done: &Map<String, Json>,
    anchor: &Live,
    today: &str,
) -> Option<Map<String, Json>> {
    let days: i64 = draft.follow.get_untracked().parse().ok()?;
    let mut map = hung_on(anchor);
    map.insert("kind".to_owned(), json!("task"));
    map.insert(
        "subject".to_owned(),
        done.get("subject").cloned().unwrap_or_default(),
    );
    map.insert("due_on".to_owned(), json!(day_after(today, days)));
    Some(map)
}

fn clear(draft: Draft) {
    draft.text.try_set(String::new());
    draft.outcome.try_set(String::new());
    draft.starts.try_set(String::new());
    draft.follow.try_set(String::new());
}

/// The day so many days later.
pub fn day_after(day: &str, days: i64) -> String {
    let noon = js_sys::Date::parse(&format!("{day}T12:00:00Z")) + days as f64 * 86_400_000.0;
    let later = js_sys::Date::new(&noon.into()).to_iso_string().as_string();
    later
        .and_then(|text| text.get(..10).map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn the_first_line_is_the_subject() {
        assert_eq!(
            parted("Called back"),
            Some(("Called back".to_owned(), None))
        );
        assert_eq!(
            parted("Called\nwill decide"),
            Some(("Called".to_owned(), Some("Called\nwill decide".to_owned())))
        );
        assert_eq!(parted(""), None);
    }
}
