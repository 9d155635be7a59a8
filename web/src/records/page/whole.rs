//! The page as a whole.

use guanxi_domain::kernel::field::Kind;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::acts::list_address;
use super::collections::{collection, is_wide};
use super::head::{actions, strip};
use super::overview::overview;
use super::related::related;
use super::standing::standing;
use super::timeline::timeline;
use crate::i18n::{I18n, t};
use crate::records::answers::answer_bar;
use crate::records::catalogue::{Entity, Field};
use crate::records::desk::{Change, Desk};
use crate::records::facts::facts;
use crate::records::failure::Loaded;
use crate::records::live::Live;
use crate::records::narrow::is_narrow;
use crate::records::own;
use crate::records::record::Record;
use crate::records::refused::refused;
use crate::records::restraint::restrained;
use crate::shell::Page;
use crate::ui::{Banner, Disclosure, Skeleton, SkeletonShape, Tab, TabPanel, Tabs, Tone};

/// The page of one record.
pub fn record_page(entity: &Entity, id: &str) -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let loaded = RwSignal::new(Loaded::<Live>::Waiting);
    let fetch = {
        let (entity, id) = (entity.clone(), id.to_owned());
        Callback::new(move |()| {
            let (entity, id) = (entity.clone(), id.clone());
            leptos::task::spawn_local_scoped_with_cancellation(async move {
                let expand = references(&entity);
                let expand: Vec<&str> = expand.iter().map(String::as_str).collect();
                let answer = desk.api.get(&entity.plural, &id, &expand).await;
                if let Ok(record) = &answer {
                    desk.names.learn(record.id(), record.title(&entity));
                    desk.learn(&entity, std::slice::from_ref(record));
                }
                loaded.set(Loaded::of(answer.map(|record| Live::new(&entity, record))));
            });
        })
    };
    fetch.run(());
    leave_when_gone(desk, entity, id);
    let named = entity.clone();
    let title = Signal::derive(move || {
        let own = loaded.with(|loaded| {
            loaded
                .ready()
                .map(|live| live.record.with(|record| record.title(&named).to_owned()))
        });
        let named_itself = named.is_named();
        own.filter(|own| named_itself && !own.is_empty())
            .unwrap_or_else(|| named.label(&i18n.texts()))
    });
    view! {
        <Page title wide=true actions=move || view! { {move || loaded.with(|loaded| loaded.ready().map(actions))} }.into_any()>
            {move || match loaded.get() {
                Loaded::Waiting => waiting(),
                Loaded::Failed(failure) => refused(&failure, fetch),
                Loaded::Ready(live) => {
                    keep_in_step(desk, &live);
                    own::remember(desk.own, &live);
                    body(&live)
                }
            }}
        </Page>
    }
    .into_any()
}

/// The references whose names a page or panel shows.
pub fn references(entity: &Entity) -> Vec<String> {
    let shown = entity
        .fields()
        .iter()
        .filter(|field| field.target.is_some() && field.is_shown());
    shown.map(|field| field.path().to_owned()).collect()
}

fn waiting() -> AnyView {
    view! {
        <div class="record-columns">
            <div class="record-facts"><Skeleton shape=SkeletonShape::Fields count=8 /></div>
            <div class="record-story"><Skeleton count=6 /></div>
            <div class="record-related"><Skeleton count=4 /></div>
        </div>
    }
    .into_any()
}

/// The three columns; on phones one of them at a time.
fn body(live: &Live) -> AnyView {
    let narrow = is_narrow();
    let live = live.clone();
    let gone = live.gone.clone();
    let shown = live.clone();
    let page = view! {
        {move || gone.get().then(|| view! { <Banner tone=Tone::Warning>{t("ui-record-gone")}</Banner> })}
        {strip(&live)}
        {standing(&live)}
        {answer_bar(&live)}
        {move || if narrow.get() { tabbed(&live) } else { columns(&live) }}
    };
    restrained(&shown, page.into_any())
}

fn columns(live: &Live) -> AnyView {
    view! {
        <div class="record-columns">
            <section class="record-facts" aria-label=t("ui-facts")>{fact_column(live)}</section>
            <div class="record-story">{story_column(live)}</div>
            <aside class="record-related" aria-label=t("ui-related")>{overview(live)}{related(live)}</aside>
        </div>
    }
    .into_any()
}

fn tabbed(live: &Live) -> AnyView {
    let i18n = I18n::here();
    let selected = RwSignal::new("facts".to_owned());
    let tabs = Signal::derive(move || {
        let tab = |id: &str, key: &str| Tab::new(id, i18n.text(key));
        vec![
            tab("facts", "ui-facts"),
            tab("story", "ui-timeline"),
            tab("related", "ui-related"),
        ]
    });
    let (facts, story, others) = (live.clone(), live.clone(), live.clone());
    view! {
        <Tabs tabs selected label=t("ui-record-parts") />
        <TabPanel id="facts" selected>{overview(&facts)}{fact_column(&facts)}</TabPanel>
        <TabPanel id="story" selected>{story_column(&story)}</TabPanel>
        <TabPanel id="related" selected>{related(&others)}</TabPanel>
    }
    .into_any()
}

