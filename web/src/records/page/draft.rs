//! What is typed into a record's composer, kept on the device until it is saved or thrown away.

use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::log::Draft;
use crate::stored;

fn name_of(id: &str) -> String {
    format!("guanxi.draft.note.{id}")
}

/// Puts back what was kept for a record.
pub fn restore(draft: Draft, id: &str) {
    let kept = stored::read(&name_of(id)).and_then(|text| serde_json::from_str::<Json>(&text).ok());
    let Some(kept) = kept else { return };
    let text = |name: &str| {
        kept.get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    draft.text.set(text("text"));
    if !text("kind").is_empty() {
        draft.kind.set(text("kind"));
    }
    if !text("due").is_empty() {
        draft.due.set(text("due"));
    }
    draft.starts.set(text("starts"));
    draft.outcome.set(text("outcome"));
    let picked = kept.get("picked").cloned().unwrap_or_default();
    draft
        .picked
        .set(serde_json::from_value(picked).unwrap_or_default());
}

/// Keeps what is typed, following every key; forgets it when there is no text any more.
pub fn keep(draft: Draft, id: &str) {
    let name = name_of(id);
    Effect::new(move |before: Option<()>| {
        let kept = json!({
            "kind": draft.kind.get(),
            "text": draft.text.get(),
            "due": draft.due.get(),
            "starts": draft.starts.get(),
            "outcome": draft.outcome.get(),
            "picked": draft.picked.get(),
        });
        if before.is_none() {
            return;
        }
        if draft.text.with(|text| text.trim().is_empty()) {
            stored::remove(&name);
        } else {
            stored::write(&name, &kept.to_string());
        }
    });
}
