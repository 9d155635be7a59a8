//! One row of the table.

use leptos::prelude::*;

use super::cell::cell;
use super::grid::Grid;
use super::range::Area;
use super::source::Row;
use crate::i18n::{I18n, t, t_with};

/// What the cells of a row have in common.
#[derive(Clone, Copy)]
pub struct RowState {
    /// The column of the current cell, when it is in this row.
    pub at: Memo<Option<usize>>,
    /// The field that is an input now.
    pub editing: Memo<Option<String>>,
    /// The columns marked in this row.
    pub marked: Memo<Option<(usize, usize)>>,
}

/// The row's elements.
pub fn row(grid: Grid, row: Row) -> AnyView {
    let place = row.place.clone();
    let at = {
        let place = place.clone();
        Memo::new(move |_| {
            let (row, column) = grid.at.get();
            (row == place.get()).then_some(column)
        })
    };
    let own = row.id.clone();
    let editing = Memo::new(move |_| {
        grid.editing
            .get()
            .filter(|(id, _)| *id == own)
            .map(|(_, path)| path)
    });
    let own = row.id.clone();
    let picked = Memo::new(move |_| grid.selection.holds(&own));
    let marked = {
        let place = place.clone();
        Memo::new(move |_| {
            let area = Area::between(grid.corner.get()?, grid.at.get());
            let here = area.rows.contains(&place.get());
            here.then_some((*area.columns.start(), *area.columns.end()))
        })
    };
    let state = RowState {
        at,
        editing,
        marked,
    };
    let index = {
        let place = place.clone();
        // The head is row 1. Before the first page nobody knows how many rows there are.
        move || (place.get() - grid.base() + 2).to_string()
    };
    let peeked = {
        let own = row.id.clone();
        move || grid.shown.view.with(|view| view.peek == own)
    };
    let gone = row.live.gone.clone();
    let told = gone.clone();
    let cells = {
        let row = row.clone();
        move || {
            let columns = grid.columns.get().into_iter().enumerate();
            columns
                .map(|(at, field)| cell(grid, &row, at, field, state))
                .collect_view()
        }
    };
    view! {
        <div
            role="row"
            class="grid-row"
            class:grid-row-picked=move || picked.get()
            class:grid-row-peeked=peeked
            class:grid-row-gone=move || gone.get()
            class:grid-row-at=move || at.get().is_some()
            aria-rowindex=index
            aria-selected=move || if picked.get() { "true" } else { "false" }
        >
            {tick(grid, &row, picked)}
            {cells}
            <div role="presentation">{move || told.get().then(|| view! { <span class="sr-only">{t("ui-row-gone")}</span> })}</div>
        </div>
    }
    .into_any()
}

fn tick(grid: Grid, row: &Row, picked: Memo<bool>) -> AnyView {
    let i18n = I18n::here();
    let (id, live) = (row.id.clone(), row.live.clone());
    let label = t_with("ui-pick-named", move |args| {
        let title = live.record.with(|record| {
            grid.entity
                .with_value(|entity| record.title(entity).to_owned())
        });
        let title = if title.is_empty() {
            grid.entity.with_value(|entity| entity.label(&i18n.texts()))
        } else {
            title
        };
        args.set("name", title);
    });
    let press = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        if event.shift_key() {
            grid.selection.extend_to(grid.source, &id);
        } else {
            grid.selection.toggle(grid.source, &id);
        }
    };
    view! {
        <div role="gridcell" class="cell grid-tick">
            <label>
                <input type="checkbox" tabindex="-1" aria-label=label prop:checked=move || picked.get() on:click=press />
            </label>
        </div>
    }
    .into_any()
}
