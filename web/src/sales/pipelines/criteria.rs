//! Conditions over opportunities, in words and to be built.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::Editor;
use crate::records::screens::{FilterBuilder, Node, Show, words_of};

/// What conditions are about.
const DEAL: &str = "opportunity";

/// A builder that begins with a kept filter.
pub fn builder(editor: Editor, kept: &Json) -> Option<FilterBuilder> {
    let entity = editor.desk.entity(DEAL)?;
    Some(FilterBuilder::new(&entity, &node(kept)))
}

/// A kept filter as people build it; an empty one has no condition.
fn node(kept: &Json) -> Node {
    Node::from_json(kept).unwrap_or_default()
}

/// A kept filter inside a sentence; nothing when it asks for nothing.
pub fn sentence(editor: Editor, key: &'static str, kept: &Json) -> AnyView {
    let node = node(kept);
    let show = Show::here();
    let words = move || {
        let (known, entity) = (editor.desk.known()?, editor.desk.entity(DEAL)?);
        let words = (!node.is_empty()).then(|| words_of(show, &known, &entity, &node))?;
        Some(editor.i18n.format(key, |args| args.set("words", words)))
    };
    view! { {words} }.into_any()
}
