//! What is done to a record by a name behind its id: a verb used, a row added.

use guanxi_domain::kernel::catalogue::Collection;
use guanxi_domain::kernel::verb::Verb;
use utoipa::openapi::path::HttpMethod;

use super::{BODY, On, Told};
use crate::openapi::entities::verb_input;
use crate::openapi::examples;
use crate::openapi::kinds::{Any, named};
use crate::openapi::operation::{Op, Shown};
use crate::openapi::words::{camel, doing, listed, one};

impl On {
    /// What is done to one record by the path behind its id, and answers the record.
    pub(super) fn deed(
        &self,
        op: Op,
        rest: &str,
        (schema, example): (impl Into<Any>, impl Into<Shown>),
        answer: &str,
    ) -> Told {
        let taken = [
            "id",
            "If-Match-Optional",
            "Idempotency-Key",
            "validate_only",
            "Accept-Language",
        ];
        let op = op.takes(&taken).body(schema, example);
        let op = self
            .answers_record(op, 200, answer)
            .refuses(&BODY)
            .refuses(&[401, 403, 404, 409, 412, 422]);
        (HttpMethod::Post, self.path(&format!("/{{id}}/{rest}")), op)
    }

    pub(super) fn verb(&self, verb: &Verb) -> Told {
        let name = verb.name;
        let asked: Vec<_> = verb.asks.iter().map(|ask| ask.field).collect();
        let op = self.op(
            &format!("{name}_{}", self.entity.name),
            &doing(name, self.entity),
            &about_verb(verb),
        );
        let body = (
            verb_input(self.entity, verb),
            examples::asked(self.entity, &asked),
        );
        self.deed(op, name, body, "The record after it.")
    }

    pub(super) fn add_row(&self, collection: &Collection) -> Told {
        let (name, part) = (collection.name, (collection.entity)());
        let op = self.op(
            &format!("add_to_{}_{name}", self.entity.name),
            &format!("Add {} to {}", one(part), one(self.entity)),
            "One more row behind those that are there. Pointers in refusals begin at the row.",
        );
        let body = (
            named(&format!("{}Input", camel(part.name)), None),
            examples::creation(part),
        );
        self.deed(op, name, body, "The record with all its rows.")
    }
}

fn about_verb(verb: &Verb) -> String {
    if verb.from.is_empty() {
        return "Possible at any time; changes no state.".to_owned();
    }
    let mut text = format!("Starts from {}", listed(verb.from));
    match verb.to {
        Some(state) => text.push_str(&format!(", leads to `{state}`.")),
        None => text.push_str("; the rule decides where it leads."),
    }
    if !verb.needs.is_empty() {
        text.push_str(&format!(
            " These fields must be filled: {}.",
            listed(verb.needs)
        ));
    }
    text.push_str(" From any other state it is refused with 409.");
    text
}
