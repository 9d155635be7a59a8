//! The pages that addresses lead to.

use guanxi_i18n::Texts;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use wasm_split_helpers::wasm_split;

use super::board::board_page;
use super::catalogue::{Catalogue, Entity};
use super::desk::Desk;
use super::failure::Loaded;
use super::goals::goals_page;
use super::list::{fetch_editor, list_page};
use super::list_view::{ListView, Shown, awaits_views};
use super::make::fetch_form;
use super::map::map_page;
use super::own::recent_places;
use super::page::record_page;
use super::refused::refused;
use crate::i18n::{I18n, t};
use crate::later::{Part, later};
use crate::shell::{KeyGroup, Keys, Page};
use crate::ui::{Choice, Finding, NotFound, Skeleton, SkeletonShape};

/// Records found for the palette at once, per entity.
const FOUND: u32 = 5;
/// Favourites, and records looked at last, that the palette offers before anything is typed.
const AT_HAND: usize = 8;

/// The records of one entity: list or board.
#[component]
pub fn Collection() -> impl IntoView {
    with_entity(|entity, _| {
        let query = use_query_map();
        let own = entity.clone();
        // Otherwise the whole list would be asked for first.
        let waits = Memo::new(move |_| awaits_views(&own, &query.with(ListView::from_query)));
        let made = move || {
            if waits.get() {
                view! { <Page title=Signal::stored(String::new()) wide=true><Skeleton shape=SkeletonShape::Rows count=12 /></Page> }
                    .into_any()
            } else {
                collection(&entity)
            }
        };
        made.into_any()
    })
}

fn collection(entity: &Entity) -> AnyView {
    let entity = entity.clone();
    let shown = Shown::of(&entity);
    let as_board = Memo::new(move |_| shown.view.with(|view| view.board));
    bind_undo();
    let has_board = entity.board.is_some();
    view! { {move || if has_board && as_board.get() { board(&entity, shown) } else { list_page(&entity, shown) }} }
            .into_any()
}

fn board(entity: &Entity, shown: Shown) -> AnyView {
    let entity = entity.clone();
    later(fetch_board, move || board_part(entity.clone(), shown))
}

#[wasm_split(board, fallible, preload(fetch_board))]
fn board_part(entity: Entity, shown: Shown) -> Part {
    Ok(board_page(&entity, shown))
}

/// Where the sales of a pipeline stand, for those who lead.
#[component]
pub fn BattleMap() -> impl IntoView {
    with_catalogue(|_| later(fetch_map, map_part))
}

#[wasm_split(map, fallible, preload(fetch_map))]
fn map_part() -> Part {
    Ok(map_page())
}

/// Targets and forecast.
#[component]
pub fn Goals() -> impl IntoView {
    with_catalogue(|_| later(fetch_map, goals_part))
}

#[wasm_split(map, fallible, preload(fetch_goals))]
fn goals_part() -> Part {
    Ok(goals_page())
}

/// One record.
#[component]
pub fn Record() -> impl IntoView {
    with_entity(|entity, id| {
        bind_undo();
        later(fetch_record, move || {
            record_part(entity.clone(), id.clone())
        })
    })
}

#[wasm_split(record, fallible, preload(fetch_record))]
fn record_part(entity: Entity, id: String) -> Part {
    Ok(record_page(&entity, &id))
}

/// Fetches what most people need next. Whoever cannot be given it now is when they ask for it.
pub async fn prefetch() {
    for fetched in [
        fetch_editor().await,
        fetch_record().await,
        fetch_form().await,
        fetch_board().await,
    ] {
        if fetched.is_err() {
            return;
        }
    }
}

/// Ctrl/⌘ Z takes back what was changed in place last, else what the newest message offers to take back.
fn bind_undo() {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), crate::ui::Toasts::here());
    Keys::here().bind(KeyGroup::General, "mod+z", t("ui-undo-last"), move || {
        if !desk.undo_step(i18n) {
            toasts.undo_newest();
        }
    });
}

/// The entity and the id that the address names; each change of them makes the page anew.
fn with_entity(page: impl Fn(Entity, String) -> AnyView + Send + Sync + 'static) -> AnyView {
    let params = use_params_map();
    let text = |params: &ParamsMap, name: &str| params.get_str(name).unwrap_or_default().to_owned();
    let named =
        Memo::new(move |_| params.with(|params| (text(params, "plural"), text(params, "id"))));
    with_catalogue(move |catalogue| {
        let (plural, id) = named.get();
        match catalogue.by_plural(&plural) {
            Some(entity) => page(entity, id),
            None => view! { <Page title=t("ui-not-found")><NotFound /></Page> }.into_any(),
        }
    })
}

/// Something that needs the catalogue: fetches it when nobody has yet.
pub fn with_catalogue(page: impl Fn(Catalogue) -> AnyView + Send + Sync + 'static) -> AnyView {
    let desk = Desk::here();
    desk.want_catalogue();
    let retry = Callback::new(move |()| desk.fetch_catalogue());
    view! {
        {move || match desk.catalogue() {
            Loaded::Waiting => view! {
                <Page title=Signal::stored(String::new()) wide=true><Skeleton shape=SkeletonShape::Rows count=12 /></Page>
            }
            .into_any(),
            Loaded::Failed(failure) => view! { <Page title=t("ui-error-title")>{refused(&failure, retry)}</Page> }.into_any(),
            Loaded::Ready(catalogue) => page(catalogue),
        }}
    }
    .into_any()
}

/// Finds records for the palette, as addresses with titles; the empty text gives what is at hand.
pub fn search(text: String, i18n: I18n) -> Finding {
    let desk = Desk::here();
    Box::pin(async move {
        let texts = untrack(|| i18n.texts());
        let Some(catalogue) = desk.known() else {
            return Ok(Vec::new());
        };
        if text.trim().is_empty() {
            return Ok(at_hand(desk, &catalogue, &texts));
        }
        // Without an answer the palette still has its pages and actions.
        let hits = desk
            .api
            .search(text.trim(), FOUND)
            .await
            .unwrap_or_default();
        let choice = |(name, id, title): (String, String, String)| {
            let entity = catalogue.entity(&name).filter(Entity::is_named)?;
            Some(
                Choice::new(format!("/{}/{id}", entity.plural), title)
                    .with_detail(entity.label_plural(&texts)),
            )
        };
        Ok(hits.into_iter().filter_map(choice).collect())
    })
}

/// Favourites, and what was looked at last.
fn at_hand(desk: Desk, catalogue: &Catalogue, texts: &Texts) -> Vec<Choice> {
    let favourites = untrack(|| desk.own.places(desk));
    let favourites = favourites
        .into_iter()
        .take(AT_HAND)
        .map(|(one, address)| Choice::new(address, one.name));
    let mut places: Vec<Choice> = favourites.collect();
    for one in recent_places(desk.own, catalogue, texts)
        .into_iter()
        .take(AT_HAND)
    {
        if !places.iter().any(|place| place.value == one.value) {
            places.push(one);
        }
    }
    places
}
