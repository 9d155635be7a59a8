//! Today.

use leptos::prelude::*;
use serde_json::json;

use super::lists::{Question, Show as Shape, list};
use crate::i18n::{I18n, t};
use crate::records::today::{Desk, Node, with_catalogue};
use crate::session::Session;
use crate::shell::{FavouriteLinks, Page};
use crate::ui::{Choice, Formats, Segments};

/// What the person who is signed in has to do, and for those who lead, what their people have.
#[component]
pub fn Home() -> impl IntoView {
    with_catalogue(|_| today())
}

fn today() -> AnyView {
    let i18n = I18n::here();
    let whose = RwSignal::new("mine".to_owned());
    let options = Signal::derive(move || {
        vec![
            Choice::new("mine", i18n.text("ui-home-mine")),
            Choice::new("team", i18n.text("ui-home-team")),
        ]
    });
    let switch = leads()
        .then(|| view! { <Segments value=whose options label=t("ui-home-whose") /> }.into_any());
    let switch = StoredValue::new_local(switch);
    view! {
        <Page title=t("ui-today") wide=true actions=move || switch.try_update_value(Option::take).flatten()>
            <p class="home-day">{day_words()}</p>
            <FavouriteLinks class="favourite-link" />
            {move || lists(whose.get() == "team")}
        </Page>
    }
    .into_any()
}

/// Whoever may give opportunities to others leads people.
fn leads() -> bool {
    Desk::here()
        .entity("opportunity")
        .is_some_and(|entity| entity.may.assign)
}

/// The date, with a word to the person.
fn day_words() -> impl Fn() -> String + Send + Sync + 'static {
    let (i18n, formats, session) = (I18n::here(), Formats::here(), Session::here());
    move || {
        let name = session
            .me()
            .map(|me| {
                me.given_name
                    .filter(|name| !name.is_empty())
                    .unwrap_or(me.name)
            })
            .unwrap_or_default();
        let day = formats.day(&formats.today());
        i18n.format("ui-home-hello", |args| {
            args.set("name", name);
            args.set("day", day);
        })
    }
}

fn lists(team: bool) -> AnyView {
    let desk = Desk::here();
    let whose = |parts: Vec<Node>| {
        let mine = (!team).then(|| Node::test("owner_id", "eq", json!("@me")));
        Node::all(mine.into_iter().chain(parts).collect())
    };
    let open = || Node::test("status", "in", json!(["open"]));
    let activities = desk.entity("activity").map(|entity| {
        let due = |op: &str| whose(vec![open(), Node::test("due_on", op, json!("@today"))]);
        let ahead = Node::Group {
            any: false,
            parts: vec![
                Node::test("due_on", "gt", json!("@today")),
                Node::test("due_on", "lte", json!("@today+7")),
            ],
        };
        let undated = whose(vec![open(), Node::test("due_on", "empty", json!(true))]);
        let questions = [
            Question::new("ui-home-overdue", due("lt"), "due_on", Shape::Overdue),
            Question::new("ui-home-today", due("eq"), "-priority", Shape::Usual),
            Question::new(
                "ui-home-week",
                whose(vec![open(), ahead]),
                "due_on",
                Shape::Usual,
            ),
            Question::new("ui-home-undated", undated, "-created_at", Shape::Folded),
        ];
        questions
            .map(|question| list(&entity, question, team))
            .collect_view()
    });
    let opportunities = desk.entity("opportunity").map(|entity| {
        let unplanned = whose(vec![
            open(),
            Node::test("next_step_on", "empty", json!(true)),
        ]);
        let past = whose(vec![
            open(),
            Node::test("next_step_on", "lt", json!("@today")),
        ]);
        let closing = whose(vec![
            open(),
            Node::test("close_on", "lte", json!("@this_month")),
        ]);
        let questions = [
            Question::new("ui-home-no-next-step", unplanned, "-amount", Shape::Usual),
            Question::new("ui-home-step-overdue", past, "next_step_on", Shape::Overdue),
            Question::new("ui-home-closing", closing, "close_on", Shape::Usual),
        ];
        questions
            .map(|question| list(&entity, question, team))
            .collect_view()
    });
    view! {
        <div class="home">
            <section class="home-column" aria-label=t("ui-home-activities")>{activities}</section>
            <section class="home-column" aria-label=t("ui-home-opportunities")>{opportunities}</section>
        </div>
    }
    .into_any()
}
