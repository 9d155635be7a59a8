//! What others change, in a list that somebody may be at: a row changes where it stands, and nothing moves under the
//! pointer or the focus. New rows say that they are there. While nobody is at the list it simply shows what is.

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::json;

use super::{MOST_AT_ONCE, Source};
use crate::records::heard::Touched;
use crate::records::record::Record;

/// Where rows would move under somebody: below the pointer, or around the focus.
const HELD: &str =
    ".list-body :is(.grid-body, .cards):hover, .list-body :is(.grid, .cards):focus-within";
/// What scrolls.
const SCROLLED: &str = ".list-body :is(.grid, .cards)";

impl Source {
    /// Takes over what others changed.
    pub(super) fn follow(self, touched: &[Touched]) {
        if self.state.with_untracked(|state| state.ready().is_none()) {
            return;
        }
        let (mut shown, mut unknown) = (Vec::new(), Vec::new());
        for one in touched {
            match self.row(&one.id) {
                Some(row) => {
                    let own = row.live.record.with_untracked(Record::version);
                    if one.version.is_none_or(|version| version > own) {
                        shown.push(one.clone());
                    }
                }
                None if one.is_gone() => self.unlist(&one.id),
                None => unknown.push(one.id.clone()),
            }
        }
        if shown.is_empty() && unknown.is_empty() {
            return;
        }
        if self.is_free() {
            return self.refresh();
        }
        self.change_in_place(&shown);
        self.announce(unknown);
    }

    /// Shows what is there now, or, when somebody is at the rows, brings them up to date where they stand.
    pub(super) fn refresh_quietly(self) {
        if self.state.with_untracked(|state| state.ready().is_none()) || self.is_free() {
            self.refresh();
        } else {
            self.catch_up();
        }
    }

    /// Whether rows may come, go and move: the first ones are shown, and nobody is at them.
    fn is_free(self) -> bool {
        let whole = self.stretches.with_value(|stretches| stretches.len() < 2);
        whole && !self.has_previous.get_untracked() && !is_held()
    }

    fn change_in_place(self, shown: &[Touched]) {
        for one in shown.iter().filter(|one| one.is_gone()) {
            self.strike(&one.id);
        }
        let ids: Vec<String> = shown
            .iter()
            .filter(|one| !one.is_gone())
            .map(|one| one.id.clone())
            .collect();
        if ids.is_empty() {
            return;
        }
        let round = self.round.get_value();
        let question = self.question();
        let filter = json!({ "field": "id", "op": "in", "value": ids });
        let mut query = ListQuery::new().filter(filter).limit(MOST_AT_ONCE as u32);
        (query.fields, query.expand) = (question.fields, question.expand);
        leptos::task::spawn_local(async move {
            // Without an answer the rows stay as they are; coming back brings all of them up to date.
            let Ok(page) = self.fetch(query).await else {
                return;
            };
            if self.round.try_get_value() != Some(round) {
                return;
            }
            for id in &ids {
                let found = page.rows.iter().find(|record| record.id() == id);
                match (found, self.row(id)) {
                    (Some(record), Some(row)) => row.live.take_newer(record.clone()),
                    (None, Some(_)) => self.strike(id),
                    _ => {}
                }
            }
            // The sums follow the count.
            self.total.update(|_| {});
        });
    }

    /// Counts those of the records that pass the list's question.
    fn announce(self, ids: Vec<String>) {
        if ids.is_empty() {
            return;
        }
        let round = self.round.get_value();
        let question = self.question();
        let here = json!({ "field": "id", "op": "in", "value": ids });
        let filter = match question.tree {
            Some(tree) => json!({ "and": [here, tree] }),
            None => here,
        };
        let mut query = ListQuery::new().filter(filter).limit(MOST_AT_ONCE as u32);
        query.q = question.q;
        query.fields = vec!["id".to_owned()];
        leptos::task::spawn_local(async move {
            let entity = self.entity.get_value();
            let Ok(page) = self.desk.api.list(&entity.plural, query).await else {
                return;
            };
            if self.round.try_get_value() != Some(round) {
                return;
            }
            let found: Vec<&str> = page.rows.iter().map(Record::id).collect();
            self.unseen.update(|unseen| {
                unseen.retain(|id| !ids.contains(id) || found.contains(&id.as_str()));
                unseen.extend(found.iter().map(|id| (*id).to_owned()));
            });
        });
    }

    fn strike(self, id: &str) {
        if let Some(row) = self.row(id) {
            row.live.gone.set(true);
        }
    }

    /// One that was announced is gone again.
    fn unlist(self, id: &str) {
        if self.unseen.with_untracked(|unseen| unseen.contains(id)) {
            self.unseen.update(|unseen| unseen.retain(|one| one != id));
        }
    }
}

/// Whether somebody points at the rows, has the focus among them, or has scrolled to a place.
fn is_held() -> bool {
    let held = document().query_selector(HELD);
    let scrolled = document().query_selector(SCROLLED);
    matches!(held, Ok(Some(_))) || matches!(scrolled, Ok(Some(element)) if element.scroll_top() > 0)
}
