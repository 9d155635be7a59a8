//! Filters as sentences.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::node::{Node, Test};
use super::operand::Operand;
use super::operators::Operator;
use crate::records::catalogue::{Catalogue, Entity};
use crate::records::show::Show;

/// A condition in words, such as "City is Rome".
pub fn words_of(show: Show, catalogue: &Catalogue, entity: &Entity, node: &Node) -> String {
    match node {
        Node::Test(test) => test_words(show, catalogue, entity, test),
        Node::Group { any, parts } => {
            let joint = if *any {
                "ui-filter-or"
            } else {
                "ui-filter-and"
            };
            let mut parts = parts
                .iter()
                .map(|part| words_of(show, catalogue, entity, part));
            let first = parts.next().unwrap_or_default();
            parts.fold(first, |left, right| {
                show.i18n.format(joint, |args| {
                    args.set("left", left);
                    args.set("right", right);
                })
            })
        }
    }
}

fn test_words(show: Show, catalogue: &Catalogue, entity: &Entity, test: &Test) -> String {
    let texts = show.i18n.texts();
    let label = catalogue.path_label(entity, &test.field, &texts);
    let Some(field) = catalogue.resolve(entity, &test.field) else {
        return label;
    };
    let operator = match (test.op.as_str(), &test.value) {
        ("empty", Json::Bool(false)) => Operator::Filled,
        (op, _) => Operator::by_id(op),
    };
    if matches!(operator, Operator::Empty | Operator::Filled) {
        return show.i18n.format("ui-filter-state", |args| {
            args.set("field", label);
            args.set("state", operator.words(field.kind, &texts));
        });
    }
    let value = match &test.value {
        Json::Array(items) => {
            let words: Vec<_> = items
                .iter()
                .map(|item| show.value_words(&field, item))
                .collect();
            show.list(&words)
        }
        value => Operand::of(value).map_or_else(
            || show.value_words(&field, value),
            |operand| operand.words(&texts),
        ),
    };
    show.i18n.format("ui-filter-test", |args| {
        args.set("field", label);
        args.set("op", operator.words(field.kind, &texts));
        args.set("value", value);
    })
}

/// The words of a condition, following language and names.
pub fn words_signal(show: Show, entity: &Entity, node: Node) -> Signal<String> {
    let entity = entity.clone();
    Signal::derive(move || {
        let known = show.desk.known();
        known
            .map(|catalogue| words_of(show, &catalogue, &entity, &node))
            .unwrap_or_default()
    })
}
