//! What a list shows, as its address says it: filter, sort, columns, words, layout, the record looked at.

use guanxi_domain::kernel::query::Sort;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use serde_json::Value as Json;

use super::catalogue::Entity;
use super::desk::Desk;
use super::failure::Loaded;
use super::filters::Node;
use crate::session::Session;
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
    /// The saved view it began with; [`ALL`] for none although there is a usual one.
    pub saved: String,
    /// Whether it is not what the saved view says any more.
    pub changed: bool,
}

/// What the address says instead of a view where all records are meant.
pub const ALL: &str = "all";

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
            saved: text("view").to_owned(),
            changed: text("changed") == "1",
        }
    }

    /// Whether it is no saved view's.
    pub fn is_nobodys(&self) -> bool {
        matches!(self.saved.as_str(), "" | ALL)
    }

    /// Whether nothing is asked, arranged or chosen.
    pub fn is_plain(&self) -> bool {
        self.says_like(&Self::default())
    }

    /// Whether another one shows the same in the same way.
    pub fn says_like(&self, other: &Self) -> bool {
        let filter = |view: &Self| {
            let filter = view.filter.tidied();
            if filter.is_empty() {
                Node::default()
            } else {
                filter
            }
        };
        filter(self) == filter(other)
            && (self.board, &self.within, &self.q) == (other.board, &other.within, &other.q)
            && (&self.sort, &self.columns) == (&other.sort, &other.columns)
    }

    /// The address of a view that is shown as it was kept.
    fn kept_address(&self, plural: &str) -> String {
        let peek = if self.peek.is_empty() {
            String::new()
        } else {
            format!("&peek={}", encoded(&self.peek))
        };
        format!("/{plural}?view={}{peek}", encoded(&self.saved))
    }

    /// The address of the list.
    pub fn address(&self, plural: &str) -> String {
        if !self.saved.is_empty() && !self.changed {
            return self.kept_address(plural);
        }
        let changed = if self.changed { "1" } else { "" };
        let sort: Vec<String> = self.sort.iter().map(Sort::text).collect();
        let filter = if self.filter.is_empty() {
            String::new()
        } else {
            self.filter.to_json().to_string()
        };
        let layout = if self.board { "board" } else { "" };
        let parts = [
            ("view", self.saved.clone()),
            ("changed", changed.to_owned()),
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

/// The view somebody chose to begin with, of the lists of an entity.
pub fn default_view(session: Session, entity: &Entity) -> Option<String> {
    let me = session.me()?;
    let id = me.preferences.get(&preference_of(entity))?.as_str()?;
    Some(id.to_owned())
}

/// The name of the setting that says so.
pub fn preference_of(entity: &Entity) -> String {
    format!("view.{}", entity.name)
}

/// The saved view that an address stands for, by id, when it stands for one.
fn view_meant(session: Session, entity: &Entity, asked: &ListView) -> Option<String> {
    match asked.saved.as_str() {
        _ if asked.changed => None,
        "" if asked.is_plain() => default_view(session, entity),
        "" | ALL => None,
        id => Some(id.to_owned()),
    }
}

/// Whether what the address says can only be told once the saved views are there.
pub fn awaits_views(entity: &Entity, asked: &ListView) -> bool {
    let waiting = Desk::here()
        .own
        .views
        .with(|views| matches!(views, Loaded::Waiting));
    waiting && view_meant(Session::here(), entity, asked).is_some()
}

/// What the address shows: what it says itself, or what the saved view says that it stands for.
fn resolved(desk: Desk, session: Session, entity: &Entity, asked: ListView) -> ListView {
    let Some(id) = view_meant(session, entity, &asked) else {
        return asked;
    };
    let found = desk.own.views.with(|views| {
        let views = views.ready().map_or(&[][..], Vec::as_slice);
        let one = views
            .iter()
            .find(|view| view.id == id && view.entity == entity.name);
        one.map(|view| view.shows.clone())
    });
    // One that is gone, or not shared any more, leaves the whole list.
    let shows = found.unwrap_or_else(|| ListView {
        saved: ALL.to_owned(),
        ..ListView::default()
    });
    ListView {
        peek: asked.peek,
        ..shows
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
    desk: Desk,
}

impl Shown {
    /// For the list at the present address.
    pub fn of(entity: &Entity) -> Self {
        let query = use_query_map();
        let (desk, session) = (Desk::here(), Session::here());
        let own = entity.clone();
        let view =
            Memo::new(move |_| resolved(desk, session, &own, query.with(ListView::from_query)));
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
        Self { view, go, desk }
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
        if !after.says_like(&before) {
            self.settle(&mut after);
        }
        if after != before {
            self.go.run((after, replace));
        }
    }

    /// Whether what is shown now is what the view says that it began with.
    fn settle(self, after: &mut ListView) {
        let as_kept = self.desk.own.views.with_untracked(|views| {
            let views = views.ready().map_or(&[][..], Vec::as_slice);
            let own = views.iter().find(|view| view.id == after.saved);
            own.map(|view| view.shows.says_like(after))
        });
        match as_kept {
            Some(as_kept) => after.changed = !as_kept,
            None if after.is_plain() => {
                // Not the usual view, which the bare address stands for.
                after.saved = ALL.to_owned();
                after.changed = false;
            }
            None => after.changed = !after.saved.is_empty(),
        }
    }
}
