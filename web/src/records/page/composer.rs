//! Writing down what happened or what is to be done, on top of the timeline.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::draft;
use super::log::{Draft, hung_on, save_draft};
use super::mention::mentioning;
use super::moment::icon_of;
use crate::i18n::{I18n, t};
use crate::records::catalogue::Entity;
use crate::records::control::options;
use crate::records::desk::Desk;
use crate::records::live::Live;
use crate::records::scope::alone;
use crate::shell::{KeyGroup, Keys};
use crate::ui::{
    Button, ButtonKind, DateInput, DateTimeInput, Icon, Kbd, Select, TextArea, Toasts, focus,
    next_frame,
};

/// What can be written down here, with its keys.
const KINDS: [(&str, &str); 4] = [
    ("note", "n"),
    ("call", "l"),
    ("task", "t"),
    ("meeting", "m"),
];
/// Days until a follow-up, as offered.
pub const FOLLOW_UPS: [(i64, &str); 3] = [
    (1, "ui-follow-tomorrow"),
    (3, "ui-follow-days"),
    (7, "ui-follow-week"),
];

/// The composer.
pub fn composer(live: &Live, activity: &Entity) -> AnyView {
    let i18n = I18n::here();
    let draft = Draft::of_kind("note");
    let id = live.id();
    draft::restore(draft, &id);
    draft::keep(draft, &id);
    let node = NodeRef::<Textarea>::new();
    bind_keys(draft, node);
    let (busy, wrong) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let save = saver(live, activity, draft, busy, wrong);
    let typed = move || draft.text.with(|text| !text.is_empty()).then_some("");
    let hint = Signal::derive(move || i18n.text(&format!("ui-composer-{}", draft.kind.get())));
    view! {
        <section class="composer" data-draft=typed aria-label=t("ui-composer")>
            {kinds(activity, draft)}
            {alone(move || mentioning(draft.text, draft.picked, node, view! {
                <TextArea value=draft.text label=hint placeholder=hint rows=2 on_submit=save node_ref=node />
            }.into_any()))}
            {details(activity, draft)}
            {move || wrong.get().map(|words| view! { <p class="form-error" role="alert">{words}</p> })}
            <div class="composer-foot">
                {move || (draft.kind.get() != "task").then(|| follow_chips(draft))}
                <span class="spring"></span>
                <Kbd keys="mod+enter" />
                <Button kind=ButtonKind::Primary busy on_press=move |()| save.run(())>{t("ui-save")}</Button>
            </div>
        </section>
    }
    .into_any()
}

/// Writes down what is typed; what cannot be written down stays, with the reason.
fn saver(
    live: &Live,
    activity: &Entity,
    draft: Draft,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
) -> Callback<()> {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let (live, plural) = (live.clone(), activity.plural.clone());
    Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        wrong.set(None);
        busy.set(true);
        let hung_on = live
            .record
            .with_untracked(|record| hung_on(&live.entity, record));
        let plural = plural.clone();
        leptos::task::spawn_local(async move {
            let answer = save_draft(desk, &plural, draft, &hung_on, "").await;
            busy.try_set(false);
            match answer {
                Ok(()) => toasts.say(untrack(|| i18n.text("ui-composer-saved"))),
                Err(unsaved) => {
                    drop(wrong.try_set(Some(unsaved.sentence(&untrack(|| i18n.texts())))))
                }
            }
        });
    })
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
pub fn follow_chips(draft: Draft) -> AnyView {
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
        <span class="follow" role="group" aria-label=t("ui-follow")>
            <span class="muted">{t("ui-follow")}</span>
            {FOLLOW_UPS.map(chip).collect_view()}
        </span>
    }
    .into_any()
}
