//! The board as a page.

use leptos::html;
use leptos::prelude::*;

use super::column::column;
use super::drag::draggable;
use super::moving::Board;
use super::plan::Plan;
use crate::i18n::{I18n, t};
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::failure::Loaded;
use crate::records::filters::FilterBar;
use crate::records::list::page_actions;
use crate::records::list_view::Shown;
use crate::records::refused::refused;
use crate::records::scope::alone;
use crate::records::worth;
use crate::shell::Page;
use crate::ui::{Select, Skeleton, SkeletonShape};

/// The records of an entity as cards.
pub fn board_page(entity: &Entity, shown: Shown) -> AnyView {
    let (desk, i18n) = (Desk::here(), I18n::here());
    let loaded = RwSignal::new(Loaded::<Plan>::Waiting);
    let within = Memo::new(move |_| shown.view.with(|view| view.within.clone()));
    let field = entity.board.as_deref().and_then(|path| entity.field(path));
    let fetch = {
        let entity = entity.clone();
        Callback::new(move |()| {
            let (entity, within, field) = (entity.clone(), within.get_untracked(), field.clone());
            leptos::task::spawn_local(async move {
                let texts = untrack(|| i18n.texts());
                let title = |name: &str| {
                    field
                        .as_ref()
                        .map(|field| field.choice_label(name, &texts))
                        .unwrap_or_default()
                };
                let plan = Plan::fetch(desk, &entity, &within, title).await;
                loaded.try_set(Loaded::of(plan));
            });
        })
    };
    Effect::new(move |_| {
        within.with(|_| ());
        fetch.run(());
    });
    let (named, head, bar, owner) = (
        entity.clone(),
        entity.clone(),
        entity.clone(),
        entity.clone(),
    );
    let title = Signal::derive(move || named.label_plural(&i18n.texts()));
    let board = RwSignal::new(None::<Board>);
    view! {
        <Page title wide=true actions=move || page_actions(&head, shown)>
            <div class="board-page">
                <FilterBar entity=bar shown more=move || view! {
                    {move || loaded.with(|loaded| loaded.ready().map(|plan| parent_select(plan, shown)))}
                    {move || board.get().map(currency_switch)}
                } />
                {move || match loaded.get() {
                    Loaded::Waiting => waiting(),
                    Loaded::Failed(failure) => refused(&failure, fetch),
                    Loaded::Ready(plan) => columns(&owner, shown, plan, board),
                }}
            </div>
        </Page>
    }
    .into_any()
}

fn waiting() -> AnyView {
    let column = |_| view! { <div class="board-column"><Skeleton shape=SkeletonShape::Cards count=4 /></div> };
    view! { <div class="board">{(0..4).map(column).collect_view()}</div> }.into_any()
}

/// Which pipeline, when there are several.
fn parent_select(plan: &Plan, shown: Shown) -> AnyView {
    if plan.parents.len() < 2 {
        return ().into_any();
    }
    let value = RwSignal::new(plan.within.clone());
    let options = Signal::stored(plan.parents.clone());
    let i18n = I18n::here();
    let field = plan.parent.clone();
    let label = Signal::derive(move || {
        field
            .as_ref()
            .map(|field| field.label(&i18n.texts()))
            .unwrap_or_default()
    });
    let choose = move |id: String| shown.change(|view| view.within = id);
    alone(move || view! { <Select value options label on_change=choose /> }.into_any())
}

/// Whether sums are also told in the company's currency; nothing while all are in it.
fn currency_switch(board: Board) -> AnyView {
    let foreign = Signal::derive(move || {
        board
            .figures
            .with(|figures| worth::is_foreign(figures.values().flat_map(|own| &own.sums)))
    });
    worth::switch(board.in_company, foreign)
}

fn columns(entity: &Entity, shown: Shown, plan: Plan, known: RwSignal<Option<Board>>) -> AnyView {
    let board = Board::new(entity, shown, plan);
    known.set(Some(board));
    // What it holds goes with it.
    on_cleanup(move || {
        known.try_set(None);
    });
    let node = NodeRef::<html::Div>::new();
    draggable(board, node);
    let asked = Memo::new(move |_| {
        shown
            .view
            .with(|view| (view.filter.clone(), view.q.clone()))
    });
    Effect::new(move |_| {
        // Read, not only tracked: a memo nobody reads never follows what it is made of.
        asked.with(|_| ());
        board.reload();
    });
    view! {
        <div node_ref=node class="board" data-board="" role="region" tabindex="0" aria-label=t("ui-layout-board")>
            {board.columns().into_iter().map(|one| column(board, one)).collect_view()}
        </div>
    }
    .into_any()
}
