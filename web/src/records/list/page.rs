//! The page of an entity's records.

use guanxi_client::ListQuery;
use guanxi_domain::kernel::query::Sort;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::bulk::bulk_bar;
use super::cards::cards;
use super::columns::ColumnsButton;
use super::footer::footer;
use super::grid::Grid;
use super::peek::peek;
use super::range::paste_dialog;
use super::selection::Selection;
use super::source::Source;
use super::states::nothing;
use crate::i18n::{I18n, t, t_with};
use crate::records::catalogue::Entity;
use crate::records::desk::{Desk, Trail};
use crate::records::failure::Loaded;
use crate::records::filters::FilterBar;
use crate::records::list_view::{ListView, Shown};
use crate::records::make::use_make;
use crate::records::narrow::is_narrow;
use crate::records::refused::refused;
use crate::records::standing::is_deal;
use crate::sales::{TEAM_ACTIVITY, WIN_LOSS};
use crate::shell::Page;
use crate::theme::Look;
use crate::ui::{
    Button, ButtonKind, Choice, Icon, IconButton, LinkButton, Menu, MenuChoice, MenuLink, Segments,
    Skeleton, SkeletonShape,
};

/// The records of an entity as a table, or as cards where there is little room.
pub fn list_page(entity: &Entity, shown: Shown) -> AnyView {
    let desk = Desk::here();
    let i18n = I18n::here();
    let source = Source::new(desk, entity);
    let selection = Selection::new();
    let look = Look::here();
    let row_height = Signal::derive(move || f64::from(look.density.get().row_height()));
    let open = opener(desk, entity, shown, source);
    let grid = Grid::new(entity, source, shown, selection, open, row_height);
    follow_question(entity, shown, source, selection);
    let named = entity.clone();
    let title = Signal::derive(move || named.label_plural(&i18n.texts()));
    let (head, bar, empty) = (entity.clone(), entity.clone(), entity.clone());
    let narrow = is_narrow();
    let retry = Callback::new(move |()| source.reload());
    let none = Memo::new(move |_| source.rows.with(Vec::is_empty));
    let columns = entity.clone();
    view! {
        <Page title wide=true actions=move || page_actions(&head, shown)>
            <div class="list-page" class:list-peeking=move || shown.view.with(|view| !view.peek.is_empty())>
                <FilterBar entity=bar shown more=move || view! {
                    <Show when=move || !narrow.get()><ColumnsButton entity=columns.clone() shown /></Show>
                } />
                <div class="list-main">
                    <div class="list-body">
                        {unseen(grid)}
                        {move || match source.state.get() {
                            Loaded::Waiting => view! { <Skeleton shape=SkeletonShape::Rows count=14 /> }.into_any(),
                            Loaded::Failed(failure) => refused(&failure, retry),
                            Loaded::Ready(()) if none.get() => nothing(&empty, shown),
                            Loaded::Ready(()) if narrow.get() => cards(grid),
                            Loaded::Ready(()) => grid.view(),
                        }}
                        {footer(grid)}
                        {bulk_bar(grid)}
                        {paste_dialog(grid)}
                    </div>
                    {peek(grid)}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

/// Says how many records came that have no row yet, and shows them at a press.
fn unseen(grid: Grid) -> AnyView {
    let count = Memo::new(move |_| grid.source.unseen.with(std::collections::BTreeSet::len));
    let words = t_with("ui-unseen", move |args| args.set("count", count.get()));
    let press = move |_| {
        grid.source.refresh();
        grid.to_top();
    };
    view! {
        <div class="list-unseen" role="status">
            {move || (count.get() > 0).then(|| view! {
                <button type="button" class="list-unseen-button" on:click=press>
                    <Icon name="arrow-up" />{move || words.get()}
                </button>
            })}
        </div>
    }
    .into_any()
}

/// What stands beside the heading of a list or board; where there is little room, folded into one line.
pub fn page_actions(entity: &Entity, shown: Shown) -> AnyView {
    let narrow = is_narrow();
    let entity = entity.clone();
    view! {
        {move || if narrow.get() { folded(&entity, shown) } else { in_a_row(&entity, shown) }}
    }
    .into_any()
}

/// The report about what is listed, its icon and words.
fn report_of(entity: &Entity) -> Option<(&'static str, &'static str, &'static str)> {
    match entity.name.as_str() {
        "activity" => Some((TEAM_ACTIVITY, "users", "ui-team-activity")),
        "competitor" => Some((WIN_LOSS, "trophy", "ui-win-loss")),
        _ if is_deal(entity) => Some((WIN_LOSS, "trophy", "ui-win-loss")),
        _ => None,
    }
}

fn in_a_row(entity: &Entity, shown: Shown) -> AnyView {
    let make = use_make();
    let (words, made) = (new_words(entity), entity.name.clone());
    view! {
        {report_of(entity).map(|(href, icon, label)| view! {
            <LinkButton href=Signal::stored(href.to_owned()) icon>{t(label)}</LinkButton>
        })}
        {entity.board.is_some().then(|| layout_switch(shown))}
        {entity.may.create.then(|| view! {
            <Button kind=ButtonKind::Primary icon="plus" on_press=move |()| make.run((made.clone(), Vec::new()))>{words}</Button>
        })}
    }
    .into_any()
}

fn folded(entity: &Entity, shown: Shown) -> AnyView {
    let make = use_make();
    let (words, made) = (new_words(entity), entity.name.clone());
    let (report, has_board) = (report_of(entity), entity.board.is_some());
    let layout = move |board: bool, label: &'static str| {
        let chosen = Signal::derive(move || shown.view.with(|view| view.board) == board);
        view! { <MenuChoice chosen on_press=move |()| lay_out(shown, board)>{t(label)}</MenuChoice> }
    };
    view! {
        {entity.may.create.then(|| view! {
            <IconButton icon="plus" label=words on_press=move |()| make.run((made.clone(), Vec::new())) />
        })}
        {(report.is_some() || has_board).then(|| view! {
            <Menu label=t("ui-more") icon="ellipsis" icon_only=true end=true>
                {has_board.then(|| layout(false, "ui-layout-table"))}
                {has_board.then(|| layout(true, "ui-layout-board"))}
                {report.map(|(href, icon, label)| view! {
                    <MenuLink href=Signal::stored(href.to_owned()) icon>{t(label)}</MenuLink>
                })}
            </Menu>
        })}
    }
    .into_any()
}

fn new_words(entity: &Entity) -> Signal<String> {
    let (i18n, entity) = (I18n::here(), entity.clone());
    Signal::derive(move || {
        let name = entity.label_inside(&i18n.texts());
        i18n.format("ui-new-named", |args| args.set("name", name))
    })
}

fn layout_switch(shown: Shown) -> AnyView {
    let i18n = I18n::here();
    let now = shown
        .view
        .with_untracked(|view| if view.board { "board" } else { "table" });
    let value = RwSignal::new(now.to_owned());
    let options = Signal::derive(move || {
        vec![
            Choice::new("table", i18n.text("ui-layout-table")),
            Choice::new("board", i18n.text("ui-layout-board")),
        ]
    });
    let switch = move |layout: String| lay_out(shown, layout == "board");
    view! { <Segments value options label=t("ui-layout") on_change=switch /> }.into_any()
}

fn lay_out(shown: Shown, board: bool) {
    shown.change(|view| {
        view.board = board;
        view.peek = String::new();
    });
}

/// Asks anew whenever the address asks something else.
fn follow_question(entity: &Entity, shown: Shown, source: Source, selection: Selection) {
    let entity = entity.clone();
    let question = Memo::new(move |_| shown.view.with(|view| Question::of(&entity, view)));
    Effect::new(move |before: Option<Question>| {
        let question = question.get();
        if before.is_some_and(|before| before.narrows_other_than(&question)) {
            selection.clear();
        }
        source.ask(question.query());
        question
    });
}

/// What a list asks of the server.
#[derive(Debug, Clone, PartialEq)]
struct Question {
    filter: serde_json::Value,
    q: String,
    sort: Vec<String>,
    fields: Vec<String>,
    expand: Vec<String>,
}

/// Fields that every row needs beside its columns.
const ALWAYS: [&str; 4] = ["id", "version", "owner_id", "anchor_entity"];

impl Question {
    fn of(entity: &Entity, view: &ListView) -> Self {
        let columns = view.shown_columns(entity);
        let facts = entity
            .fields()
            .iter()
            .filter(|field| field.key_fact)
            .map(|field| field.path().to_owned());
        // Cards show key facts whatever the columns are.
        let wanted: Vec<String> = columns.into_iter().chain(facts).collect();
        let expand = wanted.iter().filter(|path| {
            entity
                .field(path)
                .is_some_and(|field| field.expanded().is_some())
        });
        let mut expand: Vec<String> = expand.cloned().collect();
        expand.sort();
        expand.dedup();
        let kept = ALWAYS
            .iter()
            .filter(|name| entity.field(name).is_some())
            .map(|name| (*name).to_owned());
        let state = entity.state.iter().chain([&entity.title]).cloned();
        let mut fields: Vec<String> = wanted.into_iter().chain(kept).chain(state).collect();
        fields.sort();
        fields.dedup();
        let sort = view.order(entity).iter().map(Sort::text).collect();
        Self {
            filter: view.filter.to_json(),
            q: view.q.clone(),
            sort,
            fields,
            expand,
        }
    }

    /// Whether other records pass, and not only other fields or another order are asked for.
    fn narrows_other_than(&self, other: &Self) -> bool {
        self.filter != other.filter || self.q != other.q
    }

    fn query(&self) -> ListQuery {
        let mut query = ListQuery::new().filter(self.filter.clone());
        if !self.q.is_empty() {
            query = query.words(&self.q);
        }
        query.sort = self.sort.clone();
        query.fields = self.fields.clone();
        query.expand = self.expand.clone();
        query
    }
}

/// Opens a record's page and remembers the order it was opened from.
fn opener(desk: Desk, entity: &Entity, shown: Shown, source: Source) -> Callback<String> {
    let plural = entity.plural.clone();
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |id: String| {
        let trail = Trail {
            plural: plural.clone(),
            address: shown.view.with_untracked(|view| view.address(&plural)),
            ids: source
                .rows
                .with_untracked(|rows| rows.iter().map(|row| row.id.clone()).collect()),
        };
        desk.trail.set(trail);
        let address = format!("/{plural}/{id}");
        navigate.with_value(|navigate| navigate(&address, Default::default()));
    })
}
