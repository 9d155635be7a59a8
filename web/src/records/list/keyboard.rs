//! The keys of the table.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::cell::is_editable;
use super::grid::Grid;
use crate::i18n::t;
use crate::records::list_view::ListView;
use crate::shell::{KeyGroup, Keys};
use crate::ui::is_composing;

/// Keys that work wherever the focus is on the page, outside inputs.
pub fn bind(grid: Grid) {
    let keys = Keys::here();
    let step = move |by: i64| {
        let (place, column) = grid.at.get_untracked();
        // The first press shows where one is; the next ones move.
        let from = if grid.has_focus() { place + by } else { place };
        grid.go(from, column);
    };
    keys.bind(KeyGroup::List, "j", t("ui-next-row"), move || step(1));
    keys.bind(KeyGroup::List, "k", t("ui-previous-row"), move || step(-1));
    keys.bind(KeyGroup::List, "x", t("ui-pick"), move || toggle(grid));
    keys.bind(KeyGroup::List, "e", t("ui-edit-cell"), move || edit(grid));
    keys.bind(KeyGroup::List, "o", t("ui-open"), move || open(grid));
}

/// Keys pressed inside the table.
pub fn key(grid: Grid, event: &KeyboardEvent) {
    if is_composing(event) || event.default_prevented() || event.alt_key() || !on_cell(event) {
        return;
    }
    if grid.inputs.swallows(event) {
        event.prevent_default();
        return event.stop_propagation();
    }
    let modifier = event.ctrl_key() || event.meta_key();
    let (place, column) = grid.at.get_untracked();
    match (event.key().as_str(), modifier) {
        ("ArrowDown", false) => move_rows(grid, event, 1),
        ("ArrowUp", false) => move_rows(grid, event, -1),
        ("ArrowRight", false) if event.shift_key() => grid.mark_to(place, column + 1),
        ("ArrowLeft", false) if event.shift_key() => grid.mark_to(place, column.saturating_sub(1)),
        ("ArrowRight", false) => grid.go(place, column + 1),
        ("ArrowLeft", false) => grid.go(place, column.saturating_sub(1)),
        ("PageDown", false) => grid.go(place + grid.page_rows(), column),
        ("PageUp", false) => grid.go(place - grid.page_rows(), column),
        ("Home", false) => grid.go(place, 0),
        ("End", false) => grid.go(place, usize::MAX),
        ("Home", true) => grid.go(i64::MIN / 2, column),
        ("End", true) => grid.go(i64::MAX / 2, column),
        ("Enter", false) => enter(grid),
        ("F2", false) => edit(grid),
        (" ", false) => peek(grid),
        ("a", true) => grid.selection.toggle_all(grid.source),
        ("Escape", false) => clear(grid),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Whether the key was pressed on a cell itself, not on a button or input inside it.
fn on_cell(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        target.class_list().contains("cell") || target.class_list().contains("grid")
    })
}

fn move_rows(grid: Grid, event: &KeyboardEvent, by: i64) {
    let (place, column) = grid.at.get_untracked();
    // The column that names the records picks them; in the others cells are marked.
    if event.shift_key() && column > 0 {
        return grid.mark_to(place + by, column);
    }
    if event.shift_key() {
        extend(grid, place);
        extend(grid, place + by);
    }
    grid.go(place + by, column);
}

fn extend(grid: Grid, place: i64) {
    if let Some(row) = grid.row_at(place) {
        grid.selection.extend_to(grid.source, &row.id);
    }
}

fn toggle(grid: Grid) {
    if let Some(row) = grid.current() {
        grid.selection.toggle(grid.source, &row.id);
    }
}

/// Edits the current cell when it can be edited; the cell that names the record opens it.
fn enter(grid: Grid) {
    let names_the_record = grid.at.get_untracked().1 == 0;
    if names_the_record || !edit_current(grid) {
        open(grid);
    }
}

fn edit(grid: Grid) {
    edit_current(grid);
}

fn edit_current(grid: Grid) -> bool {
    let (_, column) = grid.at.get_untracked();
    let field = grid
        .columns
        .with_untracked(|columns| columns.get(column).cloned());
    let (Some(field), Some(row)) = (
        field.filter(|field| is_editable(grid, field)),
        grid.current(),
    ) else {
        return false;
    };
    grid.edit(row.id, field.path().to_owned());
    true
}

fn open(grid: Grid) {
    if let Some(row) = grid.current() {
        grid.open.run(row.id);
    }
}

fn peek(grid: Grid) {
    let Some(row) = grid.current() else { return };
    let toggled = move |view: &mut ListView| {
        view.peek = if view.peek == row.id {
            String::new()
        } else {
            row.id
        };
    };
    grid.shown.adjust(toggled);
}

/// Closes what is open, one thing at a time.
fn clear(grid: Grid) {
    if grid.corner.get_untracked().is_some() {
        grid.corner.set(None);
    } else if grid
        .selection
        .picked
        .with_untracked(|picked| !picked.is_empty())
    {
        grid.selection.clear();
    } else {
        grid.shown.adjust(|view| view.peek = String::new());
    }
}
