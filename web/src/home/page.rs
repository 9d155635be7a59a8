//! Today.

use leptos::prelude::*;

use super::first_steps::first_steps;
use super::invitations::invitations;
use super::keys;
use super::lists::{Question, lists};
use super::parts::{self, Whose};
use crate::i18n::{I18n, t};
use crate::records::today::{Desk, with_catalogue};
use crate::session::Session;
use crate::shell::{FavouriteLinks, Page};
use crate::ui::{Choice, Formats, Segments};

/// What the person who is signed in has to do, and for those who lead, what their people have.
#[component]
pub fn Home() -> impl IntoView {
    with_catalogue(|_| today())
}

fn today() -> AnyView {
    keys::bind();
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
            {first_steps()}
            {move || all_lists(whose.get() == "team")}
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

fn all_lists(team: bool) -> AnyView {
    let (desk, formats) = (Desk::here(), Formats::here());
    let whose = Whose { team };
    let of = |name: &str, questions: [Question; 2]| {
        let entity = desk.entity(name)?;
        let views = questions
            .iter()
            .map(|question| lists(&entity, question, team));
        Some(views.collect_view())
    };
    let mentions = desk.entity("mention").filter(|_| !team);
    let mentions = mentions.map(|entity| lists(&entity, &parts::mentions(), false));
    let opportunities = untrack(|| parts::opportunities(whose, formats));
    view! {
        <div class="home">
            <section class="home-column" aria-label=t("ui-home-activities")>{(!team).then(invitations)}{of("activity", parts::activities(whose))}{mentions}</section>
            <section class="home-column" aria-label=t("ui-home-opportunities")>{of("opportunity", opportunities)}</section>
        </div>
    }
    .into_any()
}
