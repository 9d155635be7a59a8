//! A cell becomes an input. What makes inputs is fetched when somebody comes to the table, so that it is there when the
//! first of them is wanted.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::KeyboardEvent;

use super::grid::Grid;
use crate::later::say_missing;
use crate::records::catalogue::Field;
use crate::records::editor::{Leave, editor};
use crate::records::live::Live;

/// Makes the input for one field of a record.
pub type Editor = fn(&Live, &Field, Callback<Leave>) -> AnyView;

/// What makes inputs.
#[wasm_split(edit, fallible, preload(fetch_editor))]
pub fn editor_part() -> Result<Editor, SplitLoaderError> {
    Ok(editor)
}

/// How far a table is with its inputs.
#[derive(Clone, Copy)]
pub struct Inputs {
    /// What makes them, once it is here.
    pub editor: StoredValue<Option<Editor>>,
    /// It was asked for ahead of need.
    asked: StoredValue<bool>,
    /// The cell whose input is wanted and cannot be made yet: the record's id and the field's path.
    awaited: StoredValue<Option<(String, String)>>,
}

impl Inputs {
    /// Nothing is here, and nobody asked.
    pub fn new() -> Self {
        Self {
            editor: StoredValue::new(None),
            asked: StoredValue::new(false),
            awaited: StoredValue::new(None),
        }
    }

    /// Fetches what makes inputs, the first time that somebody may want one.
    pub fn prepare(self) {
        if self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        spawn_local(async move {
            // Who asks for an input before it is here, or without a connection, is told then.
            if let Ok(editor) = editor_part().await {
                self.editor.try_set_value(Some(editor));
            }
        });
    }

    /// Whether a key is meant for an input that is not here yet. It may not do what it does outside of inputs; Escape takes
    /// the wish back.
    pub fn swallows(self, event: &KeyboardEvent) -> bool {
        if self.awaited.with_value(Option::is_none) {
            return false;
        }
        let key = event.key();
        let modifier = event.ctrl_key() || event.meta_key();
        if key == "Escape" {
            self.forget();
            return true;
        }
        key == "Enter" || (key.chars().count() == 1 && (!modifier || key == "a"))
    }

    /// No input is wanted any more, as somebody went on.
    pub fn forget(self) {
        self.awaited.set_value(None);
    }

    /// Whether the input of a cell is still wanted; it is asked once.
    fn is_wanted(self, cell: &(String, String)) -> bool {
        let awaited = self
            .awaited
            .try_update_value(|awaited| awaited.take_if(|awaited| awaited == cell));
        awaited.flatten().is_some()
    }
}

impl Grid {
    /// Makes a cell an input: the record's id and the field's path. Whoever went on to something else while what it needs
    /// was fetched stays there.
    pub fn edit(self, id: String, path: String) {
        let (inputs, cell) = (self.inputs, (id, path));
        if inputs.editor.with_value(Option::is_some) {
            return self.editing.set(Some(cell));
        }
        let (at, focused) = (self.at.get_untracked(), document().active_element());
        inputs.awaited.set_value(Some(cell.clone()));
        spawn_local(async move {
            let fetched = editor_part().await;
            let stayed = self.at.try_get_untracked() == Some(at);
            if !inputs.is_wanted(&cell) || !stayed || document().active_element() != focused {
                return;
            }
            match fetched {
                Ok(editor) => {
                    inputs.editor.set_value(Some(editor));
                    self.editing.set(Some(cell));
                }
                Err(_) => say_missing(self.show.i18n, self.toasts).await,
            }
        });
    }
}
