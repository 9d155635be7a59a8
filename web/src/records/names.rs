//! What records are called, by id: fetched together, remembered, shared by all screens.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use guanxi_client::ListQuery;
use leptos::prelude::*;
use serde_json::{Value as Json, json};

use super::api::Api;
use super::catalogue::{Catalogue, Entity, Field};
use super::failure::Loaded;
use super::record::Record;

/// Ids asked for at once.
const MOST: usize = 100;

/// The names of records.
#[derive(Clone, Copy)]
pub struct Names {
    api: Api,
    catalogue: RwSignal<Loaded<Catalogue>>,
    known: RwSignal<HashMap<String, String>>,
    wanted: StoredValue<BTreeMap<String, Vec<String>>>,
}

impl Names {
    /// None known yet.
    pub fn new(api: Api, catalogue: RwSignal<Loaded<Catalogue>>) -> Self {
        Self {
            api,
            catalogue,
            known: RwSignal::new(HashMap::new()),
            wanted: StoredValue::new(BTreeMap::new()),
        }
    }

    /// Remembers a name.
    pub fn learn(self, id: &str, name: &str) {
        let news = self
            .known
            .with_untracked(|known| known.get(id).is_none_or(|old| old != name));
        if news && !name.is_empty() {
            self.known
                .update(|known| drop(known.insert(id.to_owned(), name.to_owned())));
        }
    }

    /// Remembers the names of the records that came along with another one.
    pub fn learn_from(self, record: &Record, entity: &Entity, catalogue: &Catalogue) {
        let found = entity.fields().iter().filter_map(|field| {
            let target = catalogue.entity(field.target.as_deref()?)?;
            let referred = record.referred(field)?;
            let name = referred.get(&target.title)?.as_str()?;
            Some((referred.get("id")?.as_str()?.to_owned(), name.to_owned()))
        });
        let found: Vec<_> = found.collect();
        let fresh = |(id, name): &(String, String)| {
            self.known
                .with_untracked(|known| known.get(id) != Some(name))
        };
        if found.iter().any(fresh) {
            self.known.update(|known| known.extend(found));
        }
    }

    /// The name of the record that a field of `record` points to, from what came along or from memory.
    pub fn referred(self, field: &Field, record: &Record, catalogue: &Catalogue) -> String {
        let Some(target) = field
            .target
            .as_deref()
            .and_then(|name| catalogue.entity(name))
        else {
            return record.text(field.path()).to_owned();
        };
        let along = record
            .referred(field)
            .and_then(|map| map.get(&target.title))
            .and_then(Json::as_str);
        match along {
            Some(name) => name.to_owned(),
            None => self.name(&target, record.text(field.path())),
        }
    }

    /// The name of a record; empty until it is known. Follows its arrival.
    pub fn name(self, entity: &Entity, id: &str) -> String {
        if id.is_empty() {
            return String::new();
        }
        let known = self.known.with(|known| known.get(id).cloned());
        known.unwrap_or_else(|| {
            self.want(entity, id);
            String::new()
        })
    }

    /// The name of a record as far as it is known now.
    pub fn known_name(self, id: &str) -> String {
        self.known
            .with_untracked(|known| known.get(id).cloned())
            .unwrap_or_default()
    }

    /// Forgets all names.
    pub fn forget(self) {
        self.known.set(HashMap::new());
    }

    /// Notes an id; all noted before the page is drawn again are fetched together.
    fn want(self, entity: &Entity, id: &str) {
        let first = self.wanted.with_value(BTreeMap::is_empty);
        self.wanted.update_value(|wanted| {
            let ids = wanted.entry(entity.name.clone()).or_default();
            if !ids.iter().any(|known| known == id) && ids.len() < MOST {
                ids.push(id.to_owned());
            }
        });
        if first {
            set_timeout(move || self.fetch(), Duration::ZERO);
        }
    }

    fn fetch(self) {
        let wanted = self
            .wanted
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        let catalogue = self
            .catalogue
            .with_untracked(|loaded| loaded.ready().cloned());
        for (name, ids) in wanted {
            let Some(entity) = catalogue
                .as_ref()
                .and_then(|catalogue| catalogue.entity(&name))
            else {
                continue;
            };
            leptos::task::spawn_local(async move {
                let filter = json!({ "field": "id", "op": "in", "value": ids });
                let query = ListQuery::new()
                    .filter(filter)
                    .fields(&[&entity.title])
                    .limit(200);
                let rows = self
                    .api
                    .list(&entity.plural, query)
                    .await
                    .map(|page| page.rows)
                    .unwrap_or_default();
                // What did not come is out of reach: remembered without a name, so that it is not asked for again.
                let unnamed = ids.into_iter().map(|id| (id, String::new()));
                let named = rows
                    .iter()
                    .map(|row| (row.id().to_owned(), row.title(&entity).to_owned()));
                self.known
                    .update(|known| known.extend(unnamed.chain(named)));
            });
        }
    }
}
