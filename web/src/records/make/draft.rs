//! What was typed for a new record, kept on the device until it is saved or thrown away.

use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::form::Form;
use crate::stored;
use crate::ui::Choice;

fn name_of(form: &Form) -> String {
    format!("guanxi.draft.new.{}", form.entity.name)
}

/// Puts back what was kept; false when there was nothing.
pub fn restore(form: &Form) -> bool {
    let kept =
        stored::read(&name_of(form)).and_then(|text| serde_json::from_str::<Json>(&text).ok());
    let Some(kept) = kept else { return false };
    for (field, input) in &form.inputs {
        let Some(one) = kept.get(field.path()) else {
            continue;
        };
        let text = |name: &str| {
            one.get(name)
                .and_then(Json::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        input.text.set(text("text"));
        input.second.set(text("second"));
        let several = one
            .get("several")
            .and_then(Json::as_array)
            .cloned()
            .unwrap_or_default();
        input.several.set(
            several
                .iter()
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
        );
        input.one.set(
            Some(Choice::new(text("id"), text("label"))).filter(|choice| !choice.value.is_empty()),
        );
    }
    for editor in &form.rows {
        if let Some(rows) = kept
            .get(format!("rows.{}", editor.collection.name))
            .and_then(Json::as_array)
        {
            editor.put_back(rows);
        }
    }
    true
}

/// Keeps what is typed, following every key; forgets it when nothing is typed any more.
pub fn keep(form: &Form, active: RwSignal<bool>) {
    let form = form.clone();
    Effect::new(move |before: Option<()>| {
        let touched = form.is_touched();
        let text = written(&form);
        if before.is_none() || !active.get_untracked() {
            return;
        }
        if touched {
            stored::write(&name_of(&form), &text)
        } else {
            stored::remove(&name_of(&form))
        }
    });
}

/// Forgets what was kept.
pub fn forget(form: &Form) {
    stored::remove(&name_of(form));
}

fn written(form: &Form) -> String {
    let mut kept = serde_json::Map::new();
    for (field, input) in &form.inputs {
        let one = input.one.get();
        let value = json!({
            "text": input.text.get(),
            "second": input.second.get(),
            "several": input.several.get(),
            "id": one.as_ref().map(|choice| choice.value.clone()),
            "label": one.map(|choice| choice.label),
        });
        kept.insert(field.path().to_owned(), value);
    }
    for editor in &form.rows {
        let rows = editor.typed().0;
        if !rows.is_empty() {
            kept.insert(
                format!("rows.{}", editor.collection.name),
                Json::Array(rows),
            );
        }
    }
    Json::Object(kept).to_string()
}
