//! The head of the table: what a column shows, and what can be done with it.

use std::collections::HashSet;

use guanxi_domain::kernel::field::Kind;
use guanxi_domain::kernel::query::Sort;
use leptos::prelude::*;
use serde_json::Value as Json;

use super::grid::Grid;
use crate::i18n::{I18n, t};
use crate::records::catalogue::Field;
use crate::records::filters::Test;
use crate::records::list_view::remember_columns;
use crate::records::scope::alone;
use crate::ui::{
    Button, ButtonKind, Dialog, DialogActions, DialogSize, Icon, Menu, MenuDivider, MenuItem,
    TextInput,
};

/// Values offered for filtering by value.
const MOST_VALUES: usize = 8;

/// The row of heads.
pub fn head(grid: Grid) -> AnyView {
    let jumping = RwSignal::new(None::<Field>);
    view! {
        <div class="grid-head" role="rowgroup">
            <div role="row" class="grid-row grid-head-row" aria-rowindex="1">
                {tick_all(grid)}
                {move || {
                    let columns = grid.columns.get().into_iter().enumerate();
                    columns.map(|(at, field)| column(grid, at, field, jumping)).collect_view()
                }}
                <div role="presentation"></div>
            </div>
        </div>
        {jump_dialog(grid, jumping)}
    }
    .into_any()
}

fn tick_all(grid: Grid) -> AnyView {
    let all = Memo::new(move |_| {
        let picked = grid.selection.picked.get();
        grid.source
            .rows
            .with(|rows| !rows.is_empty() && rows.iter().all(|row| picked.contains_key(&row.id)))
    });
    let node = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        let some = grid.selection.count() > 0 && !all.get();
        if let Some(input) = node.get() {
            input.set_indeterminate(some);
        }
    });
    view! {
        <div role="columnheader" class="cell grid-tick">
            <label>
                <input
                    node_ref=node
                    type="checkbox"
                    aria-label=t("ui-pick-all")
                    prop:checked=move || all.get()
                    on:change=move |_| grid.selection.toggle_all(grid.source)
                />
            </label>
        </div>
    }
    .into_any()
}

fn column(grid: Grid, at: usize, field: Field, jumping: RwSignal<Option<Field>>) -> AnyView {
    let i18n = I18n::here();
    let path = field.path().to_owned();
    let sorted = Memo::new(move |_| {
        let order = grid
            .shown
            .view
            .with(|view| grid.entity.with_value(|entity| view.order(entity)));
        order
            .iter()
            .position(|key| key.path == path)
            .map(|place| (order[place].descending, place, order.len()))
    });
    let label = {
        let field = field.clone();
        Signal::derive(move || field.label(&i18n.texts()))
    };
    let (aria, figure) = (sorted, field.is_figure());
    let shown_label = move || {
        view! {
            <span class="head-words">{move || label.get()}</span>
            {move || sorted.get().map(|(descending, place, of)| view! {
                <Icon name=if descending { "arrow-down" } else { "arrow-up" } />
                {(of > 1).then(|| view! { <span class="head-place">{(place + 1).to_string()}</span> })}
            })}
        }
        .into_any()
    };
    view! {
        <div
            role="columnheader"
            class="cell head-cell"
            class:cell-figure=figure
            class:cell-key=at == 0
            aria-sort=move || aria.get().map(|(descending, ..)| if descending { "descending" } else { "ascending" })
        >
            <Menu label trigger=shown_label>
                {items(grid, field.clone(), jumping)}
            </Menu>
        </div>
    }
    .into_any()
}

fn items(grid: Grid, field: Field, jumping: RwSignal<Option<Field>>) -> AnyView {
    let path = field.path().to_owned();
    let sortable = field.filterable && !matches!(field.kind, Kind::Choices | Kind::Json);
    let first = move |descending: bool, path: String| {
        grid.shown
            .change(|view| view.sort = vec![Sort { path, descending }]);
    };
    let (up, down, also, hide, jump) = (
        path.clone(),
        path.clone(),
        path.clone(),
        path.clone(),
        field.clone(),
    );
    let add = move |()| {
        let path = also.clone();
        grid.shown.change(|view| {
            let mut order = grid.entity.with_value(|entity| view.order(entity));
            match order.iter_mut().find(|key| key.path == path) {
                Some(key) => key.descending = !key.descending,
                None => order.push(Sort {
                    path,
                    descending: false,
                }),
            }
            order.truncate(4);
            view.sort = order;
        });
    };
    let hide = move |()| {
        let mut columns: Vec<String> = grid.columns.with_untracked(|columns| {
            columns
                .iter()
                .map(|field| field.path().to_owned())
                .collect()
        });
        columns.retain(|own| *own != hide);
        if !columns.is_empty() {
            grid.entity
                .with_value(|entity| remember_columns(entity, &columns));
            grid.shown.adjust(|view| view.columns = columns);
        }
    };
    view! {
        {sortable.then(|| view! {
            <MenuItem icon="arrow-up" on_press=move |()| first(false, up.clone())>{t("ui-sort-up")}</MenuItem>
            <MenuItem icon="arrow-down" on_press=move |()| first(true, down.clone())>{t("ui-sort-down")}</MenuItem>
            <MenuItem icon="arrow-up-down" on_press=add>{t("ui-sort-also")}</MenuItem>
            <MenuItem icon="corner-down-right" on_press=move |()| jumping.set(Some(jump.clone()))>{t("ui-jump")}</MenuItem>
        })}
        {by_value(grid, &field)}
        <MenuDivider />
        <MenuItem icon="eye-off" on_press=hide>{t("ui-column-hide")}</MenuItem>
    }
    .into_any()
}

