//! Answering an invitation: whoever is asked to something says whether they come.

use leptos::prelude::*;
use serde_json::json;

use super::desk::{Change, Desk};
use super::live::Live;
use crate::i18n::{I18n, t, t_with};
use crate::session::Session;
use crate::ui::{Icon, Toasts};

/// What is answered, by whose rules.
const ENTITY: &str = "activity";
const PLURAL: &str = "activities";

/// The verbs that answer, what each leaves as the answer, and its icon.
pub const ANSWERS: [(&str, &str, &str); 3] = [
    ("accept", "accepted", "check"),
    ("tentative", "tentative", "circle-help"),
    ("decline", "declined", "x"),
];
/// Shown while somebody has not answered.
const OPEN: &str = "hourglass";

/// The icon of an answer.
pub fn answer_icon(answer: &str) -> &'static str {
    let known = ANSWERS.iter().find(|(_, known, _)| *known == answer);
    known.map_or(OPEN, |(_, _, icon)| icon)
}

/// The word for an answer.
pub fn answer_words(answer: &str) -> Signal<String> {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let answer = answer.to_owned();
    Signal::derive(move || {
        let rows = desk.entity(ENTITY);
        let rows = rows
            .as_ref()
            .and_then(|entity| entity.collection("attendees"));
        let field = rows.and_then(|rows| rows.fields.iter().find(|field| field.name == "answer"));
        field
            .map(|field| field.choice_label(&answer, &i18n.texts()))
            .unwrap_or_default()
    })
}

/// Sends answers.
#[derive(Clone, Copy)]
pub struct Answering {
    desk: Desk,
    i18n: I18n,
    toasts: Toasts,
}

impl Answering {
    /// To be made while a component runs.
    pub fn here() -> Self {
        Self {
            desk: Desk::here(),
            i18n: I18n::here(),
            toasts: Toasts::here(),
        }
    }

    /// Answers; the name is for the message.
    pub fn send(self, id: &str, name: &str, verb: &'static str) {
        let (id, name) = (id.to_owned(), name.to_owned());
        leptos::task::spawn_local(async move {
            let answer = self.desk.api.act(PLURAL, &id, verb, json!({})).await;
            let texts = untrack(|| self.i18n.texts());
            match answer {
                Ok(record) => {
                    self.desk.tell(ENTITY, &id, Change::Is(record));
                    let words = untrack(|| {
                        self.i18n.format("ui-verb-done", |args| {
                            args.set("verb", texts.verb(ENTITY, verb));
                            args.set("name", name);
                        })
                    });
                    self.toasts.say(words);
                }
                Err(failure) => self.toasts.fail(failure.sentence(&texts)),
            }
        });
    }
}

/// The three answers as buttons; the one given is pressed.
pub fn answer_buttons(id: &str, name: &str, given: Signal<String>) -> AnyView {
    let (answering, i18n) = (Answering::here(), I18n::here());
    let label = {
        let name = name.to_owned();
        t_with("ui-answer-named", move |args| {
            args.set("name", name.clone())
        })
    };
    let button = |(verb, answer, icon): (&'static str, &'static str, &'static str)| {
        let (id, name) = (id.to_owned(), name.to_owned());
        let is_given = move || given.with(|given| given == answer);
        view! {
            <button
                type="button"
                class="answer-button"
                aria-pressed=move || is_given().to_string()
                on:click=move |_| answering.send(&id, &name, verb)
            >
                <Icon name=icon />
                {move || i18n.texts().verb(ENTITY, verb)}
            </button>
        }
    };
    view! { <span class="answer-buttons" role="group" aria-label=label>{ANSWERS.map(button)}</span> }
        .into_any()
}

/// On the page of something that one is asked to: what one answered, and the way to answer otherwise. Nothing for others.
pub fn answer_bar(live: &Live) -> AnyView {
    let session = Session::here();
    let live = live.clone();
    let (own, entity) = (live.record.clone(), live.entity.clone());
    let given = Memo::new(move |_| {
        let me = session.me()?.id.to_string();
        own.with(|record| {
            let rows = record.rows("attendees").iter();
            let row = rows
                .filter(|row| row["user_id"].as_str() == Some(me.as_str()))
                .find_map(|row| row["answer"].as_str());
            let open = record.text("status") == "open";
            row.filter(|_| open).map(str::to_owned)
        })
    });
    let named = live.clone();
    let name = move || {
        named
            .record
            .with_untracked(|record| record.title(&entity).to_owned())
    };
    let asked = Memo::new(move |_| given.get().is_some());
    view! {
        {move || asked.get().then(|| {
            let answer = Signal::derive(move || given.get().unwrap_or_default());
            view! {
                <section class="answer" aria-label=t("ui-answer")>
                    <span>{t("ui-answer-asked")}</span>
                    {answer_buttons(&live.id(), &name(), answer)}
                </section>
            }
        })}
    }
    .into_any()
}
