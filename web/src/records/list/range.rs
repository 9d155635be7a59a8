//! A rectangle of cells: copied as a spreadsheet takes it, and filled with what a spreadsheet gives.

mod fill;
mod paste;
mod table;

use std::ops::RangeInclusive;

use leptos::prelude::*;
use serde_json::Value as Json;
use web_sys::ClipboardEvent;

use super::grid::Grid;
use super::source::Row;
use crate::records::catalogue::Field;
use crate::ui::listen_on_document;

pub use paste::paste_dialog;

/// A rectangle of cells: rows by their places, columns by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// From the first row to the last.
    pub rows: RangeInclusive<i64>,
    /// From the first column to the last.
    pub columns: RangeInclusive<usize>,
}

impl Area {
    /// The rectangle between two corners.
    pub fn between(one: (i64, usize), other: (i64, usize)) -> Self {
        Self {
            rows: one.0.min(other.0)..=one.0.max(other.0),
            columns: one.1.min(other.1)..=one.1.max(other.1),
        }
    }
}

/// What was copied here last: the text that went to the clipboard, and the values behind it. Pasted again here, records
/// that are referred to are known by more than their name.
#[derive(Clone, Default)]
pub struct Copied {
    text: String,
    cells: Vec<Vec<(Field, Json)>>,
}

impl Grid {
    /// The rectangle that is marked: the current cell alone when none is.
    pub fn area(self) -> Area {
        let at = self.at.get_untracked();
        Area::between(self.corner.get_untracked().unwrap_or(at), at)
    }

    /// Marks from where marking began (or the current cell) to another cell.
    pub fn mark_to(self, place: i64, column: usize) {
        let corner = self
            .corner
            .get_untracked()
            .unwrap_or_else(|| self.at.get_untracked());
        self.go(place, column);
        self.corner.set(Some(corner));
    }

    /// The rows of a rectangle that are loaded, in order.
    fn rows_of(self, area: &Area) -> Vec<Row> {
        area.rows
            .clone()
            .filter_map(|place| self.row_at(place))
            .collect()
    }

    /// The columns of a rectangle.
    fn fields_of(self, area: &Area) -> Vec<Field> {
        self.columns
            .with_untracked(|columns| columns.get(area.columns.clone()).map(<[Field]>::to_vec))
            .unwrap_or_default()
    }
}

/// Listens to copying and pasting while a cell has the focus.
pub fn bind(grid: Grid) {
    listen_on_document("copy", move |event: ClipboardEvent| {
        if on_cell() && no_text_is_marked() {
            copy(grid, &event);
        }
    });
    listen_on_document("paste", move |event: ClipboardEvent| {
        if on_cell() {
            paste(grid, &event);
        }
    });
}

fn on_cell() -> bool {
    document()
        .active_element()
        .is_some_and(|active| active.class_list().contains("cell"))
}

fn no_text_is_marked() -> bool {
    let marked = window().get_selection().ok().flatten();
    marked.is_none_or(|marked| marked.is_collapsed())
}

fn copy(grid: Grid, event: &ClipboardEvent) {
    let Some(clipboard) = event.clipboard_data() else {
        return;
    };
    let area = grid.area();
    let fields = grid.fields_of(&area);
    let cells: Vec<Vec<(Field, Json)>> = grid
        .rows_of(&area)
        .iter()
        .map(|row| {
            let record = row.live.record.get_untracked();
            let cell = |field: &Field| (field.clone(), record.get(field.path()).clone());
            fields.iter().map(cell).collect()
        })
        .collect();
    let words: Vec<Vec<String>> = grid
        .rows_of(&area)
        .iter()
        .map(|row| {
            let record = row.live.record.get_untracked();
            let word = |field: &Field| table::words(grid.show, field, &record);
            fields.iter().map(word).collect()
        })
        .collect();
    let text = table::write(&words);
    if clipboard.set_data("text/plain", &text).is_ok() {
        event.prevent_default();
        grid.copied.set_value(Copied { text, cells });
    }
}

fn paste(grid: Grid, event: &ClipboardEvent) {
    let text = event
        .clipboard_data()
        .and_then(|clipboard| clipboard.get_data("text/plain").ok());
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        event.prevent_default();
        grid.pasting.set(Some(text));
    }
}

#[cfg(test)]
mod tests {
    use super::Area;

    #[test]
    fn a_rectangle_has_no_direction() {
        let down = Area::between((2, 1), (5, 3));
        assert_eq!(down, Area::between((5, 3), (2, 1)));
        assert_eq!(down, Area::between((2, 3), (5, 1)));
        assert_eq!((down.rows, down.columns), (2..=5, 1..=3));
    }
}