/// Filters by one of the values in sight.
fn by_value(grid: Grid, field: &Field) -> AnyView {
    if !field.filterable || field.is_anchor() {
        return ().into_any();
    }
    let values = values_in_sight(grid, field);
    if values.is_empty() {
        return ().into_any();
    }
    let item = |(value, words): (Json, String)| {
        let (path, kind) = (field.path().to_owned(), field.kind);
        let narrow = move |()| {
            let test = match kind {
                Kind::Choice => Test::new(&path, "in", Json::Array(vec![value.clone()])),
                Kind::Choices => Test::new(&path, "has", value.clone()),
                _ => Test::new(&path, "eq", value.clone()),
            };
            grid.shown
                .change(|view| view.filter = view.filter.narrowed(test));
        };
        view! { <MenuItem icon="list-filter" on_press=narrow>{words}</MenuItem> }
    };
    view! {
        <MenuDivider label=t("ui-filter-by-value") />
        {values.into_iter().map(item).collect_view()}
    }
    .into_any()
}

fn values_in_sight(grid: Grid, field: &Field) -> Vec<(Json, String)> {
    let mut seen = HashSet::new();
    let mut values = Vec::new();
    let rows = grid.source.rows.get_untracked();
    for row in rows.iter().take(400) {
        let record = row.live.record.get_untracked();
        let value = record.get(field.path());
        let each: Vec<Json> = match value {
            Json::Array(items) => items.clone(),
            Json::Null => Vec::new(),
            one => vec![one.clone()],
        };
        for one in each {
            if seen.insert(one.to_string()) {
                let words = if one == *value {
                    grid.show.words(field, &record)
                } else {
                    item_words(grid, field, &one)
                };
                values.push((one, words));
            }
        }
        if values.len() >= MOST_VALUES {
            break;
        }
    }
    values.retain(|(_, words)| !words.is_empty());
    values
}

fn item_words(grid: Grid, field: &Field, value: &Json) -> String {
    let name = value.as_str().unwrap_or_default();
    field.choice_label(name, &grid.show.i18n.texts())
}

/// Asks where in the order the list should go on.
fn jump_dialog(grid: Grid, jumping: RwSignal<Option<Field>>) -> AnyView {
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    Effect::new(move |_| {
        if jumping.with(Option::is_some) {
            text.set(String::new());
            open.set(true);
        }
    });
    let go = move || {
        let Some(field) = jumping.get_untracked() else {
            return;
        };
        let from = text.get_untracked().trim().to_owned();
        open.set(false);
        let is_first = grid.shown.view.with_untracked(|view| {
            grid.entity.with_value(|entity| {
                view.order(entity)
                    .first()
                    .is_some_and(|key| key.path == field.path())
            })
        });
        grid.source.begin_at(from);
        if is_first {
            grid.source.reload();
        } else {
            grid.shown.change(|view| {
                view.sort = vec![Sort {
                    path: field.path().to_owned(),
                    descending: false,
                }]
            });
        }
        grid.to_top();
    };
    view! {
        <Dialog open title=t("ui-jump") size=DialogSize::Small on_close=move |()| jumping.set(None)>
            <form class="form" on:submit=move |event| {
                event.prevent_default();
                go();
            }>
                {move || jumping.get().map(|field| alone(move || jump_input(&field, text)))}
                <DialogActions>
                    <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                    <Button kind=ButtonKind::Primary submit=true>{t("ui-jump-go")}</Button>
                </DialogActions>
            </form>
        </Dialog>
    }
    .into_any()
}

fn jump_input(field: &Field, text: RwSignal<String>) -> AnyView {
    let i18n = I18n::here();
    let field_label = field.clone();
    let label = Signal::derive(move || field_label.label(&i18n.texts()));
    match field.kind {
        Kind::Day | Kind::Instant => view! { <crate::ui::DateInput value=text label /> }.into_any(),
        _ => view! { <TextInput value=text label placeholder=t("ui-jump-hint") autofocus=true /> }
            .into_any(),
    }
}