/// Key facts, rows of words, and everything else behind "More".
fn fact_column(live: &Live) -> AnyView {
    let (first, rest) = parted(&live.entity);
    let narrow_rows = live
        .entity
        .collections()
        .iter()
        .filter(|rows| !is_wide(rows));
    let rows: Vec<AnyView> = narrow_rows.map(|rows| collection(live, rows)).collect();
    let rest = facts(live, rest);
    view! {
        {facts(live, first)}
        {rows}
        <Disclosure label=t("ui-more-fields")>{rest}</Disclosure>
    }
    .into_any()
}

/// The key facts with the owner, and the other fields that mean something.
fn parted(entity: &Entity) -> (Vec<Field>, Vec<Field>) {
    let shown = entity
        .fields()
        .iter()
        .filter(|field| field.is_shown() && field.kind != Kind::Json);
    let is_first = |field: &&Field| {
        field.key_fact || field.is_anchor() || (field.name == "owner_id" && entity.owned)
    };
    shown.cloned().partition(|field| is_first(&field))
}

/// The timeline, and rows that need room, each behind a tab.
fn story_column(live: &Live) -> AnyView {
    let wide: Vec<_> = live
        .entity
        .collections()
        .iter()
        .filter(|rows| is_wide(rows))
        .cloned()
        .collect();
    if wide.is_empty() {
        return timeline(live);
    }
    let i18n = I18n::here();
    let selected = RwSignal::new("timeline".to_owned());
    let (owner, listed) = (live.clone(), wide.clone());
    let tabs = Signal::derive(move || {
        let texts = i18n.texts();
        let rows = listed.iter().map(|rows| {
            let count = owner.record.with(|record| record.rows(&rows.name).len());
            let mut tab = Tab::new(rows.name.clone(), rows.label(&owner.entity, &texts));
            tab.count = (count > 0).then(|| count.to_string());
            tab
        });
        [Tab::new("timeline", texts.text("ui-timeline"))]
            .into_iter()
            .chain(rows)
            .collect::<Vec<_>>()
    });
    let panels = wide.into_iter().map(|rows| {
        let live = live.clone();
        view! { <TabPanel id=rows.name.clone() selected>{collection(&live, &rows)}</TabPanel> }
    });
    let panels = panels.collect_view();
    let live = live.clone();
    view! {
        <Tabs tabs selected label=t("ui-record-parts") />
        <TabPanel id="timeline" selected>{timeline(&live)}</TabPanel>
        {panels}
    }
    .into_any()
}

/// Takes over changes made in dialogs and panels, and those made elsewhere while the server did not answer.
pub fn keep_in_step(desk: Desk, live: &Live) {
    let live = live.clone();
    Effect::new(move |before: Option<()>| {
        let Some(news) = desk.news.get().filter(|_| before.is_some()) else {
            return;
        };
        if news.is_everything() {
            return catch_up(desk, live.clone());
        }
        if let Some(touched) = news.elsewhere(&live.id()) {
            let own = live.record.with_untracked(Record::version);
            if touched.version.is_none_or(|version| version > own) {
                catch_up(desk, live.clone());
            }
        } else if let (Change::Is(record), true) = (news.what, news.id == live.id()) {
            live.take_newer(record);
        }
    });
}

/// Fetches the record anew. What is typed in it stays.
fn catch_up(desk: Desk, live: Live) {
    leptos::task::spawn_local(async move {
        let expand = references(&live.entity);
        let expand: Vec<&str> = expand.iter().map(String::as_str).collect();
        match desk.api.get(&live.entity.plural, &live.id(), &expand).await {
            Ok(record) => {
                desk.learn(&live.entity, std::slice::from_ref(&record));
                live.take_newer(record);
            }
            // What is shown and typed stays, for whoever wants to keep it.
            Err(failure) if failure.is_missing() => live.gone.set(true),
            // The connection is gone again; the next return tries again.
            Err(_) => {}
        }
    });
}

/// Back to the list when the record goes into the bin; back here when it comes out again.
fn leave_when_gone(desk: Desk, entity: &Entity, id: &str) {
    let (entity, id) = (entity.clone(), id.to_owned());
    let navigate = StoredValue::new_local(use_navigate());
    Effect::new(move |before: Option<()>| {
        let Some(news) = desk.news.get().filter(|_| before.is_some()) else {
            return;
        };
        if news.id == id && news.what == Change::Gone {
            let address = untrack(|| list_address(desk, &entity));
            navigate.with_value(|navigate| navigate(&address, Default::default()));
        }
    });
}
