//! One cell: a value, or an input in its place.

use leptos::prelude::*;

use super::grid::{Grid, cell_id};
use super::row::RowState;
use super::source::Row;
use crate::i18n::t;
use crate::records::catalogue::Field;
use crate::records::editor::Leave;
use crate::records::facts::is_link;
use crate::records::marks::marked;
use crate::records::show::Spot;
use crate::ui::Icon;

/// The cell's elements.
pub fn cell(grid: Grid, row: &Row, at: usize, field: Field, state: RowState) -> AnyView {
    let editable = is_editable(grid, &field);
    let (path, place) = (field.path().to_owned(), row.place.clone());
    let open = Memo::new(move |_| {
        state
            .editing
            .with(|editing| editing.as_deref() == Some(path.as_str()))
    });
    let figure = field.is_figure();
    let key = is_key(grid, at, &field);
    let (one, kept) = (row.clone(), field.clone());
    let inside = move || {
        let editor = open.get().then(|| grid.inputs.editor.get_value()).flatten();
        if let Some(editor) = editor {
            let (row, path) = (one.clone(), kept.path().to_owned());
            let left = Callback::new(move |leave| left(grid, &row, &path, leave));
            return editor(&one.live, &kept, left);
        }
        if key {
            title(grid, &one, &kept)
        } else {
            value(grid, &one, &kept)
        }
    };
    let (begin, path) = (row.clone(), field.path().to_owned());
    let pressed = row.place.clone();
    let edit = move |event: web_sys::MouseEvent| {
        if editable && !is_link(&event) {
            event.prevent_default();
            grid.edit(begin.id.clone(), path.clone());
        }
    };
    view! {
        <div
            role="gridcell"
            id=cell_id(&row.id, at)
            class="cell"
            class:cell-figure=figure
            class:cell-key=at == 0
            class:cell-editing=move || open.get()
            class:cell-marked=move || state.marked.get().is_some_and(|(from, to)| (from..=to).contains(&at))
            aria-readonly=(!editable).then_some("true")
            tabindex=move || if state.at.get() == Some(at) { "0" } else { "-1" }
            on:dblclick=edit
            on:mousedown=move |event| if event.shift_key() && !is_link(&event) {
                event.prevent_default();
                grid.mark_to(pressed.get_untracked(), at);
            }
            on:focusin=move |_| {
                let here = (place.get_untracked(), at);
                if grid.at.get_untracked() != here {
                    grid.corner.set(None);
                    grid.at.set(here);
                }
            }
        >
            {inside}
        </div>
    }
    .into_any()
}

/// Whether a cell of this field can become an input.
pub fn is_editable(grid: Grid, field: &Field) -> bool {
    grid.entity.with_value(|entity| entity.may_edit(field))
}

/// Whether the cell names the record and leads to its page.
fn is_key(grid: Grid, at: usize, field: &Field) -> bool {
    at == 0
        || grid
            .entity
            .with_value(|entity| entity.title == field.path())
}

fn value(grid: Grid, row: &Row, field: &Field) -> AnyView {
    let (live, field) = (row.live.clone(), field.clone());
    view! { <span class="cell-value">{move || marked(grid.show, &live, &field, Spot::Cell)}</span> }
        .into_any()
}

/// The value as a link to the record's page, and a button for the side panel.
fn title(grid: Grid, row: &Row, field: &Field) -> AnyView {
    let (live, kept, id) = (row.live.clone(), field.clone(), row.id.clone());
    let href = format!(
        "/{}/{id}",
        grid.entity.with_value(|entity| entity.plural.clone())
    );
    let words = move || live.record.with(|record| grid.show.words(&kept, record));
    let named = words.clone();
    let lang = move || grid.show.formats.lang_of(&named());
    let (marks, field) = (row.live.clone(), field.clone());
    let special = Memo::new({
        let (marks, field) = (marks.clone(), field.clone());
        move |_| marks.mark(field.path()).is_some()
    });
    let (peek, follow) = (id.clone(), id);
    view! {
        <span class="cell-value">
            {move || if special.get() {
                let (marks, field) = (marks.clone(), field.clone());
                view! { {move || marked(grid.show, &marks, &field, Spot::Cell)} }.into_any()
            } else {
                let follow = follow.clone();
                view! {
                    <a class="cell-title" href=href.clone() tabindex="-1" on:click=move |event| {
                        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                            event.prevent_default();
                            event.stop_propagation();
                            grid.open.run(follow.clone());
                        }
                    } lang=lang.clone()>{words.clone()}</a>
                }
                .into_any()
            }}
            <button
                type="button"
                tabindex="-1"
                class="icon-button icon-button-small cell-peek"
                aria-label=t("ui-peek")
                data-tip=t("ui-peek")
                data-keys="space"
                on:click=move |event| {
                    event.stop_propagation();
                    let id = peek.clone();
                    grid.shown.adjust(|view| view.peek = id);
                }
            >
                <Icon name="panel-right-open" />
            </button>
        </span>
    }
    .into_any()
}

/// Where to go when an input is left.
fn left(grid: Grid, row: &Row, path: &str, leave: Leave) {
    let is_here = grid.editing.with_untracked(|editing| {
        editing
            .as_ref()
            .is_some_and(|(id, of)| *id == row.id && of == path)
    });
    match leave {
        Leave::Away if is_here => grid.editing.set(None),
        Leave::Away => {}
        Leave::Enter | Leave::Escape => {
            grid.editing.set(None);
            crate::ui::next_frame(move || grid.focus_current());
        }
        Leave::Tab { back } => edit_neighbour(grid, row, path, back),
    }
}

/// Goes on with the next (or previous) cell that can be edited, over the end of the row.
fn edit_neighbour(grid: Grid, row: &Row, path: &str, back: bool) {
    let columns = grid.columns.get_untracked();
    let free: Vec<usize> = (0..columns.len())
        .filter(|at| is_editable(grid, &columns[*at]))
        .collect();
    let Some(at) = columns.iter().position(|field| field.path() == path) else {
        return;
    };
    let here = free.iter().position(|column| *column == at).unwrap_or(0);
    let place = row.place.get_untracked();
    let (place, column) = match (back, here) {
        (true, 0) => (place - 1, free.last()),
        (true, _) => (place, free.get(here - 1)),
        (false, _) if here + 1 == free.len() => (place + 1, free.first()),
        (false, _) => (place, free.get(here + 1)),
    };
    grid.editing.set(None);
    let (Some(next), Some(&column)) = (grid.row_at(place), column) else {
        return grid.go(place, at);
    };
    grid.go(place, column);
    grid.editing
        .set(Some((next.id, columns[column].path().to_owned())));
}
