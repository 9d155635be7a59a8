//! The side panel: a record beside the list it stands in.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_split_helpers::wasm_split;

use super::grid::Grid;
use crate::i18n::{I18n, t};
use crate::later::{Part, later};
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::facts::facts;
use crate::records::failure::Loaded;
use crate::records::live::Live;
use crate::records::narrow::is_narrow;
use crate::records::page::{acts_menu, keep_in_step, references, state_mark};
use crate::records::refused::refused;
use crate::ui::{
    ButtonKind, Formats, IconButton, LinkButton, Skeleton, SkeletonShape, next_frame, spoken,
};

/// The panel, while the address names a record. Where there is no room for one, such an address leads to the record's
/// page.
pub fn peek(grid: Grid) -> AnyView {
    let id = Memo::new(move |_| grid.shown.view.with(|view| view.peek.clone()));
    let wanted = id.get_untracked();
    if is_narrow().get_untracked() && !wanted.is_empty() {
        let plural = grid.entity.with_value(|entity| entity.plural.clone());
        let navigate = use_navigate();
        let instead = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        next_frame(move || navigate(&format!("/{plural}/{wanted}"), instead));
        return ().into_any();
    }
    view! { {move || Some(id.get()).filter(|id| !id.is_empty()).map(|id| panel(grid, id))} }
        .into_any()
}

fn panel(grid: Grid, id: String) -> AnyView {
    let loaded = RwSignal::new(Loaded::<Live>::Waiting);
    let desk = grid.show.desk;
    let entity = grid.entity.get_value();
    let fetch = {
        let (entity, id) = (entity.clone(), id.clone());
        Callback::new(move |()| {
            let (entity, id) = (entity.clone(), id.clone());
            leptos::task::spawn_local_scoped_with_cancellation(async move {
                let expand = references(&entity);
                let expand: Vec<&str> = expand.iter().map(String::as_str).collect();
                let answer = desk.api.get(&entity.plural, &id, &expand).await;
                loaded.set(Loaded::of(answer.map(|record| Live::new(&entity, record))));
            });
        })
    };
    fetch.run(());
    // The part comes together with the record; should it not, the place where it is shown says so.
    leptos::task::spawn_local(async { drop(fetch_record().await) });
    let close = move |()| {
        grid.shown.adjust(|view| view.peek = String::new());
        grid.focus_current();
    };
    let href = format!("/{}/{id}", entity.plural);
    let open = id.clone();
    view! {
        <aside
            class="peek"
            aria-label=t("ui-peek-panel")
            on:keydown=move |event| if event.key() == "Escape" && !event.default_prevented() { close(()) }
        >
            <div class="peek-bar">
                <LinkButton href kind=ButtonKind::Quiet icon="maximize-2">
                    <span on:click=move |event| {
                        event.prevent_default();
                        event.stop_propagation();
                        grid.open.run(open.clone());
                    }>{t("ui-open-page")}</span>
                </LinkButton>
                <span class="spring"></span>
                {step(grid, true)}
                {step(grid, false)}
                <IconButton icon="x" label=t("ui-close") keys="escape" on_press=close />
            </div>
            {move || match loaded.get() {
                Loaded::Waiting => view! { <Skeleton shape=SkeletonShape::Fields count=6 /> }.into_any(),
                Loaded::Failed(failure) => refused(&failure, fetch),
                Loaded::Ready(live) => {
                    let entity = entity.clone();
                    later(fetch_record, move || record_part(entity.clone(), live.clone()))
                }
            }}
        </aside>
    }
    .into_any()
}

/// To the next or previous record of the list.
fn step(grid: Grid, back: bool) -> AnyView {
    let go = move |()| {
        let rows = grid.source.rows.get_untracked();
        let now = grid.shown.view.with_untracked(|view| view.peek.clone());
        let at = rows.iter().position(|row| row.id == now);
        let next = at
            .and_then(|at| {
                if back {
                    at.checked_sub(1)
                } else {
                    Some(at + 1)
                }
            })
            .and_then(|at| rows.get(at));
        if let Some(row) = next {
            let (id, place) = (row.id.clone(), row.place.get_untracked());
            grid.at.update(|at| at.0 = place);
            grid.shown.adjust(|view| view.peek = id);
        }
    };
    let (icon, label) = if back {
        ("chevron-up", t("ui-previous-record"))
    } else {
        ("chevron-down", t("ui-next-record"))
    };
    view! { <IconButton icon label on_press=go /> }.into_any()
}

#[wasm_split(edit, fallible, preload(fetch_record))]
fn record_part(entity: Entity, live: Live) -> Part {
    let (i18n, desk, formats) = (I18n::here(), Desk::here(), Formats::here());
    let (titled, named) = (live.clone(), entity.clone());
    let title = move || {
        let title = titled.record.with(|record| record.title(&named).to_owned());
        if named.is_named() && !title.is_empty() {
            title
        } else {
            named.label(&i18n.texts())
        }
    };
    keep_in_step(desk, &live);
    let fields = entity
        .fields()
        .iter()
        .filter(|field| field.key_fact && field.is_shown() && field.path() != entity.title);
    let owner = entity.field("owner_id").filter(|_| entity.owned);
    let fields = fields.cloned().chain(owner).collect();
    let shown = view! {
        <header class="peek-head">
            <h2>{move || spoken(formats, title())}</h2>
            {acts_menu(&live)}
        </header>
        {state_mark(&live)}
        {facts(&live, fields)}
    };
    Ok(shown.into_any())
}
