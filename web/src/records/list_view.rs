//! What a list shows, as its address says it: filter, sort, columns, words, layout, the record looked at.

use guanxi_domain::kernel::query::Sort;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use serde_json::Value as Json;

use super::catalogue::Entity;
use super::filters::Node;
use crate::stored;

/// What a list shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListView {
    /// Which records.
    pub filter: Node,
    /// In which order; the entity's own when empty.
    pub sort: Vec<Sort>,
    /// Which fields; the usual ones when empty.
    pub columns: Vec<String>,
    /// Words to look for.
    pub q: String,
    /// A board instead of a table.
    pub board: bool,
    /// Of which parent the board shows columns, such as the pipeline.
    pub within: String,
    /// The record in the side panel.
    pub peek: String,
}

impl ListView {
    /// From the parameters of an address.
    pub fn from_query(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get_str(name).unwrap_or_default();
        let list = |name: &str| {
            text(name)
                .split(',')
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let filter = serde_json::from_str::<Json>(text("filter")).ok();
        Self {
            filter: filter
                .as_ref()
                .and_then(Node::from_json)
                .unwrap_or_default(),
            sort: list("sort").iter().map(|key| Sort::parse(key)).collect(),
            columns: list("columns"),
            q: text("q").to_owned(),
            board: text("layout") == "board",
            within: text("within").to_owned(),
            peek: text("peek").to_owned(),
        }
    }

    /// The address of the list.
    pub fn address(&self, plural: &str) -> String {
        let sort: Vec<String> = self.sort.iter().map(Sort::text).collect();
        let filter = if self.filter.is_empty() {
            String::new()
        } else {
            self.filter.to_json().to_string()
        };
        let layout = if self.board { "board" } else { "" };
        let parts = [
            ("layout", layout.to_owned()),
            ("within", self.within.clone()),
            ("filter", filter),
            ("sort", sort.join(",")),
            ("columns", self.columns.join(",")),
            ("q", self.q.clone()),
            ("peek", self.peek.clone()),
        ];
        let parts = parts.iter().filter(|(_, text)| !text.is_empty());
        let query: Vec<String> = parts
            .map(|(name, text)| format!("{name}={}", encoded(text)))
            .collect();
        if query.is_empty() {
            format!("/{plural}")
        } else {
            format!("/{plural}?{}", query.join("&"))
        }
    }

    /// The fields shown as columns: those of the address, else those this device remembers, else the usual ones.
    pub fn shown_columns(&self, entity: &Entity) -> Vec<String> {
        let remembered = || {
            let kept = stored::read(&stored_name(entity)).unwrap_or_default();
            kept.split(',')
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let known = |columns: Vec<String>| {
            let found: Vec<String> = columns
                .into_iter()
                .filter(|path| entity.field(path).is_some())
                .collect();
            Some(found).filter(|columns| !columns.is_empty())
        };
        known(self.columns.clone())
            .or_else(|| known(remembered()))
            .unwrap_or_else(|| entity.usual_columns())
    }

    /// The order in force.
    pub fn order(&self, entity: &Entity) -> Vec<Sort> {
        if self.sort.is_empty() {
            vec![Sort::parse(&entity.sort)]
        } else {
            self.sort.clone()
        }
    }
}

/// Remembers the columns of an entity's list on this device.
pub fn remember_columns(entity: &Entity, columns: &[String]) {
    stored::write(&stored_name(entity), &columns.join(","));
}

fn stored_name(entity: &Entity) -> String {
    format!("guanxi.columns.{}", entity.plural)
}

fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// What the address says, and how to change it.
#[derive(Clone, Copy)]
pub struct Shown {
    /// What is shown.
    pub view: Memo<ListView>,
    go: Callback<(ListView, bool)>,
}

impl Shown {
    /// For the list at the present address.
    pub fn of(entity: &Entity) -> Self {
        let query = use_query_map();
        let view = Memo::new(move |_| query.with(ListView::from_query));
        let navigate = StoredValue::new_local(use_navigate());
        let plural = entity.plural.clone();
        let go = Callback::new(move |(view, replace): (ListView, bool)| {
            let options = NavigateOptions {
                replace,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate.with_value(|navigate| navigate(&view.address(&plural), options));
        });
        Self { view, go }
    }

    /// Changes what is shown; Back leads to what was shown before.
    pub fn change(self, change: impl FnOnce(&mut ListView)) {
        self.changed(change, false);
    }

    /// Changes what is shown without another step for Back.
    pub fn adjust(self, change: impl FnOnce(&mut ListView)) {
        self.changed(change, true);
    }

    fn changed(self, change: impl FnOnce(&mut ListView), replace: bool) {
        let before = self.view.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.go.run((after, replace));
        }
    }
}
