//! The frame around every page of a person who has signed in.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate};

use super::bottom_bar::BottomBar;
use super::create::{CREATABLE, use_create};
use super::help::KeysHelp;
use super::keys::{KeyGroup, Keys};
use super::offline::OfflineBar;
use super::palette::Palette;
use super::rail::Rail;
use super::sections::SECTIONS;
use super::top_bar::TopBar;
use crate::home::follow_reminders;
use crate::i18n::{I18n, t};
use crate::records;
use crate::session::Session;
use crate::ui::{Toasts, focus, next_frame};

/// How long after the frame stands the parts that are likely needed next are fetched: the first page goes first.
const QUIET: Duration = Duration::from_secs(2);

/// What the bars open; they hold no state of their own.
#[derive(Clone, Copy)]
pub(super) struct Panels {
    /// The palette.
    pub palette: RwSignal<bool>,
    /// The list of keys.
    pub help: RwSignal<bool>,
}

/// Rail, bars and dialogs, and the page inside.
#[component]
pub fn Frame() -> impl IntoView {
    let panels = Panels {
        palette: RwSignal::new(false),
        help: RwSignal::new(false),
    };
    provide_context(panels);
    bind_keys(panels);
    follow_the_page();
    follow_reminders();
    set_timeout(|| spawn_local(records::prefetch()), QUIET);
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus_on("#main");
    };
    view! {
        <a class="skip-link" href="#main" on:click=skip>{t("ui-skip")}</a>
        <div class="frame">
            <Rail />
            <TopBar />
            <OfflineBar />
            <main id="main" class="main" tabindex="-1">
                <Outlet />
            </main>
            <BottomBar />
        </div>
        <Palette open=panels.palette />
        <KeysHelp open=panels.help />
        <records::CreateHost />
        <records::CallHost />
    }
}

fn bind_keys(panels: Panels) {
    let keys = Keys::here();
    let toasts = Toasts::here();
    let create = use_create();
    let navigate = StoredValue::new_local(use_navigate());
    keys.bind(KeyGroup::General, "mod+k", t("ui-palette"), move || {
        panels.palette.set(true)
    });
    keys.bind(KeyGroup::General, "?", t("ui-keys"), move || {
        panels.help.set(true)
    });
    keys.bind(KeyGroup::General, "mod+z", t("ui-undo-last"), move || {
        toasts.undo_newest();
    });
    for section in SECTIONS {
        keys.bind(KeyGroup::Go, section.keys, t(section.label), move || {
            navigate.with_value(|navigate| navigate(section.path, Default::default()));
        });
    }
    let i18n = I18n::here();
    for (entity, _, _, strokes) in CREATABLE {
        let words = Signal::derive(move || {
            let name = i18n.texts().entity_inside(entity);
            i18n.format("ui-new-named", |args| args.set("name", name))
        });
        keys.bind(KeyGroup::Create, strokes, words, move || create.run(entity));
    }
}

/// After every change of page the focus goes to its heading, so that keyboards and screen readers begin there, and how
/// old the page before was is forgotten.
fn follow_the_page() {
    let path = use_location().pathname;
    let connection = Session::here().connection();
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            connection.turn_page();
            next_frame(|| focus_on("#main h1"));
        }
        now
    });
}

fn focus_on(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        focus(&element);
    }
}
