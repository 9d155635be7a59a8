//! Named state changes: done at once when nothing is missing, else after a small form that asks for just that.

mod ask;
mod perform;

use guanxi_domain::kernel::meta::VerbMeta;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::desk::Desk;
use super::live::Live;
use super::record::{Record, is_empty};

pub use ask::host;
pub use perform::Doing;

/// A verb that waits for fields.
#[derive(Clone)]
pub struct Asking {
    /// What is to be done.
    pub doing: Doing,
    /// The fields to ask for, by path; whether each must be given.
    pub fields: Vec<(String, bool)>,
}

/// The verbs that the record's state allows.
pub fn usable(live: &Live) -> Vec<VerbMeta> {
    let state = live.entity.state.clone().unwrap_or_default();
    let now = live.record.with(|record| record.text(&state).to_owned());
    let from_here = |verb: &&VerbMeta| verb.from.is_empty() || verb.from.contains(&now);
    live.entity
        .verbs
        .iter()
        .filter(from_here)
        .cloned()
        .collect()
}

/// The fields to ask for before the verb is tried: what must be given, and what is empty and may be.
pub fn wanted(verb: &VerbMeta, record: &Record, given: &Map<String, Json>) -> Vec<(String, bool)> {
    let asks = verb
        .asks
        .iter()
        .filter(|ask| !given.contains_key(&ask.field));
    let open = asks.filter(|ask| ask.required || is_empty(record.get(&ask.field)));
    open.map(|ask| (ask.field.clone(), ask.required)).collect()
}

impl Desk {
    /// Uses a verb: asks for what is missing, then does it.
    pub fn start(self, doing: Doing) {
        let record = doing.live.record.get_untracked();
        let fields = wanted(&doing.verb, &record, &doing.given);
        if fields.is_empty() {
            doing.perform(self);
        } else {
            self.asking.set(Some(Asking { doing, fields }));
        }
    }

    /// Uses a verb at once; asks only when the server says that something is missing.
    pub fn try_at_once(self, doing: Doing) {
        doing.perform(self);
    }
}
