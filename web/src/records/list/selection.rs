//! Which rows are picked.

use std::collections::BTreeMap;

use guanxi_client::ListQuery;
use leptos::prelude::*;

use super::source::Source;
use crate::records::desk::Desk;
use crate::records::record::Record;

/// More than this is work for an import.
pub const MOST_PICKED: usize = 10_000;

/// Fields kept of each record picked beside what it is called.
const NEEDED: [&str; 3] = ["id", "version", "owner_id"];

/// The rows picked, with the records as they were then.
#[derive(Clone, Copy)]
pub struct Selection {
    /// By id.
    pub picked: RwSignal<BTreeMap<String, Record>>,
    /// Where picking a stretch begins.
    anchor: StoredValue<Option<String>>,
}

impl Selection {
    /// Nothing picked.
    pub fn new() -> Self {
        Self {
            picked: RwSignal::new(BTreeMap::new()),
            anchor: StoredValue::new(None),
        }
    }

    /// How many.
    pub fn count(self) -> usize {
        self.picked.with(BTreeMap::len)
    }

    /// Whether a row is among them.
    pub fn holds(self, id: &str) -> bool {
        self.picked.with(|picked| picked.contains_key(id))
    }

    /// Picks a row, or lets it go.
    pub fn toggle(self, source: Source, id: &str) {
        self.anchor.set_value(Some(id.to_owned()));
        let Some(row) = source.row(id) else { return };
        let record = row.live.record.get_untracked();
        self.picked.update(|picked| {
            if picked.remove(id).is_none() && picked.len() < MOST_PICKED {
                picked.insert(id.to_owned(), record);
            }
        });
    }

    /// Picks all rows from where picking began to this one.
    pub fn extend_to(self, source: Source, id: &str) {
        let rows = source.rows.get_untracked();
        let place = |wanted: &str| rows.iter().position(|row| row.id == wanted);
        let start = self.anchor.get_value();
        let (Some(to), from) = (place(id), start.as_deref().and_then(place)) else {
            return;
        };
        let from = from.unwrap_or(to);
        if start.is_none() {
            self.anchor.set_value(Some(id.to_owned()));
        }
        self.add(
            rows[from.min(to)..=from.max(to)]
                .iter()
                .map(|row| row.live.record.get_untracked()),
        );
    }

    /// Picks all rows that are loaded, or lets all go when they are picked already.
    pub fn toggle_all(self, source: Source) {
        let rows = source.rows.get_untracked();
        let all = rows.iter().all(|row| {
            self.picked
                .with_untracked(|picked| picked.contains_key(&row.id))
        });
        if all {
            self.clear();
        } else {
            self.add(rows.iter().map(|row| row.live.record.get_untracked()));
        }
    }

    /// Lets all go.
    pub fn clear(self) {
        self.anchor.set_value(None);
        self.picked.set(BTreeMap::new());
    }

    fn add(self, records: impl Iterator<Item = Record>) {
        self.picked.update(|picked| {
            for record in records {
                if picked.len() < MOST_PICKED {
                    picked.insert(record.id().to_owned(), record);
                }
            }
        });
    }

    /// Picks every record that passes the list's question, loaded or not.
    pub async fn pick_matching(
        self,
        desk: Desk,
        plural: String,
        title: String,
        mut query: ListQuery,
    ) {
        query.limit = Some(200);
        // What a change of many needs to know of each; the rest would only weigh.
        query
            .fields
            .retain(|path| NEEDED.contains(&path.as_str()) || *path == title);
        query.expand = Vec::new();
        while let Ok(page) = desk.api.list(&plural, query.clone()).await {
            let full = self
                .picked
                .try_with_untracked(BTreeMap::len)
                .is_none_or(|picked| picked >= MOST_PICKED);
            if full {
                return;
            }
            self.add(page.rows.into_iter());
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return,
            }
        }
    }
}
