//! Named state changes: done at once when nothing is missing, else after a small form that asks for just that.

mod ask;
mod check_in;
mod convert;
mod next;
mod perform;
mod place;

use guanxi_domain::kernel::meta::VerbMeta;
use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::desk::Desk;
use super::live::Live;
use super::record::{Record, is_empty};

pub use ask::host;
pub use check_in::check_in_button;
pub use perform::{Doing, revert_newest};

/// A verb that waits for fields.
#[derive(Clone)]
pub struct Asking {
    /// What is to be done.
    pub doing: Doing,
    /// The fields to ask for, by path; whether each must be given.
    pub fields: Vec<(String, bool)>,
    /// What the server said of them already.
    pub errors: Vec<FieldError>,
}

/// The verbs that the record's state allows; none where all has been done.
pub fn usable(live: &Live) -> Vec<VerbMeta> {
    let state = live.entity.state.clone().unwrap_or_default();
    let now = live.record.with(|record| record.text(&state).to_owned());
    if live.entity.is_final(&now) {
        return Vec::new();
    }
    let from_here = |verb: &&VerbMeta| verb.from.is_empty() || verb.from.contains(&now);
    live.entity
        .verbs
        .iter()
        // What guests do stands where they are asked.
        .filter(|verb| from_here(verb) && !verb.for_guests)
        .cloned()
        .collect()
}

/// The fields to ask for before the verb is tried: what must be given, what it cannot do without and is empty, and what
/// is empty and may be given.
pub fn wanted(verb: &VerbMeta, record: &Record, given: &Map<String, Json>) -> Vec<(String, bool)> {
    let is_open = |name: &str| is_empty(record.get(name));
    let asked = verb
        .asks
        .iter()
        .filter(|ask| ask.required || is_open(&ask.field))
        .map(|ask| {
            (
                ask.field.clone(),
                ask.required || verb.needs.contains(&ask.field),
            )
        });
    let is_asked = |name: &str| verb.asks.iter().any(|ask| ask.field == name);
    let needed = verb
        .needs
        .iter()
        .filter(|name| !is_asked(name) && is_open(name))
        .map(|name| (name.clone(), true));
    asked
        .chain(needed)
        .filter(|(name, _)| !given.contains_key(name))
        .collect()
}

impl Desk {
    /// Uses a verb: asks for what is missing, then does it.
    pub fn start(self, doing: Doing) {
        let record = doing.live.record.get_untracked();
        let fields = wanted(&doing.verb, &record, &doing.given);
        if fields.is_empty() && !check_in::is_check_in(&doing.verb) {
            doing.perform(self);
        } else {
            self.asking.set(Some(Asking {
                doing,
                fields,
                errors: Vec::new(),
            }));
        }
    }

    /// Uses a verb at once; asks only when the server says that something is missing.
    pub fn try_at_once(self, doing: Doing) {
        doing.perform(self);
    }
}

#[cfg(test)]
mod tests {
    use guanxi_domain::kernel::meta::{AskMeta, VerbMeta};
    use serde_json::{Map, json};

    use super::wanted;
    use crate::records::record::Record;

    #[test]
    fn what_a_verb_cannot_do_without_is_asked_for_as_such() {
        let ask = |field: &str| AskMeta {
            field: field.to_owned(),
            required: false,
        };
        let verb = VerbMeta {
            name: "win".to_owned(),
            from: vec![],
            to: None,
            asks: vec![ask("close_on"), ask("note")],
            needs: vec!["close_on".to_owned(), "amount".to_owned()],
            sequels: vec![],
            for_guests: false,
        };
        let asked = |record, given: Map<_, _>| wanted(&verb, &Record::new(record), &given);
        let field = |name: &str, required| (name.to_owned(), required);
        assert_eq!(
            asked(json!({}), Map::new()),
            [
                field("close_on", true),
                field("note", false),
                field("amount", true)
            ]
        );
        let filled = json!({ "close_on": "2026-01-01", "amount": { "amount_minor": 1 } });
        assert_eq!(asked(filled, Map::new()), [field("note", false)]);
        let given = Map::from_iter([("amount".to_owned(), json!(1))]);
        assert_eq!(
            asked(json!({ "note": "said" }), given),
            [field("close_on", true)]
        );
    }
}
